"""Result: the one document that a scoring ends in, as plain data for `result.json`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from .case import (
    GREEDY,
    BadScores,
    Case,
    CommentRow,
    CriterionRow,
    Problem,
    ProposalRow,
    ScoreRow,
)
from .chances import DRAWS
from .college_rows import college_rows
from .combinations import TooLarge
from .document import document, plain
from .influence import influences
from .juror_rows import juror_rows
from .prepare import Prepared, prepare
from .sensitivity import dependence
from .severity import severity
from .standing import standing

VERSION = "1"  # of the method: another number when the same input may give another result


def compute(
    scores: Sequence[ScoreRow],
    proposals: Sequence[ProposalRow],
    budget_cents: int,
    *,
    criteria: Sequence[CriterionRow] = (),
    comments: Sequence[CommentRow] = (),
    scale: tuple[float, float] | None = None,
    threshold: float | None = None,
    seed: str = "1",
    full: bool = False,
    jurors: Collection[str] | None = None,
    public_value: str | None = None,
    rule: str = GREEDY,
    college_weights: Mapping[str, Fraction | int | str] | None = None,
) -> dict[str, Any]:
    """Return what the jury's scores say, in the shape of `result.json`.

    The same rows in any order, with the same seed, give the same document. Amounts in it are
    euros; scores and ranks are rounded to 12 decimals.

    Parameters
    ----------
    scores : rows of (juror, proposal, score, criterion, round, status, line, college)
        The last round is binding. Plain tuples will do; see ``ScoreRow``.
    proposals : rows of (id, title, cost in cents)
    budget_cents : int
        Whole cents, above zero.
    criteria : rows of (id, weight)
        Without them, each criterion that occurs weighs the same.
    comments : rows of (proposal, kind, text)
        ``kind`` is ``for``, ``against`` or ``minority``.
    scale : (lowest, highest)
        Ends of the scale; without it, the smallest and the largest score.
    threshold : float
        The score from which a juror is in favour; without it, the middle of the scale.
    seed : str
        Fixes the lot for ties and the random draws behind the chances.
    full : bool
        Add a row per juror. Only for the organiser: severity can name people.
    jurors : ids
        Who sits on the jury; a score by anyone else is refused. Without it anyone may score.
    public_value : str
        Draws the order of the proposals that are too close to call, where there are any.
        Only greedy has such a lot.
    rule : ``greedy``, ``knapsack`` or ``equal-shares``
        The rule declared before scoring. It decides who is funded, the chances to be funded and
        what is too close to call; ``comparisons`` holds what the others would fund.
    college_weights : one a college
        Above zero, in any proportion. Each college is calibrated on its own, and the weighted
        mean counts. Without it all jurors are one jury, and the colleges are only shown.

    Raises
    ------
    BadScores
        With every problem at once, each as a sentence that says what to do.
    """
    case = case_of(
        scores,
        proposals,
        budget_cents,
        criteria=criteria,
        comments=comments,
        scale=scale,
        threshold=threshold,
        jurors=jurors,
        rule=rule,
        college_weights=college_weights,
    )
    prepared = prepare(case)
    try:
        found = _computed(prepared, seed, public_value, full)
    except TooLarge as error:
        raise BadScores((Problem(error.sentence),)) from error
    inputs = {"sha256": digest(case), "seed": seed, "version": VERSION}
    found["inputs"] = inputs | _choices(case) | _settings(case) | {"draws": DRAWS[rule]}
    answer: dict[str, Any] = plain(found)
    return answer


def _computed(
    prepared: Prepared, seed: str, public_value: str | None, full: bool
) -> dict[str, Any]:
    """Return the document without its inputs."""
    stand = standing(prepared, seed, public_value)
    judged = stand.judged
    moved = influences(prepared.table, judged.fitted, stand.terms, judged.parts)
    found = document(prepared, stand, public_value) | dependence(prepared, stand, moved)
    found["colleges"] = college_rows(prepared, stand)
    found["severity"] = severity(prepared, stand)
    if full:
        found["jurors"] = juror_rows(prepared, stand, moved)
    return found


def case_of(
    scores: Sequence[ScoreRow],
    proposals: Sequence[ProposalRow],
    budget_cents: int,
    *,
    criteria: Sequence[CriterionRow] = (),
    comments: Sequence[CommentRow] = (),
    scale: tuple[float, float] | None = None,
    threshold: float | None = None,
    jurors: Collection[str] | None = None,
    rule: str = GREEDY,
    college_weights: Mapping[str, Fraction | int | str] | None = None,
) -> Case:
    """Return what ``compute`` starts from, with the scale and the threshold filled in."""
    rows = [_score_row(ScoreRow(*row)) for row in scores]
    weights = {name: Fraction(each) for name, each in (college_weights or {}).items()}
    total = max(sum(weights.values(), Fraction(0)), Fraction(0)) or Fraction(1)
    ends = _ends(rows) if scale is None else (float(scale[0]), float(scale[1]))
    return Case(
        scores=rows,
        proposals=[ProposalRow(*row) for row in proposals],
        budget_cents=budget_cents,
        scale=ends,
        threshold=(ends[0] + ends[1]) / 2 if threshold is None else float(threshold),
        criteria=[CriterionRow(*row) for row in criteria],
        comments=[CommentRow(*row) for row in comments],
        jurors=None if jurors is None else frozenset(jurors),
        rule=rule,
        shares={name: each / total for name, each in weights.items()},
    )


def as_text(result: dict[str, Any]) -> str:
    """Return a result as the text of `result.json`: sorted keys, UTF-8, one newline at the end."""
    return json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def digest(case: Case) -> str:
    """Return the SHA-256 of everything that a result follows from, whatever the order of rows."""
    rows = {
        "scores": sorted(json.dumps(_counted(row)) for row in case.scores),
        "proposals": sorted(json.dumps(row[:3]) for row in case.proposals),
        "criteria": sorted(case.weights.items()),
        "comments": sorted(json.dumps(row[:3]) for row in case.comments),
        "budget_cents": case.budget_cents,
        "jurors": None if case.jurors is None else sorted(case.jurors),
    }
    if case.rule != GREEDY or case.shares:
        rows |= _choices(case)
    text = json.dumps(rows | _settings(case), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _counted(row: ScoreRow) -> tuple[Any, ...]:
    """Return what of a row the result follows from."""
    return (*row[:6], row.college) if row.college else row[:6]


def _choices(case: Case) -> dict[str, Any]:
    """Return the rule, and the exact share of each college in the score."""
    weights = {name: str(share) for name, share in sorted(case.shares.items())}
    return {"rule": case.rule, "weights": weights}


def _settings(case: Case) -> dict[str, Any]:
    return {"scale": list(case.scale), "threshold": case.threshold, "rounds": case.rounds}


def _ends(rows: Sequence[ScoreRow]) -> tuple[float, float]:
    """Return the smallest and the largest score; 0 and 0 when there are none."""
    given = [float(row.score) for row in rows if row.score is not None]
    return (min(given), max(given)) if given else (0.0, 0.0)


def _score_row(row: ScoreRow) -> ScoreRow:
    """Return ``row`` with its score as a float, so that 4 and 4.0 give the same digest."""
    return row if row.score is None else row._replace(score=float(row.score))
