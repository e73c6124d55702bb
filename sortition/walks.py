"""Walks: panels found one by one by swapping seats, where a bundle cannot be halved.

With few seats for many quotas, two panels' worth of seats rarely split into two panels.
A single panel is easily found all the same, and prices tell which ones are wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance
from sortition.panels import Face, Seats, narrowest
from sortition.shares import CLOSE, closest_shares, reaches, steering
from sortition.swaps import Search

STEPS = 50  # swaps of one walk
REST = 6  # swaps during which a profile that gained or lost a seat keeps what it has
PULLS = 0.5, 1.0, 2.0, 4.0, 8.0  # seats of a limit that the highest price weighs as much as
WALKS = 20  # walks of each pull between two looks at the prices
MOST = 400  # panels taken from the walks of one round
NEAR = 0.02  # seats, of all, that the mean may miss where shares without a lack are looked for
SLOW = 0.98  # part of the lack that is left after a round that brought too little
ROUNDS = 5  # such rounds in a row after which the walks end


def approach(
    instance: Instance,
    face: Face,
    panels: Seats,
    progress: Callable[[float], None],
) -> Seats:
    """Return different panels, (m, T), among them those given, with a mean near the target.

    Round by round, the prices of the seats that the mean lacks draw walks to panels that
    have them. Ends where some shares of the panels give the target, or where the walks
    bring nothing more: then it may be out of reach. ``progress`` hears the fraction of
    the target that is no longer missed. The same face always gives the same panels.
    """
    walker = _Walker(instance, face)
    panels = _joined(panels)
    slow, lack = 0, np.inf
    while slow < ROUNDS:
        share, price = steering(panels, face.target)
        before, lack = lack, float(np.abs(face.target - share @ panels).sum())
        progress(max(0.0, 1.0 - lack / face.target.sum()))
        if lack < NEAR and reaches(panels, closest_shares(panels, face.target)[0], face.target):
            break
        slow = slow + 1 if lack > SLOW * before else 0
        panels = _joined(panels, *walker.round(price))
    return panels


def covering(instance: Instance, face: Face, panels: Seats) -> Seats:
    """Return different panels, (m, T), with those given, that seat whomever walks can seat.

    Nearly always that is everyone whom the target seats. The same face always gives the
    same panels.
    """
    walker = _Walker(instance, face)
    panels = _joined(panels)
    fruitless = 0
    while fruitless < ROUNDS:
        without = walker.seated & ~panels.any(axis=0)
        if not without.any():
            break
        found = walker.round(without.astype(np.float64))
        fruitless = 0 if found else fruitless + 1
        panels = _joined(panels, *found)
    return panels


def _joined(panels: Seats, *more: NDArray[np.int64]) -> Seats:
    """Return the different ones of all these panels, in order of their seats."""
    if not (len(panels) or more):
        return panels
    found = np.unique(np.vstack([panels, *more]), axis=0)
    return found.astype(narrowest(int(found.max())))


class _Walker:
    """Walks over seats that fill the panel, from one that keeps every limit to the next."""

    def __init__(self, instance: Instance, face: Face) -> None:
        self.face, self.counts = face, instance.counts
        self.bound = face.target > instance.counts - CLOSE
        self.seated = face.target > CLOSE
        self.random = np.random.default_rng(0)

    def round(self, price: NDArray[np.float64]) -> list[NDArray[np.int64]]:
        """Return the MOST panels that are worth most, and something, at these prices."""
        level = price - price @ self.face.target / self.face.target.sum()
        pull = level / max(float(np.abs(level).max()), 1e-300)
        found: dict[bytes, NDArray[np.int64]] = {}
        for strength in PULLS:
            for _ in range(WALKS):
                found |= {seats.tobytes(): seats for seats in self.walk(strength * pull)}
        worth = {key: float(seats @ price) for key, seats in found.items()}
        dear = sorted((key for key in found if worth[key] > 0), key=lambda key: (-worth[key], key))
        return [found[key] for key in dear[:MOST]]

    def walk(self, worth: NDArray[np.float64]) -> Iterator[NDArray[np.int64]]:
        """Yield the panels that keep every limit on a walk from around the target."""
        seats = self._start()
        search = Search(self.face.limits, self.face.limits.seats(seats), self.random)
        moved = np.full(len(seats), -REST - 1)
        for step in range(STEPS):
            if not search.missed().any():
                yield seats.copy()
            rested = moved < step - REST
            leaving = rested & (seats > 0) & ~self.bound
            joining = rested & (seats < self.counts) & self.seated
            swap = search.swap(leaving, joining, worth)
            if swap is None:
                return
            seats[swap[0]] -= 1
            seats[swap[1]] += 1
            moved[list(swap)] = step

    def _start(self) -> NDArray[np.int64]:
        """Return a systematic sample of the target, in whole seats, in a random order."""
        order = self.random.permutation(len(self.counts))
        part = self.random.random()
        heap = np.cumsum(self.face.target[order]) + part
        heap[-1] = round(self.face.target.sum()) + part
        seats = np.zeros(len(order), dtype=np.int64)
        seats[order] = np.diff(np.floor(np.minimum(heap, heap[-1])), prepend=0.0)
        return seats
