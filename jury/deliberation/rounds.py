"""Rounds: the first scores are given alone while reading, the second after the talks."""

from datetime import datetime

from flask_babel import gettext as _

from jury.calls.models import Call, Phase, PhaseKind
from jury.errors import RuleBroken
from jury.languages import moment

PHASES = {1: PhaseKind.READING, 2: PhaseKind.DELIBERATION}


def open_round(call: Call, now: datetime) -> int | None:
    """Return the round in which scores are taken now."""
    return next((number for number in (2, 1) if call.is_open(PHASES[number], now)), None)


def phase_of(call: Call, number: int) -> Phase | None:
    """Return the phase in which the scores of this round are given."""
    return call.phase(PHASES[number])


def is_over(call: Call, number: int, now: datetime) -> bool:
    """Say whether the scores of this round can no longer change."""
    phase = phase_of(call, number)
    return phase is not None and now >= phase.closes_at


def why_closed(call: Call, number: int, now: datetime) -> str:
    """Return why no scores are taken in this round now, or the empty text."""
    phase = phase_of(call, number)
    if call.state != "published":
        return _("This call does not run at the moment. What you saved is kept.")
    if phase is None:
        return _("This call has no such round of scores.")
    if now < phase.opens_at:
        return _("You can score from %(when)s.", when=moment(phase.opens_at))
    if now >= phase.closes_at:
        return _("Scoring closed on %(when)s. What you saved before then counts.",
                 when=moment(phase.closes_at))  # fmt: skip
    return ""


def check_open(call: Call, number: int, now: datetime) -> None:
    """Raise RuleBroken unless scores of this round are taken now."""
    if sentence := why_closed(call, number, now):
        raise RuleBroken(sentence)
