"""Certificate: dual prices that show a lottery to be leximin, and how far it could be from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance

NEVER = 1e-9  # a level below this is the level of those on no panel
SETTLED = 1e-7  # share of the mean price above which a price counts as positive


@dataclass(frozen=True)
class Level:
    """One step of the proof that a lottery is leximin: nobody left can have more than ``value``.

    Attributes
    ----------
    value : float
        The smallest chance among the profiles not yet settled; they become settled
        where their price is positive.
    settled : tuple of int
        The profiles that become settled here.
    prices : (T,) float
        Weight of each profile's chance, none negative; those of the unsettled sum to 1.
    bound : float
        The greatest sum of prices times chances that any panel reaches.
    seats : float
    quotas : (q,) float
    households : (h,) float
        Dual prices of a seat, of each quota (positive: its maximum binds, negative:
        its minimum) and of each kind of household. They prove ``bound`` by arithmetic alone;
        ``quotas`` and ``households`` are empty where an integer program proved it.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> [round(level.value, 6) for level in leximin(small_pool()).certificate.levels]
    [0.4, 0.666667]
    """

    value: float
    settled: tuple[int, ...]
    prices: tuple[float, ...]
    bound: float
    seats: float = 0.0
    quotas: tuple[float, ...] = ()
    households: tuple[float, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """How a lottery was proved to be the fairest, and how far it could still be from it.

    ``route`` is "relax-and-decompose" or "column-generation"; ``upper_bound`` is the best
    figure that any lottery can reach, over those who are on some panel: of leximin and maximin the
    smallest chance, of Nash the geometric mean, of GoldiLocks the cost, which no lottery goes
    below; ``gap`` is how far the lottery could be from it, for leximin at any level: divided by k/n
    for leximin and maximin, relative to the figure for the others.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> proof = leximin(small_pool()).certificate
    >>> proof.route, round(proof.upper_bound, 6), bool(proof.gap < 1e-9)
    ('relax-and-decompose', 0.4, True)
    """

    route: str
    upper_bound: float
    gap: float
    levels: tuple[Level, ...]


def bound_by_prices(instance: Instance, level: Level) -> float:
    """Return a bound on the level's weighted sum of chances, proved by its prices alone.

    Weak duality: no panel inside the limits, whole or fractional, exceeds it.

    Raises ValueError if the level was proved by an integer program.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> pool = small_pool()
    >>> first = leximin(pool).certificate.levels[0]
    >>> round(bound_by_prices(pool, first), 6)
    0.4
    """
    prices, limits = np.array(level.prices), instance.limits
    duals = np.array(level.quotas + level.households)
    if not level.quotas or len(duals) != len(limits.upper):
        raise ValueError("This level was proved by an integer program, not by prices.")
    rest = prices / instance.counts - level.seats - limits.worth(duals)
    return float(
        level.seats * instance.size
        + np.maximum(duals, 0) @ limits.upper
        + np.minimum(duals, 0) @ limits.lower
        + np.maximum(rest, 0) @ instance.counts
    )


def largest_gap(instance: Instance, levels: Sequence[Level], chances: NDArray[np.float64]) -> float:
    """Return how far the chances could be below leximin at any level, relative to k/n.

    At each level the unsettled profile with the smallest chance is compared with the
    bound less what the settled profiles use of it. Raises ValueError if the levels do not
    settle every profile or do not settle by their prices.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> pool = small_pool()
    >>> levels = leximin(pool).certificate.levels
    >>> round(float(largest_gap(pool, levels, np.full(4, 0.3))), 6)
    0.733333
    """
    settled = np.zeros(len(instance.profiles), dtype=np.bool_)
    gap = 0.0
    for level in levels:
        prices = np.array(level.prices)
        if prices.min() < 0:
            raise ValueError("A price is negative; the level proves nothing.")
        weight = prices[~settled].sum()
        if not weight > 0 or not (prices[list(level.settled)] > 0).all():
            raise ValueError("A level settles profiles that its prices do not reach.")
        most = (level.bound - prices[settled] @ chances[settled]) / weight
        gap = max(gap, most - chances[~settled].min())
        settled[list(level.settled)] = True
    if not settled.all():
        raise ValueError("The levels leave profiles unsettled.")
    return gap * len(instance.ids) / instance.size
