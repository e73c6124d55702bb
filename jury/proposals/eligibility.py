"""Eligibility: who looks after a proposal, whether it fits the call, and the right to correct."""

from datetime import datetime

from flask_babel import gettext as _

from jury import languages, ledger, roles
from jury.calls.models import Call, PhaseKind
from jury.db import db
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.proposals import find
from jury.proposals.models import Proposal
from jury.proposals.submission import tell
from jury.roles import Role


def contact_persons(call: Call) -> list[Person]:
    """Return those who can look after a proposal of this call."""
    return roles.holders(Role.CONTACT, call.slug)


def unassigned(call: Call) -> list[Proposal]:
    """Return the proposals that nobody looks after yet."""
    return [
        proposal
        for proposal in find.on_desk(call)
        if proposal.contact_person_id is None and proposal.state != "withdrawn"
    ]


def assign(proposal: Proposal, contact: Person, now: datetime, by: Person) -> None:
    """Give the proposal its contact person, and tell the applicant who it is.

    Raises RuleBroken for somebody without that role in the call, and for the applicant.
    """
    if contact not in contact_persons(proposal.call):
        raise RuleBroken(
            _("%(name)s is no contact person of this call. Give the role on the team page first.",
              name=contact.shown_name)
        )  # fmt: skip
    if proposal.contact_person_id == contact.id:
        return
    proposal.contact_person = contact
    db.session.flush()
    ledger.record(
        "proposal.assigned", now, proposal.call.slug,
        proposal=proposal.id, number=proposal.number, person=contact.pseudonym, by=by.pseudonym,
    )  # fmt: skip
    tell(proposal, "proposal_assigned", now, contact_person=contact)


def why_not(proposal: Proposal, now: datetime) -> str:
    """Return why the proposal cannot be checked now, whatever the reason; empty when it can."""
    if proposal.state not in {"submitted", "eligible", "ineligible"}:
        return _("Only a proposal that was handed in can be checked.")
    if proposal.call.state != "published":
        return _("The call does not run now, so nothing can be checked.")
    reading = proposal.call.phase(PhaseKind.READING)
    if reading and now >= reading.opens_at:
        return _(
            "Jurors have been reading since %(moment)s. The list of proposals is fixed.",
            moment=languages.moment(reading.opens_at),
        )
    return ""


def _check(proposal: Proposal, reason: str, now: datetime) -> None:
    if sentence := why_not(proposal, now):
        raise RuleBroken(sentence)
    if not reason.strip():
        raise RuleBroken(_("Give the reason in words. The applicant will read it."))
    if proposal.contact_person is None:
        raise RuleBroken(_("Nobody looks after this proposal yet. Choose a contact person first."))


def _judge(proposal: Proposal, state: str, reason: str, now: datetime, by: Person) -> None:
    proposal.state, proposal.judgement, proposal.judged_at = state, reason.strip(), now
    db.session.flush()
    ledger.record(
        f"proposal.found-{state}", now, proposal.call.slug,
        proposal=proposal.id, number=proposal.number, by=by.pseudonym,
    )  # fmt: skip
    tell(proposal, f"proposal_{state}", now)


def find_eligible(proposal: Proposal, reason: str, now: datetime, by: Person) -> None:
    """Put the proposal before the jury; the applicant hears why.

    Raises RuleBroken without a reason or a contact person, and once jurors are reading.
    """
    _check(proposal, reason, now)
    proposal.correct_by = None
    _judge(proposal, "eligible", reason, now, by)


def find_ineligible(
    proposal: Proposal, reason: str, correct_by: datetime, now: datetime, by: Person
) -> None:
    """Send the proposal back with the reason; it may be corrected until ``correct_by``.

    Raises RuleBroken for a moment that is past, or after the jury begins to read.
    """
    _check(proposal, reason, now)
    reading = proposal.call.phase(PhaseKind.READING)
    if correct_by <= now or (reading and correct_by > reading.opens_at):
        raise RuleBroken(
            _("Give a day to come, before the jury begins to read on %(moment)s.",
              moment=languages.moment(reading.opens_at) if reading else "…")
        )  # fmt: skip
    proposal.correct_by = correct_by
    _judge(proposal, "ineligible", reason, now, by)
