"""The team: who works on a call, in which role; every grant is in the ledger."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from jury import languages, mail, roles
from jury.calls.models import Call
from jury.calls.timeline import contact
from jury.db import db
from jury.errors import RuleBroken
from jury.people import links
from jury.people.models import Person
from jury.roles import Grant, Role

GIVEN_HERE = [
    Role.MANAGER,
    Role.RECRUITER,
    Role.CONTACT,
    Role.FACILITATOR,
    Role.DECIDER,
    Role.AUDITOR,
]  # the other roles come from a draw, a registration or a proposal


def duties(role: str) -> str:
    """Return in one sentence what somebody with this role does."""
    return {
        Role.MANAGER: _("Writes the call, makes the draw, never sees the pool’s answers."),
        Role.RECRUITER: _("Looks after the pool of residents, and cannot draw."),
        Role.CONTACT: _("Helps applicants and checks proposals."),
        Role.FACILITATOR: _("Leads the jury’s meetings, without its addresses."),
        Role.DECIDER: _("Answers the jury in public."),
        Role.AUDITOR: _("Checks every step, changes nothing."),
    }[Role(role)]


def members(call: Call) -> list[Grant]:
    """Return the present staff roles of the call, oldest first."""
    query = select(Grant).where(
        Grant.call == call.slug, Grant.revoked_at.is_(None), Grant.role.in_(GIVEN_HERE)
    )
    return list(db.session.scalars(query.order_by(Grant.id)))


def _check_may(call: Call, by: Person) -> None:
    """Raise RuleBroken unless ``by`` is an administrator or manages this call."""
    if not roles.allowed(by, (Role.ADMINISTRATOR, Role.MANAGER), call.slug):
        raise RuleBroken(_("Only an administrator or a manager of this call chooses its team."))


def give(call: Call, email: str, role: Role, now: datetime, by: Person) -> Grant:
    """Give the person with this address a role in the call, and tell them by mail.

    Raises RuleBroken where two duties must stay with two people.
    """
    _check_may(call, by)
    if role not in GIVEN_HERE:
        raise RuleBroken(_("“%(role)s” is not given here.", role=roles.title(role)))
    person = links.welcome(email, now)
    before = {held.id for held in roles.grants_of(person)}
    made = roles.grant(person, role, call.slug, now, by.pseudonym)
    db.session.flush()
    if made.id not in before:
        with languages.speaking(person.language):
            facts = {
                "role": roles.title(role),
                "duties": duties(role),
                "title": languages.local(call.title),
                "contact": contact(call),
                "link": mail.link_to("calls.manage", slug=call.slug),
            }
        mail.write(person.email, "call_role", person.language, now, call=call.slug, **facts)
    return made


def take(call: Call, held: Grant, now: datetime, by: Person) -> None:
    """Take a role back; raise RuleBroken for the last manager, without whom nobody is in charge."""
    _check_may(call, by)
    managers = roles.holders(Role.MANAGER, call.slug)
    if held.role == Role.MANAGER and len(managers) == 1:
        raise RuleBroken(
            _("This is the only manager of the call. Give somebody else the role first.")
        )
    roles.revoke(held, now, by.pseudonym)
