"""Completion: what Equal Shares does with the money that its first run leaves unspent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from . import accounts, allocation
from .equal_shares import Run, run


@dataclass(frozen=True)
class Outcome:
    """Who is funded: by the last run within the budget, then best first from what is left.

    ``first`` is the run in which each juror holds the budget divided by n; ``last`` the one that
    counts, after ``raises`` raises of the endowment; ``filled`` what ``left_over`` cents more
    paid for. ``left_over`` is what remains of the budget in the end.
    """

    first: Run
    last: Run
    raises: int
    filled: list[int]
    left_over: int

    @property
    def funded(self) -> list[int]:
        """All proposals funded, in the order in which they were."""
        return [*self.last.funded, *self.filled]


def equal_shares(
    worth: NDArray[np.int64],
    cost: Sequence[int],
    budget: int,
    tie_lot: Sequence[int],
    best_first: Sequence[int],
) -> Outcome:
    """Return what Equal Shares funds within ``budget`` (whole cents).

    After the first run the endowment is raised to the next critical value: the smallest, a
    whole number of cents higher, with which the supporters of one more proposal could pay it
    out of what they have left. The run is repeated, until it would cost more than the budget or
    every proposal that is worth something to someone is bought. What is then left of the budget
    goes to the others in the order ``best_first``, skipping what does not fit. Raised
    endowments are a way of counting: no more than the budget is ever spent.

    ``worth`` is (n, p) int, ``cost`` and ``tie_lot`` are (p,) int as for ``equal_shares.run``,
    which also says what it refuses; ``best_first`` lists all p proposals
    (``allocation.best_first``).

    References
    ----------
    Peters, Pierczyński and Skowron, "Proportional participatory budgeting with additive
    utilities", NeurIPS 2021. Kraiczy, Robinson and Elkind, "Streamlining Equal Shares", 2025,
    raise the endowment to critical values.

    >>> worth = np.array([[2, 1, 0], [2, 0, 1]])
    >>> equal_shares(worth, [100, 60, 60], 160, [0, 1, 2], [0, 1, 2]).funded
    [0, 1]
    """
    first = last = run(worth, cost, Fraction(budget, len(worth)), tie_lot)
    raises = 0
    while (step := next_raise(worth, cost, last)) is not None:
        trial = run(worth, cost, last.endowment + step, tie_lot)
        if sum(cost[i] for i in trial.funded) > budget:
            break
        last, raises = trial, raises + 1
    left = budget - sum(cost[i] for i in last.funded)
    bought = set(last.funded)
    filled = allocation.greedy([i for i in best_first if i not in bought], cost, left)
    return Outcome(first, last, raises, filled, left - sum(cost[i] for i in filled))


def next_raise(worth: NDArray[np.int64], cost: Sequence[int], run: Run) -> int | None:
    """Return by how many cents each juror must hold more to reach the next critical value.

    None if every proposal that is worth something to someone is bought.
    """
    support = (worth > 0).T
    count = support.sum(axis=1)
    open_ = count > 0
    open_[run.funded] = False
    if not open_.any():
        return None
    missing = (np.array(cost) - support @ run.about)[open_]
    doubt = run.error + 1e-12 * max(cost)
    least = math.ceil(float(((missing - doubt) / count[open_]).min()))
    most = math.ceil(float(((missing + doubt) / count[open_]).min()))
    if least == most:
        return max(least, 1)
    short = accounts.settle(worth, cost, run).shortfalls
    exact = min(each.missing / each.supporters for each in short if each.supporters)
    return max(math.ceil(exact), 1)
