"""Grades: each juror's one score for each proposal, from the scores on the criteria.

"Recused", "cannot judge", "not answered" and "not assigned" are four different things, and
none of them is a zero.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .case import MISSING, SCORED, Case, ScoreRow

Cell = tuple[str, str]  # proposal, juror


@dataclass(frozen=True)
class Round:
    """One round: the score of each (proposal, juror), or why there is none.

    A pair that is in neither was not assigned.
    """

    number: int
    score: dict[Cell, float]
    missing: dict[Cell, str]

    @cached_property
    def scores_of(self) -> dict[str, list[float]]:
        """The scores that each proposal received."""
        found: dict[str, list[float]] = defaultdict(list)
        for (proposal, _), score in self.score.items():
            found[proposal].append(score)
        return dict(found)

    @cached_property
    def reasons_of(self) -> dict[str, Counter[str]]:
        """How many scores are missing for each proposal, by reason."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for (proposal, _), reason in self.missing.items():
            found[proposal][reason] += 1
        return dict(found)


def weighted(answers: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    """Return the weighted mean of the criteria answered; None below half of the weight.

    >>> weighted({"impact": 5, "cost": 2}, {"impact": 2, "cost": 1, "place": 1})
    4.0
    >>> weighted({"cost": 2}, {"impact": 2, "cost": 1, "place": 1}) is None
    True
    """
    answered = math.fsum(weights[name] for name in answers)
    if not answers or 2 * answered < math.fsum(weights.values()) * (1 - 1e-12):
        return None
    return math.fsum(weights[name] * answers[name] for name in sorted(answers)) / answered


def nearest(score: float, scale: tuple[float, float]) -> int:
    """Return the whole grade nearest to ``score``, halves down, within the scale.

    >>> [nearest(score, (1, 5)) for score in (1.0, 2.5, 2.51, 5.0)]
    [1, 2, 3, 5]
    """
    grade = math.ceil(score - 0.5 - 1e-9)
    return min(max(grade, math.ceil(scale[0])), math.floor(scale[1]))


def steps(scale: tuple[float, float]) -> list[int]:
    """Return the whole grades of a scale, lowest first."""
    return list(range(math.ceil(scale[0]), math.floor(scale[1]) + 1))


def tally(scores: Sequence[float], scale: tuple[float, float]) -> list[int]:
    """Return how many scores are nearest to each whole grade, lowest grade first."""
    counts = dict.fromkeys(steps(scale), 0)
    for score in scores:
        counts[nearest(score, scale)] += 1
    return list(counts.values())


def rounds(case: Case) -> list[Round]:
    """Return the rounds of ``case`` in order; rows must have passed the checks."""
    cells: dict[int, dict[Cell, list[ScoreRow]]] = defaultdict(lambda: defaultdict(list))
    for row in case.scores:
        cells[row.round][row.proposal, row.juror].append(row)
    weights = case.weights
    return [_round(number, cells[number], weights) for number in case.rounds]


def _round(
    number: int, cells: Mapping[Cell, Sequence[ScoreRow]], weights: Mapping[str, float]
) -> Round:
    score: dict[Cell, float] = {}
    missing: dict[Cell, str] = {}
    for cell in sorted(cells):
        answers = {
            row.criterion: row.score
            for row in cells[cell]
            if row.status == SCORED and row.score is not None
        }
        value = weighted(answers, weights)
        if value is None:
            missing[cell] = _reason(cells[cell])
        else:
            score[cell] = value
    return Round(number, score, missing)


def _reason(rows: Sequence[ScoreRow]) -> str:
    """Return why a pair has no score: the strongest reason that any of its rows gives."""
    given = {row.status for row in rows}
    return next((reason for reason in MISSING if reason in given), "not_answered")


def trimmed_mean(scores: Sequence[float], share: float = 0.2) -> float:
    """Return the mean without the lowest and the highest ``share`` of the scores.

    >>> trimmed_mean([1, 2, 3, 4, 100])
    3.0
    """
    cut = int(share * len(scores) + 1e-9)
    kept = sorted(scores)[cut : len(scores) - cut]
    return math.fsum(kept) / len(kept)
