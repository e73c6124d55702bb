"""Finding proposals: one's own, those on the desk, and those that everyone may read."""

from datetime import datetime

from flask import abort
from sqlalchemy import select

from jury.calls.models import Call
from jury.db import db
from jury.people.models import Person
from jury.proposals.models import Proposal


def of(person: Person, call: Call) -> list[Proposal]:
    """Return the person's proposals in the call, oldest first."""
    query = select(Proposal).where(Proposal.call_id == call.id, Proposal.applicant_id == person.id)
    return list(db.session.scalars(query.order_by(Proposal.id)))


def own(person: Person, call: Call, number: int) -> Proposal:
    """Return the person's proposal with this id, or answer 404: also for somebody else's."""
    found = db.session.get(Proposal, number)
    if found is None or found.applicant_id != person.id or found.call_id != call.id:
        abort(404)
    return found


def on_desk(call: Call) -> list[Proposal]:
    """Return every proposal that was handed in, in order of number; withdrawn ones included."""
    query = select(Proposal).where(Proposal.call_id == call.id, Proposal.number.is_not(None))
    return list(db.session.scalars(query.order_by(Proposal.number)))


def numbered(call: Call, number: int) -> Proposal:
    """Return the proposal that was handed in under this number, or answer 404."""
    query = select(Proposal).where(Proposal.call_id == call.id, Proposal.number == number)
    return db.session.scalars(query).one_or_none() or abort(404)


def eligible(call: Call) -> list[Proposal]:
    """Return the proposals before the jury, in order of number."""
    return [found for found in on_desk(call) if found.state == "eligible"]


def eligible_numbered(call: Call, number: int) -> Proposal:
    """Return the eligible proposal with this number, or answer 404."""
    found = numbered(call, number)
    return found if found.state == "eligible" else abort(404)


def is_open_for_correction(proposal: Proposal, now: datetime) -> bool:
    """Say whether an ineligible proposal may be corrected now."""
    return (
        proposal.state == "ineligible"
        and proposal.correct_by is not None
        and now < proposal.correct_by
        and proposal.call.state == "published"
    )
