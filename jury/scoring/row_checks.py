"""Checks of rows: what is wrong with single scores and comments, each breach as a sentence."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator

from sortition.saying import Said, say

from .case import COMMENT_KINDS, MISSING, RECUSED, SCORED, Case, Problem, ScoreRow


def row_problems(case: Case) -> Iterator[Problem]:
    """Yield everything that is wrong with the rows of scores and comments."""
    yield from _score_problems(case)
    yield from _repeated_scores(case)
    yield from _comment_problems(case)
    yield from _college_problems(case)


def _unknown(proposal: str) -> Said:
    return say(
        "“%(proposal)s” is not in the list of proposals. Correct it or remove the row.",
        proposal=proposal,
    )


def _twice(row: ScoreRow) -> Said:
    facts = row._asdict()
    if not row.criterion:
        return say(
            "“%(juror)s” has two scores for “%(proposal)s” in round %(round)s. "
            "Keep one of the two.",
            **facts,
        )
    return say(
        "“%(juror)s” has two scores for “%(proposal)s” on “%(criterion)s” in round "
        "%(round)s. Keep one of the two.",
        **facts,
    )


def repeated(keys: list[Hashable]) -> Iterator[int]:
    """Yield the positions whose key occurred before."""
    seen: set[Hashable] = set()
    for position, key in enumerate(keys):
        if key in seen:
            yield position
        seen.add(key)


def _score_problems(case: Case) -> Iterator[Problem]:
    known = {row.id for row in case.proposals}
    weights = case.weights
    for row in case.scores:
        if not row.juror:
            yield _wrong(row, "juror", say("This row names no juror. Fill in who scored."))
        elif case.jurors is not None and row.juror not in case.jurors:
            yield _wrong(
                row,
                "juror",
                say(
                    "“%(juror)s” is not on the jury. Correct the name or remove the row.",
                    juror=row.juror,
                ),
            )
        if row.proposal not in known:
            yield _wrong(row, "proposal", _unknown(row.proposal))
        if row.criterion not in weights:
            yield _wrong(row, "criterion", _strange(row.criterion))
        if (sentence := _score_sentence(row, case.scale)) is not None:
            yield _wrong(row, *sentence)


def _strange(criterion: str) -> Said:
    """Return what is wrong with a criterion that is not in the list."""
    if not criterion:
        return say("This row names no criterion. Fill in one from the list of criteria.")
    return say(
        "“%(criterion)s” is not in the list of criteria. Correct it or remove the row.",
        criterion=criterion,
    )


def _score_sentence(row: ScoreRow, scale: tuple[float, float]) -> tuple[str, Said] | None:
    """Return the column and the sentence of what is wrong with one score, if anything."""
    if row.status not in (SCORED, *MISSING):
        allowed = ", ".join((SCORED, *MISSING))
        return "status", say(
            "The status “%(status)s” is not known. Use one of: %(known)s.",
            status=row.status,
            known=allowed,
        )
    if row.status != SCORED:
        if row.score is None:
            return None
        return "score", say(
            "The status is “%(status)s”, yet there is a score %(score)s. "
            "Remove the score or change the status.",
            status=row.status,
            score=row.score,
        )
    if row.score is None or not math.isfinite(row.score):
        return "score", say(
            "There is no score. Write a number, or say in “status” why there is none."
        )
    if not scale[0] <= row.score <= scale[1]:
        return "score", say(
            "The score %(score)s lies outside the scale from %(low)s to %(high)s. "
            "Correct the score.",
            score=row.score,
            low=scale[0],
            high=scale[1],
        )
    return None


def _wrong(row: ScoreRow, column: str, sentence: Said) -> Problem:
    return Problem(sentence, "scores", row.line, column)


def _repeated_scores(case: Case) -> Iterator[Problem]:
    """Yield a problem for each known cell filled twice, and for scores after a recusal."""
    known, weights = {row.id for row in case.proposals}, case.weights
    rows = [row for row in case.scores if row.proposal in known and row.criterion in weights]
    cells: list[Hashable] = [(r.juror, r.proposal, r.criterion, r.round) for r in rows]
    for k in repeated(cells):
        yield _wrong(rows[k], "score", _twice(rows[k]))
    recused = {(r.juror, r.proposal, r.round) for r in case.scores if r.status == RECUSED}
    for row in case.scores:
        if row.status == SCORED and (row.juror, row.proposal, row.round) in recused:
            yield _wrong(
                row,
                "score",
                say(
                    "“%(juror)s” was recused from “%(proposal)s” and scored it all the same. "
                    "Remove the score or the recusal.",
                    juror=row.juror,
                    proposal=row.proposal,
                ),
            )


def _comment_problems(case: Case) -> Iterator[Problem]:
    known = {row.id for row in case.proposals}
    for row in case.comments:
        if row.proposal not in known:
            yield Problem(_unknown(row.proposal), "comments", row.line, "proposal")
        if row.kind not in COMMENT_KINDS:
            yield Problem(
                say(
                    "The kind “%(kind)s” is not known. Use one of: %(known)s.",
                    kind=row.kind,
                    known=", ".join(COMMENT_KINDS),
                ),
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
                say(
                    "“%(juror)s” is in the college “%(college)s” and here in “%(other)s”. "
                    "Keep one of the two.",
                    juror=row.juror,
                    college=college,
                    other=row.college,
                ),
            )
    seen: set[str] = set()
    for row in case.scores:
        if case.shares and row.juror not in first and row.juror not in seen:
            seen.add(row.juror)
            yield _wrong(
                row,
                "college",
                say(
                    "“%(juror)s” is in no college, and the colleges have weights. "
                    "Fill in the college.",
                    juror=row.juror,
                ),
            )
