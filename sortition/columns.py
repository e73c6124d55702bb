"""Columns: leximin by column generation over whole panels, exact where relaxation is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sortition.certificate import SETTLED, Level
from sortition.instance import Instance, SearchStopped
from sortition.panels import Seats, is_among
from sortition.program import INFINITY, Answer, Program

Found = TypeVar("Found")

SCALE = 1024.0  # parts of a chance that the programs count in, so that their tolerances bite
GIVE = 1e-10  # by how much a settled chance may give way to rounding
PROVED = 1e-10  # how far a panel must exceed the prices to be worth a column


@dataclass(frozen=True, eq=False)
class Generated:
    """Panels, (m, T), their shares, (m,), and the levels that prove them leximin."""

    panels: NDArray[np.int64]
    share: NDArray[np.float64]
    levels: list[Level]


def generate(
    instance: Instance,
    panels: Seats | None = None,
    progress: Callable[[float], None] | None = None,
) -> Generated | None:
    """Return the leximin lottery over whole panels, or None if no panel exists.

    ``panels``, (m, T), may hold panels to start from. Level by level, a linear program
    over the panels known maximises the smallest unsettled chance, and an integer program
    looks for a panel that its prices undervalue; when there is none, the level is proved.

    Raises SearchStopped if an integer program gives neither a panel nor a proof.
    """
    pricing = Pricing(instance)
    known, seated = cover(instance, pricing, panels)
    if known is None:
        return None
    levels = excluded_levels(seated)
    master = _Master(instance, known, seated)
    while not master.settled.all():
        answer = master.solve()
        prices, worth = master.prices(answer)
        panel, bound = sure(pricing.heaviest(prices / instance.counts))
        if bound > worth + PROVED and not is_among(panel, master.panels):
            master.add(panel)
            continue
        levels.append(master.settle(answer, prices, bound))
        if progress:
            progress(float(master.settled.mean()))
    share = np.maximum(master.share, 0.0)
    used = share > 0
    return Generated(master.panels[used], share[used] / share.sum(), levels)


def sure(found: Found | None) -> Found:
    """Return what must have been found; raises SearchStopped if it was not."""
    if found is None:
        raise SearchStopped(
            "The search for a fair lottery lost its accuracy. Nothing was drawn or decided."
        )
    return found


class Pricing:
    """The integer program that finds the panel of greatest weight."""

    def __init__(self, instance: Instance) -> None:
        counts = instance.counts.astype(np.float64)
        self.program = Program(
            *instance.limits.framed(instance.size),
            np.zeros(len(counts)),
            np.zeros(len(counts)),
            counts,
            whole=True,
        )

    def heaviest(self, weight: NDArray[np.float64]) -> tuple[NDArray[np.int64], float] | None:
        """Return the heaviest panel, (T,), and a proven bound; None if there is no panel."""
        scale = SCALE / max(weight.max(), 1e-300)
        self.program.price(-weight * scale)
        answer = self.program.solve()
        if answer is None:
            return None
        panel = answer.variables.round().astype(np.int64)
        return panel, max(-answer.bound / scale, float(weight @ panel))


def cover(
    instance: Instance, pricing: Pricing, panels: Seats | None
) -> tuple[NDArray[np.int64] | None, NDArray[np.bool_]]:
    """Return panels that seat every profile that any panel seats, and which those are."""
    none = np.zeros((0, len(instance.profiles)), dtype=np.int64)
    known = none if panels is None else panels.astype(np.int64)
    while True:
        seated = np.asarray(known.any(axis=0))
        if seated.all():
            return known, seated
        found = pricing.heaviest(np.where(seated, 0.0, 1.0))
        if found is None:
            return None, seated
        panel, _ = found
        if not panel[~seated].any():
            return (known if len(known) else panel[None, :]), seated
        known = np.vstack([known, panel])


def excluded_levels(seated: NDArray[np.bool_]) -> list[Level]:
    """Return the level of those on no panel, as the last program of ``cover`` proved it."""
    if seated.all():
        return []
    prices = np.where(seated, 0.0, 1.0 / np.count_nonzero(~seated))
    return [Level(0.0, tuple(np.flatnonzero(~seated).tolist()), tuple(prices.tolist()), 0.0)]


class _Master:
    """The linear program over the panels known: rows are profiles, columns are panels.

    Maximise z subject to

    1. for each profile, its chance - (z if unsettled) >= (its value if settled),
    2. the shares sum to 1.
    """

    def __init__(
        self, instance: Instance, panels: NDArray[np.int64], seated: NDArray[np.bool_]
    ) -> None:
        self.instance, self.panels = instance, panels
        self.settled = ~seated
        self.value = np.zeros(len(seated))
        self.share = np.zeros(len(panels))
        unsettled = np.append(-1.0 * seated, 0.0)
        self.program = Program(
            np.column_stack([unsettled, *(self._column(panel) for panel in panels)]),
            np.append(np.zeros(len(seated)), SCALE),
            np.append(np.full(len(seated), INFINITY), SCALE),
            np.append(-1.0, np.zeros(len(panels))),
            np.zeros(len(panels) + 1),
            np.full(len(panels) + 1, INFINITY),
        )

    def _column(self, panel: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.append(panel / self.instance.counts, 1.0)

    def solve(self) -> Answer:
        """Return the optimum over the panels known."""
        answer = sure(self.program.solve())
        self.share = answer.variables[1:] / SCALE
        return answer

    def prices(self, answer: Answer) -> tuple[NDArray[np.float64], float]:
        """Return the price of each profile's chance, and the most a known panel is worth."""
        prices = np.maximum(answer.rows[:-1], 0.0)
        prices[prices < SETTLED * prices.mean()] = 0.0
        worth = (self.panels / self.instance.counts) @ prices
        return prices, float(worth.max())

    def add(self, panel: NDArray[np.int64]) -> None:
        """Add a panel as a column."""
        column = self._column(panel)
        rows = np.flatnonzero(column).astype(np.int32)
        self.program.solver.addCol(0.0, 0.0, INFINITY, len(rows), rows, column[rows])
        self.panels = np.vstack([self.panels, panel])

    def settle(self, answer: Answer, prices: NDArray[np.float64], bound: float) -> Level:
        """Return the level proved, and hold its profiles at its value from now on."""
        value = answer.variables[0] / SCALE
        new = (prices > 0) & ~self.settled
        sure(new.any() or None)
        self.settled |= new
        self.value[new] = max(value - GIVE, 0.0)
        for t in np.flatnonzero(new).tolist():
            self.program.solver.changeCoeff(t, 0, 0.0)
            self.program.solver.changeRowBounds(t, self.value[t] * SCALE, INFINITY)
        settled = tuple(np.flatnonzero(new).tolist())
        return Level(float(value), settled, tuple(prices.tolist()), bound)
