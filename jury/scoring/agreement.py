"""Agreement: how far the jurors see the same thing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .calibration import Fit
from .table import Table

SAME_SCORE = 1e-9  # of a point: scores that agree so far are equal


def alpha_interval(table: Table) -> float | None:
    """Return Krippendorff's alpha for scores whose differences have a meaning.

    With n scores x, of which m of one proposal, the squared differences within the proposals
    and among all add up from sums:

        observed = 1/n sum over proposals of 2 (m sum x^2 - (sum x)^2) / (m - 1),
        expected = 2 (n sum x^2 - (sum x)^2) / (n (n - 1)).

    None when no proposal has two scores, or when all scores are equal to a billionth.

    References
    ----------
    Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.
    """
    score = table.score - table.score.mean()
    readers = np.bincount(table.proposal, minlength=table.proposals)
    pairs = readers >= 2
    many = readers[pairs].astype(np.float64)
    first = np.bincount(table.proposal, score, table.proposals)[pairs]
    second = np.bincount(table.proposal, score * score, table.proposals)[pairs]
    number = many.sum()
    if number == 0:
        return None
    observed = 2 * ((many * second - first**2) / (many - 1)).sum() / number
    expected = 2 * (number * second.sum() - first.sum() ** 2) / (number * (number - 1))
    return None if expected <= SAME_SCORE**2 else float(1 - observed / expected)


def alpha_ordinal(table: Table) -> float | None:
    """Return Krippendorff's alpha for scores of which only the order has a meaning.

    Scores that agree to a billionth are equal.
    """
    counts = _coincidences(table)
    total = counts.sum(axis=0)
    middle = np.cumsum(total) - total / 2
    return _alpha(counts, (middle[:, None] - middle[None, :]) ** 2)


def _coincidences(table: Table) -> NDArray[np.float64]:
    """Return how often each proposal got each of the v distinct scores, lowest first: (p, v).

    Proposals with fewer than two scores cannot be compared and are left out.
    """
    readers = np.bincount(table.proposal, minlength=table.proposals)
    rounded = np.round(table.score, 9)
    values = np.unique(rounded[readers[table.proposal] >= 2])
    cell = table.proposal * (len(values) + 1) + np.searchsorted(values, rounded)
    flat = np.bincount(cell, minlength=table.proposals * (len(values) + 1))
    counts = flat.reshape(table.proposals, -1)[readers >= 2, :-1]
    return np.asarray(counts, dtype=np.float64)


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
