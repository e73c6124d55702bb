"""Calibration: each proposal's score, corrected for harsh and lenient jurors.

A score is modelled as mean + proposal + juror + noise, the last three normal with mean 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .equations import Equations
from .smallest import smallest
from .table import Table

LARGEST_LOG_RATIO = 18.0
SAME_CRITERION = 1e-9


@dataclass(frozen=True, eq=False)
class Fit:
    """The fitted model: standard deviations, effects with their standard errors.

    ``reml_criterion`` is minus infinity when the model reproduces every score.
    """

    grand_mean: float
    sd_proposal: float
    sd_juror: float
    sd_residual: float
    reml_criterion: float
    proposal: NDArray[np.float64]
    proposal_se: NDArray[np.float64]
    juror: NDArray[np.float64]
    juror_se: NDArray[np.float64]


def fit(table: Table) -> Fit:
    """Return the model that fits ``table`` best by restricted maximum likelihood (REML).

    A standard deviation that fits best at the boundary is exactly 0. When the jurors agree
    perfectly, up to how severe they are, the noise is 0 and the effects are exact.
    """
    if _agrees_perfectly(table):
        return _exact(table)
    equations = Equations(table)
    proposal_ratio, juror_ratio = _best_ratios(equations)
    solution = equations.solve(proposal_ratio, juror_ratio)
    noise = solution.likelihood.best_noise()
    return Fit(
        grand_mean=solution.mean,
        sd_proposal=math.sqrt(proposal_ratio) * noise,
        sd_juror=math.sqrt(juror_ratio) * noise,
        sd_residual=noise,
        reml_criterion=solution.likelihood.criterion(),
        proposal=solution.proposal,
        proposal_se=noise * np.sqrt(solution.proposal_variance()),
        juror=solution.juror,
        juror_se=noise * np.sqrt(solution.juror_variance),
    )


def _best_ratios(equations: Equations) -> tuple[float, float]:
    """Return the two variance ratios of the smallest criterion; a boundary wins a tie."""

    def at(logs: NDArray[np.float64]) -> float:
        return equations.likelihood(math.exp(logs[0]), math.exp(logs[1])).criterion()

    def only_proposal(logs: NDArray[np.float64]) -> float:
        return equations.likelihood(math.exp(logs[0]), 0.0).criterion()

    def only_juror(logs: NDArray[np.float64]) -> float:
        return equations.likelihood(0.0, math.exp(logs[0])).criterion()

    both = np.exp(smallest(at, 2, LARGEST_LOG_RATIO))
    proposal = float(np.exp(smallest(only_proposal, 1, LARGEST_LOG_RATIO))[0])
    juror = float(np.exp(smallest(only_juror, 1, LARGEST_LOG_RATIO))[0])
    candidates = [(0.0, 0.0), (0.0, juror), (proposal, 0.0), (float(both[0]), float(both[1]))]
    value = [equations.likelihood(*ratios).criterion() for ratios in candidates]
    tolerance = SAME_CRITERION * max(1.0, abs(min(value)))
    return next(
        ratios
        for ratios, each in zip(candidates, value, strict=True)
        if each <= min(value) + tolerance
    )


def _row_and_column(table: Table) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return the least-squares effects of proposals and jurors, and the squares left over."""
    centre = table.score.mean()
    residual = table.sums - centre * table.counts
    readers = table.counts.sum(axis=1)
    share = table.counts / readers[:, None]
    reduced = np.diag(table.counts.sum(axis=0)) - table.counts.T @ share
    juror = np.linalg.lstsq(reduced, residual.sum(axis=0) - share.T @ residual.sum(axis=1))[0]
    proposal = (residual.sum(axis=1) - table.counts @ juror) / readers
    gap = table.score - centre - proposal[table.proposal] - juror[table.juror]
    return proposal, juror, float((gap**2).sum())


def _agrees_perfectly(table: Table) -> bool:
    """Tell whether proposal and juror effects explain every score, with scores to spare."""
    if len(table.score) <= table.proposals + table.jurors - 1:
        return bool(np.ptp(table.score) == 0)
    left_over = _row_and_column(table)[2]
    spread = float(((table.score - table.score.mean()) ** 2).sum())
    return left_over <= 1e-16 * len(table.score) + 1e-18 * spread


def _exact(table: Table) -> Fit:
    """Return the model without noise: what REML tends to when the jurors agree perfectly."""
    proposal, juror, _ = _row_and_column(table)
    middle = float(table.score.mean() + proposal.mean() + juror.mean())
    proposal, juror = proposal - proposal.mean(), juror - juror.mean()
    return Fit(
        grand_mean=middle,
        sd_proposal=_spread(proposal),
        sd_juror=_spread(juror),
        sd_residual=0.0,
        reml_criterion=-math.inf,
        proposal=proposal,
        proposal_se=np.zeros(table.proposals),
        juror=juror,
        juror_se=np.zeros(table.jurors),
    )


def _spread(effect: NDArray[np.float64]) -> float:
    """Return the standard deviation of effects; 0 for one effect and for rounding errors."""
    value = float(effect.std(ddof=1)) if len(effect) > 1 else 0.0
    return 0.0 if value < 1e-12 else value
