"""Rounding: a distribution over panels becomes a whole number of tickets, by whole numbers alone.

Every number here is a whole number, also where NumPy holds it as a float: sums
stay far below 2**53, so the result is the same on every computer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance
from sortition.leximin import Lottery
from sortition.lottery import WHOLE, expected_seats, whole_shares
from sortition.panels import Seats
from sortition.randomness import Stream

FINE = 64  # parts of a seat in which what is owed is counted
FINEST = 65536  # parts of a ticket in which its fractions are counted
HEAVIEST = 720  # weight of a profile of one person
PARTNERS = 40  # profiles tried as the other side of an exchange
WIDEST = 100  # panels tried on either side of a replacement
ROUNDS = 6  # times that both kinds of change are tried
URGENT = 64  # times that a weight may grow


def tickets(instance: Instance, lottery: Lottery, m: int, stream: Stream) -> NDArray[np.int16]:
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
) -> NDArray[np.int16]:
    """Return ``m`` panels, equally likely, that stand for a lottery of panels.

    1. Each panel gets the whole part of its share of the tickets.
    2. Its fraction of a ticket goes up or down, one panel after the other, whichever keeps the
       weighted squares of the profiles' errors smaller; the fraction nearest to a whole first.
    3. Single seats move from a profile that has too many to one that has too few, on a
       ticket where every limit still holds; whole tickets move from one panel to
       another; both as long as that helps. Where a person is still more than one ticket off, the
       weight of the profile doubles and both are tried again, at most six times.
    4. The stream shuffles the tickets.

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
    times = _times(panels.astype(np.float64), parts, m, weight)
    made = np.repeat(panels, times, axis=0).astype(np.int16)
    made = _mended(instance, panels.astype(np.int16), made, owed, weight)
    return made[stream.shuffle(range(m))]


def _times(
    panels: NDArray[np.float64], parts: NDArray[np.int64], m: int, weight: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return how many tickets each panel gets: steps 1 and 2.

    ``pull`` is what each panel would add to the weighted squares of the errors so far; a share goes
    up when that makes them smaller than going down.
    """
    times = parts * m // WHOLE
    fraction = (parts * m % WHOLE * FINEST // WHOLE).astype(np.float64)
    squares = (panels * weight) @ panels.T
    pull = np.zeros(len(parts))
    for i in np.argsort(-np.abs(2 * fraction - FINEST), kind="stable"):
        up = 2 * pull[i] + (FINEST - 2 * fraction[i]) * squares[i, i] < 0
        times[i] += up
        pull += (FINEST * up - fraction[i]) * squares[i]
    while (missing := m - int(times.sum())) != 0:
        step = 1 if missing > 0 else -1
        cost = 2 * step * pull + FINEST * squares.diagonal()
        best = int(np.argmin(np.where(times + step < 0, np.inf, cost)))
        times[best] += step
        pull += step * FINEST * squares[best]
    return times


def _mended(
    instance: Instance,
    panels: NDArray[np.int16],
    made: NDArray[np.int16],
    owed: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> NDArray[np.int16]:
    """Return the tickets after moving seats and tickets to where they are owed: step 3."""
    highest = weight * URGENT
    for _ in range(ROUNDS):
        left = owed - FINE * made.sum(axis=0)
        made = np.asfortranarray(made)  # a profile's tickets are looked up together
        _exchange(instance, made, left, weight)
        made = _replaced(panels, np.ascontiguousarray(made), left, weight)
        far = np.abs(owed - FINE * made.sum(axis=0)) > FINE * instance.counts
        if not far.any():
            break
        weight = np.where(far, np.minimum(2 * weight, highest), weight)
    return made


def _replaced(
    panels: NDArray[np.int16],
    made: NDArray[np.int16],
    owed: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> NDArray[np.int16]:
    """Return the tickets after moving tickets between known panels while that helps.

    Known are the panels of the lottery and those on a ticket; ``owed`` follows each move.
    """
    known, times = _known(panels, made)
    seats = np.ascontiguousarray(known.T, dtype=np.float64)
    worth = (owed * weight) @ seats
    while True:
        used = np.flatnonzero(times)
        out = used[np.argsort(worth[used], kind="stable")[:WIDEST]]
        into = np.argsort(-worth, kind="stable")[:WIDEST]
        apart = _apart(seats[:, out], seats[:, into], weight)
        cost = 2 * (worth[out][:, None] - worth[into]) + FINE * apart
        i, j = divmod(int(np.argmin(cost)), len(into))
        if cost[i, j] >= 0:
            return np.repeat(known, times, axis=0)
        times[out[i]] -= 1
        times[into[j]] += 1
        freed = FINE * (seats[:, out[i]] - seats[:, into[j]])
        moved = np.flatnonzero(freed)
        owed += freed
        worth += (freed * weight)[moved] @ seats[moved]


def _known(
    panels: NDArray[np.int16], made: NDArray[np.int16]
) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    """Return each different panel once, in order of appearance, and how many tickets it has."""
    place: dict[bytes, int] = {}
    first: list[NDArray[np.int16]] = []
    times: list[int] = []
    for rows, count in ((panels, 0), (made, 1)):
        for row in rows:
            i = place.setdefault(row.tobytes(), len(place))
            if i == len(first):
                first.append(row)
                times.append(0)
            times[i] += count
    return np.array(first), np.array(times, dtype=np.int64)


def _apart(
    one: NDArray[np.float64], other: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weighted squared distances between panels: (T, a), (T, b) to (a, b)."""
    heavy = one * weight[:, None]
    own, others = (heavy * one).sum(axis=0), weight @ other**2
    return np.asarray(own[:, None] + others - 2 * heavy.T @ other)


def _exchange(
    instance: Instance,
    made: NDArray[np.int16],
    owed: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> None:
    """Move seats between profiles, in place, while the weighted squares fall: step 3."""
    seats, limits = instance.limits.seats(made), instance.limits
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
    made: NDArray[np.int16],
    seats: NDArray[np.float64],
    giver: int,
    takers: NDArray[np.int64],
) -> tuple[int, int] | None:
    """Return the first ticket on which ``giver`` can cede a seat to the best taker possible."""
    rows = np.flatnonzero(made[:, giver])
    change = instance.belongs[takers].astype(np.float32) - instance.belongs[giver]
    quotas = seats[rows][:, : len(instance.quotas)]
    full = (quotas >= instance.upper).astype(np.float32)
    bare = (quotas <= instance.lower).astype(np.float32)
    broken = full @ np.maximum(change, 0).T + bare @ np.maximum(-change, 0).T
    fits = (broken == 0) & (made[np.ix_(rows, takers)] < instance.counts[takers])
    fits &= instance.limits.has_home(seats[rows], giver, takers)
    able = np.flatnonzero(fits.any(axis=0))
    if not able.size:
        return None
    return int(rows[int(np.argmax(fits[:, able[0]]))]), int(takers[able[0]])
