"""Panels: many whole panels at once, by halving a bundle of them down to single ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance, SearchStopped
from sortition.limits import Limits, Whole, blocks
from sortition.program import Program
from sortition.swaps import Search

SWAPS = 60  # swaps tried in one split before an integer program takes over
NODES = 200  # branches that an integer program may take for one split
PATIENCE = 20  # steps of those programs for each panel, above which a bundle is given up
FEW = 50  # panels up to which a bundle is never given up: integer programs find the others soon
ORDERS = 24  # orders of the profiles from which each split takes one
PART = 1e-9  # seats below which a part of a seat is rounding

Seats: TypeAlias = Whole  # panels in rows
Share = TypeVar("Share", np.int64, np.float64)


@dataclass(frozen=True, eq=False)
class Face:
    """The panels that a lottery with given chances can use.

    Attributes
    ----------
    limits : Limits
        Those of the instance, their bounds equal where the lottery leaves them no room.
    target : (T,) float
        Seats of each profile on average.
    """

    limits: Limits
    target: NDArray[np.float64]


def meets(instance: Instance, panels: Seats) -> NDArray[np.bool_]:
    """Return which panels, (m, T) seats per profile, fill every seat and meet every limit."""
    met = [_meets(instance, panels[rows]) for rows in blocks(len(panels))]
    return np.concatenate(met) if met else np.zeros(0, dtype=np.bool_)


def mean_seats(panels: Seats, share: NDArray[Share]) -> NDArray[Share]:
    """Return the seats of each profile on average: panels (m, T), shares (m,) to (T,).

    Whole shares, in parts of something, give whole numbers of these parts.
    """
    seats = np.zeros(panels.shape[1], dtype=share.dtype)
    for rows in blocks(len(panels)):
        seats += share[rows] @ panels[rows]
    return seats


def kept_in(instance: Instance) -> np.dtype[Any]:
    """Return the type in which many panels of this instance are kept: the narrowest that can."""
    return narrowest(min(instance.size, int(instance.counts.max())))


def narrowest(most: int) -> np.dtype[Any]:
    """Return the type in which panels with at most so many seats a profile are kept."""
    return np.dtype(np.int8 if most <= np.iinfo(np.int8).max else np.int16)


def picked(panels: Seats, rows: NDArray[np.int64]) -> Seats:
    """Return these rows of the panels in this order; the panels given are used up.

    So no second copy is held: panels are the largest thing there is.
    """
    for columns in blocks(panels.shape[1]):
        panels[: len(rows), columns] = panels[rows, columns]
    return panels[: len(rows)]


def _meets(instance: Instance, panels: Seats) -> NDArray[np.bool_]:
    seats = instance.limits.seats(panels)
    return np.asarray(
        (panels.sum(axis=1) == instance.size)
        & (panels >= 0).all(axis=1)
        & (panels <= instance.counts).all(axis=1)
        & (seats >= instance.limits.lower).all(axis=1)
        & (seats <= instance.limits.upper).all(axis=1)
    )


def is_among(panel: NDArray[np.int64], panels: Seats) -> bool:
    """Return whether a panel, (T,), is one of the rows of ``panels``, (m, T)."""
    return bool((panels == panel).all(axis=1).any())


def bundle(
    face: Face, number: int, seed: int, done: Callable[[float], None] | None = None
) -> Seats:
    """Return ``number`` panels, (number, T), whose mean is nearly the face's target.

    A bundle of N panels is N times the target, rounded so that every limit holds N-fold.
    It is split in two again and again, and each split keeps every limit N-fold, so that
    bundles of one are panels. Where a split is not found, panels that miss a limit
    remain: see ``meets``. Where too many are not found, or take too long, a bundle of more
    than FEW is given up, and the panels made until then are returned. ``done`` hears the
    fraction that is finished. ``seed`` feeds a private generator that breaks ties; it
    decides which panels are found, never who.
    """
    halver, lower, upper = _Halver(face.limits, seed), face.limits.lower, face.limits.upper
    whole = halver.round(number * face.target, number * lower, number * upper)
    waiting, made = [(number, whole)], 0
    single = np.empty((number, len(whole)), dtype=narrowest(-(-int(whole.max()) // number)))
    while waiting and not halver.hopeless(number):
        size, seats = waiting.pop()
        if size == 1:
            single[made] = seats
            made += 1
            if done:
                done(made / number)
            continue
        first, rest = size // 2, size - size // 2
        total = face.limits.seats(seats).round().astype(np.int64)
        half = halver.round(
            np.asarray(seats * (first / size), dtype=np.float64),
            np.maximum(first * lower, total - rest * upper),
            np.minimum(first * upper, total - rest * lower),
        )
        waiting += [(first, half), (rest, seats - half)]
    return single[:made]


class _Halver:
    """Rounds parts of seats to whole ones so that each limit's sum stays in its bounds."""

    def __init__(self, limits: Limits, seed: int) -> None:
        self.limits = limits
        self.random = np.random.default_rng(seed)
        self.orders = [self._order() for _ in range(ORDERS)]
        self.steps, self.lost = 0, 0  # of the integer programs, and splits they did not find

    def hopeless(self, number: int) -> bool:
        """Tell whether splits go so badly that a third of so many panels would be missing."""
        return number > FEW and (self.steps > PATIENCE * number or 6 * self.lost > number)

    def _order(self) -> NDArray[np.int64]:
        """Return the profiles sorted by their quotas, which are taken in a random order."""
        columns = self.random.permutation(self.limits.quotas)
        return np.lexsort(self.limits.belongs[:, columns].T)

    def round(
        self, seats: NDArray[np.float64], lower: NDArray[np.int64], upper: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Return ``seats`` rounded up or down, with sums inside the bounds where found.

        Starts from a systematic sample of the profiles in one of the orders, so that like
        profiles share their parts evenly.
        """
        whole = np.floor(seats + PART)
        part = seats - whole
        order = self.orders[self.random.integers(ORDERS)]
        order = order[part[order] > PART]
        heap = np.cumsum(part[order]) + self.random.random()
        up = np.diff(np.floor(heap), prepend=0.0) > 0.5
        self._match(up, round(part.sum()))
        sums = self.limits.seats(whole)
        limits = self.limits.among(order).within(lower, upper)
        if not self._repair(up, limits, sums + limits.seats(up)):
            up = self._split_by_program(up, limits, sums)
        whole[order] += up
        return whole.astype(np.int64)

    def _match(self, up: NDArray[np.bool_], wanted: int) -> None:
        """Make exactly ``wanted`` entries of ``up`` true."""
        excess = int(up.sum()) - wanted
        for _ in range(abs(excess)):
            places = np.flatnonzero(up == (excess > 0))
            up[self.random.choice(places)] ^= True

    def _repair(self, up: NDArray[np.bool_], limits: Limits, sums: NDArray[np.float64]) -> bool:
        """Swap seats in ``up`` until no sum is out of bounds; tell whether that was reached."""
        search = Search(limits, sums, self.random)
        for _ in range(SWAPS):
            if not search.missed().any():
                return True
            swap = search.swap(up, ~up)
            if swap is None:
                return False
            up[list(swap)] ^= True
        return False

    def _split_by_program(
        self, up: NDArray[np.bool_], limits: Limits, sums: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Return a rounding inside the bounds, or ``up`` as it is where none was found soon."""
        size, there = len(up), np.append(0.0, sums)
        rows, below, above = limits.framed(up.sum())
        program = Program(
            rows,
            below - there,
            above - there,
            np.zeros(size),
            np.zeros(size),
            np.ones(size),
            whole=True,
            nodes=NODES,
        )
        try:
            answer = program.solve()
        except SearchStopped:
            answer = None
        self.steps += program.steps()
        self.lost += answer is None
        return up if answer is None else answer.variables > 0.5
