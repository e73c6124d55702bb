"""Intervals: between which values a calibrated score lies, all that is not known counted in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .uncertainty import Point

Numbers = NDArray[np.float64]

STEPS = 60  # of Newton's method; each that leaves the bracket halves it instead
CLOSE = 1e-10  # in standard deviations


def intervals(points: Sequence[Point], share: float) -> Numbers:
    """Return the central interval that holds ``share`` of the belief about each score: (p, 2).

    ``points`` are those of ``uncertainty.around`` or ``uncertainty.points``. At each the
    calibrated score is normal; the belief is their mixture, so
    what is not known about the three standard deviations widens the interval, which a standard
    error at the best fit leaves out. The model without noise has intervals of no width.

    References
    ----------
    Kackar and Harville, "Approximations for standard errors of estimators of fixed and random
    effects in mixed linear models", Journal of the American Statistical Association 79, 1984.
    """
    belief = np.array([point.share for point in points])[:, None]
    middle = np.array([point.solution.mean + point.solution.proposal for point in points])
    variance = np.array([point.solution.level_variance() for point in points])
    spread = np.array([point.noise for point in points])[:, None] * np.sqrt(variance)
    tails = [(1 - share) / 2, (1 + share) / 2]
    return np.column_stack([_quantile(belief, middle, spread, tail) for tail in tails])


def _quantile(belief: Numbers, middle: Numbers, spread: Numbers, tail: float) -> Numbers:
    """Return where mixtures of normals reach ``tail``: (1 or m, m x p, m x p) → (p,)."""
    from scipy.special import ndtr, ndtri  # noqa: PLC0415  # half a second, only needed here

    own = middle + float(ndtri(tail)) * spread
    low, high = own.min(axis=0), own.max(axis=0)  # a mixture's quantile lies between its parts'
    width = np.maximum(spread, 1e-300)
    at = (belief * own).sum(axis=0)
    for _ in range(STEPS):
        distance = (at - middle) / width
        over = (belief * ndtr(distance)).sum(axis=0) - tail
        high, low = np.where(over >= 0, at, high), np.where(over <= 0, at, low)
        density = (belief * np.exp(-(distance**2) / 2) / width).sum(axis=0) / np.sqrt(2 * np.pi)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = at - over / density
        new = np.where((step >= low) & (step <= high), step, (low + high) / 2)
        done = np.abs(new - at) <= CLOSE * spread.max(axis=0)
        at = new
        if done.all():
            break
    return np.asarray(at)
