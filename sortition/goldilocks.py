"""GoldiLocks: no chance too small and none too great, over fractional panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sortition.certificate import Level, bound_by_prices
from sortition.gaps import mean_chance
from sortition.instance import Instance, SearchStopped
from sortition.program import INFINITY, Answer, Program
from sortition.relaxation import LOST

Vector = NDArray[np.float64]

NEAR = 1e-10  # relative distance of the cost from its bound at which the search ends
BELOW = 1e-10  # relative, by which the greatest floor is lowered to leave room
OVER = 1e-9  # seats by which a profile may exceed the ceiling before it becomes a row
SCALE = 1024.0  # parts of a seat that the program counts in
MOST_LINES = 200


@dataclass(frozen=True, eq=False)
class Line:
    """A proven bound on the ceiling M over any floor f: M >= start + rise x f, and its prices."""

    start: float
    rise: float
    level: Level


def floor_and_ceiling(
    instance: Instance, highest: Level, included: NDArray[np.bool_]
) -> tuple[float, float, Level]:
    """Return the smallest and the largest chance of least cost, and the level that proves it.

    ``highest`` is the level of the greatest smallest chance, and ``included``, (T,), who has
    any. The least ceiling over a floor is convex and made of straight pieces. Each
    linear program gives a line that touches it, and the least cost over the lines so far is the
    next floor to try; a few steps lead to the optimum exactly.

    Raises SearchStopped if rounding loses the way.
    """
    mean, most = mean_chance(instance), highest.value * (1 - BELOW)
    program, lines = _Ceiling(instance, included), list[Line]()
    floor, best = most, (np.inf, 0.0, 0.0)
    for _ in range(MOST_LINES):
        ceiling, line = program.over(floor)
        lines.append(line)
        best = min(best, (ceiling / mean + mean / floor, floor, ceiling))
        least, floor = _next_floor(lines, mean, most)
        if best[0] - least < NEAR * best[0]:
            return best[1], best[2], _proof(instance, lines, highest, included, floor)
    raise SearchStopped(LOST)


def _next_floor(lines: Sequence[Line], mean: float, most: float) -> tuple[float, float]:
    """Return the least cost under the lines, and its floor, at most ``most``."""
    start = np.array([line.start for line in lines])
    rise = np.array([line.rise for line in lines])
    with np.errstate(divide="ignore", invalid="ignore"):
        alone = mean / np.sqrt(np.maximum(rise, 0))
        crossing = (start[:, None] - start) / (rise - rise[:, None])
    floors = np.concatenate([alone, crossing.ravel(), [most]])
    floors = floors[np.isfinite(floors) & (floors > 0) & (floors <= most)]
    costs = (start + np.outer(floors, rise)).max(axis=1) / mean + mean / floors
    place = int(costs.argmin())
    return float(costs[place]), float(floors[place])


def _proof(
    instance: Instance,
    lines: Sequence[Line],
    highest: Level,
    included: NDArray[np.bool_],
    floor: float,
) -> Level:
    """Return the mixture of touching lines that rises as fast as the cost of the floor falls.

    Where no line rises as fast, the floor is the greatest there is, and its own proof helps.
    """
    mean = mean_chance(instance)
    wanted = (mean / floor) ** 2
    top = max(line.start + line.rise * floor for line in lines)
    near = [li for li in lines if li.start + li.rise * floor > top - 1e-8 * max(top, mean)]
    flat = max((li for li in near if li.rise <= wanted), key=lambda li: li.rise, default=None)
    steep = min((li for li in near if li.rise > wanted), key=lambda li: li.rise, default=None)
    if flat is None or steep is None:
        one = flat or steep
        assert one is not None  # the highest line is always near
        weight = float(np.array(highest.prices)[included].sum())
        extra = max(wanted - one.rise, 0.0) / weight
        return _mixed(instance, [(1.0, one.level), (extra, highest)], mean)
    part = (wanted - flat.rise) / (steep.rise - flat.rise)
    return _mixed(instance, [(1 - part, flat.level), (part, steep.level)], mean)


def _mixed(instance: Instance, parts: Sequence[tuple[float, Level]], mean: float) -> Level:
    """Return the weighted sum of proofs, in mean chances."""

    def summed(name: str) -> tuple[float, ...]:
        total = sum(weight * np.array(getattr(level, name)) for weight, level in parts)
        return tuple((np.asarray(total) / mean).tolist())

    level = Level(
        value=0.0,
        settled=(),
        prices=summed("prices"),
        bound=0.0,
        seats=sum(weight * level.seats for weight, level in parts) / mean,
        quotas=summed("quotas"),
        households=summed("households"),
    )
    return replace(level, bound=bound_by_prices(instance, level))


class _Ceiling:
    """The least ceiling M over a floor f: minimise M where, for some s >= 0,

    1. x[t] = counts[t] f + s[t], and nobody on no panel has a floor,
    2. sum of x = size, and x within the limits,
    3. x[t] <= counts[t] M, as a row only for profiles that would exceed it.
    """

    def __init__(self, instance: Instance, included: NDArray[np.bool_]) -> None:
        self.instance = instance
        self.counts = instance.counts.astype(np.float64)
        self.base = np.where(included, self.counts, 0.0)
        rows, self.below, self.above = instance.limits.framed(instance.size)
        self.rising = np.append(self.base.sum(), instance.limits.seats(self.base))
        self.capped: list[int] = []
        self.program = Program(
            np.column_stack([rows, np.zeros(len(rows), dtype=np.int8)]),
            self.below,
            self.above,
            np.append(np.zeros(len(self.counts)), 1.0),
            np.append(np.zeros(len(self.counts)), mean_chance(instance) * SCALE),
            np.append(SCALE * self.counts, SCALE),
        )

    def over(self, floor: float) -> tuple[float, Line]:
        """Return the least ceiling over this floor, and the line that touches it there."""
        solver, last = self.program.solver, len(self.counts)
        places = np.arange(len(self.rising), dtype=np.int32)
        held = floor * self.rising
        below, above = (self.below - held) * SCALE, (self.above - held) * SCALE
        solver.changeRowsBounds(len(places), places, below, above)  # type: ignore[attr-defined]
        for row, t in enumerate(self.capped, len(held)):
            solver.changeRowBounds(row, -INFINITY, -self.base[t] * floor * SCALE)
        while True:
            answer = self.program.solve()
            if answer is None:
                raise SearchStopped(LOST)
            *above_floor, ceiling = answer.variables / SCALE
            over = np.array(above_floor) + self.base * floor > self.counts * ceiling + OVER
            over[self.capped] = False
            if not over.any():
                return float(ceiling), self._line(answer)
            for t in np.flatnonzero(over).tolist():
                self.capped.append(t)
                columns = np.array([t, last], dtype=np.int32)
                most = -self.base[t] * floor * SCALE
                parts = np.array([1.0, -self.counts[t]])
                solver.addRow(-INFINITY, most, 2, columns, parts)

    def _line(self, answer: Answer) -> Line:
        q, n = 1 + len(self.instance.quotas), len(self.rising)
        prices = answer.reduced[:-1].copy()
        prices[self.capped] += answer.rows[n:]
        duals = -answer.rows[:n]
        level = Level(
            value=0.0,
            settled=(),
            prices=tuple((prices * self.counts).tolist()),
            bound=0.0,
            seats=float(duals[0]),
            quotas=tuple(duals[1:q].tolist()),
            households=tuple(duals[q:].tolist()),
        )
        weight = float((prices * self.base).sum())
        return Line(-bound_by_prices(self.instance, level), 1 + weight, level)
