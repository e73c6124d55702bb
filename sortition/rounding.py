"""Rounding: a distribution over panels becomes a whole number of tickets, by whole numbers alone.

Every number here is a whole number, also where NumPy holds it as a float: sums
stay far below 2**53, so the result is the same on every computer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sortition.exchanges import FINE, exchange, exchange_doubly
from sortition.instance import Instance
from sortition.leximin import Lottery
from sortition.limits import blocks
from sortition.lottery import WHOLE, expected_seats, whole_shares
from sortition.panels import Seats, kept_in
from sortition.randomness import Stream

FINEST = 65536  # parts of a ticket in which its fractions are counted
HEAVIEST = 720  # weight of a profile of one person
WIDEST = 100  # panels tried on either side of a replacement
ROUNDS = 6  # times that both kinds of change are tried
URGENT = 64  # times that a weight may grow


def tickets(instance: Instance, lottery: Lottery, m: int, stream: Stream) -> Seats:
    """Return ``m`` panels, equally likely, that keep everyone's chance as near as can be.

    See ``tickets_of``; the shares of the lottery are made whole first.

    Raises nothing of its own.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> pool = small_pool()
    >>> made = tickets(pool, leximin(pool), 15, Stream(b"seed"))
    >>> made.shape, made.sum(axis=0).tolist()
    ((15, 4), [18, 12, 20, 10])
    """
    return tickets_of(instance, lottery.panels, whole_shares(lottery.share), m, stream)


def tickets_of(
    instance: Instance,
    panels: Seats,
    parts: NDArray[np.int64],
    m: int,
    stream: Stream,
) -> Seats:
    """Return ``m`` panels, equally likely, that stand for a lottery of panels.

    1. Each panel gets the whole part of its share of the tickets.
    2. Its fraction of a ticket goes up or down, one panel after the other, whichever keeps the
       weighted squares of the profiles' errors smaller; the fraction nearest to a whole first.
    3. Single seats move from a profile that has too many to one that has too few, on a
       ticket where every limit still holds; whole tickets move from one panel to
       another; both as long as that helps. Where a person is still more than one ticket off, the
       weight of the profile doubles and both are tried again, at most six times.
    4. Where a person is still more than 1.25 tickets off, two seats of a ticket move at once.
    5. The stream shuffles the tickets.

    Parameters
    ----------
    panels : (s, T) int
        Seats per profile; each row meets every quota.
    parts : (s,) int
        Shares of the panels, in parts of 10**12.

    Returns
    -------
    (m, T) int
        Each row meets every quota.
    """
    expected = expected_seats(panels, parts).tolist()
    owed = np.array([FINE * m * e // WHOLE for e in expected], dtype=np.float64)
    weight = np.maximum(1, HEAVIEST // instance.counts**2).astype(np.float64)
    times = _times(panels, parts, m, weight)
    made = np.repeat(panels.astype(kept_in(instance), copy=False), times, axis=0)
    made = _mended(instance, panels, made, owed, weight)
    return made[stream.shuffle(range(m))]


def _times(
    panels: Seats, parts: NDArray[np.int64], m: int, weight: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return how many tickets each panel gets: steps 1 and 2.

    ``pull`` is what each panel would add to the weighted squares of the errors so far; a share goes
    up when that makes them smaller than going down.
    """
    times = parts * m // WHOLE
    fraction = (parts * m % WHOLE * FINEST // WHOLE).astype(np.float64)
    products, pull = _Products(panels, weight), np.zeros(len(parts))
    own = np.zeros(len(parts))
    for i in np.argsort(-np.abs(2 * fraction - FINEST), kind="stable").tolist():
        squares = products.of(i)
        own[i] = squares[i]
        up = 2 * pull[i] + (FINEST - 2 * fraction[i]) * own[i] < 0
        times[i] += up
        pull += (FINEST * up - fraction[i]) * squares
    while (missing := m - int(times.sum())) != 0:
        step = 1 if missing > 0 else -1
        cost = 2 * step * pull + FINEST * own
        best = int(np.argmin(np.where(times + step < 0, np.inf, cost)))
        times[best] += step
        pull += step * FINEST * products.of(best)
    return times


class _Products:
    """Weighted products of panels, from lists of the panels on which each profile sits."""

    def __init__(self, panels: Seats, weight: NDArray[np.float64]) -> None:
        profile, panel = np.nonzero(panels.T)
        seats = panels[panel, profile] * weight[profile]
        ends = np.searchsorted(profile, np.arange(1, panels.shape[1]))
        self.panels, self.on = panels, np.split(panel, ends)
        self.heavy = np.split(seats, ends)

    def of(self, i: int) -> NDArray[np.float64]:
        """Return the weighted products of one panel with all, (s,)."""
        seated = np.flatnonzero(self.panels[i]).tolist()
        on = np.concatenate([self.on[t] for t in seated])
        own = np.repeat(self.panels[i, seated], [len(self.on[t]) for t in seated])
        heavy = np.concatenate([self.heavy[t] for t in seated])
        return np.bincount(on, own * heavy, len(self.panels)).astype(np.float64)


def _mended(
    instance: Instance,
    panels: Seats,
    made: Seats,
    owed: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> Seats:
    """Return the tickets after moving seats and tickets to where they are owed: steps 3 and 4."""
    usual, highest = weight, weight * URGENT
    for _ in range(ROUNDS):
        left = owed - FINE * made.sum(axis=0)
        made = made.copy(order="F")  # a profile's tickets are looked up together
        exchange(instance, made, left, weight)
        made = _replaced(panels, made.copy(order="C"), left, weight)
        far = np.abs(owed - FINE * made.sum(axis=0)) > FINE * instance.counts
        if not far.any():
            break
        weight = np.where(far, np.minimum(2 * weight, highest), weight)
    made = made.copy(order="C")
    exchange_doubly(instance, made, owed, usual)
    return made


def _replaced(
    panels: Seats,
    made: Seats,
    owed: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> Seats:
    """Return the tickets after moving tickets between known panels while that helps.

    Known are the panels of the lottery and those on a ticket; ``owed`` is read, not changed.
    """
    seats, times = _known(panels, made)
    heavy = owed * weight
    worth = np.concatenate([seats[:, part].T @ heavy for part in blocks(len(times))])
    while True:
        used = np.flatnonzero(times)
        out = used[np.argsort(worth[used], kind="stable")[:WIDEST]]
        into = np.argsort(-worth, kind="stable")[:WIDEST]
        apart = _apart(seats[:, out], seats[:, into], weight)
        cost = 2 * (worth[out][:, None] - worth[into]) + FINE * apart
        i, j = divmod(int(np.argmin(cost)), len(into))
        if cost[i, j] >= 0:
            return np.asarray(np.repeat(seats, times, axis=1).T)
        times[out[i]] -= 1
        times[into[j]] += 1
        freed = FINE * (seats[:, out[i]].astype(np.float64) - seats[:, into[j]])
        moved = np.flatnonzero(freed)
        worth += (freed * weight)[moved] @ seats[moved]


def _known(panels: Seats, made: Seats) -> tuple[Seats, NDArray[np.int64]]:
    """Return each different panel once, in order of appearance, and how many tickets it has.

    The panels are columns, (T, p), because a profile's seats on all of them are looked up together.
    """
    place: dict[bytes, int] = {}
    first: list[NDArray[np.integer[Any]]] = []
    times: list[int] = []
    for rows, count in ((panels, 0), (made, 1)):
        for row in rows:
            seated = np.flatnonzero(row)
            key = seated.tobytes() + row[seated].astype(np.int16).tobytes()
            i = place.setdefault(key, len(place))
            if i == len(first):
                first.append(row)
                times.append(0)
            times[i] += count
    known = np.empty((made.shape[1], len(first)), dtype=made.dtype)
    for part in blocks(len(first)):
        known[:, part] = np.array(first[part]).T
    return known, np.array(times, dtype=np.int64)


def _apart(one: Seats, other: Seats, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted squared distances between panels: (T, a), (T, b) to (a, b)."""
    heavy, light = one * weight[:, None], other.astype(np.float64)
    own, others = (heavy * one).sum(axis=0), weight @ light**2
    return np.asarray(own[:, None] + others - 2 * heavy.T @ light)
