"""Comments: what a juror says for and against a proposal; published without a name."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from jury import ledger
from jury.calls.models import Call
from jury.db import db
from jury.deliberation import rounds, seats
from jury.deliberation.models import Comment
from jury.errors import RuleBroken
from jury.pool.models import Juror
from jury.proposals.models import Proposal

KINDS = ("for", "against")
LONGEST = 600  # characters


def write(
    juror: Juror, proposal: Proposal, kind: str, text: str, now: datetime, *, language: str
) -> None:
    """Keep the juror's one comment for (or against) the proposal; the empty text removes it.

    Raises RuleBroken where this juror may not judge this proposal, when scoring is closed, and
    for a text that is too long.
    """
    if kind not in KINDS:
        raise ValueError(f"A comment is for or against, not “{kind}”.")
    seats.check_may_judge(juror, proposal)
    rounds.check_open(juror.call, rounds.open_round(juror.call, now) or 2, now)
    said = text.strip()
    if len(said) > LONGEST:
        raise RuleBroken(_("Your comment has %(n)d characters. Shorten it to %(most)d.",
                           n=len(said), most=LONGEST))  # fmt: skip
    row = own(juror, proposal).get(kind)
    if row is None and said:
        facts = {"juror_id": juror.id, "proposal_id": proposal.id, "kind": kind}
        db.session.add(Comment(**facts, language=language, text=said, written_at=now))
        _record("comment.written", juror, kind, now)
    elif row is not None and not said:
        db.session.delete(row)
        _record("comment.removed", juror, kind, now)
    elif row is not None and row.text != said:
        row.text, row.language, row.written_at = said, language, now


def own(juror: Juror, proposal: Proposal) -> dict[str, Comment]:
    """Return the juror's own comments on the proposal, by kind."""
    query = select(Comment).where(Comment.juror_id == juror.id, Comment.proposal_id == proposal.id)
    return {row.kind: row for row in db.session.scalars(query)}


def of_call(call: Call) -> list[Comment]:
    """Return the comments of the seated jury, without those of recused jurors."""
    query = select(Comment).join(Juror).where(Juror.call_id == call.id, Juror.state == "accepted")
    barred = seats.recusals(call)
    rows = db.session.scalars(query.order_by(Comment.id))
    return [row for row in rows if (row.juror_id, row.proposal_id) not in barred]


def _record(event: str, juror: Juror, kind: str, now: datetime) -> None:
    ledger.record(event, now, juror.call.slug, by=juror.person.pseudonym, kind=kind)
