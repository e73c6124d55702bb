"""Agreement: how far the jurors see the same thing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .calibration import Fit
from .table import Table


def alpha_interval(table: Table) -> float | None:
    """Return Krippendorff's alpha for scores whose differences have a meaning.

    None when no proposal has two scores, or when all scores are equal.

    References
    ----------
    Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.
    """
    values, counts = _coincidences(table)
    return _alpha(counts, (values[:, None] - values[None, :]) ** 2)


def alpha_ordinal(table: Table) -> float | None:
    """Return Krippendorff's alpha for scores of which only the order has a meaning."""
    _, counts = _coincidences(table)
    total = counts.sum(axis=0)
    middle = np.cumsum(total) - total / 2
    return _alpha(counts, (middle[:, None] - middle[None, :]) ** 2)


def _coincidences(table: Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the distinct scores (v,) and how often each proposal got each of them (p, v).

    Proposals with fewer than two scores cannot be compared and are left out.
    """
    readers = np.bincount(table.proposal, minlength=table.proposals)
    kept = readers[table.proposal] >= 2
    values, position = np.unique(np.round(table.score[kept], 9), return_inverse=True)
    counts = np.zeros((table.proposals, len(values)))
    np.add.at(counts, (table.proposal[kept], position), 1.0)
    return values, counts[readers >= 2]


def _alpha(counts: NDArray[np.float64], distance: NDArray[np.float64]) -> float | None:
    """Return 1 - observed / expected disagreement for squared distances between values."""
    readers = counts.sum(axis=1)
    number = readers.sum()
    if number == 0:
        return None
    observed = (((counts @ distance) * counts).sum(axis=1) / (readers - 1)).sum() / number
    total = counts.sum(axis=0)
    expected = float(total @ distance @ total) / (number * (number - 1))
    return None if expected == 0 else float(1 - observed / expected)


def icc_single(fitted: Fit) -> float | None:
    """Return how well one juror's score stands for the jury (absolute agreement), 0 to 1."""
    proposal, juror, noise = fitted.sd_proposal**2, fitted.sd_juror**2, fitted.sd_residual**2
    total = proposal + juror + noise
    return None if total == 0 else proposal / total


def icc_mean(fitted: Fit, readers: NDArray[np.float64]) -> float | None:
    """Return how well the mean over a proposal's ``readers`` ranks it (consistency), 0 to 1.

    With different numbers of readers, the noise of the mean is averaged over the proposals.

    References
    ----------
    Shrout and Fleiss, "Intraclass correlations", Psychological Bulletin 86, 1979.
    """
    proposal = fitted.sd_proposal**2
    total = proposal + float((fitted.sd_residual**2 / readers).mean())
    return None if total == 0 else proposal / total
