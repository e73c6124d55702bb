"""Assignment measures: how well a reading plan lets proposals be compared."""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

from .table import connected

Reads = NDArray[np.bool_]  # (jurors, proposals): who reads what
CONNECTED = 1e-9  # eigenvalues below this, in units of the mean replication, are 0


def pair_counts(reads: Reads) -> NDArray[np.int64]:
    """Return how many jurors read both of two proposals, and each alone on the diagonal: (v, v).

    >>> pair_counts(np.array([[True, True, False], [False, True, True]])).tolist()
    [[1, 1, 0], [1, 2, 1], [0, 1, 1]]
    """
    wide = reads.astype(np.float64)  # exact: small whole numbers, multiplied fast
    return np.rint(wide.T @ wide).astype(np.int64)


def squares(reads: Reads) -> int:
    """Return the sum over all pairs of proposals of their pair count squared."""
    counts = pair_counts(reads)
    return int((counts**2).sum() - (np.diag(counts) ** 2).sum()) // 2


def least_squares(reads: Reads) -> int:
    """Return ``squares`` as it would be if these readings met as evenly as whole numbers allow."""
    readings = reads.sum(axis=1)
    meetings, pairs = int((readings * (readings - 1) // 2).sum()), comb(reads.shape[1], 2)
    often, rest = divmod(meetings, max(pairs, 1))
    return pairs * often**2 + rest * (2 * often + 1)


def efficiency(reads: Reads) -> float:
    """Return the average efficiency factor: the precision of comparisons, 1 if all read all.

    With N = ``reads`` (jurors, proposals), k the readings of each juror and r those of each
    proposal, the information on the proposals is C = diag(r) - N' diag(1/k) N. The factor is the
    harmonic mean of its v - 1 largest eigenvalues, divided by the mean of r: the mean variance
    of a difference between two proposals is 2 sigma^2 / (mean r x factor). It is 0 when some
    proposals cannot be compared, and 1 by convention when there is only one.

    >>> round(efficiency(~np.eye(3, dtype=bool)), 9)
    0.75

    References
    ----------
    John and Williams, "Cyclic and Computer Generated Designs", 2nd edition, 1995, section 2.
    """
    wide = reads[reads.any(axis=1)].astype(np.float64)
    if wide.shape[1] == 1:
        return 1.0
    readers = wide.sum(axis=0)
    information = np.diag(readers) - (wide.T / wide.sum(axis=1)) @ wide
    roots = np.linalg.eigvalsh(information)[1:] / readers.mean()
    return float(len(roots) / (1 / roots).sum()) if roots[0] > CONNECTED else 0.0


def bound(proposals: int, each: int) -> float:
    """Return what no plan of ``each`` readings a juror exceeds in efficiency: v(k-1)/(k(v-1)).

    Balanced incomplete block designs attain it. 1 when there is only one proposal.

    >>> round(bound(7, 3), 9)
    0.777777778
    """
    return proposals * (each - 1) / (each * (proposals - 1)) if proposals > 1 else 1.0


def groups(reads: Reads) -> list[NDArray[np.int_]]:
    """Return the proposals in groups that no juror compares with another group, first ones first.

    >>> [group.tolist() for group in groups(np.array([[True, False, True], [False, True, False]]))]
    [[0, 2], [1]]
    """
    return [np.flatnonzero(group) for group in connected(reads.T)]
