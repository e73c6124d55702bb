"""Standing: where each proposal stands after calibration, and what the budget then pays for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from . import allocation, calibration, close_call, grades, majority, ranks, uncertainty
from .equations import Equations
from .intervals import intervals
from .ordering import Terms
from .prepare import Prepared
from .table import Table, alike

DRAWS = 10_000
LEVELS = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
LARGEST_DEVIATION = 1 / 3  # of the end of the scale that is farthest from 0


@dataclass(frozen=True, eq=False)
class Standing:
    """The numbers of the p proposals, in the order of ``Prepared.proposals``.

    ``interval``, (p, 2), holds nine tenths of the belief about each calibrated score.
    ``order`` ranks all of them, best first; ``funded`` lists those paid, in that order.
    ``drawn`` is the close group in the order of the lot, None before a lot.
    """

    fitted: calibration.Fit
    terms: Terms
    calibrated: NDArray[np.float64]
    interval: NDArray[np.float64]
    expected_rank: NDArray[np.float64]
    quantiles: NDArray[np.float64]
    p_funded: NDArray[np.float64]
    tallies: list[list[int]]
    order: list[int]
    funded: list[int]
    group: list[str]
    lot_needed: bool
    drawn: list[int] | None


def standing(prepared: Prepared, seed: str, public_value: str | None) -> Standing:
    """Return where the proposals of ``prepared`` stand.

    ``seed`` fixes the lot for ties and the 10,000 draws. When the proposals near the funding
    line cannot be told apart, ``public_value`` draws their order; without it the allocation
    follows the calibrated scores and says that a lot is still needed.
    """
    case, table = prepared.case, prepared.table
    fitted = calibration.fit(table)
    calibrated = ranks.pooled(fitted.grand_mean + fitted.proposal, alike(table))
    ids = [row.id for row in prepared.proposals]
    cost = [row.cost_cents for row in prepared.proposals]
    per_proposal = [table.of_proposal(i).tolist() for i in range(len(ids))]
    tallies = [grades.tally(scores, case.scale) for scores in per_proposal]
    money = Terms(cost, case.budget_cents, allocation.lot(ids, "tie", seed), case.scale)
    order = allocation.best_first(
        calibrated.tolist(),
        [median(scores) for scores in per_proposal],
        majority.majority_ranks(tallies),
        cost,
        money.tie_lot,
    )
    largest = LARGEST_DEVIATION * max(abs(case.scale[0]), abs(case.scale[1]))
    points = uncertainty.around(Equations(table), fitted, largest)
    expected_rank = ranks.pooled(ranks.expected(points), alike(table))
    effects = ranks.draws(points, DRAWS, seed)
    orders = _orders(effects, order)
    quantiles = ranks.quantiles(ranks.distribution(orders, alike(table)), list(LEVELS.values()))
    call = _close_call(order, money, expected_rank, quantiles)
    if call.lot_needed and public_value is not None:
        call = _drawn(call, money, ids, public_value)
    return Standing(
        fitted=fitted,
        terms=money,
        calibrated=calibrated,
        interval=intervals(points, 0.9),
        expected_rank=expected_rank,
        quantiles=quantiles,
        p_funded=_chance_of_funding(orders, money, table),
        tallies=tallies,
        **vars(call),
    )


@dataclass(frozen=True)
class _Call:
    """How the funding line was drawn."""

    order: list[int]
    funded: list[int]
    group: list[str]
    lot_needed: bool
    drawn: list[int] | None


def _close_call(
    order: list[int],
    money: Terms,
    expected_rank: NDArray[np.float64],
    quantiles: NDArray[np.float64],
) -> _Call:
    """Return the order, the funded and the groups, before any lot.

    Where no lot is needed, a proposal's group is simply what becomes of it.
    """
    funded = allocation.greedy(order, money.cost, money.budget)
    line = close_call.line_of(order, funded, expected_rank)
    if line is not None:
        group = close_call.groups(line, quantiles[:, 1], quantiles[:, 3])
        if close_call.needs_lot(group, money.cost, money.budget):
            return _Call(order, funded, group, True, None)
    paid = set(funded)
    names = [close_call.FUNDED if i in paid else close_call.NOT_FUNDED for i in sorted(order)]
    return _Call(order, funded, names, False, None)


def _drawn(call: _Call, money: Terms, ids: Sequence[str], public_value: str) -> _Call:
    """Return ``call`` after the lot in its close group."""
    order = close_call.drawn_order(call.order, call.group, ids, public_value)
    drawn = [i for i in order if call.group[i] == close_call.LOTTERY]
    funded = allocation.greedy(order, money.cost, money.budget)
    return _Call(order, funded, call.group, True, drawn)


def _orders(effects: NDArray[np.float64], order: Sequence[int]) -> NDArray[np.int_]:
    """Return the drawn orders; certain equals follow the tie rule that made ``order``."""
    columns = np.array(order)
    rounded = np.round(effects[:, columns], allocation.SAME_SCORE)
    return np.asarray(columns[ranks.best_first(rounded)])


def _chance_of_funding(orders: NDArray[np.int_], money: Terms, table: Table) -> NDArray[np.float64]:
    """Return the share of the drawn orders in which each proposal is funded.

    Proposals with the same jurors, sum and cost have the same chance, so theirs are pooled.
    """
    prices = np.array(money.cost, dtype=np.int64)
    share = allocation.greedy_of_draws(orders, prices, money.budget).mean(axis=0)
    pairs = np.column_stack([alike(table), prices])
    _, same = np.unique(pairs, axis=0, return_inverse=True)
    return ranks.pooled(share, same.reshape(-1))
