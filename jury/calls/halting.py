"""Halting a call: suspended, carried over or cancelled, each with a public reason."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from jury import languages, ledger, mail
from jury.calls.completeness import NEEDED
from jury.calls.models import Call
from jury.calls.timeline import contact
from jury.db import Localised, db
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.roles import Grant

FROM = {
    "suspended": {"published"},
    "carried_over": {"published", "suspended"},
    "cancelled": {"published", "suspended"},
}  # side state -> states from which a call can get there


def possible(call: Call) -> list[str]:
    """Return the side states to which the call can go now; none once its outcome is public."""
    if ledger.has("decision.published", call.slug):
        return []
    return [state for state, origins in FROM.items() if call.state in origins]


def why_not(call: Call) -> str:
    """Return why the call can no longer be halted in any way; empty when it can."""
    if possible(call):
        return ""
    if ledger.has("decision.published", call.slug):
        return _("The outcome is public, so there is nothing left to halt.")
    return _("Only a call that runs can be halted. This one does not.")


def involved(call: Call) -> list[Person]:
    """Return everyone who has a role in the call, once each."""
    query = select(Grant).where(Grant.call == call.slug, Grant.revoked_at.is_(None))
    found = {grant.person_id: grant.person for grant in db.session.scalars(query)}
    return [found[key] for key in sorted(found) if found[key].erased_at is None]


def _tell(call: Call, kind: str, now: datetime) -> None:
    for person in involved(call):
        with languages.speaking(person.language):
            facts = {
                "title": languages.local(call.title),
                "reason": languages.local(call.state_reason),
                "contact": contact(call),
                "link": mail.link_to("calls.show", slug=call.slug),
            }
        mail.write(person.email, kind, person.language, now, call=call.slug, **facts)


def _halt(call: Call, state: str, reason: Localised, now: datetime, by: Person) -> None:
    if sentence := why_not(call):
        raise RuleBroken(sentence)
    if state not in possible(call):
        raise RuleBroken(_("This call stands still already."))
    if not all(reason.get(code, "").strip() for code in NEEDED):
        raise RuleBroken(_("Give the reason in Dutch and in French. Everyone will read it."))
    call.state, call.state_reason = state, reason
    ledger.record(f"call.{state.replace('_', '-')}", now, call.slug, by=by.pseudonym)
    _tell(call, f"call_{state}", now)


def suspend(call: Call, reason: Localised, now: datetime, by: Person) -> None:
    """Let the call stand still until it is resumed; everyone involved gets the reason by mail."""
    _halt(call, "suspended", reason, now, by)


def carry_over(call: Call, reason: Localised, now: datetime, by: Person) -> None:
    """End the call here and carry it over to the next one."""
    _halt(call, "carried_over", reason, now, by)


def cancel(call: Call, reason: Localised, now: datetime, by: Person) -> None:
    """End the call for good."""
    _halt(call, "cancelled", reason, now, by)


def resume(call: Call, now: datetime, by: Person) -> None:
    """Let a suspended call run again, with the dates that it has."""
    if call.state != "suspended":
        raise RuleBroken(_("Only a suspended call can be resumed."))
    call.state, call.state_reason = "published", None
    ledger.record("call.resumed", now, call.slug, by=by.pseudonym)
    _tell(call, "call_resumed", now)
