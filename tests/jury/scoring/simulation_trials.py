"""Simulation trials: what the scoring says of simulated calls, beside what is true of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jury.scoring import allocation, calibration, ranks, uncertainty
from jury.scoring.equations import Equations
from jury.scoring.intervals import intervals
from tests.jury.scoring.simulation import Call

BINS = 10
BEST_SHARE = 0.2  # of the proposals: the true best that a ranking should find


@dataclass(frozen=True, eq=False)
class Trial:
    """One call scored: (p,) arrays, and shares of the true best fifth that a ranking finds.

    ``covered`` tells whether the 90 % interval of the calibrated score holds the true quality.
    """

    covered: NDArray[np.bool_]
    p_funded: NDArray[np.float64]
    truly_funded: NDArray[np.bool_]
    found_by_mean: float
    found_by_calibration: float


@dataclass(frozen=True)
class Bin:
    """The proposals whose chance of funding was said to lie in one tenth of 0 to 1.

    ``error`` is the standard error of ``funded - said``, with the calls as clusters.
    """

    number: int
    said: float
    funded: float
    error: float

    @property
    def off(self) -> float:
        """How many standard errors the share funded is from what was said."""
        return (self.funded - self.said) / self.error


def trial(call: Call, largest: float, draws: int, seed: str) -> Trial:
    """Return what the scoring makes of ``call``.

    ``largest`` is the largest standard deviation believed possible, in points of the scale.
    """
    fitted = calibration.fit(call.table)
    points = uncertainty.around(Equations(call.table), fitted, largest)
    held = intervals(points, 0.9)
    orders = ranks.best_first(ranks.draws(points, draws, seed))
    mean = call.table.sums.sum(axis=1) / call.table.counts.sum(axis=1)
    return Trial(
        covered=(held[:, 0] <= call.quality) & (call.quality <= held[:, 1]),
        p_funded=allocation.greedy_of_draws(orders, call.cost, call.budget).mean(axis=0),
        truly_funded=call.truly_funded(),
        found_by_mean=found_of_best(mean, call.quality),
        found_by_calibration=found_of_best(fitted.proposal, call.quality),
    )


def found_of_best(score: NDArray[np.float64], quality: NDArray[np.float64]) -> float:
    """Return the share of the truly best fifth that is in the best fifth by ``score``.

    >>> found_of_best(np.array([5.0, 1, 2, 3, 4]), np.array([9.0, 1, 1, 1, 1]))
    1.0
    """
    best = max(1, round(len(score) * BEST_SHARE))
    first = [set(np.argsort(-each, kind="stable")[:best].tolist()) for each in (score, quality)]
    return len(first[0] & first[1]) / best


def reliability(trials: Sequence[Trial]) -> list[Bin]:
    """Return what was said of the chance of funding, and what came true, in ten fixed bins.

    A bin that no chance fell in is left out. The standard error treats the calls as clusters,
    because the proposals of one call compete for one budget.

    References
    ----------
    Liang and Zeger, "Longitudinal data analysis using generalized linear models", Biometrika
    73, 1986.
    """
    bins = []
    for k in range(BINS):
        inside = [np.minimum((t.p_funded * BINS).astype(int), BINS - 1) == k for t in trials]
        number = np.array([each.sum() for each in inside])
        if number.sum() == 0:
            continue
        said = np.array([t.p_funded[i].sum() for t, i in zip(trials, inside, strict=True)])
        funded = np.array([t.truly_funded[i].sum() for t, i in zip(trials, inside, strict=True)])
        total = int(number.sum())
        off = (funded - said).sum() / total
        error = float(np.sqrt(((funded - said - off * number) ** 2).sum())) / total
        bins.append(Bin(total, float(said.sum()) / total, float(funded.sum()) / total, error))
    return bins
