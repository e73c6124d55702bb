"""Finding calls: by their address, and those that somebody may see."""

from flask import abort
from sqlalchemy import select

from jury.calls.models import Call
from jury.db import db
from jury.languages import local
from jury.people.models import Person
from jury.roles import STAFF, grants_of


def by_slug(slug: str) -> Call:
    """Return the call with this address, drafts included, or answer 404."""
    return db.session.scalars(select(Call).where(Call.slug == slug)).one_or_none() or abort(404)


def title_at(slug: str) -> str:
    """Return the title of the call with this address, in the reader's language."""
    found = db.session.scalars(select(Call).where(Call.slug == slug)).one_or_none()
    return local(found.title) if found else slug


def public(slug: str) -> Call:
    """Return the call with this address if the public may see it, or answer 404."""
    found = by_slug(slug)
    return found if found.is_public else abort(404)


def all_public() -> list[Call]:
    """Return every call that the public may see, newest first."""
    query = select(Call).where(Call.state != "draft").order_by(Call.published_at.desc())
    return list(db.session.scalars(query))


def worked_on_by(person: Person) -> list[Call]:
    """Return the calls in which the person has a staff role, newest first."""
    held = [grant for grant in grants_of(person) if grant.role in STAFF]
    query = select(Call).order_by(Call.created_at.desc(), Call.id.desc())
    if all(grant.call is not None for grant in held):
        query = query.where(Call.slug.in_([grant.call for grant in held]))
    return list(db.session.scalars(query))
