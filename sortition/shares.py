"""Shares: the most even lottery over given panels whose mean comes closest to a target."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sortition.gradients import NoStep, SeatLists
from sortition.limits import blocks
from sortition.panels import Seats, mean_seats

CLOSE = 1e-9  # seats by which a lottery may miss its target
SLACK = 1e-8  # weight of the prices in closest_shares; the target is missed by its multiple
EASY = 1e-2  # the same in steering: prices that are sound while the target is far
AIMS = 3  # times that closest_shares corrects its aim
MANY = 2000  # profiles above which no matrix of profiles by profiles is made, if possible
LARGE_STEPS = 8  # Newton steps without that matrix before it is made after all
STEPS = 60  # Newton steps before the shares count as not found


def closest_shares(
    panels: Seats,
    target: NDArray[np.float64],
    price: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the most even shares, (m,), whose mean panel is the target, and prices, (T,).

    Minimises |share|^2 / 2 + |lack|^2 / (2 SLACK) over share >= 0, where ``lack`` is what
    the mean panel misses of the target. The dual has share = max(0, panels @ price) and
    is solved by Newton's method, which ends at the optimum after finitely many steps; a
    small lack is then added to the target, once or twice, until it is gone. If it cannot
    go, every panel given weighs next to nothing at ``price`` and the target weighs more.
    ``price`` may hold the prices from which to start.
    """
    if price is None:
        price = _first_price(panels, target)
    if len(target) > MANY:
        try:
            return by_gradients(SeatLists(panels), target, price)
        except NoStep:
            pass  # the panels depend on each other too much; elimination can do it
    X = panels.astype(np.float64)
    aim = target
    for _ in range(AIMS):
        price = _newton(X, aim, price, SLACK)
        share = np.maximum(X @ price, 0)
        lack = target - share @ X
        if not CLOSE / 10 < np.abs(lack).max() < CLOSE * 1e5:
            break
        aim = aim + lack
    return share, price


def reaches(panels: Seats, share: NDArray[np.float64], target: NDArray[np.float64]) -> bool:
    """Tell whether the panels, (m, T), with these shares, (m,), have the target, (T,), as mean."""
    return bool(np.abs(mean_seats(panels, share) - target).max() < CLOSE)


def steering(
    panels: Seats, target: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return shares, (m,), that come near the target, and the prices, (T,), of what they lack.

    As ``closest_shares``, but a lack weighs less, so that the prices are those of an optimum
    also where the panels given cannot reach the target.
    """
    X = panels.astype(np.float64)
    price = _newton(X, target, _first_price(panels, target), EASY)
    return np.maximum(X @ price, 0), price


def _first_price(panels: Seats, target: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.full(len(target), 1.0 / max(len(panels) * target.sum(), 1.0))


def by_gradients(
    panels: SeatLists, target: NDArray[np.float64], price: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what ``closest_shares`` does, by Newton steps that need little memory.

    Raises NoStep if a step, or the number of steps, takes too long.
    """
    for _ in range(LARGE_STEPS):
        weight = panels.weights(price)
        share = np.maximum(weight, 0)
        lack = target - panels.mean(share)
        if np.abs(lack).max() < CLOSE / 10:
            return share, price
        price = price + panels.step(weight > 0, SLACK, lack, CLOSE / 20)
    raise NoStep


def _newton(
    X: NDArray[np.float64],
    target: NDArray[np.float64],
    price: NDArray[np.float64],
    slack: float,
) -> NDArray[np.float64]:
    """Return the prices that solve the dual of ``closest_shares``.

    They minimise |max(0, X price)|^2 / 2 + slack |price|^2 / 2 - target @ price.
    """
    weight: NDArray[np.float64] = X @ price
    used = weight > 0
    normal = slack * np.eye(len(target))
    _add_products(normal, X if used.all() else X[used], np.ones(used.sum()))
    for _ in range(STEPS):
        slope = np.maximum(weight, 0) @ X + slack * price - target
        if np.abs(slope).max() < CLOSE / 100:
            break
        step = np.linalg.solve(normal, -slope)
        length = _length(weight, X @ step, price, np.asarray(step, dtype=np.float64), target, slack)
        price = price + length * step
        weight = X @ price
        changed = (weight > 0) != used
        _add_products(normal, X[changed], np.where(used[changed], -1.0, 1.0))
        used = weight > 0
    return price


def _add_products(
    normal: NDArray[np.float64], X: NDArray[np.float64], weight: NDArray[np.float64]
) -> None:
    """Add X' diag(weight) X to ``normal`` block by block, so that no second one is held."""
    for block in blocks(len(normal)):
        normal[:, block] += X.T @ (X[:, block] * weight[:, None])


def _length(  # noqa: PLR0917  (a step has these parts)
    weight: NDArray[np.float64],
    change: NDArray[np.float64],
    price: NDArray[np.float64],
    step: NDArray[np.float64],
    target: NDArray[np.float64],
    slack: float,
) -> float:
    """Return how far to go along a Newton step: the first halving with enough descent."""

    def height(length: float) -> float:
        there = price + length * step
        share = np.maximum(weight + length * change, 0)
        return float(share @ share / 2 + slack * (there @ there) / 2 - target @ there)

    start = height(0.0)
    slope = np.maximum(weight, 0) @ change + slack * (price @ step) - target @ step
    length = 1.0
    while height(length) > start + 1e-4 * length * slope and length > 1e-9:
        length /= 2
    return length
