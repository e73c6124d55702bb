"""Assignment search: exchanges between jurors that even out how often two proposals meet.

Whole numbers throughout, and a stream of our own: a seed gives the same plan on every computer.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from sortition.randomness import Stream

from .assignment_measures import Reads, efficiency, groups, least_squares, squares
from .assignment_start import fair_start, joined

MOST_EXCHANGES = 15_000  # tried in one search: a second with 100 jurors
ROUNDS = 12  # from one start; in a round, as many exchanges are tried as there are pairs of jurors
MOST_STARTS = 12
SAME_EFFICIENCY = 1e-9  # a plan must be better by more than rounding errors


@dataclass(frozen=True, eq=False)
class _Best:
    """The best plan so far: the sum of its squared pair counts, and its efficiency."""

    reads: Reads
    squares: int
    efficiency: float

    def beaten_by(self, other: _Best) -> bool:
        if min(self.efficiency, other.efficiency) == 0 < max(self.efficiency, other.efficiency):
            return self.efficiency == 0  # connected before anything else
        if self.squares != other.squares:
            return other.squares < self.squares
        return other.efficiency > self.efficiency + SAME_EFFICIENCY


def search(may: Reads, each: int, stream: Stream) -> Reads:
    """Return the best plan found in which jurors read ``each`` proposals that they ``may``.

    Best is: connected if possible, then the smallest sum of squared pair counts, then the
    highest efficiency. Replications differ as little as ``may`` allows. A juror who may read
    fewer reads all of those. The result is (jurors, proposals) bool; it may still fall apart.

    References
    ----------
    Eccleston and Hedayat, "On the theory of connected designs: characterization and
    optimality", Annals of Statistics 2, 1974.
    """
    pairs = max(comb(len(may), 2), 1)
    starts = min(max(MOST_EXCHANGES // (pairs * ROUNDS), 1), MOST_STARTS)
    best = None
    for _ in range(starts):
        exchanges = _Exchanges(fair_start(may, each, stream), may, stream)
        least = least_squares(exchanges.reads)
        for _ in range(min(ROUNDS, max(MOST_EXCHANGES // pairs, 1))):
            exchanges.round(min(pairs, MOST_EXCHANGES))
            best = _better(best, exchanges.reads)
            if best.squares == least and exchanges.is_balanced():
                return best.reads  # none is better: it is a balanced design
    assert best is not None
    return best.reads if best.efficiency else joined(best.reads, may)


def _better(best: _Best | None, reads: Reads) -> _Best:
    """Return the better of the best plan so far and this one."""
    found = squares(reads)
    if best is not None and best.efficiency and found > best.squares:
        return best
    connected = len(groups(reads)) == 1
    other = _Best(reads.copy(), found, efficiency(reads) if connected else 0.0)
    return other if best is None or best.beaten_by(other) else best


class _Exchanges:
    """A plan under change: who reads what, and how many proposals each two jurors share.

    Exchanges keep the number of proposals of each juror and of readers of each proposal. So the
    sum of squares of what two jurors share changes as much as that of the readers that two
    proposals share, and it is found faster when there are fewer jurors.
    """

    def __init__(self, reads: Reads, may: Reads, stream: Stream) -> None:
        self.reads, self.may, self.stream = reads, may, stream
        self.columns = np.ascontiguousarray(reads.T, dtype=np.float64)  # exact: whole numbers
        self.shared = self.columns.T @ self.columns
        self.readers = reads.sum(axis=0).astype(np.float64)

    def is_balanced(self) -> bool:
        """Tell whether every two proposals share as many readers."""
        met = self.columns @ self.columns.T
        return len(np.unique(met[~np.eye(len(met), dtype=bool)])) <= 1

    def round(self, number: int) -> None:
        """Let two jurors exchange two proposals, ``number`` times, where that does no harm."""
        jurors = len(self.reads)
        for _ in range(number if jurors > 1 else 0):
            a, b = self.stream.uniform(jurors), self.stream.uniform(jurors - 1)
            self._exchange(a, b + (b >= a))

    def _exchange(self, a: int, b: int) -> None:
        """Make the best exchange of ``a`` and ``b``, by lot among the best, if it does no harm."""
        leaves = np.flatnonzero(self.reads[a] & ~self.reads[b] & self.may[b])
        comes = np.flatnonzero(self.reads[b] & ~self.reads[a] & self.may[a])
        if not len(leaves) or not len(comes):
            return
        gap = self.shared[a] - self.shared[b]
        gap[a] = gap[b] = 0
        left, right = self.columns[leaves], self.columns[comes]
        change = self.readers[comes] + right @ gap  # a quarter of the change of the full sum
        change = change + (self.readers[leaves] - left @ gap)[:, None]
        change -= 2 * (left @ right.T) + 2
        least = change.min()
        if least > 0:
            return
        ties = np.flatnonzero(change.ravel() == least)
        chosen = int(ties[self.stream.uniform(len(ties))])
        self._swap(a, b, leaves[chosen // len(comes)], comes[chosen % len(comes)])

    def _swap(self, a: int, b: int, leaves: np.int_, comes: np.int_) -> None:
        """Let ``a`` give ``leaves`` to ``b`` and take ``comes``."""
        moved = self.columns[comes] - self.columns[leaves]
        moved[a] = moved[b] = 0
        self.shared[a] += moved
        self.shared[:, a] += moved
        self.shared[b] -= moved
        self.shared[:, b] -= moved
        self.columns[leaves, [a, b]] = 0, 1
        self.columns[comes, [a, b]] = 1, 0
        self.reads[[a, b], leaves] = False, True
        self.reads[[a, b], comes] = True, False
