"""Intervals: between which values a calibrated score lies, all that is not known counted in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .equations import Equations, Solution
from .table import Table
from .uncertainty import Point

Numbers = NDArray[np.float64]

STEPS = 60  # of Newton's method; each that leaves the bracket halves it instead
CLOSE = 1e-10  # in standard deviations


@dataclass(frozen=True, eq=False)
class LevelSolution(Solution):
    """A solution that also holds the variance of each calibrated score: mean plus effect, (p,).

    ``level_variance`` is in units of the noise variance. It differs from the variance of the
    effect: how severe this jury is on the whole moves every score, and no effect.
    """

    level_variance: Numbers


class LevelEquations(Equations):
    """The mixed-model equations of one table, with the variance of the calibrated scores."""

    def __init__(self, table: Table, mean: float | None = None) -> None:
        super().__init__(table, mean)
        self.counts = table.counts

    def solve(self, proposal_ratio: float, juror_ratio: float) -> LevelSolution:
        """Return the effects when their variances are these multiples of the noise variance."""
        solution = super().solve(proposal_ratio, juror_ratio)
        variance = solution.proposal_variance()
        if self.free_mean:
            variance = variance + self._of_mean(solution, juror_ratio)
        return LevelSolution(**vars(solution), level_variance=np.maximum(variance, 0.0))

    def _of_mean(self, solution: Solution, juror_ratio: float) -> Numbers:
        """Return the variance of the mean and twice its covariance with each effect: (p,).

        With T the covariance of the effects, n_j the readings of juror j, w_j = 1 / (1 + ratio
        n_j), g = C w for the counts C, and h = sum n_j w_j, the rows of Henderson's equations
        for the mean and the jurors give Cov(mean, effects) = -T g / h and
        Var(mean) = 1 / h + g' T g / h^2.
        """
        readings = self.counts.sum(axis=0)
        weight = 1 / (1 + juror_ratio * readings)
        pull = self.counts @ weight
        total = float(readings @ weight)
        moved = solution.own * pull + (solution.shared @ pull) @ solution.shared
        return np.asarray(1 / total + float(pull @ moved) / total**2 - 2 * moved / total)


def intervals(points: Sequence[Point], share: float) -> Numbers:
    """Return the central interval that holds ``share`` of the belief about each score: (p, 2).

    ``points`` are those of ``uncertainty.around`` or ``uncertainty.points`` on
    ``LevelEquations``. At each the calibrated score is normal; the belief is their mixture, so
    what is not known about the three standard deviations widens the interval, which a standard
    error at the best fit leaves out. The model without noise has intervals of no width.

    References
    ----------
    Kackar and Harville, "Approximations for standard errors of estimators of fixed and random
    effects in mixed linear models", Journal of the American Statistical Association 79, 1984.
    """
    belief = np.array([point.share for point in points])[:, None]
    middle = np.array([point.solution.mean + point.solution.proposal for point in points])
    spread = np.array([_spread(point) for point in points])
    tails = [(1 - share) / 2, (1 + share) / 2]
    return np.column_stack([_quantile(belief, middle, spread, tail) for tail in tails])


def _spread(point: Point) -> Numbers:
    """Return the standard deviation of each calibrated score at one point: (p,)."""
    solution = point.solution
    if isinstance(solution, LevelSolution):
        return np.asarray(point.noise * np.sqrt(solution.level_variance))
    if solution.own.any() or solution.shared.any():
        raise TypeError("Intervals need the points of LevelEquations, and these are of Equations.")
    return np.zeros(len(solution.own))  # the model without noise


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
