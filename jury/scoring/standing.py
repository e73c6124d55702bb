"""Standing: where each proposal stands after calibration, and what the budget then pays for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from . import allocation, chances, fates, grades, majority, parts, ranks, rules
from .case import GREEDY
from .fates import Fates
from .intervals import intervals
from .judgement import Judgement, judge
from .ordering import Terms
from .prepare import Prepared

DRAWS = 10_000
LEVELS = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
LARGEST_DEVIATION = 1 / 3  # of the end of the scale that is farthest from 0


@dataclass(frozen=True, eq=False)
class Standing(Fates):
    """The numbers of the p proposals, in the order of ``Prepared.proposals``.

    ``interval``, (p, 2), holds nine tenths of the belief about each calibrated score;
    ``quantiles``, (p, 5), the rank at each of ``LEVELS``.
    """

    judged: Judgement
    terms: Terms
    interval: NDArray[np.float64]
    expected_rank: NDArray[np.float64]
    quantiles: NDArray[np.float64]
    p_funded: NDArray[np.float64]
    tallies: list[list[int]]

    @property
    def calibrated(self) -> NDArray[np.float64]:
        """The scores that count: (p,)."""
        return self.judged.calibrated


def standing(prepared: Prepared, seed: str, public_value: str | None) -> Standing:
    """Return where the proposals of ``prepared`` stand.

    ``seed`` fixes the lot for ties and the 10,000 draws. When the proposals near the funding
    line of greedy cannot be told apart, ``public_value`` draws their order; without it the
    allocation follows the calibrated scores and says that a lot is still needed.
    """
    case, table = prepared.case, prepared.table
    judged, terms, tallies, order = ranking(prepared, seed)
    largest = LARGEST_DEVIATION * max(abs(case.scale[0]), abs(case.scale[1]))
    points = parts.points(judged.parts, largest)
    expected_rank = ranks.pooled(ranks.expected(points), judged.alike)
    effects, means = ranks.draws_with_mean(points, DRAWS, seed)
    orders = _orders(effects, order)
    places = ranks.distribution(orders, judged.alike)
    quantiles = ranks.quantiles(places, list(LEVELS.values()))
    effects += means[:, None]
    chance = chances.of_funding(
        orders, effects, alike=judged.alike, table=table, terms=terms, seed=seed
    )
    if case.rule == GREEDY:
        found = fates.by_score(order, terms, expected_rank, quantiles[:, [1, 3]])
        if found.lot_needed and public_value is not None:
            ids = [row.id for row in prepared.proposals]
            found = fates.by_lot(found, terms, ids, public_value)
    else:
        spent = rules.spend(case.rule, order, judged.calibrated, table, terms)
        found = fates.by_another_rule(order, spent, chance)
    return Standing(
        judged=judged,
        terms=terms,
        interval=intervals(points, 0.9),
        expected_rank=expected_rank,
        quantiles=quantiles,
        p_funded=chance,
        tallies=tallies,
        **vars(found),
    )


def ranking(prepared: Prepared, seed: str) -> tuple[Judgement, Terms, list[list[int]], list[int]]:
    """Return the scores that count, the terms of the declared rule, and what they lead to.

    That is how often each proposal has each grade, and the proposals from best to worst.
    """
    table, judged, terms = prepared.table, judge(prepared), _terms(prepared, seed)
    per_proposal = [table.of_proposal(i).tolist() for i in range(table.proposals)]
    tallies = [grades.tally(scores, terms.scale) for scores in per_proposal]
    order = allocation.best_first(
        judged.calibrated.tolist(),
        [median(scores) for scores in per_proposal],
        majority.majority_ranks(tallies),
        terms.cost,
        terms.tie_lot,
    )
    return judged, terms, tallies, order


def _terms(prepared: Prepared, seed: str) -> Terms:
    """Return what the declared rule needs beside the scores."""
    case = prepared.case
    ids = [row.id for row in prepared.proposals]
    names = sorted(case.shares)
    college = [names.index(case.colleges[juror]) for juror in prepared.jurors] if names else []
    sizes = [college.count(k) for k in range(len(names))]
    votes = parts.votes([case.shares[name] for name in names], sizes) if names else []
    return Terms(
        [row.cost_cents for row in prepared.proposals],
        case.budget_cents,
        allocation.lot(ids, "tie", seed),
        case.scale,
        case.threshold,
        case.rule,
        [votes[k] for k in college],
        college,
    )


def _orders(effects: NDArray[np.float64], order: Sequence[int]) -> NDArray[np.int_]:
    """Return the drawn orders; certain equals follow the tie rule that made ``order``."""
    columns = np.array(order)
    rounded = np.round(effects[:, columns], allocation.SAME_SCORE)
    return np.asarray(columns[ranks.best_first(rounded)])
