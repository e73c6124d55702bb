"""Relaxation: leximin over fractional panels, an upper bound that is nearly always reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.certificate import NEVER, SETTLED, Level, bound_by_prices, largest_gap
from sortition.instance import Instance, SearchStopped
from sortition.program import INFINITY, Answer, Program

CAP = 1e-9  # seats by which a profile may exceed its people before the cap becomes a row
GIVES = 1e-10, 1e-11, 1e-12, 1e-9, 1e-8  # by how much a settled chance may give way
NEAR = 5e-6  # gap, relative to k/n, at which no smaller one is looked for
LOST = "The search for a fair lottery lost its accuracy. Nothing was drawn or decided."
SCALE = 1024.0  # parts of a seat that the program counts in, so that its tolerances bite
TIGHT = 1e-5  # seats from its bound within which a quota counts as tight


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The leximin chances, (T,), over fractional panels, and the levels that prove them."""

    levels: tuple[Level, ...]
    chances: NDArray[np.float64]


def relax(instance: Instance) -> Relaxation | None:
    """Return leximin over the fractional panels, or None if there are none.

    A fractional panel seats 0 to counts[t] of profile t, ``size`` in all, inside every
    quota. Its leximin point is at least as good as any lottery's.

    Raises SearchStopped if rounding leaves no point near enough to its levels.

    Notes
    -----
    Each level is the program: maximise z subject to

    1. x[t] = counts[t] (z or the settled value) + s[t], with s[t] >= 0,
    2. sum of x = size and lower <= belongs' x <= upper,
    3. x[t] <= counts[t], as a row only for profiles that would exceed it.

    Profiles whose s[t] has a positive price cannot have more than z and are settled, at
    z less a ten-thousand-millionth: held exactly, rounding makes late levels infeasible
    (a level can move by 10,000 times the error of the levels below it). Where that
    leaves too great a gap, or no point at all, less or more may give way.
    """
    nearest, smallest = None, np.inf
    for give in GIVES:
        try:
            levels = _levels(_Chain(instance, give))
        except _Lost:
            continue
        if levels is None:
            return None
        chances = _point(instance, levels)
        gap = largest_gap(instance, levels, chances)
        if gap < smallest:
            nearest, smallest = Relaxation(tuple(levels), chances), gap
        if gap < NEAR:
            break
    if nearest is None:
        raise SearchStopped(LOST)
    return nearest


def first_levels(instance: Instance) -> list[Level] | None:
    """Return the levels of those on no panel, and the first level of the others.

    None if no fractional panel exists; raises SearchStopped if rounding loses the way.
    """
    try:
        return _levels(_Chain(instance, GIVES[0]), lambda level: level.value >= NEVER)
    except _Lost:
        raise SearchStopped(LOST) from None


def _point(instance: Instance, levels: Sequence[Level]) -> NDArray[np.float64]:
    """Return the chance of each profile at its level, moved onto the tight limits."""
    chances = np.zeros(len(instance.profiles))
    for level in levels:
        chances[list(level.settled)] = min(level.value, 1.0)
    return onto_tight(instance, chances)


def onto_tight(instance: Instance, chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chances, (T,), moved to where tight limits hold exactly.

    The move is the smallest (least squares over chances) and undoes what rounding and
    the slack of settled levels add up to; nobody at 0 or 1 moves.
    """
    chances = chances.copy()
    chances[chances < NEVER] = 0.0
    chances[chances > 1 - NEVER] = 1.0
    inner = (chances > 0) & (chances < 1)
    limits = instance.limits
    seats = limits.seats(instance.counts * chances)
    goal = np.where(seats < limits.lower + TIGHT, limits.lower, limits.upper)
    tight = np.abs(seats - goal) < TIGHT
    rows = np.vstack([np.ones(len(chances)), limits.rows(np.flatnonzero(tight))]) * instance.counts
    lack = np.append(instance.size, goal[tight]) - rows @ chances
    chances[inner] += np.linalg.lstsq(rows[:, inner], lack, rcond=1e-10)[0]
    return chances


class _Lost(Exception):
    """A level that must have a solution was found to have none, or no prices."""


def _levels(
    chain: _Chain, is_last: Callable[[Level], bool] = lambda _level: False
) -> list[Level] | None:
    """Return the levels up to the last one that is wanted; None if there is no panel."""
    levels: list[Level] = []
    while not (chain.settled.all() or (levels and is_last(levels[-1]))):
        answer = chain.solve()
        if answer is None and not levels:
            return None
        if answer is None:
            raise _Lost
        levels.append(chain.settle(answer))
    return levels


class _Chain:
    """The program of one level, changed in place from level to level."""

    def __init__(self, instance: Instance, give: float) -> None:
        profiles = len(instance.profiles)
        self.instance, self.give = instance, give
        self.counts = instance.counts.astype(np.float64)
        self.settled = np.zeros(profiles, dtype=np.bool_)
        self.value = np.zeros(profiles)
        self.capped: list[int] = []
        self.rows = np.vstack([np.ones(profiles), instance.belongs.T])
        rows, self.below, self.above = instance.limits.framed(instance.size)
        self.rising = self._seats(self.counts)
        self.program = Program(
            rows,
            self.below * SCALE,
            self.above * SCALE,
            np.append(np.zeros(profiles), -1.0),
            np.zeros(profiles + 1),
            np.full(profiles + 1, INFINITY),
            last=self.rising,
        )

    def solve(self) -> Answer | None:
        """Return this level's optimum, adding caps until no profile exceeds its people."""
        while True:
            answer = self.program.solve()
            if answer is None:
                return None
            *above_floor, value = answer.variables / SCALE
            floor = np.where(self.settled, self.value, value)
            over = np.array(above_floor) > self.counts * (1 - floor) + CAP
            over[self.capped] = False
            if not over.any():
                return answer
            for t in np.flatnonzero(over).tolist():
                self.capped.append(t)
                room = self.counts[t] * (1 - self.value[t])
                part = 0.0 if self.settled[t] else self.counts[t]
                columns = np.array([t, len(self.counts)], dtype=np.int32)
                self.program.solver.addRow(
                    -INFINITY, room * SCALE, 2, columns, np.array([1.0, part])
                )

    def settle(self, answer: Answer) -> Level:
        """Return the level that an optimum proves, and move its profiles to the settled."""
        value = answer.variables[-1] / SCALE
        prices = np.maximum(answer.reduced[:-1] * self.counts, 0.0)
        prices[prices < SETTLED * prices.mean()] = 0.0
        new = (prices > 0) & ~self.settled
        if not new.any():
            raise _Lost
        duals, last = -answer.rows[: len(self.rising)], 1 + len(self.instance.quotas)
        level = Level(
            value=float(value),
            settled=tuple(np.flatnonzero(new).tolist()),
            prices=tuple(prices.tolist()),
            bound=0.0,
            seats=float(duals[0]),
            quotas=tuple(duals[1:last].tolist()),
            households=tuple(duals[last:].tolist()),
        )
        self.settled |= new
        self.value[new] = np.clip(value - self.give, 0.0, 1.0)
        self._move_settled()
        return Level(**{**vars(level), "bound": bound_by_prices(self.instance, level)})

    def _move_settled(self) -> None:
        """Take the settled profiles' seats out of z's column and off the bounds."""
        solver, last = self.program.solver, len(self.counts)
        rising = self._seats(np.where(self.settled, 0.0, self.counts))
        held = self._seats(self.counts * self.value)
        for j in np.flatnonzero(rising != self.rising).tolist():
            solver.changeCoeff(j, last, rising[j])
        self.rising = rising
        places = np.arange(len(held), dtype=np.int32)
        below, above = (self.below - held) * SCALE, (self.above - held) * SCALE
        solver.changeRowsBounds(len(places), places, below, above)  # type: ignore[attr-defined]
        for row, t in enumerate(self.capped, len(held)):
            if self.settled[t]:
                solver.changeCoeff(row, last, 0.0)
                room = self.counts[t] * (1 - self.value[t])
                solver.changeRowBounds(row, -INFINITY, room * SCALE)

    def _seats(self, panel: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the seats in all and of each limit."""
        return np.append(self.rows @ panel, self.instance.limits.homes(panel))
