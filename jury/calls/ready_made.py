"""Ready-made: the templates of calls, the sets of criteria and the words for influence."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from jury.db import Localised
from jury.errors import RuleBroken

FOLDER = Path(__file__).parent


@cache
def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text())


def call_templates() -> list[dict[str, Any]]:
    """Return the templates that a call can start from."""
    found: list[dict[str, Any]] = _read("templates.json")
    return found


def call_template(key: str) -> dict[str, Any]:
    """Return one template; raise RuleBroken for a key that none has."""
    for found in call_templates():
        if found["key"] == key:
            return found
    raise RuleBroken(_("There is no such kind of call. Choose one from the list."))


def criteria_sets() -> list[dict[str, Any]]:
    """Return the sets of criteria that a manager can load."""
    found: list[dict[str, Any]] = _read("criteria_sets.json")
    return found


def criteria_set(key: str) -> dict[str, Any]:
    """Return one set of criteria; raise RuleBroken for a key that none has."""
    for found in criteria_sets():
        if found["key"] == key:
            return found
    raise RuleBroken(_("There is no such set of criteria. Choose one from the list."))


def influence_words(level: str) -> Localised:
    """Return what the jury's influence means, in four languages."""
    found: Localised = dict(_read("influence.json")[level])
    return found
