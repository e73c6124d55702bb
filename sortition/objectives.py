"""Objectives: what "fairest" can mean, and the lottery that is the fairest in each sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sortition import hull
from sortition.certificate import NEVER, Level, bound_by_prices
from sortition.decomposition import decompose
from sortition.feasibility import explain
from sortition.gaps import OBJECTIVES, cost, mean_chance, nash_prices
from sortition.goldilocks import floor_and_ceiling
from sortition.instance import InfeasibleQuotas, Instance, SearchStopped
from sortition.interior import Curve, minimise
from sortition.leximin import (
    BY_COLUMNS,
    BY_RELAXING,
    Lottery,
    Progress,
    by_columns,
    certified,
    leximin,
    silent,
)
from sortition.limits import Limits
from sortition.panels import Seats
from sortition.program import Program
from sortition.relaxation import LOST, first_levels, onto_tight

__all__ = ["OBJECTIVES", "fairest"]

Vector = NDArray[np.float64]
Aim = Callable[[Instance, Level, NDArray[np.bool_]], tuple[Vector, Level]]

SURE = 1e-6  # distance from 1 within which a chance is 1
PROVED = 1e-7  # gap above which the prices of the interior point method are no proof
SLACK = 1e-9  # relative, by which a floor or ceiling may give way to rounding


def fairest(
    instance: Instance, objective: str = "leximin", progress: Progress | None = None
) -> Lottery:
    """Return the lottery over panels that is best for an objective.

    - "leximin": the smallest chance is greatest, then the second smallest, and so on.
    - "maximin": the smallest chance is greatest; among those lotteries the most even,
      with the least sum over people of (chance - k/n) squared.
    - "nash": the product of all chances is greatest.
    - "goldilocks": the largest chance over k/n, plus k/n over the smallest, is least; among
      those the most even.

    People on no panel do not count, and people with the same answers have the same chance. The
    same instance always gives the same lottery. Where no lottery over whole panels has the
    best fractional chances, column generation finds the best that one has; then maximin is
    leximin's lottery, and GoldiLocks' is one of the best.

    Raises ValueError for another objective; InfeasibleQuotas and SearchStopped as ``leximin``.

    References
    ----------
    Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens'
    assemblies", Nature 596, 2021; Baharav and Flanigan, "Fair, manipulation-robust, and
    transparent sortition", 2024.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool()
    >>> for profile, chance in zip(pool.profiles, fairest(pool).chances, strict=True):
    ...     print(*profile, round(chance, 6))
    old town 0.4
    old village 0.4
    young town 0.666667
    young village 0.666667
    """
    if objective not in OBJECTIVES:
        raise ValueError(f"“{objective}” is no objective; use one of {', '.join(OBJECTIVES)}.")
    if objective == "leximin":
        return leximin(instance, progress)
    tell = progress or silent
    tell("levels", 0.0)
    levels = first_levels(instance)
    if levels is None:
        raise InfeasibleQuotas(explain(instance))
    included = np.ones(len(instance.profiles), dtype=np.bool_)
    for level in levels[:-1]:
        included[list(level.settled)] = False
    chances, proof = AIMS[objective](instance, levels[-1], included)
    tell("levels", 1.0)
    found = decompose(instance, chances, lambda part: tell("panels", part))
    if found.share is None:
        return _by_columns(instance, objective, found.panels, progress)
    proved = [*levels[:-1], proof]
    return certified(instance, found.panels, found.share, BY_RELAXING, proved, objective)


def _by_columns(
    instance: Instance, objective: str, panels: Seats, progress: Progress | None
) -> Lottery:
    """Return the best lottery over whole panels, proved by integer programs."""
    if objective == "maximin":
        found = by_columns(instance, panels, progress)
        levels = _first(found.certificate.levels)
        return certified(instance, found.panels, found.share, BY_COLUMNS, levels, objective)
    tell = progress or silent
    generated = hull.generate(instance, objective, panels, lambda part: tell("columns", part))
    if generated is None:
        raise InfeasibleQuotas(explain(instance))
    made = generated.panels, generated.share
    return certified(instance, *made, BY_COLUMNS, generated.levels, objective)


def _first(levels: Sequence[Level]) -> Sequence[Level]:
    """Return the levels up to the first one above 0."""
    last = next(place for place, level in enumerate(levels) if level.value >= NEVER)
    return levels[: last + 1]


def _maximin(
    instance: Instance, highest: Level, included: NDArray[np.bool_]
) -> tuple[Vector, Level]:
    return _most_even(instance, included, highest.value, 1.0), highest


def _goldilocks(
    instance: Instance, highest: Level, included: NDArray[np.bool_]
) -> tuple[Vector, Level]:
    floor, ceiling, proof = floor_and_ceiling(instance, highest, included)
    chances = _most_even(instance, included, floor, ceiling)
    return chances, replace(proof, value=cost(chances[included], mean_chance(instance)))


def _nash(instance: Instance, _: Level, included: NDArray[np.bool_]) -> tuple[Vector, Level]:
    people = instance.counts[included].astype(np.float64)

    def curve(x: Vector) -> tuple[Vector, Vector]:
        return -people / x, people / x**2

    chances, duals = _best(instance, included, 0 * people, people, curve)
    level = _nash_level(instance, chances, included, -duals / people.sum())
    if level.bound > 1 + PROVED:
        level = _nash_level(instance, chances, included, _linear_duals(instance, level))
    return chances, level


def _nash_level(
    instance: Instance, chances: Vector, included: NDArray[np.bool_], duals: Vector
) -> Level:
    """Return what these prices, of a seat and of each limit, prove of the best product."""
    prices = nash_prices(instance, chances, included)
    loose = instance.counts * (duals[0] + instance.limits.worth(duals[1:]))
    last, people = 1 + len(instance.quotas), instance.counts[included]
    level = Level(
        value=float(np.exp(people @ np.log(chances[included]) / people.sum())),
        settled=tuple(np.flatnonzero(included).tolist()),
        prices=tuple(np.where(included, prices, np.minimum(loose, 0)).tolist()),
        bound=0.0,
        seats=float(duals[0]),
        quotas=tuple(duals[1:last].tolist()),
        households=tuple(duals[last:].tolist()),
    )
    return replace(level, bound=bound_by_prices(instance, level))


def _linear_duals(instance: Instance, level: Level) -> Vector:
    """Return the prices of a seat and of each limit at which the level's sum is greatest.

    Where the limits leave a chance no choice, those of the interior point method grow
    without end; these are a corner's.
    """
    rows, below, above = instance.limits.framed(instance.size)
    most = np.zeros(len(instance.counts))
    most[list(level.settled)] = instance.counts[list(level.settled)]
    worth = np.array(level.prices) / instance.counts
    answer = Program(rows, below, above, -worth, np.zeros(len(worth)), most).solve()
    if answer is None:
        raise SearchStopped(LOST)
    return -answer.rows


def _most_even(
    instance: Instance, included: NDArray[np.bool_], floor: float, ceiling: float
) -> Vector:
    """Return the fractional chances, (T,), nearest to k/n between floor and ceiling."""
    people, mean = instance.counts[included].astype(np.float64), mean_chance(instance)

    def curve(x: Vector) -> tuple[Vector, Vector]:
        return x / people / mean - 1, 1 / (people * mean)

    low, high = floor * (1 - SLACK) * people, min(ceiling * (1 + SLACK), 1.0) * people
    return _best(instance, included, low, high, curve)[0]


def _best(
    instance: Instance, included: NDArray[np.bool_], low: Vector, high: Vector, curve: Curve
) -> tuple[Vector, Vector]:
    """Return the fractional chances, (T,), of least cost, and prices of a seat and each limit."""
    limits, size = instance.limits, instance.size
    with_size = Limits(
        np.column_stack([np.ones(len(limits.belongs)), limits.belongs]),
        limits.kind,
        np.append(size, limits.lower),
        np.append(size, limits.upper),
    ).among(np.flatnonzero(included))
    point, duals = minimise(with_size, low, high, curve)
    chances = np.zeros(len(included))
    chances[included] = point / instance.counts[included]
    chances[chances > 1 - SURE] = 1.0
    return onto_tight(instance, chances), duals


AIMS: dict[str, Aim] = {"maximin": _maximin, "nash": _nash, "goldilocks": _goldilocks}
