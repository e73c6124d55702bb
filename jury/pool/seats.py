"""Seats: accepted or declined without reproach; the next alternate by lot moves up."""

from datetime import datetime

from flask_babel import gettext as _

from jury import ledger, mail
from jury.calls.models import Call, PhaseKind
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.pool import find, freezing, letters
from jury.pool.models import Juror
from jury.roles import Role, grant, grants_of, revoke
from sortition.alternates import promote
from sortition.drawing import pool_of

REASONS = ("time", "care", "health", "moved", "not_for_me", "rather_not_say")


def reason_words(reason: str) -> str:
    """Return a reason for declining in the reader's language."""
    return {
        "time": _("The dates do not suit me"),
        "care": _("Work, or people I care for"),
        "health": _("My health"),
        "moved": _("I moved away"),
        "not_for_me": _("It is not for me"),
        "rather_not_say": _("I would rather not say"),
        "left": _("Left the pool"),
        "no_answer": _("Never answered"),
        "": "",
    }[reason]


def refuse_strangers(juror: Juror, by: Person) -> None:
    """Raise RuleBroken unless the one who acts is the one who was drawn."""
    if by.id != juror.volunteer.person_id:
        raise RuleBroken(_("Only the person who was drawn can answer for this seat."))


def accept(juror: Juror, now: datetime, by: Person) -> None:
    """Take the seat: from now on the person is a juror of the call.

    Raises RuleBroken if somebody else answers, or the seat is not theirs any more.
    """
    refuse_strangers(juror, by)
    if juror.state == "accepted":
        return
    if juror.state != "asked":
        raise RuleBroken(_("This seat is not yours now. Call us if that is a mistake."))
    grant(by, Role.JUROR, juror.call.slug, now, by=by.pseudonym)
    juror.state, juror.answered_at, juror.entered_by_id = "accepted", now, None
    _note("seat.accepted", juror, now)
    letters.tell(
        by, "seat_accepted", juror.call, now, juror=juror,
        link=mail.link_to("pool.seat", slug=juror.call.slug),
    )  # fmt: skip


def decline(juror: Juror, reason: str, now: datetime, by: Person) -> list[Juror]:
    """Give the seat, or the place as alternate, back; return who moved up."""
    refuse_strangers(juror, by)
    if reason not in REASONS:
        raise RuleBroken(_("Choose one of the reasons, or “I would rather not say”."))
    if juror.state not in {"asked", "waiting"}:
        raise RuleBroken(_("You have answered already. Use “I have to stop”, or call us."))
    return release(juror, "declined", reason, now)


def stop(juror: Juror, reason: str, now: datetime, by: Person) -> list[Juror]:
    """End an accepted seat, at any time and without reproach; return who moved up."""
    refuse_strangers(juror, by)
    if reason not in REASONS:
        raise RuleBroken(_("Choose one of the reasons, or “I would rather not say”."))
    if juror.state != "accepted":
        raise RuleBroken(_("You have no seat on this jury to stop with."))
    if has_finished(juror.call, now):
        raise RuleBroken(_("The jury has finished its work. There is nothing left to stop with."))
    return release(juror, "stopped", reason, now)


def has_finished(call: Call, now: datetime) -> bool:
    """Say whether the binding scores are closed: the work of the jury is done then."""
    phase = call.phase(PhaseKind.DELIBERATION)
    return phase is not None and now >= phase.closes_at


def release(
    juror: Juror, state: str, reason: str, now: datetime, channel: str = "web"
) -> list[Juror]:
    """Free the place of a juror or alternate and fill the seat; return who moved up."""
    juror.state, juror.reason, juror.answered_at, juror.channel = state, reason, now, channel
    for held in grants_of(juror.person):
        if held.role == Role.JUROR and held.call == juror.call.slug:
            revoke(held, now, by=juror.person.pseudonym)
    _note(f"seat.{state}", juror, now, reason=reason, channel=channel)
    return fill(juror.call, now)


def free(call: Call) -> int:
    """Return how many seats nobody has."""
    found = find.rules(call)
    taken = sum(juror.is_seated for juror in find.jurors(call))
    return max(0, found.seats - taken) if found else 0


def may_move_up(call: Call, now: datetime) -> bool:
    """Say whether alternates still move up: until the seats have to be confirmed."""
    phase = call.phase(PhaseKind.CONFIRMATION)
    return phase is None or now < phase.closes_at


def fill(call: Call, now: datetime) -> list[Juror]:
    """Let the next alternates move up into all free seats; return them.

    The first in order moves up who keeps every quota that can be kept.
    """
    everyone = find.jurors(call)
    waiting = [juror for juror in everyone if juror.state == "waiting"]
    if not free(call) or not waiting or not may_move_up(call, now):
        return []
    instance = pool_of(*freezing.records(everyone[0].draw.freeze))
    place = {pseudonym: position for position, pseudonym in enumerate(instance.ids)}
    moved = []
    for _seat in range(free(call)):
        seated = [place[j.volunteer.pseudonym] for j in everyone if j.is_seated]
        order = {place[j.volunteer.pseudonym]: j for j in everyone if j.state == "waiting"}
        chosen = promote(instance, seated, list(order))
        if chosen is None:
            break
        moved.append(_move_up(order[chosen], now))
    return moved


def _move_up(juror: Juror, now: datetime) -> Juror:
    juror.state, juror.asked_at = "asked", now
    _note("seat.offered", juror, now)
    link = mail.link_to("pool.seat", slug=juror.call.slug)
    letters.tell(juror.person, "seat_free", juror.call, now, juror=juror, link=link)
    return juror


def _note(event: str, juror: Juror, now: datetime, **facts: str) -> None:
    pseudonym = juror.volunteer.pseudonym
    ledger.record(event, now, juror.call.slug, juror=juror.number, volunteer=pseudonym, **facts)


def places(call: Call) -> list[dict[str, str]]:
    """Return every place of the jury as the drawing of the seats wants it.

    A seat that somebody gave back is drawn as long as nobody has moved up into it.
    """
    everyone = find.jurors(call)
    gone = [juror for juror in everyone if state_of(juror) == "declined"]
    empty = {juror.id for juror in gone[len(gone) - free(call) :]} if free(call) else set()
    return [
        {"state": state_of(juror), "label": _("Juror %(n)d", n=juror.number)}
        for juror in everyone
        if juror not in gone or juror.id in empty
    ]


def state_of(juror: Juror) -> str:
    """Return the state of a place as it is drawn."""
    if juror.state in {"declined", "stopped"}:
        return "declined"
    if juror.state == "waiting":
        return "alternate"
    if juror.state == "asked":
        return "waiting"
    return "replaced" if juror.role == "alternate" else "seated"
