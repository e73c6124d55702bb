"""Desk: the one thing that a juror does next, in words, with where it is done."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from jury.calls.models import PhaseKind
from jury.deliberation import opinions, reading, rounds, seats
from jury.deliberation.reading import Plan
from jury.languages import moment
from jury.pool.models import Juror


@dataclass(frozen=True)
class Next:
    """What to do now; without an address there is nothing to press."""

    text: str
    href: str = ""
    label: str = ""


def list_of(juror: Juror, now: datetime) -> tuple[int, Plan]:
    """Return the round that the juror's list stands in, and the list."""
    number = rounds.open_round(juror.call, now) or (2 if rounds.is_over(juror.call, 1, now) else 1)
    return number, reading.plan(juror, number, now)


def next_of(juror: Juror, number: int, plan: Plan, now: datetime) -> Next:
    """Return what this juror does next."""
    slug = juror.call.slug
    if not seats.has_declared(juror):
        return _first(juror)
    if rounds.open_round(juror.call, now) is None:
        return _waiting(juror, number, now)
    if plan.next is None:
        return _finished(juror, number)
    words = ngettext(
        "Today: %(num)d proposal, about %(minutes)d minutes",
        "Today: %(num)d proposals, about %(minutes)d minutes",
        plan.today,
        minutes=plan.minutes,
    )
    label = _("Read the next one") if number == 1 else _("Score the next one again")
    return Next(words, url_for("scoring.score", slug=slug, number=plan.next.number), label)


def _first(juror: Juror) -> Next:
    if not seats.eligible(juror.call):
        return Next(_("The list of proposals is not ready yet. We will write to you."))
    href = url_for("deliberation.conflicts", slug=juror.call.slug)
    return Next(
        _("First: do you know anybody behind a proposal?"), href, _("Look through the list")
    )


def _waiting(juror: Juror, number: int, now: datetime) -> Next:
    """Return what to do while no scores are taken."""
    call, slug = juror.call, juror.call.slug
    phase = rounds.phase_of(call, number)
    if phase and now < phase.opens_at and number == 1:
        words = _("Reading starts on %(when)s.", when=moment(phase.opens_at))
        return Next(words, url_for("scoring.practice", slug=slug), _("Try the scale first"))
    if phase and now < phase.opens_at:
        return Next(_("Your first scores are in. The talks start on %(when)s.",
                      when=moment(phase.opens_at)))  # fmt: skip
    if not opinions.why_closed(call, now):
        href = url_for("deliberation.opinions", slug=slug)
        return Next(_("Scoring is over. Thank you."), href, _("See the minority opinions"))
    decision = call.phase(PhaseKind.DECISION)
    if decision and now >= decision.closes_at:
        return Next(_("Your work is done. Thank you."), url_for("reports.outcome", slug=slug),
                    _("See what came of it"))  # fmt: skip
    return Next(_("Nothing to do now. We will write to you."))


def _finished(juror: Juror, number: int) -> Next:
    phase = rounds.phase_of(juror.call, number)
    when = moment(phase.closes_at) if phase else ""
    if number == 1:
        return Next(_("All done. You can still change your scores until %(when)s.", when=when))
    href = url_for("deliberation.opinions", slug=juror.call.slug)
    return Next(
        _("All done. You can still change your scores until %(when)s.", when=when),
        href,
        _("Do you see it differently? Write it down"),
    )
