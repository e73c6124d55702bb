"""Gather: a report's content from the rooms of the house: call, draw, talks, scores, decision."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from jury import files
from jury.calls.models import Call, PhaseKind
from jury.db import Localised, db
from jury.deliberation import comments, opinions, seats
from jury.deliberation.models import Comment, Recusal
from jury.errors import RuleBroken
from jury.pool.models import Juror
from jury.proposals.models import Proposal
from jury.reports import advice, find
from jury.reports.content import CallPart, Change, Content, DecisionPart, Line, Opinion, Rule, Said
from jury.reports.models import Decision, DecisionLine
from jury.reports.serving import jury_part
from jury.scoring import lots, results
from jury.scoring.models import Result


def content(call: Call) -> Content:
    """Return everything that a report on this call prints now.

    After a decision it rests on the result that was decided on, before one on the newest.
    Raises RuleBroken while there is no result.
    """
    decided = find.decision(call)
    found = decided.result if decided else results.newest(call)
    if found is None:
        raise RuleBroken(_("There is no result yet. Compute it first, on the page of results."))
    return Content(
        result_text=files.read(found.file).decode(),
        lines=tuple(_lines(call, found, decided)),
        minority=tuple(_opinions(call)),
        call=_call_part(call),
        jury=jury_part(call),
        decision=_decision_part(decided),
        lot_fallbacks=_lot_fallbacks(call),
    )


def _lot_fallbacks(call: Call) -> tuple[Localised, ...]:
    """Return why the value that was announced for the lot did not count, for each time."""
    lot = lots.of_call(call)
    return tuple(taken["reason"] for taken in lot.fallbacks) if lot else ()


def _lines(call: Call, found: Result, decided: Decision | None) -> list[Line]:
    result = json.loads(files.read(found.file))
    numbers = {each["id"]: each for each in result["proposals"]}
    said, order = advice.of_result(result), advice.reserve_order(result)
    known = {str(proposal.number): proposal for proposal in _judged(call, list(numbers))}
    fates = {str(row.proposal.number): row for row in decided.lines} if decided else {}
    voices, recused = _voices(call), _recusals(call)
    made = []
    for key in advice.ranked(result):
        proposal = known[key]
        line = _line(proposal, numbers[key], said[key], order.get(key), fates.get(key))
        by_kind = recused.get(proposal.id, {})
        heard = voices.get(proposal.id, [])
        made.append(_with_jury(line, heard, by_kind))
    return made


def _judged(call: Call, ids: Sequence[str]) -> list[Proposal]:
    """Return the proposals of a result, whatever became of them since."""
    query = select(Proposal).where(
        Proposal.call_id == call.id, Proposal.number.in_([int(number) for number in ids])
    )
    return list(db.session.scalars(query))


def _line(
    proposal: Proposal,
    numbers: dict[str, Any],
    said: str,
    place: int | None,
    fate: DecisionLine | None,
) -> Line:
    asked = proposal.cost
    return Line(
        id=str(proposal.number),
        title=proposal.title,
        language=proposal.language,
        advice=fate.advice if fate else said,
        outcome=fate.outcome if fate else said,
        asked=asked,
        granted=fate.amount if fate else (asked if said == "funded" else 0),
        numbers=numbers,
        reserve_order=fate.reserve_order if fate else place,
        reason=fate.reason if fate else {},
        applicants=", ".join(partner.name for partner in proposal.partners),
        place=proposal.place,
        summary=proposal.summary,
    )


def _with_jury(line: Line, heard: Sequence[Comment], recused: dict[str, int]) -> Line:
    def of_kind(kind: str) -> tuple[Said, ...]:
        found = sorted((row.text, row.language) for row in heard if row.kind == kind)
        return tuple(Said(text, language) for text, language in found)

    return Line(
        **(vars(line) | {
            "said_for": of_kind("for"), "said_against": of_kind("against"), "recusals": recused,
        })
    )  # fmt: skip


def _voices(call: Call) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = {}
    for comment in comments.of_call(call):
        found.setdefault(comment.proposal_id, []).append(comment)
    return found


def _recusals(call: Call) -> dict[int, dict[str, int]]:
    """Return for each proposal how many seated jurors have which kind of conflict."""
    query = (
        select(Recusal)
        .join(Juror)
        .where(Juror.call_id == call.id, Juror.state == "accepted", Recusal.withdrawn_at.is_(None))
    )
    found: dict[int, Counter[str]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.proposal_id, Counter())[row.kind] += 1
    return {proposal: dict(sorted(kinds.items())) for proposal, kinds in found.items()}


def _opinions(call: Call) -> list[Opinion]:
    return [
        Opinion(
            text=found.text,
            language=found.language,
            proposal=found.proposal.title if found.proposal else "",
            signatures=opinions.signers(found),
        )
        for found in opinions.standing(call)
        if found.proposal is None or found.proposal in seats.eligible(call)
    ]


def _call_part(call: Call) -> CallPart:
    return CallPart(
        slug=call.slug,
        title=call.title,
        question=call.question,
        owner=call.owner,
        funder=call.funder,
        facilitator=call.facilitator,
        decider=call.decider,
        influence_words=call.influence_words,
        published_at=_iso(call.published_at),
        rules=tuple(Rule(c.name, c.help, c.weight) for c in call.criteria),
        changes=tuple(Change(c.part, c.reason, c.changed_at.isoformat()) for c in call.changes),
        phases=tuple(
            (phase.kind, phase.opens_at.isoformat(), phase.closes_at.isoformat())
            for phase in sorted(call.phases, key=lambda p: list(PhaseKind).index(PhaseKind(p.kind)))
        ),
        contact=(call.contact_name, call.contact_phone, call.contact_email),
    )


def _decision_part(decided: Decision | None) -> DecisionPart | None:
    if decided is None or decided.decided_at is None:
        return None
    return DecisionPart(decided.words, decided.decided_at.isoformat())


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
