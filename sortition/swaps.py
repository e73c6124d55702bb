"""Swaps: seats moved one at a time until every limit is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sortition.limits import Limits

WIDTH = 48  # candidates on either side of a swap


class Search:
    """A search for seats that keep every limit; each step is the best swap, good or bad.

    Where no swap is good, the limits missed weigh more from then on, which leads out of
    dead ends. Ties are broken at random.

    Parameters
    ----------
    limits : Limits
        As the profiles see them that can gain or lose a seat.
    sums : (q + h,) float
        Seats of each limit at the start; changed in place, swap by swap.
    """

    def __init__(
        self, limits: Limits, sums: NDArray[np.float64], random: np.random.Generator
    ) -> None:
        self.limits, self.sums, self.random = limits, sums, random
        self.weight = np.ones(len(sums))

    def missed(self) -> NDArray[np.bool_]:
        """Return which limits, (q + h,), the seats miss."""
        return (self.sums > self.limits.upper) | (self.sums < self.limits.lower)

    def swap(
        self,
        leaving: NDArray[np.bool_],
        joining: NDArray[np.bool_],
        worth: NDArray[np.float64] | None = None,
    ) -> tuple[int, int] | None:
        """Return from where to where a seat moves, and count it as moved; None if none can.

        ``leaving`` and ``joining``, (T,), tell who can lose and gain a seat; ``worth``, (T,),
        is what a seat of each profile is worth, in seats of a limit.
        """
        over, under = self.sums > self.limits.upper, self.sums < self.limits.lower
        less = self.weight * (1.0 * (self.sums <= self.limits.lower) - over)  # cost of one less
        more = self.weight * (1.0 * (self.sums >= self.limits.upper) - under)  # cost of one more
        costs, gains = self.limits.worth(less), self.limits.worth(more)
        if worth is not None:
            costs, gains = costs + worth, gains - worth
        out, into = self._cheapest(leaving, costs), self._cheapest(joining, gains)
        if not (len(out) and len(into)):
            return None
        cost = self.limits.swap_costs(out, into, less, more)
        if worth is not None:
            cost += worth[out][:, None] - worth[into]
        cost += self.random.random(cost.shape) / 4
        i, j = divmod(int(cost.argmin()), len(into))
        if cost[i, j] > -0.5:
            self.weight += over | under
        self.limits.move(self.sums, int(out[i]), int(into[j]))
        return int(out[i]), int(into[j])

    def _cheapest(self, among: NDArray[np.bool_], cost: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the places, at most WIDTH, of the smallest costs; ties at random."""
        places = among.nonzero()[0]
        if len(places) <= WIDTH:
            return places
        noise = self.random.random(len(places)) / 4
        return places[np.argsort(cost[places] + noise)[:WIDTH]]
