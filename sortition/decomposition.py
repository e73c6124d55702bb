"""Decomposition: a lottery over whole panels that gives exactly the chances asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sortition.gradients import NoStep, SeatLists
from sortition.instance import Instance
from sortition.limits import blocks
from sortition.panels import (
    Face,
    Seats,
    bundle,
    is_among,
    mean_seats,
    meets,
    narrowest,
    picked,
)
from sortition.program import Program

TIGHT = 1e-6  # seats from its bound within which a quota leaves no room
ENOUGH = 1.06  # panels made for each profile that is neither always nor never seated
NEARLY = 0.1  # relative distance from the heaviest panel that pricing may leave
CLOSE = 1e-9  # seats by which a lottery may miss its target
SLACK = 1e-8  # weight of the prices in closest_shares; the target is missed by its multiple
BUNDLES = 3  # bundles made at most before single panels are priced
AIMS = 3  # times that closest_shares corrects its aim
MANY = 2000  # profiles above which no matrix of profiles by profiles is made, if possible
LARGE_STEPS = 8  # Newton steps without that matrix before it is made after all
STEPS = 60  # Newton steps before the shares count as not found


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Panels found, (m, T), and their shares, (m,); no shares if the chances are out of reach."""

    panels: Seats
    share: NDArray[np.float64] | None


def decompose(
    instance: Instance,
    chances: NDArray[np.float64],
    progress: Callable[[float], None] | None = None,
) -> Decomposition:
    """Return panels and shares with exactly these chances, (T,), for the profiles.

    Makes bundles of panels around the target and looks for shares; while there are
    none, prices the panel that brings the lottery closer. A price that no panel meets is
    the proof that no lottery gives these chances: then ``share`` is None.
    """
    face = face_of(instance, chances)
    between = (chances > 0) & (chances < 1)
    number = int(ENOUGH * between.sum()) + 10
    panels = _made(instance, face, number, progress)
    share, price = closest_shares(panels, face.target)
    best = heaviest(instance, face)
    while not _reaches(face, panels, share):
        panel = best(price)
        if panel is None or not _helps(panel, price, panels):
            return Decomposition(panels, None)
        panels = np.vstack([panels, panel.astype(narrowest(int(panel.max())))])
        share, price = closest_shares(panels, face.target, price)
    used = np.flatnonzero(share > 0)
    return Decomposition(picked(panels, used), share[used] / share.sum())


def _made(
    instance: Instance, face: Face, number: int, progress: Callable[[float], None] | None
) -> Seats:
    """Return distinct panels; where splits were not found, more bundles make up for them."""
    panels = bundle(face, number, 0, progress)
    panels = picked(panels, np.flatnonzero(meets(instance, panels)))
    for seed in range(1, BUNDLES):
        lost = number - len(panels)
        if lost <= number // 20:
            break
        more = bundle(face, min(2 * lost + number // 6, number), seed)
        both: list[NDArray[Any]] = [panels, more[meets(instance, more)]]
        panels = np.vstack(both)
    return _sorted(panels)


def _sorted(panels: Seats) -> Seats:
    """Return the different panels in order of their seats; the panels given are used up."""
    if not len(panels):
        return panels
    last_first = -SeatLists(panels).seats  # more seats early make a panel greater
    return picked(panels, np.unique(last_first, axis=0, return_index=True)[1])


def _helps(panel: NDArray[np.int64], price: NDArray[np.float64], panels: Seats) -> bool:
    """Tell whether a panel is new and worth more at this price than those known."""
    return bool(panel @ price > CLOSE * np.abs(price).max() and not is_among(panel, panels))


def _reaches(face: Face, panels: Seats, share: NDArray[np.float64]) -> bool:
    return bool(np.abs(mean_seats(panels, share) - face.target).max() < CLOSE)


def face_of(instance: Instance, chances: NDArray[np.float64]) -> Face:
    """Return the face on which every panel of a lottery with these chances lies."""
    target, limits = instance.counts * chances, instance.limits
    lower, upper = limits.lower, limits.upper
    seats = limits.seats(target)
    full, bare = seats > upper - TIGHT, seats < lower + TIGHT
    tight = limits.within(np.where(full, upper, lower), np.where(bare, lower, upper))
    return Face(tight, target)


def heaviest(
    instance: Instance, face: Face
) -> Callable[[NDArray[np.float64]], NDArray[np.int64] | None]:
    """Return a function that finds nearly the face's heaviest panel for given weights, (T,)."""
    counts, target = instance.counts.astype(np.float64), face.target
    program = Program(
        *face.limits.framed(instance.size),
        np.zeros(len(counts)),
        np.where(target > counts - CLOSE, counts, 0.0),
        np.where(target < CLOSE, 0.0, counts),
        whole=True,
        gap=NEARLY,
    )

    def best(weight: NDArray[np.float64]) -> NDArray[np.int64] | None:
        program.price(-weight / np.abs(weight).max())
        answer = program.solve()
        return None if answer is None else answer.variables.round().astype(np.int64)

    return best


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
        price = np.full(len(target), 1.0 / max(len(panels) * target.sum(), 1.0))
    if len(target) > MANY:
        try:
            return by_gradients(SeatLists(panels), target, price)
        except NoStep:
            pass  # the panels depend on each other too much; elimination can do it
    X = panels.astype(np.float64)
    aim = target
    for _ in range(AIMS):
        price = _newton(X, aim, price)
        share = np.maximum(X @ price, 0)
        lack = target - share @ X
        if not CLOSE / 10 < np.abs(lack).max() < CLOSE * 1e5:
            break
        aim = aim + lack
    return share, price


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
    X: NDArray[np.float64], target: NDArray[np.float64], price: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the prices that solve the dual of ``closest_shares``.

    They minimise |max(0, X price)|^2 / 2 + SLACK |price|^2 / 2 - target @ price.
    """
    weight: NDArray[np.float64] = X @ price
    used = weight > 0
    normal = SLACK * np.eye(len(target))
    _add_products(normal, X if used.all() else X[used], np.ones(used.sum()))
    for _ in range(STEPS):
        slope = np.maximum(weight, 0) @ X + SLACK * price - target
        if np.abs(slope).max() < CLOSE / 100:
            break
        step = np.linalg.solve(normal, -slope)
        length = _length(weight, X @ step, price, np.asarray(step, dtype=np.float64), target)
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


def _length(
    weight: NDArray[np.float64],
    change: NDArray[np.float64],
    price: NDArray[np.float64],
    step: NDArray[np.float64],
    target: NDArray[np.float64],
) -> float:
    """Return how far to go along a Newton step: the first halving with enough descent."""

    def height(length: float) -> float:
        there = price + length * step
        share = np.maximum(weight + length * change, 0)
        return float(share @ share / 2 + SLACK * (there @ there) / 2 - target @ there)

    start = height(0.0)
    slope = np.maximum(weight, 0) @ change + SLACK * (price @ step) - target @ step
    length = 1.0
    while height(length) > start + 1e-4 * length * slope and length > 1e-9:
        length /= 2
    return length
