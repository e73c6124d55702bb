"""Exchanges: single seats that move between profiles on the tickets, where every limit still holds.

Whole numbers throughout, as in ``rounding``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance
from sortition.panels import Seats, meets

FINE = 64  # parts of a seat in which what is owed is counted
PARTNERS = 40  # profiles tried as the other side of an exchange
NEAR = 80  # parts of a ticket, 1.25 tickets, off which nobody shall be
TRIED = 20  # tickets tried for a double exchange of one profile
HALVES = 40  # first halves tried on each of them
ENDS = 4  # second halves tried for each of those
PASSES = 5  # times that all are looked at
MOST = 200_000_000  # numbers weighed in all; then it stops

Vector = NDArray[np.float64]


def exchange(instance: Instance, made: Seats, owed: Vector, weight: Vector) -> None:
    """Move seats between profiles, in place, while the weighted squares of ``owed`` fall.

    Parameters
    ----------
    made : (m, T) int
        Seats per profile on each ticket.
    owed : (T,) float
        What each profile is owed, in parts of a seat; follows each move.
    weight : (T,) float
    """
    limits = instance.limits
    seats = np.empty((len(made), len(limits.lower)), dtype=np.float32)  # whole numbers all the same
    limits.count(made, seats)
    stuck = np.zeros(len(owed), dtype=np.bool_)
    while True:
        pull = owed * weight
        giver = int(np.argmin(np.where(stuck, np.inf, 2 * pull + FINE * weight)))
        gain = 2 * (pull - pull[giver]) - FINE * (weight + weight[giver])
        takers = np.argsort(-gain, kind="stable")[:PARTNERS]
        takers = takers[gain[takers] > 0]
        if not takers.size:
            return  # at the latest when the profile that is owed most would have to give
        move = _first_move(instance, made, seats, giver, takers)
        if move is None:
            stuck[giver] = True
            continue
        ticket, taker = move
        made[ticket, giver] -= 1
        made[ticket, taker] += 1
        limits.move(seats[ticket], giver, taker)
        owed[giver] += FINE
        owed[taker] -= FINE


def _first_move(
    instance: Instance,
    made: Seats,
    seats: NDArray[np.float32],
    giver: int,
    takers: NDArray[np.int64],
) -> tuple[int, int] | None:
    """Return the first ticket on which ``giver`` can cede a seat to the best taker possible."""
    rows = np.flatnonzero(made[:, giver])
    change = instance.belongs[takers].astype(np.float32) - instance.belongs[giver]
    quotas = seats[rows, : len(instance.quotas)]
    full = (quotas >= instance.upper).astype(np.float32)
    bare = (quotas <= instance.lower).astype(np.float32)
    broken = full @ np.maximum(change, 0).T + bare @ np.maximum(-change, 0).T
    fits = (broken == 0) & (made[np.ix_(rows, takers)] < instance.counts[takers])
    fits &= instance.limits.has_home(seats, rows, giver, takers)
    able = np.flatnonzero(fits.any(axis=0))
    if not able.size:
        return None
    return int(rows[int(np.argmax(fits[:, able[0]]))]), int(takers[able[0]])


def is_far(fair: Vector, seats: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return where someone is more than ``NEAR`` from the fair number of tickets, (T,).

    People of a profile are on the floor or the ceiling of its average.

    Parameters
    ----------
    fair : (T,) float
        Seats of each profile on all tickets that would be exact, in parts of a seat.
    seats, counts : (T,) int
        Its seats on all tickets, and its people.
    """
    above = FINE * counts * -(-seats // counts) - fair
    below = fair - FINE * counts * (seats // counts)
    return np.asarray(np.maximum(above, below) > NEAR * counts)


def exchange_doubly(
    instance: Instance,
    made: Seats,
    fair: Vector,
    weight: Vector,
    most: int = MOST,
) -> None:
    """Move two seats at once on a ticket, in place, where someone is more than ``NEAR`` off.

    The first seat brings the profile nearer and may break limits; the second one mends
    them. Nobody else comes to be that far off. Each profile is tried on so many tickets,
    until ``most`` numbers were weighed in all.
    """
    seats = made.sum(axis=0, dtype=np.int64)
    for t in _still_far(fair, seats, instance.counts):
        sign = 1 if FINE * seats[t] < fair[t] else -1
        able = made[:, t] < instance.counts[t] if sign > 0 else made[:, t] > 0
        for ticket in np.flatnonzero(able)[:TRIED].tolist():
            panel = _Panel(instance, made[ticket], fair, seats, weight)
            change = panel.changed(t, sign)
            most -= panel.weighed
            if most < 0:
                return
            if change is not None:
                made[ticket] += change
                seats += change
                break


def _still_far(fair: Vector, seats: NDArray[np.int64], counts: NDArray[np.int64]) -> Iterator[int]:
    """Yield the profiles with someone far off, in some passes; ``seats`` change meanwhile."""
    for _ in range(PASSES):
        for t in np.flatnonzero(is_far(fair, seats, counts)).tolist():
            if is_far(fair, seats, counts)[t]:  # no exchange for another profile has helped
                yield t


class _Panel:
    """The panel of one ticket, and what a seat of each profile less or more on it costs."""

    def __init__(
        self,
        instance: Instance,
        panel: Seats,
        fair: Vector,
        seats: NDArray[np.int64],
        weight: Vector,
    ) -> None:
        self.instance, self.panel, counts = instance, panel, instance.counts
        self.weighed = 0  # numbers
        owed = fair - FINE * seats
        give, take = weight * (2 * owed + FINE), weight * (FINE - 2 * owed)
        self.give = np.where(is_far(fair, seats - 1, counts) | (panel == 0), np.inf, give)
        self.take = np.where(is_far(fair, seats + 1, counts) | (panel == counts), np.inf, take)

    def changed(self, t: int, sign: int) -> NDArray[np.int16] | None:
        """Return the cheapest change found, (T,), by which ``t`` gains or loses a seat."""
        belongs, cost = self.instance.limits.belongs, self.give if sign > 0 else self.take
        self.give[t] = self.take[t] = np.inf
        others = np.flatnonzero(cost < np.inf)
        self.out, self.into = np.flatnonzero(self.give < np.inf), np.flatnonzero(self.take < np.inf)
        self.leaves, self.joins = belongs[self.out], belongs[self.into]
        after = self.panel @ belongs + sign * (belongs[t] - belongs[others])
        self.weighed += after.size
        broken = (after > self.instance.upper) | (after < self.instance.lower)
        lowest, found = np.inf, None
        for i in np.lexsort((cost[others], broken.sum(axis=1)))[:HALVES].tolist():
            change = np.zeros(len(self.panel), dtype=np.int16)
            change[t], change[others[i]] = sign, -sign
            for more, out, into in self._mending(after[i]):
                if cost[others[i]] + more >= lowest:
                    break
                whole = change.copy()
                whole[out] -= 1
                whole[into] += 1
                if self._holds(whole):
                    lowest, found = cost[others[i]] + more, whole
                    break
        return found

    def _mending(self, sums: Vector) -> Iterator[tuple[float, int, int]]:
        """Yield moves of a seat after which the quotas hold, (cost, from, to), cheapest first.

        ``sums``, (q,), are the seats of each quota, some of them out of bounds by one.
        """
        over, under = sums > self.instance.upper, sums < self.instance.lower
        full, bare = (sums >= self.instance.upper) & ~over, (sums <= self.instance.lower) & ~under
        wanted = 1.0 * over - under
        out = np.flatnonzero(self.leaves @ wanted == over.sum())
        into = np.flatnonzero(self.joins @ -wanted == under.sum())
        self.weighed += len(out) * len(into)
        leaves, joins = self.leaves[out], self.joins[into]
        broken = (full - leaves * full) @ joins.T + (leaves * bare) @ (1 - joins).T
        cost = self.give[self.out[out]][:, None] + self.take[self.into[into]]
        cost[broken > 0] = np.inf
        for _ in range(min(ENDS, cost.size)):
            a, b = divmod(int(np.argmin(cost)), len(into))
            if cost[a, b] == np.inf:
                return
            yield float(cost[a, b]), int(self.out[out[a]]), int(self.into[into[b]])
            cost[a, b] = np.inf

    def _holds(self, change: NDArray[np.int16]) -> bool:
        """Return whether the panel still keeps to every limit, and to the pool."""
        return bool(meets(self.instance, (self.panel + change)[None]).all())
