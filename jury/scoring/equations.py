"""Equations: proposal and juror effects when the sizes of their variances are given."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .table import Table


@dataclass(frozen=True)
class Likelihood:
    """How well two variance ratios explain the scores, for any noise."""

    log_determinant: float
    misfit: float
    freedom: int

    def best_noise(self) -> float:
        """Return the noise standard deviation that explains the scores best."""
        return math.sqrt(self.misfit / self.freedom)

    def minus_twice_log(self, noise: float) -> float:
        """Return -2 log likelihood at a noise standard deviation, as lme4 counts it."""
        spread = self.freedom * math.log(2 * math.pi * noise**2)
        return self.log_determinant + spread + self.misfit / noise**2

    def criterion(self) -> float:
        """Return -2 log likelihood at the best noise."""
        return self.minus_twice_log(max(self.best_noise(), 1e-150))


@dataclass(frozen=True, eq=False)
class Solution:
    """The effects at fixed variance ratios, and what is needed for their spread.

    ``proposal`` (p,) and ``juror`` (j,) are effects; ``mean`` the overall mean. In units of the
    noise variance, the covariance of the proposal effects is ``diag(own) + shared.T @ shared``
    with ``own`` (p,) and ``shared`` (r, p), and the variance of the juror effects is
    ``juror_variance`` (j,).

    A calibrated score is the mean plus the effect. The covariance of the calibrated scores is
    ``diag(own) + moved.T @ moved`` with ``moved = of_mean[:, None] - shared``, ``of_mean`` (r,).
    It differs from that of the effects: how severe this jury is on the whole moves every
    score, and no effect. With the mean known, ``of_mean`` is 0.
    """

    mean: float
    proposal: NDArray[np.float64]
    juror: NDArray[np.float64]
    own: NDArray[np.float64]
    shared: NDArray[np.float64]
    of_mean: NDArray[np.float64]
    juror_variance: NDArray[np.float64]
    likelihood: Likelihood

    def proposal_variance(self) -> NDArray[np.float64]:
        """Return the variance of each proposal effect, in units of the noise variance: (p,)."""
        return np.asarray(self.own + (self.shared**2).sum(axis=0))

    def level_variance(self) -> NDArray[np.float64]:
        """Return the variance of each calibrated score, in units of the noise variance: (p,)."""
        return np.asarray(self.own + ((self.of_mean[:, None] - self.shared) ** 2).sum(axis=0))


class Equations:
    """The mixed-model equations of one table, ready to be solved for many variance ratios.

    With ``mean`` given, the overall mean is fixed there and the likelihood is the full one;
    without, the mean is estimated and the likelihood is the restricted one (REML). Proposals
    with as many readers enter every sum with the same factor, so they are summed beforehand.

    References
    ----------
    Henderson, "Best linear unbiased estimation and prediction under a selection model",
    Biometrics 31, 1975.
    """

    def __init__(self, table: Table, mean: float | None = None) -> None:
        self.centre = float(table.score.mean()) if mean is None else mean
        self.free_mean = mean is None
        self.freedom = len(table.score) - self.free_mean
        self.square = float(((table.score - self.centre) ** 2).sum())
        residual = table.sums - self.centre * table.counts
        self.readers = table.counts.sum(axis=1)
        self.proposal_sum = residual.sum(axis=1)
        self.classes = np.unique(self.readers)
        self.links = table.counts
        self.gram = np.diag(table.counts.sum(axis=0))
        self.juror_sum = residual.sum(axis=0)
        if self.free_mean:
            readings = np.diag(self.gram)
            self.links = np.column_stack([self.readers, table.counts])
            corner = np.array([[readings.sum()]])
            self.gram = np.block([[corner, readings[None]], [readings[:, None], self.gram]])
            self.juror_sum = np.concatenate([[residual.sum()], self.juror_sum])
        groups = [self.readers == count for count in self.classes]
        self.gram_of = np.array([self.links[g].T @ self.links[g] for g in groups])
        self.sum_of = np.array([self.links[g].T @ self.proposal_sum[g] for g in groups])
        self.square_of = np.array([(self.proposal_sum[g] ** 2).sum() for g in groups])

    def _reduced(
        self, proposal_ratio: float, juror_ratio: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the jurors' scale and the root of their equations with the right side below.

        The corner holds the squares, twice, so that the root exists when nothing is left over.
        """
        own = proposal_ratio / (1 + proposal_ratio * self.classes)
        scale = np.full(len(self.gram), math.sqrt(juror_ratio))
        if self.free_mean:
            scale[0] = 1.0
        size = len(scale)
        system = np.empty((size + 1, size + 1))
        block, diagonal = system[:size, :size], system.reshape(-1)[:: size + 2]
        np.subtract(self.gram, np.einsum("g,gij->ij", own, self.gram_of), out=block)
        block *= scale[:, None] * scale
        diagonal[int(self.free_mean) : size] += 1.0
        system[size, :size] = system[:size, size] = scale * (self.juror_sum - own @ self.sum_of)
        system[size, size] = 2 * self.square - own @ self.square_of
        return scale, np.asarray(np.linalg.cholesky(system), dtype=np.float64)

    def likelihood(self, proposal_ratio: float, juror_ratio: float) -> Likelihood:
        """Return the likelihood at variances that are these multiples of the noise variance."""
        return self._likelihood(proposal_ratio, self._reduced(proposal_ratio, juror_ratio)[1])

    def _likelihood(self, proposal_ratio: float, root: NDArray[np.float64]) -> Likelihood:
        diagonal = root.diagonal()
        determinant = (
            np.log1p(proposal_ratio * self.readers).sum() + 2 * np.log(diagonal[:-1]).sum()
        )
        misfit = max(float(diagonal[-1] ** 2) - self.square, 0.0)
        return Likelihood(float(determinant), misfit, self.freedom)

    def solve(self, proposal_ratio: float, juror_ratio: float) -> Solution:
        """Return the effects when their variances are these multiples of the noise variance."""
        scale, root = self._reduced(proposal_ratio, juror_ratio)
        inverse_root = np.linalg.inv(root[:-1, :-1])
        coefficient = scale * (inverse_root.T @ root[-1, :-1])
        spread = inverse_root * scale
        own = proposal_ratio / (1 + proposal_ratio * self.readers)
        first = int(self.free_mean)
        return Solution(
            mean=self.centre + (float(coefficient[0]) if self.free_mean else 0.0),
            proposal=own * (self.proposal_sum - self.links @ coefficient) + 0.0,
            juror=coefficient[first:] + 0.0,
            own=own,
            shared=spread @ self.links.T * own,
            of_mean=spread[:, 0] if self.free_mean else np.zeros(len(spread)),
            juror_variance=(spread**2).sum(axis=0)[first:],
            likelihood=self._likelihood(proposal_ratio, root),
        )
