"""Phoning: answers that staff enter for somebody; giving a seat away takes two of them."""

from datetime import datetime

from flask_babel import gettext as _

from jury import ledger, mail
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.pool import letters, seats
from jury.pool.models import Juror
from jury.roles import Role, grant

REASONS = (*seats.REASONS, "no_answer")


def accept(juror: Juror, now: datetime, by: Person) -> None:
    """Enter the yes of somebody who has no e-mail address and said it on the phone."""
    if juror.person.email:
        raise RuleBroken(_("This person has an e-mail address, and answers on the site."))
    if juror.state != "asked":
        raise RuleBroken(_("This seat is not waiting for an answer."))
    grant(juror.person, Role.JUROR, juror.call.slug, now, by=by.pseudonym)
    juror.state, juror.answered_at, juror.channel = "accepted", now, "phone"
    _note("seat.accepted", juror, now, by, channel="phone")


def enter_decline(juror: Juror, reason: str, now: datetime, by: Person) -> None:
    """Enter that somebody gives the place back; the juror is told, and a second person confirms.

    Raises RuleBroken for an unknown reason, or a place that was given back already.
    """
    if reason not in REASONS:
        raise RuleBroken(_("Choose one of the reasons in the list."))
    if juror.state in {"declined", "stopped"}:
        raise RuleBroken(_("This place was given back already."))
    juror.entered_by_id, juror.reason = by.id, reason
    _note("seat.decline-entered", juror, now, by, reason=reason)
    link = mail.link_to("pool.seat", slug=juror.call.slug)
    letters.tell(juror.person, "seat_entered", juror.call, now, juror=juror, link=link)


def confirm_decline(juror: Juror, now: datetime, by: Person) -> list[Juror]:
    """Confirm, as a second person, what a first one entered; return who moved up."""
    if juror.entered_by_id is None:
        raise RuleBroken(_("Nobody entered a decline for this place."))
    if juror.entered_by_id == by.id:
        raise RuleBroken(_("You entered this yourself. Somebody else has to confirm it."))
    _note("seat.decline-confirmed", juror, now, by)
    juror.entered_by_id = None
    state = "stopped" if juror.state == "accepted" else "declined"
    return seats.release(juror, state, juror.reason, now, channel="staff")


def keep(juror: Juror, now: datetime, by: Person) -> None:
    """Undo what staff entered by mistake: the juror keeps the place."""
    seats.refuse_strangers(juror, by)
    if juror.entered_by_id is not None:
        juror.entered_by_id, juror.reason = None, ""
        _note("seat.kept", juror, now, by)


def _note(event: str, juror: Juror, now: datetime, by: Person, **facts: str) -> None:
    ledger.record(event, now, juror.call.slug, juror=juror.number, by=by.pseudonym, **facts)
