"""Table: one score for each pair of proposal and juror, and the sums that calibration needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Table:
    """Scores in long form: ``score[k]`` is what juror ``juror[k]`` gave proposal ``proposal[k]``.

    ``proposal`` and ``juror`` are (n,) int, counted from 0; ``score`` is (n,) float.
    """

    proposal: NDArray[np.int_]
    juror: NDArray[np.int_]
    score: NDArray[np.float64]
    proposals: int
    jurors: int

    @cached_property
    def counts(self) -> NDArray[np.float64]:
        """How many scores each juror gave each proposal: (p, j)."""
        return self._sum(self.proposal * self.jurors + self.juror, np.ones(len(self.score)))

    @cached_property
    def sums(self) -> NDArray[np.float64]:
        """The sum of the scores that each juror gave each proposal: (p, j)."""
        return self._sum(self.proposal * self.jurors + self.juror, self.score)

    def _sum(self, cell: NDArray[np.int_], weight: NDArray[np.float64]) -> NDArray[np.float64]:
        flat = np.bincount(cell, weights=weight, minlength=self.proposals * self.jurors)
        return np.asarray(flat, dtype=np.float64).reshape(self.proposals, self.jurors)

    def only(self, rows: NDArray[np.bool_]) -> Table:
        """Return the scores of these ``rows`` (n,) alone; everybody keeps his or her number."""
        kept = (self.proposal[rows], self.juror[rows], self.score[rows])
        return Table(*kept, self.proposals, self.jurors)

    def of_proposal(self, i: int) -> NDArray[np.float64]:
        """Return the scores that proposal ``i`` received."""
        return np.asarray(self.score[self.proposal == i])


def build(proposal: Sequence[int], juror: Sequence[int], score: Sequence[float]) -> Table:
    """Return the table of these scores; proposals and jurors are counted from 0 without gaps."""
    return Table(
        np.asarray(proposal, dtype=np.int_),
        np.asarray(juror, dtype=np.int_),
        np.asarray(score, dtype=np.float64),
        max(proposal) + 1,
        max(juror) + 1,
    )


def islands(table: Table) -> list[NDArray[np.bool_]]:
    """Return the groups of proposals that no juror compares with the proposals of another group.

    Each group is (p,) bool. A connected reading plan gives one group.
    """
    return connected(table.counts > 0)


def connected(read: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Return the connected groups of proposals, the first one's first: (p, j) to (p,) each.

    ``read`` says which proposal is read by which juror.
    """
    left = np.ones(len(read), dtype=bool)
    groups = []
    while left.any():
        group = np.zeros(len(read), dtype=bool)
        group[np.argmax(left)] = True
        while True:
            wider = read[:, read[group].any(axis=0)].any(axis=1) | group
            if (wider == group).all():
                break
            group = wider
        groups.append(group)
        left &= ~group
    return groups


def alike(table: Table) -> NDArray[np.int_]:
    """Return a class number for each proposal: equal for those with the same jurors and sum.

    Such proposals have the same calibrated score and, before costs, the same chances.
    """
    total = np.round(table.sums.sum(axis=1), 9) + 0.0
    keys = [(table.counts[i].tobytes(), float(total[i])) for i in range(table.proposals)]
    first: dict[tuple[bytes, float], int] = {}
    return np.array([first.setdefault(key, len(first)) for key in keys], dtype=np.int_)
