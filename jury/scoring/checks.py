"""Checks: what must hold before scores are computed, each breach as a sentence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterator

from .case import COMMENT_KINDS, MISSING, RECUSED, RULES, SCORED, Case, Problem, ScoreRow

LONGEST_SCALE = 1_000  # points: each whole grade is counted for each proposal
MOST_CENTS = 10**14  # sums of thousands of these still fit in 64 bits


def problems(case: Case) -> list[Problem]:
    """Return everything that is wrong with the rows of ``case``; empty when nothing is."""
    return [
        *_proposal_problems(case),
        *_criterion_problems(case),
        *_money_problems(case),
        *_setting_problems(case),
        *_score_problems(case),
        *_repeated_scores(case),
        *_comment_problems(case),
        *_college_problems(case),
    ]


def _repeated(keys: list[Hashable]) -> Iterator[int]:
    """Yield the positions whose key occurred before."""
    seen: set[Hashable] = set()
    for position, key in enumerate(keys):
        if key in seen:
            yield position
        seen.add(key)


def _proposal_problems(case: Case) -> Iterator[Problem]:
    if not case.proposals:
        yield Problem("There are no proposals. Add one row for each proposal.", "proposals")
    for row in case.proposals:
        if not row.id:
            yield Problem("This proposal has no id. Fill it in.", "proposals", row.line, "proposal")
        if row.cost_cents < 0:
            yield Problem(
                f"The cost of “{row.id}” is below zero. Write what it asks, in euros.",
                "proposals",
                row.line,
                "cost",
            )
        if row.cost_cents > MOST_CENTS:
            yield Problem(
                f"The cost of “{row.id}” is above a thousand billion euros. Correct it.",
                "proposals",
                row.line,
                "cost",
            )
    for k in _repeated([row.id for row in case.proposals]):
        row = case.proposals[k]
        yield Problem(
            f"The id “{row.id}” is used twice. Give each proposal its own id.",
            "proposals",
            row.line,
            "proposal",
        )


def _criterion_problems(case: Case) -> Iterator[Problem]:
    for row in case.criteria:
        if not (math.isfinite(row.weight) and row.weight > 0):
            yield Problem(
                f"The weight of “{row.id}” is {row.weight:g}. Write a number above zero, "
                "or remove the criterion.",
                "criteria",
                row.line,
                "weight",
            )
    for k in _repeated([row.id for row in case.criteria]):
        row = case.criteria[k]
        yield Problem(
            f"The criterion “{row.id}” is there twice. Keep one of the two.",
            "criteria",
            row.line,
            "criterion",
        )


def _money_problems(case: Case) -> Iterator[Problem]:
    if case.rule not in RULES:
        yield Problem(f"The rule “{case.rule}” is not known. Use one of: {', '.join(RULES)}.")
    if case.budget_cents <= 0:
        yield Problem(
            f"The budget is {case.budget_cents / 100:g} euros. Give an amount above zero."
        )
    if case.budget_cents > MOST_CENTS:
        yield Problem("The budget is above a thousand billion euros. Correct it.")


def _setting_problems(case: Case) -> Iterator[Problem]:
    low, high = case.scale
    if high - low > LONGEST_SCALE:
        yield Problem(
            f"The scale from {low:,g} to {high:,g} is longer than {LONGEST_SCALE:,} points. "
            "Count in larger units, or correct the scores."
        )
    if any(row.score is not None for row in case.scores):
        equal = all(row.score in (None, low) for row in case.scores) and low == high
        if equal:
            yield Problem(
                f"Every score is {low:g}, so the scores put no proposal before another. "
                "Check the scores, or choose by lot."
            )
        elif math.floor(high) - math.ceil(low) < 1:
            yield Problem(
                f"The scale from {low:g} to {high:g} holds fewer than two whole numbers, "
                "and grades are whole numbers. Give the ends of the scale, "
                "or multiply every score by 10."
            )
        elif not low <= case.threshold <= high:
            yield Problem(
                f"The threshold {case.threshold:g} lies outside the scale from {low:g} "
                f"to {high:g}. Choose a threshold on the scale."
            )


def _score_problems(case: Case) -> Iterator[Problem]:
    known = {row.id for row in case.proposals}
    weights = case.weights
    for row in case.scores:
        if not row.juror:
            yield _wrong(row, "juror", "This row names no juror. Fill in who scored.")
        elif case.jurors is not None and row.juror not in case.jurors:
            yield _wrong(
                row,
                "juror",
                f"“{row.juror}” is not on the jury. Correct the name or remove the row.",
            )
        if row.proposal not in known:
            yield _wrong(
                row,
                "proposal",
                f"“{row.proposal}” is not in the list of proposals. Correct it or add it.",
            )
        if row.criterion not in weights:
            yield _wrong(
                row,
                "criterion",
                f"“{row.criterion}” is not in the list of criteria. Correct it or weigh it.",
            )
        if (sentence := _score_sentence(row, case.scale)) is not None:
            yield _wrong(row, *sentence)


def _score_sentence(row: ScoreRow, scale: tuple[float, float]) -> tuple[str, str] | None:
    """Return the column and the sentence of what is wrong with one score, if anything."""
    if row.status not in (SCORED, *MISSING):
        allowed = ", ".join((SCORED, *MISSING))
        return "status", f"The status “{row.status}” is not known. Use one of: {allowed}."
    if row.status != SCORED:
        if row.score is None:
            return None
        return "score", (
            f"The status is “{row.status}”, yet there is a score {row.score:g}. "
            "Remove the score or change the status."
        )
    if row.score is None or not math.isfinite(row.score):
        return "score", "There is no score. Write a number, or say in “status” why there is none."
    if not scale[0] <= row.score <= scale[1]:
        return "score", (
            f"The score {row.score:g} lies outside the scale from {scale[0]:g} to {scale[1]:g}. "
            "Correct the score or the scale."
        )
    return None


def _wrong(row: ScoreRow, column: str, sentence: str) -> Problem:
    return Problem(sentence, "scores", row.line, column)


def _repeated_scores(case: Case) -> Iterator[Problem]:
    """Yield a problem for each cell that was filled twice, and for scores after a recusal."""
    cells: list[Hashable] = [(r.juror, r.proposal, r.criterion, r.round) for r in case.scores]
    for k in _repeated(cells):
        row = case.scores[k]
        part = f" on “{row.criterion}”" if row.criterion else ""
        yield _wrong(
            row,
            "score",
            f"“{row.juror}” has two scores for “{row.proposal}”{part} in round {row.round}. "
            "Keep one of the two.",
        )
    recused = {(r.juror, r.proposal, r.round) for r in case.scores if r.status == RECUSED}
    for row in case.scores:
        if row.status == SCORED and (row.juror, row.proposal, row.round) in recused:
            yield _wrong(
                row,
                "score",
                f"“{row.juror}” was recused from “{row.proposal}” and scored it all the same. "
                "Remove the score or the recusal.",
            )


def _comment_problems(case: Case) -> Iterator[Problem]:
    known = Counter(row.id for row in case.proposals)
    for row in case.comments:
        if row.proposal not in known:
            yield Problem(
                f"“{row.proposal}” is not in the list of proposals. Correct it or add it.",
                "comments",
                row.line,
                "proposal",
            )
        if row.kind not in COMMENT_KINDS:
            yield Problem(
                f"The kind “{row.kind}” is not known. Use one of: {', '.join(COMMENT_KINDS)}.",
                "comments",
                row.line,
                "kind",
            )


def _college_problems(case: Case) -> Iterator[Problem]:
    """Yield a problem for each juror in two colleges, or in none where colleges have weights."""
    first: dict[str, str] = {}
    for row in case.scores:
        college = first.setdefault(row.juror, row.college) if row.college else ""
        if college != row.college:
            yield _wrong(
                row,
                "college",
                f"“{row.juror}” is in the college “{college}” and here in “{row.college}”. "
                "Keep one of the two.",
            )
    seen: set[str] = set()
    for row in case.scores:
        if case.shares and row.juror not in first and row.juror not in seen:
            seen.add(row.juror)
            yield _wrong(
                row,
                "college",
                f"“{row.juror}” is in no college, and the colleges have weights. "
                "Fill in the college.",
            )
