"""Hull: the best lottery over whole panels, where the fractional optimum is out of reach."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sortition.certificate import Level
from sortition.columns import Generated, Pricing, cover, excluded_levels, sure
from sortition.gaps import cost, mean_chance, measured, nash_prices
from sortition.instance import Instance
from sortition.interior import minimise
from sortition.limits import Limits
from sortition.panels import Seats, is_among

Vector = NDArray[np.float64]
Solve = Callable[[Instance, NDArray[np.int64], NDArray[np.bool_]], tuple[Vector, Vector]]

PROVED = 1e-9  # gap at which no further panel is looked for
UNUSED = 1e-11  # share below which a panel is left out


def generate(
    instance: Instance,
    objective: str,
    panels: Seats | None = None,
    progress: Callable[[float], None] | None = None,
) -> Generated | None:
    """Return the lottery that is best for "nash" or "goldilocks", or None if no panel exists.

    Finds the best lottery over the panels known; an integer program then looks for the
    panel that its prices value most, which either is added or proves the lottery.
    Raises SearchStopped if an integer program gives neither a panel nor a proof.
    """
    pricing = Pricing(instance)
    known, seated = cover(instance, pricing, panels)
    if known is None:
        return None
    solve: Solve = {"nash": _nash, "goldilocks": _goldilocks}[objective]
    before = excluded_levels(seated)
    first = None
    while True:
        share, prices = solve(instance, known, seated)
        weight = prices / instance.counts
        panel, bound = sure(pricing.heaviest(weight - weight.min()))
        bound += float(weight.min()) * instance.size
        chances = (share @ known) / instance.counts
        value = _value(objective, instance, chances, seated)
        settled = tuple(np.flatnonzero(seated).tolist())
        level = Level(value, settled, tuple(prices.tolist()), bound)
        _, gap = measured(objective, instance, [*before, level], chances)
        first = first or max(gap, PROVED)
        if progress:
            progress(float(1 - np.log(max(gap, PROVED) / PROVED) / np.log(first / PROVED + 1)))
        if gap < PROVED or is_among(panel, known):
            used = share > UNUSED
            return Generated(known[used], share[used] / share[used].sum(), [*before, level])
        known = np.vstack([known, panel])


def _value(objective: str, instance: Instance, chances: Vector, seated: NDArray[np.bool_]) -> float:
    """Return the geometric mean of everyone's chance, or GoldiLocks' cost."""
    people, here = instance.counts[seated], chances[seated]
    if objective == "nash":
        return float(np.exp(people @ np.log(here) / people.sum()))
    return cost(here, mean_chance(instance))


def _nash(
    instance: Instance, panels: NDArray[np.int64], seated: NDArray[np.bool_]
) -> tuple[Vector, Vector]:
    """Return the best shares, (m,), and prices, (T,): variables are shares, then seats.

    1. The shares sum to 1. 2. Each profile's seats are the mean of the panels'.
    """
    m, people = len(panels), instance.counts[seated].astype(np.float64)
    rows = np.vstack([panels[:, seated], -np.eye(len(people))])
    limits = _limits(np.append(np.ones(m), np.zeros(len(people))), rows, 0)

    def curve(x: Vector) -> tuple[Vector, Vector]:
        slope = np.append(np.zeros(m), -people / x[m:])
        return slope, np.append(np.zeros(m), people / x[m:] ** 2)

    upper = np.append(np.full(m, 2.0), 2 * people)
    share = _shares(minimise(limits, np.zeros(len(upper)), upper, curve)[0][:m])
    chances = (share @ panels) / instance.counts
    return share, nash_prices(instance, chances, seated)


def _goldilocks(
    instance: Instance, panels: NDArray[np.int64], seated: NDArray[np.bool_]
) -> tuple[Vector, Vector]:
    """Return the best shares, (m,), and prices, (T,): variables are shares, ceiling, floor.

    In mean chances: 1. the shares sum to 1; 2. each chance is at least the floor;
    3. each chance is at most the ceiling.
    """
    m, mean = len(panels), mean_chance(instance)
    chances = (panels / instance.counts)[:, seated] / mean
    kinds = chances.shape[1]
    one, none = np.ones((1, kinds)), np.zeros((1, kinds))
    rows = np.hstack([np.vstack([chances, none, -one]), np.vstack([-chances, one, none])])
    most = int(np.ceil(1 / mean)) + 1
    limits = _limits(np.append(np.ones(m), [0.0, 0.0]), rows, most)

    def curve(x: Vector) -> tuple[Vector, Vector]:
        slope = np.append(np.zeros(m), [1.0, -1 / x[-1] ** 2])
        return slope, np.append(np.zeros(m), [0.0, 2 / x[-1] ** 3])

    upper = np.append(np.full(m, 2.0), [2.0 * most, 2.0 * most])
    point, dual = minimise(limits, np.zeros(len(upper)), upper, curve)
    floor, ceiling = np.maximum(dual[1 : kinds + 1], 0), np.maximum(dual[kinds + 1 :], 0)
    prices = np.zeros(len(seated))
    prices[seated] = (floor - ceiling / max(float(ceiling.sum()), 1.0)) / mean
    return _shares(point[:m]), prices


def _limits(ones: Vector, rows: Vector, most: int) -> Limits:
    """Return equations 1 and rows from 0 to ``most``, over as many variables."""
    bounds = np.zeros(1 + rows.shape[1], dtype=np.int64)
    bounds[0] = 1
    upper = bounds.copy()
    upper[1:] = most
    none = np.zeros(len(ones), dtype=np.int64)
    return Limits(np.column_stack([ones, rows]), none, bounds, upper)


def _shares(share: Vector) -> Vector:
    return np.asarray(share / share.sum())
