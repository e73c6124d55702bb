"""Smallest: where a smooth function of one or two variables is smallest."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray

STEP = 1e-4
LONGEST_MOVE = 2.0
ROUNDS = 100

Function = Callable[[NDArray[np.float64]], float]


def smallest(function: Function, variables: int, bound: float) -> NDArray[np.float64]:
    """Return where ``function`` is smallest in the box from ``-bound`` to ``bound``.

    The best point of a coarse lattice is improved by Newton's method with differences.
    Meant for likelihoods in the logarithms of variance ratios, where one unit is a fair step.

    >>> smallest(lambda x: (x[0] - 1.5) ** 2, 1, 9.0).round(6)
    array([1.5])
    """
    lattice = [
        np.array(point, dtype=float) for point in product((-6, -3, 0, 3, 6), repeat=variables)
    ]
    values = [function(point) for point in lattice]
    best = int(np.argmin(values))
    point, value = lattice[best], values[best]
    for _ in range(ROUNDS):
        move = _move(function, point, value)
        for _ in range(30):
            trial = np.clip(point + move, -bound, bound)
            reached = function(trial)
            if reached <= value:
                break
            move = move / 2
        else:
            return point
        point, value, moved = trial, reached, trial - point
        if np.abs(moved).max() < 1e-7:
            return point
    return point


def _move(function: Function, point: NDArray[np.float64], value: float) -> NDArray[np.float64]:
    """Return Newton's step from ``point``, turned downhill and not too long."""
    steps = STEP * np.eye(len(point))
    up = np.array([function(point + step) for step in steps])
    down = np.array([function(point - step) for step in steps])
    slope = (up - down) / (2 * STEP)
    curve = np.diag((up - 2 * value + down) / STEP**2)
    if len(point) == 2:
        corner = [function(point + i * steps[0] + j * steps[1]) for i in (1, -1) for j in (1, -1)]
        curve[0, 1] = curve[1, 0] = (corner[0] - corner[1] - corner[2] + corner[3]) / (4 * STEP**2)
    bend, axes = np.linalg.eigh(curve)
    move = -axes @ ((axes.T @ slope) / np.maximum(np.abs(bend), 1e-3))
    return np.asarray(move) / max(1.0, float(np.abs(move).max()) / LONGEST_MOVE)
