"""Leaving: out of the pool in one click, at any time; what was frozen stays valid."""

from datetime import datetime

from sqlalchemy import select

from jury import ledger
from jury.db import db
from jury.people.models import Person
from jury.pool import find, letters, seats
from jury.pool.models import Juror, Volunteer
from jury.roles import Role, grants_of, revoke


def leave(volunteer: Volunteer, now: datetime, by: Person) -> None:
    """Take the registrant out; the answers are erased, and a seat goes to an alternate.

    Before the freeze nothing is left. After it the openings keep what the published
    commitment binds, until they are deleted.
    """
    if volunteer.left_at is not None:
        return
    volunteer.left_at = now
    freeze = find.freeze(volunteer.call)
    if freeze is None or not freeze.digest:
        volunteer.answers_text = volunteer.salt = ""
        volunteer.commitment = None
    volunteer.contact = ""
    for held in grants_of(volunteer.person):
        if held.role == Role.VOLUNTEER and held.call == volunteer.call.slug:
            revoke(held, now, by=by.pseudonym)
    ledger.record(
        "volunteer.left", now, volunteer.call.slug, volunteer=volunteer.pseudonym, by=by.pseudonym
    )
    seat = db.session.scalars(select(Juror).where(Juror.volunteer_id == volunteer.id)).one_or_none()
    if seat is not None and seat.state not in {"declined", "stopped"}:
        state = "stopped" if seat.state == "accepted" else "declined"
        seats.release(seat, state, "left", now)
    letters.tell(volunteer.person, "registration_left", volunteer.call, now)
