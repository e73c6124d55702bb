"""Seats: who sits on the jury, and which proposals each juror may judge."""

from flask_babel import gettext as _
from sqlalchemy import select

from jury.calls.models import Call
from jury.db import db
from jury.deliberation.models import ConflictDeclaration, Recusal
from jury.errors import RuleBroken
from jury.pool.models import Juror
from jury.proposals.models import Proposal


def taken(call: Call) -> list[Juror]:
    """Return the jurors who accepted their seat, by number."""
    query = select(Juror).where(Juror.call_id == call.id, Juror.state == "accepted")
    return list(db.session.scalars(query.order_by(Juror.number, Juror.id)))


def eligible(call: Call) -> list[Proposal]:
    """Return the proposals that the jury judges, by number."""
    query = select(Proposal).where(Proposal.call_id == call.id, Proposal.state == "eligible")
    return list(db.session.scalars(query.order_by(Proposal.number, Proposal.id)))


def in_own_order(juror: Juror) -> list[Proposal]:
    """Return the proposals as this juror reads them: each juror begins at another one.

    So no proposal is always read first, or always late at night.
    """
    found = eligible(juror.call)
    start = juror.number * 5 % len(found) if found else 0
    return found[start:] + found[:start]


def recused_from(juror: Juror) -> set[int]:
    """Return the ids of the proposals with which the juror has a conflict of interest."""
    query = select(Recusal.proposal_id).where(
        Recusal.juror_id == juror.id, Recusal.withdrawn_at.is_(None)
    )
    return set(db.session.scalars(query))


def recusals(call: Call) -> set[tuple[int, int]]:
    """Return (juror id, proposal id) of every recusal that stands in the call."""
    query = select(Recusal.juror_id, Recusal.proposal_id).join(Juror)
    found = query.where(Juror.call_id == call.id, Recusal.withdrawn_at.is_(None))
    return {(juror, proposal) for juror, proposal in db.session.execute(found)}


def has_declared(juror: Juror) -> bool:
    """Say whether the juror looked through the list of applicants and partners."""
    query = select(ConflictDeclaration.id).where(ConflictDeclaration.juror_id == juror.id)
    return db.session.scalar(query) is not None


def why_not_seated(juror: Juror) -> str:
    """Return why this juror cannot act on the jury, or the empty text."""
    if juror.state == "accepted":
        return ""
    return {
        "asked": _("You have a seat on the jury. Accept it first, then you can begin."),
        "waiting": _("You are an alternate. We will write to you when a seat falls free."),
        "declined": _("You declined your seat. Call us if this is wrong."),
        "stopped": _("You stopped as a juror. Call us if this is wrong."),
    }[juror.state]


def why_barred(juror: Juror, proposal: Proposal) -> str:
    """Return why a conflict of interest closes this proposal to the juror, or the empty text."""
    return _barred(proposal) if proposal.id in recused_from(juror) else ""


def _barred(proposal: Proposal) -> str:
    return _(
        "You declared a conflict of interest on “%(title)s”. "
        "So its scores, comments and discussion are closed to you.",
        title=proposal.title,
    )


def check_seated(juror: Juror) -> None:
    """Raise RuleBroken unless the juror accepted the seat."""
    if sentence := why_not_seated(juror):
        raise RuleBroken(sentence)


def check_may_judge(juror: Juror, proposal: Proposal) -> None:
    """Raise RuleBroken unless this juror may score and discuss this proposal."""
    check_seated(juror)
    conflicts = _declared_conflicts(juror)
    if conflicts is None:
        raise RuleBroken(_("First look through the list of applicants and partners. "
                           "Say there whom you know. Then you can score."))  # fmt: skip
    if proposal.call_id != juror.call_id or proposal.state != "eligible":
        raise RuleBroken(_("This proposal is not before your jury, so it cannot be scored."))
    if proposal.id in conflicts:
        raise RuleBroken(_barred(proposal))


def _declared_conflicts(juror: Juror) -> set[int] | None:
    """Return the proposals with a conflict, None before the declaration; in one query.

    It locks the declaration: two saves of one juror at the same moment follow each other.
    """
    same = (Recusal.juror_id == ConflictDeclaration.juror_id) & Recusal.withdrawn_at.is_(None)
    query = select(ConflictDeclaration.id, Recusal.proposal_id).outerjoin(Recusal, same)
    mine = query.where(ConflictDeclaration.juror_id == juror.id)
    rows = db.session.execute(mine.with_for_update(of=ConflictDeclaration)).all()
    return {proposal for _id, proposal in rows} if rows else None
