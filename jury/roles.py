"""Roles: who may do what; ``@requires`` is the one access check for pages, data and jobs."""

import enum
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import Flask, abort, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jury import ledger
from jury.db import Model, db
from jury.errors import RuleBroken
from jury.people import sessions
from jury.people.models import Person


class Role(enum.StrEnum):
    """What somebody does in a call; ANYONE and SIGNED_IN are for pages only."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    RECRUITER = "recruiter"
    CONTACT = "contact"
    FACILITATOR = "facilitator"
    DECIDER = "decider"
    AUDITOR = "auditor"
    JUROR = "juror"
    APPLICANT = "applicant"
    VOLUNTEER = "volunteer"


STAFF = {
    Role.ADMINISTRATOR, Role.MANAGER, Role.RECRUITER, Role.CONTACT, Role.FACILITATOR,
    Role.DECIDER, Role.AUDITOR,
}  # fmt: skip
APART = [  # duties that one person may not hold together in a call
    (Role.RECRUITER, Role.MANAGER),
    (Role.RECRUITER, Role.AUDITOR),
    (Role.MANAGER, Role.AUDITOR),
    (Role.JUROR, Role.APPLICANT),
    *[(Role.JUROR, staff) for staff in sorted(STAFF)],
]


GIVING_PROOF = {  # the way to the second proof, and the way out
    "people.second_factor", "people.give_code", "people.passkey_options", "people.give_passkey",
    "people.sign_out",
}  # fmt: skip


class Grant(Model):
    """One person's role, in one call or (administrators) everywhere."""

    __tablename__ = "grant"
    __table_args__ = (Index("ix_grant_person_role_call", "person_id", "role", "call"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    call: Mapped[str | None]  # slug; None: everywhere
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


def title(role: str) -> str:
    """Return the role's name in the reader's language."""
    return {
        Role.ADMINISTRATOR: _("Administrator"),
        Role.MANAGER: _("Programme manager"),
        Role.RECRUITER: _("Recruiter"),
        Role.CONTACT: _("Contact person"),
        Role.FACILITATOR: _("Facilitator"),
        Role.DECIDER: _("Deciding body"),
        Role.AUDITOR: _("Auditor"),
        Role.JUROR: _("Juror"),
        Role.APPLICANT: _("Applicant"),
        Role.VOLUNTEER: _("Registrant"),
    }[Role(role)]


def grants_of(person: Person) -> list[Grant]:
    """Return the person's present roles."""
    if person.id is None:  # a newcomer who is not written down yet
        return [one for one in db.session.new if isinstance(one, Grant) and one.person is person]
    query = select(Grant).where(Grant.person_id == person.id, Grant.revoked_at.is_(None))
    return list(db.session.scalars(query.order_by(Grant.id)))


def holders(role: Role, call: str) -> list[Person]:
    """Return the people who hold ``role`` in the call now."""
    query = select(Grant).where(Grant.role == role, Grant.call == call, Grant.revoked_at.is_(None))
    return [found.person for found in db.session.scalars(query.order_by(Grant.id))]


def holds(person: Person | None, role: Role, call: str | None = None) -> bool:
    """Say whether the person has this role in this call; without a call, in any call."""
    if role == Role.ANYONE:
        return True
    if person is None:
        return False
    if role == Role.SIGNED_IN:
        return True
    return any(
        held.role == role and (call is None or held.call is None or held.call == call)
        for held in grants_of(person)
    )


def overlap(one: str | None, other: str | None) -> bool:
    """Say whether two scopes share a call; None is every call."""
    return one is None or other is None or one == other


def grant(person: Person, role: Role, call: str | None, now: datetime, by: str) -> Grant:
    """Give the person a role; ``by`` is the pseudonym of who gives it.

    Raises RuleBroken where two duties must stay apart.
    """
    held = grants_of(person)
    for one, other in APART:
        against = {one: other, other: one}.get(role)
        if against and any(h.role == against and overlap(h.call, call) for h in held):
            raise RuleBroken(
                _("%(a)s and %(b)s must be two different people in one call. Ask somebody else.",
                  a=title(role), b=title(against))
            )  # fmt: skip
    for found in held:
        if found.role == role and found.call == call:
            return found
    made = Grant(person=person, role=role, call=call, granted_at=now)
    db.session.add(made)
    ledger.record("role.granted", now, call, person=person.pseudonym, role=role, by=by)
    return made


def revoke(found: Grant, now: datetime, by: str) -> None:
    """Take a role back; one that was taken back already stays so."""
    if found.revoked_at is None:
        found.revoked_at = now
        pseudonym = found.person.pseudonym
        ledger.record("role.revoked", now, found.call, person=pseudonym, role=found.role, by=by)


def allowed(person: Person | None, roles: tuple[Role, ...], call: str | None) -> bool:
    """Say whether the person holds one of the roles, in this call where there is one."""
    return any(holds(person, role, call) for role in roles)


def requires(*roles: Role) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a view to these roles, in the call that its address names; to nobody else."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            return refuse(roles, arguments.get("slug")) or view(**arguments)

        guarded.requires = roles  # type: ignore[attr-defined]
        return guarded

    return guard


def refuse(roles: tuple[Role, ...], call: str | None) -> Any:
    """Return None for somebody who may enter, else the way to sign in; 403 for others."""
    if Role.ANYONE in roles:
        return None
    session = sessions.current()
    if session is None:
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    if not allowed(session.person, roles, call):
        abort(403)
    if request.endpoint in GIVING_PROOF or session.second_factor_at is not None:
        return None
    if needs_second_factor(session.person, roles, call):
        return redirect(url_for("people.second_factor", next=request.full_path.rstrip("?")))
    return None


def needs_second_factor(person: Person, roles: tuple[Role, ...], call: str | None) -> bool:
    """Say whether the person enters here only because of a staff role, or holds one anywhere."""
    own = [role for role in roles if role not in STAFF]
    return not allowed(person, tuple(own), call) or any(h.role in STAFF for h in grants_of(person))


def refuse_open_routes(app: Flask) -> None:
    """Stop the start of an application in which a route does not say who may see it."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "requires"):
            raise RuntimeError(
                f"The route “{endpoint}” does not say who may see it: add @requires."
            )
