"""Submission: the one moment in which a proposal stops being editable."""

import hashlib
import json
import unicodedata
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from jury import languages, ledger, mail
from jury.calls.models import Call, PhaseKind
from jury.calls.timeline import contact
from jury.db import db
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.proposals import drafting, find, words
from jury.proposals.completeness import gaps
from jury.proposals.models import Proposal

OPEN_STATES = {"draft", "submitted", "eligible", "ineligible"}


def _content(proposal: Proposal) -> dict[str, Any]:
    at = proposal.submitted_at
    return {
        "call": proposal.call.slug,
        "number": proposal.number,
        "language": proposal.language,
        "texts": {key: getattr(proposal, key) for key in drafting.TEXTS},
        "summary": proposal.summary,
        "partners": [
            [p.name, p.kind, p.role, sorted(p.parts), p.cofinancing] for p in proposal.partners
        ],
        "budget": [[line.label, line.kind, line.amount] for line in proposal.budget_lines],
        "files": [[one.title, one.size, one.digest] for one in proposal.attachments],
        "submitted_at": at.astimezone(UTC).isoformat() if at else None,
    }  # fmt: skip


def canonical(proposal: Proposal) -> bytes:
    """Return what was submitted as canonical JSON: sorted keys, NFC text, no spaces."""
    text = json.dumps(_content(proposal), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text).encode()


def receipt_of(proposal: Proposal) -> str:
    """Return the SHA-256 of what was submitted."""
    return hashlib.sha256(canonical(proposal)).hexdigest()


def _next_number(call: Call) -> int:
    """Return the next free number, with the call locked until the commit."""
    db.session.execute(select(Call.id).where(Call.id == call.id).with_for_update())
    query = select(func.max(Proposal.number)).where(Proposal.call_id == call.id)
    return (db.session.scalar(query) or 0) + 1


def _check_complete(proposal: Proposal) -> None:
    missing = gaps(proposal)
    if missing:
        raise RuleBroken(
            ngettext(
                "Your proposal is kept, but %(num)d thing is missing.",
                "Your proposal is kept, but %(num)d things are missing.",
                len(missing),
            )
        )


def _close(proposal: Proposal, event: str, now: datetime) -> None:
    proposal.state, proposal.submitted_at, proposal.saved_at = "submitted", now, now
    db.session.flush()
    proposal.receipt = receipt_of(proposal)
    ledger.record(
        event, now, proposal.call.slug,
        proposal=proposal.id, number=proposal.number, receipt=proposal.receipt,
        by=proposal.applicant.pseudonym,
    )  # fmt: skip
    tell(proposal, "proposal_submitted", now)


def submit(proposal: Proposal, now: datetime) -> None:
    """Close the draft to editing, give it its number and send the applicant a copy.

    Raises RuleBroken if it was handed in already, if the call is closed (with the date), and
    while ``completeness.gaps`` finds something missing. Whatever happens, the draft is kept.
    """
    if proposal.state != "draft":
        raise RuleBroken(_("This proposal was handed in already. Once is enough."))
    drafting.check_editable(proposal, now)
    _check_complete(proposal)
    proposal.number = _next_number(proposal.call)
    _close(proposal, "proposal.submitted", now)


def hand_in_again(proposal: Proposal, now: datetime) -> None:
    """Put a corrected proposal before the desk again, under its old number.

    Raises RuleBroken if it cannot be corrected now, or is incomplete.
    """
    if not find.is_open_for_correction(proposal, now):
        raise RuleBroken(_("Only a proposal that may be corrected can be handed in again."))
    _check_complete(proposal)
    _close(proposal, "proposal.corrected", now)


def why_not_withdraw(proposal: Proposal, now: datetime) -> str:
    """Return why the proposal cannot be withdrawn now, or the empty text."""
    decision = proposal.call.phase(PhaseKind.DECISION)
    if proposal.state not in OPEN_STATES:
        return _("This proposal was withdrawn already.")
    if decision and now >= decision.opens_at:
        return _("The decision began on %(moment)s. Call us if you want to stop.",
                 moment=languages.moment(decision.opens_at))  # fmt: skip
    return ""


def withdraw(proposal: Proposal, now: datetime) -> None:
    """Take the proposal out of the call, for good.

    Raises RuleBroken if that happened already, or if the decision has begun.
    """
    if sentence := why_not_withdraw(proposal, now):
        raise RuleBroken(sentence)
    proposal.state = "withdrawn"
    ledger.record(
        "proposal.withdrawn", now, proposal.call.slug,
        proposal=proposal.id, number=proposal.number, by=proposal.applicant.pseudonym,
    )  # fmt: skip
    tell(proposal, "proposal_withdrawn", now)


def tell(proposal: Proposal, kind: str, now: datetime, **facts: Any) -> None:
    """Write the applicant a message about the proposal, in their language."""
    applicant: Person = proposal.applicant
    with languages.speaking(applicant.language):
        about = {
            "call_title": languages.local(proposal.call.title),
            "contact": contact(proposal.call),
            "link": mail.link_to("proposals.edit", slug=proposal.call.slug, id=proposal.id),
        }
    mail.write(
        applicant.email, kind, applicant.language, now,
        call=proposal.call.slug, proposal=proposal, words=words, **about, **facts,
    )  # fmt: skip
