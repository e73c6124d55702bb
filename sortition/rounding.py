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
from sortition.randomness import Stream

FINE = 64  # parts of a seat in which what is owed is counted
HEAVIEST = 720  # weight of a profile of one person
PARTNERS = 40  # profiles tried as the other side of an exchange
WIDEST = 200  # panels tried on either side of a replacement
ROUNDS = 6  # times that both kinds of change are tried
URGENT = 64  # times that a weight may grow


def tickets(instance: Instance, lottery: Lottery, m: int, stream: Stream) -> NDArray[np.int16]:
    """Return ``m`` panels, equally likely, that keep everyone's chance as near as can be.

    See ``tickets_of``; the shares of the lottery are made whole first.
    """
    return tickets_of(instance, lottery.panels, whole_shares(lottery.share), m, stream)


def tickets_of(
    instance: Instance,
    panels: NDArray[np.int64],
    parts: NDArray[np.int64],
    m: int,
    stream: Stream,
) -> NDArray[np.int16]:
    """Return ``m`` panels, equally likely, that stand for a lottery of panels.

    1. Each panel gets the whole part of its share of the tickets.
    2. Each ticket left over goes to the panel that is owed most.
    3. Single seats move from a profile that has too many to one that has too few, on a
       ticket where every quota still holds; whole tickets move from one panel to
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
    times = _times(panels.astype(np.float64), parts, m, owed, weight)
    made = np.repeat(panels, times, axis=0).astype(np.int16)
    made = _mended(instance, panels.astype(np.int16), made, owed, weight)
    return made[stream.shuffle(range(m))]


def _times(
    panels: NDArray[np.float64],
    parts: NDArray[np.int64],
    m: int,
    owed: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Return how many tickets each panel gets: steps 1 and 2.

    The panel owed most is the one whose ticket lowers the weighted squares of what is
    owed to the profiles by most; the first of equals.
    """
    times = parts * m // WHOLE
    weighted = panels * weight
    squares = weighted @ panels.T
    owed_to = weighted @ (owed - FINE * (times @ panels))
    own = FINE * squares.diagonal()
    for _ in range(m - int(times.sum())):
        best = int(np.argmax(2 * owed_to - own))
        times[best] += 1
        owed_to -= FINE * squares[best]
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
        _exchange(instance, made, left, weight)
        made = _replaced(np.unique(np.vstack([panels, made]), axis=0), made, left, weight)
        far = np.abs(owed - FINE * made.sum(axis=0)) > FINE * instance.counts
        if not far.any():
            break
        weight = np.where(far, np.minimum(2 * weight, highest), weight)
    return made


def _replaced(
    known: NDArray[np.int16],
    made: NDArray[np.int16],
    owed: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> NDArray[np.int16]:
    """Return the tickets after moving tickets between known panels while that helps.

    Parameters
    ----------
    known : (s, T) int
        Distinct panels in lexicographic order, among them every panel on a ticket.
    """
    panels = known.astype(np.float64)
    times = _times_of(known, made)
    while True:
        worth = panels @ (owed * weight)
        used = np.flatnonzero(times)
        out = used[np.argsort(worth[used], kind="stable")[:WIDEST]]
        into = np.argsort(-worth, kind="stable")[:WIDEST]
        both = (panels[out] * weight) @ panels[into].T
        own_out = (panels[out] ** 2) @ weight
        own_into = (panels[into] ** 2) @ weight
        cost = 2 * (worth[out][:, None] - worth[into]) + FINE * (
            own_out[:, None] + own_into - 2 * both
        )
        i, j = divmod(int(np.argmin(cost)), len(into))
        if cost[i, j] >= 0:
            return np.repeat(known, times, axis=0)
        times[out[i]] -= 1
        times[into[j]] += 1
        owed += FINE * (panels[out[i]] - panels[into[j]])


def _times_of(known: NDArray[np.int16], made: NDArray[np.int16]) -> NDArray[np.int64]:
    """Return on how many tickets each known panel is."""
    place = {panel.tobytes(): i for i, panel in enumerate(known)}
    found = np.array([place[panel.tobytes()] for panel in made], dtype=np.int64)
    return np.bincount(found, minlength=len(known)).astype(np.int64)


def _exchange(
    instance: Instance,
    made: NDArray[np.int16],
    owed: NDArray[np.float64],
    weight: NDArray[np.float64],
) -> None:
    """Move seats between profiles, in place, while the weighted squares fall: step 3."""
    belongs = instance.belongs.astype(np.int64)
    seats = made.astype(np.int64) @ belongs
    stuck = np.zeros(len(owed), dtype=np.bool_)
    while not stuck.all():
        pull = owed * weight
        giver = int(np.argmin(np.where(stuck, np.inf, 2 * pull + FINE * weight)))
        gain = 2 * (pull - pull[giver]) - FINE * (weight + weight[giver])
        takers = np.argsort(-gain, kind="stable")[:PARTNERS]
        takers = takers[gain[takers] > 0]
        if not takers.size:
            break
        move = _first_move(instance, made, seats, giver, takers)
        if move is None:
            stuck[giver] = True
            continue
        ticket, taker = move
        made[ticket, giver] -= 1
        made[ticket, taker] += 1
        seats[ticket] += belongs[taker] - belongs[giver]
        owed[giver] += FINE
        owed[taker] -= FINE


def _first_move(
    instance: Instance,
    made: NDArray[np.int16],
    seats: NDArray[np.int64],
    giver: int,
    takers: NDArray[np.int64],
) -> tuple[int, int] | None:
    """Return the first ticket on which ``giver`` can cede a seat to the best taker possible."""
    rows = np.flatnonzero(made[:, giver])
    belongs = instance.belongs.astype(np.int64)
    for taker in takers.tolist():
        free = rows[made[rows, taker] < instance.counts[taker]]
        after = seats[free] + belongs[taker] - belongs[giver]
        fits = ((after >= instance.lower) & (after <= instance.upper)).all(axis=1)
        if fits.any():
            return int(free[int(np.argmax(fits))]), int(taker)
    return None
