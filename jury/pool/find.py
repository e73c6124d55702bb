"""Look-ups of the pool: one call's questions, registrants, rules, freezes and jurors."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from jury.calls.models import Call
from jury.db import db
from jury.people.models import Person
from jury.pool.models import Category, Draw, DrawRules, Freeze, Juror, Volunteer


def categories(call: Call) -> list[Category]:
    """Return the questions of the call with their quotas, in their order."""
    query = (
        select(Category)
        .where(Category.call_id == call.id)
        .order_by(Category.position)
        .options(selectinload(Category.quotas))
    )
    return list(db.session.scalars(query))


def rules(call: Call) -> DrawRules | None:
    """Return the rules of the call's draw."""
    return db.session.scalars(select(DrawRules).where(DrawRules.call_id == call.id)).one_or_none()


def volunteers(call: Call) -> list[Volunteer]:
    """Return everyone who confirmed, in order of pseudonym, with the person each one is."""
    query = (
        select(Volunteer)
        .where(Volunteer.call_id == call.id, Volunteer.confirmed_at.is_not(None))
        .order_by(Volunteer.pseudonym)
        .options(joinedload(Volunteer.person))
    )
    return list(db.session.scalars(query))


def pool(call: Call) -> list[Volunteer]:
    """Return those with whom the draw counts, in order of pseudonym."""
    return [volunteer for volunteer in volunteers(call) if volunteer.is_in_pool]


def volunteer_of(call: Call, person: Person) -> Volunteer | None:
    """Return the person's registration in this call, also one that was left."""
    if person.id is None:  # a newcomer who is not written down yet
        return None
    query = select(Volunteer).where(Volunteer.call_id == call.id, Volunteer.person_id == person.id)
    return db.session.scalars(query).one_or_none()


def freeze(call: Call, purpose: str = "draw") -> Freeze | None:
    """Return the newest freeze that was not annulled."""
    query = (
        select(Freeze)
        .where(Freeze.call_id == call.id, Freeze.purpose == purpose)
        .where(Freeze.annulled_at.is_(None))
        .order_by(Freeze.number.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def annulled(call: Call) -> list[Freeze]:
    """Return the freezes that were annulled, oldest first; the public sees them."""
    query = (
        select(Freeze)
        .where(Freeze.call_id == call.id, Freeze.purpose == "draw")
        .where(Freeze.annulled_at.is_not(None))
        .order_by(Freeze.number)
    )
    return list(db.session.scalars(query))


def next_number(call: Call, purpose: str) -> int:
    """Return the number that the next freeze of this purpose gets; they start at 1."""
    query = select(func.max(Freeze.number)).where(
        Freeze.call_id == call.id, Freeze.purpose == purpose
    )
    return (db.session.scalar(query) or 0) + 1


def draw(found: Freeze | None) -> Draw | None:
    """Return the draw of a freeze."""
    if found is None:
        return None
    return db.session.scalars(select(Draw).where(Draw.freeze_id == found.id)).one_or_none()


def jurors(call: Call) -> list[Juror]:
    """Return jurors and alternates by number, with the person each one is."""
    query = (
        select(Juror)
        .where(Juror.call_id == call.id)
        .order_by(Juror.number)
        .options(joinedload(Juror.volunteer).joinedload(Volunteer.person))
    )
    return list(db.session.scalars(query))


def juror_of(call: Call, person: Person) -> Juror | None:
    """Return the person's seat or alternate's place in the call."""
    query = (
        select(Juror)
        .join(Juror.volunteer)
        .where(Juror.call_id == call.id, Volunteer.person_id == person.id)
    )
    return db.session.scalars(query).one_or_none()
