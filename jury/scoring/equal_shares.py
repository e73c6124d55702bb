"""Equal Shares: every juror holds an equal part of the money and pays for what they support."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .estimates import Estimates
from .purses import Purses

SURELY_MORE = 1 + 1e-9
LARGEST_WORTH = 2**53


@dataclass(frozen=True, eq=False)
class Run:
    """What one endowment buys: the proposals in order, and what about the jurors have left.

    ``tied[k]`` are the proposals that could be had at the same rate as ``funded[k]``, so that
    the rule for ties decided. ``about`` is (n,) in cents; its errors add up to less than
    ``error``. What everybody paid exactly is worked out by ``accounts.settle``.
    """

    endowment: Fraction  # cents for each juror
    funded: list[int]
    tied: list[tuple[int, ...]]
    about: NDArray[np.float64]
    error: float


def run(
    worth: NDArray[np.int64], cost: Sequence[int], endowment: Fraction, tie_lot: Sequence[int]
) -> Run:
    """Return what the jurors buy by the Method of Equal Shares when each holds ``endowment``.

    Again and again, the proposal is bought that its supporters can pay at the smallest rate:
    each pays the rate times what the proposal is worth to them, or all they still hold if that
    is less. Of equal rates the lower cost wins, then the larger number of jurors to whom it is
    worth something, then the lot. What floating point cannot tell apart with certainty is
    decided in whole numbers, so the result does not depend on the order of rows or jurors, nor
    on the computer.

    Parameters
    ----------
    worth : (n, p) int
        What each proposal is worth to each juror, at least 0 (``whole.utilities``).
    cost : (p,) int
        Whole cents, at least 1.
    endowment : Fraction
        Cents for each juror; the budget divided by n in the first run.
    tie_lot : (p,) int
        Place of each proposal in a lot drawn beforehand; the same for all steps.

    Raises
    ------
    ValueError
        If a cost is below 1 cent, a worth is negative or too large, or there is no juror.

    References
    ----------
    Peters, Pierczyński and Skowron, "Proportional participatory budgeting with additive
    utilities", NeurIPS 2021.

    >>> run(np.array([[3, 0], [3, 1]]), [300, 200], Fraction(200), [0, 1]).funded
    [0]
    """
    _check(worth, cost)
    market = _Market(worth, cost, endowment, tie_lot)
    funded, tied = [], []
    while (bought := market.buy()) is not None:
        funded.append(bought[0])
        tied.append(bought[1])
    return Run(endowment, funded, tied, market.estimates.about, float(market.estimates.error))


def _check(worth: NDArray[np.int64], cost: Sequence[int]) -> None:
    if not len(worth):
        raise ValueError("Equal Shares needs at least one juror.")
    if min(cost, default=1) < 1:
        raise ValueError(f"Every proposal must cost at least 1 cent; one costs {min(cost)}.")
    if worth.min(initial=0) < 0:
        raise ValueError(f"A proposal is worth {worth.min()} to a juror; the least is 0.")
    if worth.sum(axis=0, dtype=np.float64).max(initial=0.0) >= LARGEST_WORTH:
        raise ValueError("The worths add up to more than 2^53 units. Count in a larger unit.")


class _Market:
    """What is for sale: estimates decide when they are certain, exact purses when they are not.

    The exact purses follow the purchases only when they are asked for.
    """

    def __init__(
        self,
        worth: NDArray[np.int64],
        cost: Sequence[int],
        endowment: Fraction,
        tie_lot: Sequence[int],
    ) -> None:
        self.worth = np.ascontiguousarray(worth.T)
        self.cost = cost
        self.estimates = Estimates(worth, cost, float(endowment))
        self.purses = Purses(len(worth), endowment)
        self.behind: list[int] = []  # purchases the exact purses do not know yet
        support = (worth > 0).sum(axis=0).tolist()
        self.preference = list(zip(cost, (-each for each in support), tie_lot, strict=True))

    def buy(self) -> tuple[int, tuple[int, ...]] | None:
        """Buy at the smallest rate; return the proposal and those that tied, None at the end."""
        first, equal = self.estimates.smallest(), []
        if first is not None and not self.estimates.certain(first):
            equal = self._equals()
            first = min(equal, key=self.preference.__getitem__, default=None)
        if first is None:
            return None
        self.behind.append(first)
        self.estimates.pay(first)
        return first, tuple(sorted(i for i in equal if i != first))

    def _equals(self) -> list[int]:
        """Return the proposals that have the smallest rate, compared exactly."""
        estimates, offers, limit = self.estimates, dict[int, Fraction](), math.inf
        bound = estimates.low.copy()
        while bound[top := int(bound.argmin())] < limit:
            if not estimates.fresh[top]:
                estimates.refresh(np.array([top]))
                bound[top] = estimates.low[top]
                continue
            rate = self._rate(top)
            bound[top] = math.inf
            if rate is None:
                estimates.low[top] = math.inf
            else:
                offers[top] = rate
                limit = min(limit, float(rate) * SURELY_MORE)
        return [i for i, rate in offers.items() if rate == min(offers.values())]

    def _rate(self, i: int) -> Fraction | None:
        """Return the exact rate of proposal ``i``, None if it cannot be paid."""
        worth, cost = self.worth[i], self.cost[i]
        if self.estimates.within_every_purse(i):
            return Fraction(cost, int(worth.sum()))
        for each in self.behind:
            paid = self.purses.rate(self.worth[each], self.cost[each])
            assert paid is not None
            self.purses.pay(self.worth[each], paid)
        self.behind = []
        rate = self.purses.rate(worth, cost)
        return None if rate is None else self.purses.cents(rate)
