"""Conflicts of interest: declared on every proposal at once, before anything is scored."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from jury import ledger
from jury.calls.models import Call, PhaseKind
from jury.db import db
from jury.deliberation import rounds, seats
from jury.deliberation.models import ConflictDeclaration, Recusal
from jury.errors import RuleBroken
from jury.languages import moment
from jury.pool.models import Juror

KINDS = ("know", "work", "family")


def why_closed(call: Call, now: datetime) -> str:
    """Return why nothing can be declared now, or the empty text."""
    opening = call.phase(PhaseKind.CONFIRMATION)
    closing = rounds.phase_of(call, 2)
    if call.state != "published":
        return _("This call does not run at the moment. What you declared is kept.")
    if opening and now < opening.opens_at:
        return _("You can declare conflicts from %(when)s.", when=moment(opening.opens_at))
    if closing and now >= closing.closes_at:
        return _("The scores closed on %(when)s. Call us if you see a conflict now.",
                 when=moment(closing.closes_at))  # fmt: skip
    return ""


def standing(juror: Juror) -> dict[int, str]:
    """Return the juror's conflicts that stand: proposal id -> know, work or family."""
    return {row.proposal_id: row.kind for row in _rows(juror) if row.withdrawn_at is None}


def declare(juror: Juror, kinds: Mapping[int, str], now: datetime) -> None:
    """Write down with which proposals the juror has a conflict; with all others there is none.

    ``kinds`` maps proposal ids to know, work or family. Until reading closes everything can
    change; after that a conflict can be added, but none taken back.
    Raises RuleBroken for somebody without a seat, and when declaring is closed.
    """
    wanted = {proposal: kind for proposal, kind in kinds.items() if kind in KINDS}
    _check(juror, wanted, now)
    rows = {row.proposal_id: row for row in _rows(juror)}
    stood = [row for row in rows.values() if row.withdrawn_at is None]
    gone = [row for row in stood if row.proposal_id not in wanted]
    if gone and rounds.is_over(juror.call, 1, now):
        raise RuleBroken(_("Reading is over, so a conflict can no longer be taken back. "
                           "You can still add one. Call us if there was a mistake."))  # fmt: skip
    for row in gone:
        row.withdrawn_at = now
    added = [
        _stand(juror, rows.get(proposal), proposal, kind, now) for proposal, kind in wanted.items()
    ]
    if not seats.has_declared(juror):
        db.session.add(ConflictDeclaration(juror_id=juror.id, declared_at=now))
    ledger.record(
        "conflicts.declared", now, juror.call.slug, by=juror.person.pseudonym,
        conflicts=len(wanted), added=sum(added), withdrawn=len(gone),
    )  # fmt: skip


def _check(juror: Juror, wanted: Mapping[int, str], now: datetime) -> None:
    seats.check_seated(juror)
    if sentence := why_closed(juror.call, now):
        raise RuleBroken(sentence)
    listed = {proposal.id for proposal in seats.eligible(juror.call)}
    if not listed:
        raise RuleBroken(_("The list of proposals is not ready yet. We will write to you."))
    if not set(wanted) <= listed:
        raise RuleBroken(_("One of these proposals is not before your jury. Reload the page."))


def _rows(juror: Juror) -> list[Recusal]:
    return list(db.session.scalars(select(Recusal).where(Recusal.juror_id == juror.id)))


def _stand(juror: Juror, row: Recusal | None, proposal: int, kind: str, now: datetime) -> bool:
    """Let one conflict stand; return whether it is new."""
    if row is None:
        row = Recusal(juror_id=juror.id, proposal_id=proposal, kind=kind, declared_at=now)
        db.session.add(row)
        return True
    back = row.withdrawn_at is not None
    if back or row.kind != kind:
        row.kind, row.declared_at, row.withdrawn_at = kind, now, None
    return back
