"""The visitors of the demonstration: one person for each role, and where each begins."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import url_for
from sqlalchemy import select

from jury.db import db
from jury.demo import cast
from jury.people.models import Person
from jury.people.routes import desk_of
from jury.roles import Grant, Role

SHOWN = (
    Role.ADMINISTRATOR, Role.MANAGER, Role.RECRUITER, Role.CONTACT, Role.FACILITATOR,
    Role.DECIDER, Role.AUDITOR, Role.JUROR, Role.APPLICANT, Role.VOLUNTEER,
)  # fmt: skip


def links_for() -> Iterator[tuple[str, Person, str]]:
    """Yield for each role its name, who plays it, and the page where its work begins."""
    for role in SHOWN:
        query = select(Grant).where(Grant.role == role, Grant.revoked_at.is_(None))
        found = db.session.scalars(query.order_by(Grant.call.is_(None), Grant.id)).first()
        if found is not None:
            person = cast.member(role) if role in cast.STAFF else found.person
            desk = desk_of(found) or url_for("people.me")
            yield role.value, person, urlsplit(desk).path
