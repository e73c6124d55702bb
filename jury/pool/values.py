"""Values: what was read out in public, as typed or uploaded, and checked before it is used."""

import json
import re
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from jury.errors import RuleBroken
from jury.languages import told
from sortition.public_values import words_of
from sortition.randomness import BeaconRefused, round_at
from sortition.record import DrawRefused, balls_value, beacon_value, text_value

Value = dict[str, Any]


def parse(source: str, given: str, at: datetime) -> Value:
    """Return the public value that ``given`` says: balls, words, or the JSON of a drand round.

    Raises RuleBroken if it is none, or the drand round is not the one of the moment ``at``.
    """
    try:
        if source == "balls":
            return balls_value(_balls(given))
        if source == "drand":
            return _beacon(given, at)
        return text_value(" ".join(given.split()))
    except (DrawRefused, BeaconRefused) as refused:
        raise RuleBroken(told(refused.args[0])) from refused


def _balls(given: str) -> list[int]:
    digits = re.sub(r"(?:[\s,;.]|(?<=\d)-)+", "", given)
    if not digits.isascii() or not digits.isdigit():
        raise RuleBroken(_("Type the numbers on the balls in their order, like 7 4 1."))
    return [int(digit) for digit in digits]


def _beacon(given: str, at: datetime) -> Value:
    try:
        data = json.loads(given)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise RuleBroken(_("This is not a drand round. Upload the file just as drand gave it."))
    wanted = round_at(at)
    if data.get("round") != wanted:
        raise RuleBroken(
            _("This file holds round %(given)s, but round %(wanted)d was announced.",
              given=str(data.get("round"))[:20], wanted=wanted)
        )  # fmt: skip
    return beacon_value(data)


def spoken(value: Value) -> str:
    """Return the value as the record uses it: “7,4,1”, the words, or drand's randomness."""
    return words_of(value)


def shown(value: Value) -> str:
    """Return the value as people say it."""
    if value["kind"] == "balls":
        return " ".join(str(ball) for ball in value["balls"])
    if value["kind"] == "beacon":
        return _("drand round %(n)d", n=value["round"])
    return f"“{value['text']}”"
