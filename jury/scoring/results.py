"""Results: the jury's rows become numbers, and one document that everybody can recompute."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from jury import files, jobs, ledger
from jury.calls import colleges
from jury.calls import find as calls
from jury.calls.models import Call
from jury.db import db
from jury.deliberation import comments, opinions, rounds, seats
from jury.errors import RuleBroken
from jury.languages import moment, told
from jury.people.models import Person
from jury.pool.models import Juror
from jury.scoring import expert_scores, lots, result, sheets
from jury.scoring.case import BadScores, CommentRow, CriterionRow, ProposalRow, ScoreRow
from jury.scoring.closeness import awaits_lot
from jury.scoring.models import Result, Score

SCALE = (1.0, float(sheets.GRADES))
KIND = "scoring.result"
Sheet = dict[int, tuple[int | None, str]]  # criterion id -> value and status, as stored


def newest(call: Call) -> Result | None:
    """Return the call's result that counts."""
    query = select(Result).where(Result.call_id == call.id).order_by(Result.id.desc())
    return db.session.scalars(query.limit(1)).first()


def read(found: Result) -> dict[str, Any]:
    """Return the document of a result."""
    document: dict[str, Any] = json.loads(files.read(found.file))
    return document


def newest_document(call: Call) -> dict[str, Any] | None:
    """Return the document of the result that counts; None before there is one."""
    found = newest(call)
    return read(found) if found else None


def ask(call: Call, now: datetime, by: Person) -> jobs.Job:
    """Let the worker compute the result.

    Raises RuleBroken while the binding scores can still change, and when the scores in the
    database are not those that jurors saved.
    """
    if ledger.has("decision.taken", call.slug):
        raise RuleBroken(_("The deciding body has decided on the result. It stays as it is."))
    check_final(call, now)
    job = jobs.ask(KIND, now, call.slug)
    ledger.record("result.asked", now, call.slug, by=by.pseudonym)
    return job


def check_final(call: Call, now: datetime) -> None:
    """Raise RuleBroken unless the scores are complete, closed, and as the jurors saved them."""
    phase = rounds.phase_of(call, 2)
    if phase is None:
        raise RuleBroken(_("This call has no second round of scores. Add the phase first."))
    if now < phase.closes_at:
        raise RuleBroken(_("Jurors can still score until %(when)s. Compute the result after that.",
                           when=moment(phase.closes_at)))  # fmt: skip
    if changed := sheets.untraced(call):
        raise RuleBroken(_("%(n)d score sheets differ from what the ledger says was saved. "
                           "Nothing was computed. Ask the administrator to look into it.",
                           n=changed))  # fmt: skip
    if call.expert_weight:
        expert_scores.rows(call)


@jobs.kind(KIND)
def work(job: jobs.Job) -> dict[str, Any]:
    """Do the job that ``ask`` wrote down."""
    tell = jobs.progress(job)
    tell("reading", 0.1)
    found = compute(calls.by_slug(job.call or ""), job.asked_at)
    return {"result": found.id, "digest": found.digest}


def compute(call: Call, now: datetime) -> Result:
    """Compute the result, keep its document and put its digest in the ledger.

    Raises RuleBroken as ``ask`` does, or with everything that is wrong with the scores.
    """
    check_final(call, now)
    given, value = inputs(call), lots.value_of(call)
    db.session.commit()  # the numbers take seconds: nobody else waits for them
    try:
        document = result.compute(**given, seed=call.slug, public_value=value)
    except BadScores as bad:
        raise RuleBroken("\n".join(told(each.sentence) for each in bad.problems)) from bad
    text = result.as_text(document).encode()
    made = Result(
        call_id=call.id, call=call, made_at=now, file=files.keep(text), digest=files.digest(text)
    )
    db.session.add(made)
    db.session.flush()
    ledger.record(
        "result.computed", now, call.slug, result=made.id, digest=made.digest,
        inputs=document["inputs"]["sha256"],
    )  # fmt: skip
    if awaits_lot(document):
        lots.announce(call, now)  # where no sheet did: there was another last day, or no lot yet
    return made


def inputs(call: Call) -> dict[str, Any]:
    """Return everything that the call's result follows from, as `result.compute` wants it."""
    given = frame(call) | {
        "scores": list(score_rows(call)),
        "comments": list(comment_rows(call)),
        "jurors": [str(juror.number) for juror in seats.taken(call)],
    }
    return _with_experts(call, given) if call.expert_weight else given


def frame(call: Call) -> dict[str, Any]:
    """Return what any scores of the call are counted by, whoever gave them."""
    return {
        "proposals": [ProposalRow(str(p.number), p.title, p.cost) for p in seats.eligible(call)],
        "budget_cents": call.budget,
        "criteria": [CriterionRow(c.key, float(c.weight)) for c in call.criteria],
        "scale": SCALE,
        "rule": call.rule,
    }


def _with_experts(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    """Return the inputs with the experts as a college of their own, and the weights."""
    rows = expert_scores.rows(call)
    citizens = [row._replace(college=colleges.CITIZENS) for row in given["scores"]]
    return given | {
        "scores": citizens + rows,
        "jurors": given["jurors"] + sorted({row.juror for row in rows}),
        "college_weights": colleges.weights(call),
    }


def score_rows(call: Call) -> Iterator[ScoreRow]:
    """Yield a row for every seated juror, proposal, criterion and round.

    In round 2 a juror's second scores are binding. Where a juror gave a proposal none at all,
    the first ones stand: they are copied here, and the stored rows stay as they are. A recused
    juror has no scores, whatever was saved before the recusal.
    """
    given = _scores(call)
    barred = seats.recusals(call)
    for juror in seats.taken(call):
        for proposal in seats.eligible(call):
            if (juror.id, proposal.id) in barred:
                first = second = None
            else:
                first = given.get((juror.id, proposal.id, 1), {})
                second = given.get((juror.id, proposal.id, 2)) or first
            yield from _rows(call, juror, str(proposal.number), 1, first)
            yield from _rows(call, juror, str(proposal.number), 2, second)


def carried_over(call: Call) -> int:
    """Return how many first sheets stand in round 2, for want of a second one."""
    query = select(Score.juror_id, Score.proposal_id, Score.round).distinct().join(Score.juror)
    given = {(j, p, n) for j, p, n in db.session.execute(query.where(Juror.call_id == call.id))}
    barred = seats.recusals(call)
    seated = {juror.id for juror in seats.taken(call)}
    return sum(
        juror in seated and (juror, proposal, 2) not in given and (juror, proposal) not in barred
        for juror, proposal, number in given
        if number == 1
    )


def comment_rows(call: Call) -> Iterator[CommentRow]:
    """Yield the comments and minority opinions on single proposals."""
    number = {p.id: str(p.number) for p in seats.eligible(call)}
    for comment in comments.of_call(call):
        if comment.proposal_id in number:
            yield CommentRow(number[comment.proposal_id], comment.kind, comment.text)
    for opinion in opinions.standing(call):
        if opinion.proposal_id in number:
            yield CommentRow(number[opinion.proposal_id], "minority", opinion.text)


def _scores(call: Call) -> dict[tuple[int, int, int], Sheet]:
    """Return every stored sheet by juror id, proposal id and round."""
    found: dict[tuple[int, int, int], Sheet] = {}
    query = select(
        Score.juror_id, Score.proposal_id, Score.round, Score.criterion_id,
        Score.value, Score.status,
    ).join(Juror).where(Juror.call_id == call.id)  # fmt: skip
    for juror, proposal, number, criterion, value, status in db.session.execute(query):
        found.setdefault((juror, proposal, number), {})[criterion] = value, status
    return found


def _rows(
    call: Call, juror: Juror, proposal: str, number: int, sheet: Sheet | None
) -> Iterator[ScoreRow]:
    """Yield one sheet's rows; no sheet at all is a recusal, a missing answer is not one."""
    for criterion in call.criteria:
        none = None, "recused" if sheet is None else "not_answered"
        value, status = (sheet or {}).get(criterion.id, none)
        score = None if value is None else float(value)
        yield ScoreRow(str(juror.number), proposal, score, criterion.key, number, status)
