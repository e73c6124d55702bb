"""Effects: the calibrated scores alone, for many sets of scores read by the same jurors."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .calibration import Fit

SMALLEST_NOISE = 1e-4  # of the larger spread: below, the equations lose their digits


def fixed_ratios(fitted: Fit) -> tuple[float, float]:
    """Return the variances of proposals and jurors as multiples of the noise variance.

    Noise of 0 counts as a ten-thousandth of the larger of the two standard deviations.
    """
    largest = max(fitted.sd_proposal, fitted.sd_juror)
    if largest == 0:
        return 0.0, 0.0
    noise = fitted.sd_residual or SMALLEST_NOISE * largest
    return (fitted.sd_proposal / noise) ** 2, (fitted.sd_juror / noise) ** 2


def effects(
    counts: NDArray[np.float64],
    proposal_sum: NDArray[np.float64],
    juror_sum: NDArray[np.float64],
    ratios: tuple[float, float],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean (m,) and the proposal effects (p, m) of m sets of scores.

    They are those of ``Equations`` at the two ``ratios``, of the variances of proposals and
    jurors to the noise variance, without spreads and likelihood: one system, m right sides. A
    proposal or juror without scores has effect 0.

    Parameters
    ----------
    counts : (p, j) float
        How many scores each juror gave each proposal, the same in all m sets.
    proposal_sum, juror_sum : (p, m) and (j, m) float
        Sums of the scores by proposal and by juror, in points of the scale.

    References
    ----------
    Henderson, "Best linear unbiased estimation and prediction under a selection model",
    Biometrics 31, 1975.
    """
    readers, readings = counts.sum(axis=1), counts.sum(axis=0)
    centre = proposal_sum.sum(axis=0) / readers.sum()
    proposal_sum = proposal_sum - np.outer(readers, centre)
    juror_sum = juror_sum - np.outer(readings, centre)
    links = np.column_stack([readers, counts])
    own = ratios[0] / (1 + ratios[0] * readers)
    system = (links.T * -own) @ links
    system[0, 0] += readings.sum()
    system[0, 1:] += readings
    system[1:, 0] += readings
    system[1:, 1:] += np.diag(readings)
    right = np.vstack([proposal_sum.sum(axis=0), juror_sum])
    right -= links.T @ (own[:, None] * proposal_sum)
    scale, ridge = np.full(len(right), math.sqrt(ratios[1])), np.ones(len(right))
    scale[0], ridge[0] = 1.0, 0.0
    system = system * np.outer(scale, scale) + np.diag(ridge)
    coefficient = scale[:, None] * np.linalg.solve(system, scale[:, None] * right)
    effect = own[:, None] * (proposal_sum - links @ coefficient) + 0.0
    return centre + coefficient[0], effect
