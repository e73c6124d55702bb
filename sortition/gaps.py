"""Gaps: how far a lottery could be from the best one, proved by prices, for each objective."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sortition.canonical import OBJECTIVES
from sortition.certificate import NEVER, Level, largest_gap
from sortition.instance import Instance

__all__ = ["OBJECTIVES", "cost", "mean_chance", "measured", "nash_prices"]

Vector = NDArray[np.float64]

ROUNDING = 1e-9  # relative, by which prices may exceed what they must sum to


def measured(
    objective: str, instance: Instance, levels: Sequence[Level], chances: Vector
) -> tuple[float, float]:
    """Return the best figure that any lottery can reach, and how far these chances, (T,), are.

    See ``Certificate``. Raises ValueError if the levels prove nothing.
    """
    if objective == "leximin":
        highest = next((level.value for level in levels if level.value >= NEVER), 0.0)
        return highest, largest_gap(instance, levels, chances)
    if not levels:
        raise ValueError("There is no level, so there is no proof.")
    included = _included(instance, levels[:-1])
    if not (chances[included] > 0).all():
        raise ValueError("Somebody has no chance and no level says why.")
    proof = {"maximin": _maximin, "nash": _nash, "goldilocks": _goldilocks}[objective]
    return proof(instance, levels[-1], chances, included)


def cost(chances: Vector, mean: float) -> float:
    """Return GoldiLocks' cost: the largest chance in means plus the mean in smallest chances.

    >>> cost(np.array([0.1, 0.2]), 0.1)
    3.0

    References
    ----------
    Baharav and Flanigan, "Fair, manipulation-robust, and transparent sortition", 2024.
    """
    return float(chances.max() / mean + mean / chances.min())


def nash_prices(instance: Instance, chances: Vector, included: NDArray[np.bool_]) -> Vector:
    """Return the slope of the mean logarithm of everyone's chance, (T,)."""
    people = np.where(included, instance.counts, 0.0)
    return np.asarray(people / (np.where(included, chances, 1.0) * people.sum()))


def mean_chance(instance: Instance) -> float:
    """Return k/n, the chance of everyone if the quotas allowed it."""
    return instance.size / len(instance.ids)


def _included(instance: Instance, levels: Sequence[Level]) -> NDArray[np.bool_]:
    """Return the profiles, (T,), that the levels do not prove to be on no panel."""
    included = np.ones(len(instance.profiles), dtype=np.bool_)
    for level in levels:
        prices = np.array(level.prices)
        if level.bound > NEVER or prices.min() < 0 or not (prices[list(level.settled)] > 0).all():
            raise ValueError("A level excludes people whom its prices do not exclude.")
        included[list(level.settled)] = False
    return included


def _maximin(
    instance: Instance, level: Level, chances: Vector, included: NDArray[np.bool_]
) -> tuple[float, float]:
    prices = np.array(level.prices)[included]
    if prices.min() < 0 or not prices.sum() > 0:
        raise ValueError("A price is negative; the level proves nothing.")
    most = level.bound / prices.sum()
    return float(most), float(most - chances[included].min()) / mean_chance(instance)


def _nash(
    instance: Instance, level: Level, chances: Vector, included: NDArray[np.bool_]
) -> tuple[float, float]:
    """The logarithm lies below its tangent: no lottery's mean exceeds this one's by ``gap``."""
    slope, prices = nash_prices(instance, chances, included), np.array(level.prices)
    if not (prices[included] > 0).all():
        raise ValueError("A price is not above 0; the level proves nothing.")
    gap = level.bound * float((slope[included] / prices[included]).max()) - 1
    people = instance.counts[included]
    mean = float(np.exp(people @ np.log(chances[included]) / people.sum()))
    return mean * float(np.exp(gap)), gap


def _goldilocks(
    instance: Instance, level: Level, chances: Vector, included: NDArray[np.bool_]
) -> tuple[float, float]:
    """Prices above 0 are those of the floor, prices below 0 of the ceiling, in mean chances.

    A ceiling M costs M / mean, so its prices may sum to 1 / mean; a floor f whose prices sum to
    A earns A f less than the mean / f that it costs, at best 2 sqrt(mean A).
    """
    prices, mean = np.array(level.prices) * included, mean_chance(instance)
    ceiling = -float(np.minimum(prices, 0).sum()) * mean
    if ceiling > 1 + ROUNDING:
        raise ValueError("The prices of the ceiling exceed what it is worth.")
    floor = max(1 + mean * float(prices.sum()), 0.0)
    least = 2 * float(np.sqrt(floor)) - level.bound
    return least, cost(chances[included], mean) / least - 1 if least > 0 else float("inf")
