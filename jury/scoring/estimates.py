"""Estimates: bounds on the rates of Equal Shares in floating point, with the error they may have.

They find the proposal of the smallest rate when it stands out, and otherwise say which ones an
exact comparison has to tell apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

TOGETHER = 12  # proposals whose bounds are raised in one step
ROUNDING = 2.0**-50  # relative: several times that of one operation
NOBODY = 1e-200  # stands for nobody left to pay: the rate becomes
UNPAYABLE = 1e100  # more than this
STILL = 1 + 1e-15  # a rate that rises by less no longer rises


class Estimates:
    """About what each of n jurors holds, and for each of p proposals a lower bound on its rate.

    Purses only empty, so rates only rise and a bound stays one until the end. ``error`` is more
    than the errors of all purses together: paying carries no more error over than there was,
    because a purse that holds more never leaves anyone else with less.
    """

    def __init__(self, worth: NDArray[np.int64], cost: Sequence[int], each: float) -> None:
        self.worth = np.ascontiguousarray(worth.T, dtype=np.float64)
        self.total = self.worth.sum(axis=1)
        self.cost = np.array(cost, dtype=np.float64)
        self.about = np.full(len(worth), each)
        self.slack = ROUNDING * (len(worth) + 100)  # of a sum over the jurors
        self.error = ROUNDING * each * len(worth)
        with np.errstate(divide="ignore"):
            self.low = self.cost * (1 - self.slack) / self.total
        self.fresh = np.zeros(len(cost), dtype=bool)

    def smallest(self) -> int | None:
        """Return the proposal of the smallest bound, worked out anew; None if none can be paid."""
        while True:
            first = int(self.low.argmin())
            if self.low[first] == np.inf:
                return None
            if self.fresh[first]:
                return first
            few = min(TOGETHER, len(self.low))
            near = np.argpartition(self.low, few - 1)[:few]
            stale = near[~self.fresh[near] & (self.low[near] < np.inf)]
            self.refresh(stale if len(stale) else np.array([first]))

    def certain(self, first: int) -> bool:
        """Tell whether ``first``, which has the smallest bound, certainly has the smallest rate."""
        worth, doubt = self.worth[first], self.slack * self.cost[first] + self.error
        others = worth @ (self.about >= self.low[first] * worth)
        if others <= 0:
            return False
        high = self.low[first] + 4 * doubt / others
        paid = np.minimum(self.about, high * worth).sum()
        return bool(paid >= self.cost[first] + doubt) and len(self.rivals(high)) == 1

    def within_every_purse(self, i: int) -> bool:
        """Tell whether certainly nobody holds less than their part of proposal ``i``."""
        worth, doubt = self.worth[i], self.slack * self.cost[i] + self.error
        part = (self.low[i] + 4 * doubt / self.total[i]) * worth
        return bool((part[worth > 0] <= self.about[worth > 0] - self.error).all())

    def rivals(self, high: float) -> NDArray[np.int_]:
        """Return the proposals whose rate may be ``high`` or less."""
        while True:
            near = np.flatnonzero(self.low <= high)
            stale = near[~self.fresh[near]]
            if not len(stale):
                return near
            self.refresh(stale)

    def refresh(self, these: NDArray[np.int_]) -> None:
        """Raise the lower bounds of ``these``; to infinity where the rest cannot be paid.

        For every group of jurors, what they hold plus the rate times what the proposal is worth
        to the others is at least what all would pay; so each step is safe. A bound that no
        longer rises is ``fresh``: it is close below the rate.
        """
        worth, low = self.worth[these], self.low[these]
        poor = (self.about < low[:, None] * worth).astype(np.float64)
        others = self.total[these] - np.einsum("ij,ij->i", worth, poor)
        missing = self.cost[these] * (1 - self.slack) - self.error - poor @ self.about
        raised = np.maximum(low, missing / np.maximum(others, NOBODY))
        self.low[these] = np.where(raised < UNPAYABLE, raised, np.inf)
        self.fresh[these] = raised <= low * STILL

    def pay(self, i: int) -> None:
        """Take from the purses what proposal ``i`` costs, at its rate; it is not for sale again."""
        worth, rate, raised = self.worth[i], 0.0, float(self.low[i])
        while raised > rate * STILL:
            rate = raised
            poor = self.about < rate * worth
            others = self.total[i] - worth @ poor
            if others > 0:
                raised = float((self.cost[i] - self.about @ poor) / others)
        self.error += ROUNDING * ((len(worth) + 8) * self.cost[i] + 8 * self.about.sum())
        self.about -= np.minimum(self.about, rate * worth)
        self.low[i] = np.inf
        self.fresh[:] = False
