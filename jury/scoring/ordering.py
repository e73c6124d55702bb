"""Ordering: the order in which greedy considers the proposals, by any first figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import allocation, gauge, grades
from .case import GREEDY
from .table import Table


@dataclass(frozen=True)
class Terms:
    """What the declared rule needs beside the scores, money in whole cents.

    ``cost`` is what each proposal asks and ``budget`` what there is to give; ``tie_lot`` is the
    place of each in the lot drawn beforehand; ``scale`` holds the ends of the scale. What lies
    above ``threshold`` counts for Equal Shares, where juror j has ``votes[j]`` votes and sits in
    college number ``college[j]``; both are empty where all jurors are one jury.
    """

    cost: Sequence[int]
    budget: int
    tie_lot: Sequence[int]
    scale: tuple[float, float]
    threshold: float = 0.0
    rule: str = GREEDY
    votes: Sequence[int] = ()
    college: Sequence[int] = ()


@dataclass(frozen=True, eq=False)
class Marks:
    """The scores that break ties, in rows that rise by proposal and then by score: (n,) each.

    ``grade`` counts the whole grade nearest to the score from the lowest, 0.
    """

    proposal: NDArray[np.int_]
    juror: NDArray[np.int_]
    score: NDArray[np.float64]
    grade: NDArray[np.int_]
    proposals: int
    grades: int

    def without(self, juror: int) -> Marks:
        """Return the marks of all jurors but one."""
        stays = self.juror != juror
        return Marks(
            self.proposal[stays],
            self.juror[stays],
            self.score[stays],
            self.grade[stays],
            self.proposals,
            self.grades,
        )

    def readers(self) -> NDArray[np.int_]:
        """Return how many scores each proposal has: (p,)."""
        return np.bincount(self.proposal, minlength=self.proposals)

    def medians(self) -> NDArray[np.float64]:
        """Return the median score of each proposal; not a number where nobody scored: (p,)."""
        count = self.readers()
        start, some = np.cumsum(count) - count, count > 0
        lower, upper = (start + (count - 1) // 2)[some], (start + count // 2)[some]
        result = np.full(self.proposals, np.nan)
        result[some] = (self.score[lower] + self.score[upper]) / 2
        return result

    def tallies(self) -> NDArray[np.int_]:
        """Return how many scores of each proposal have each grade, lowest first: (p, g)."""
        flat = np.bincount(
            self.proposal * self.grades + self.grade, minlength=self.proposals * self.grades
        )
        return flat.reshape(self.proposals, self.grades)


def marks_of(table: Table, scale: tuple[float, float]) -> Marks:
    """Return the marks in ``table``; the order of its rows leaves no trace."""
    rows = np.lexsort((table.juror, table.score, table.proposal))
    value, which = np.unique(table.score[rows], return_inverse=True)
    steps = grades.steps(scale)
    grade = np.array([grades.nearest(each, scale) - steps[0] for each in value.tolist()])
    return Marks(
        table.proposal[rows],
        table.juror[rows],
        table.score[rows],
        grade[which],
        table.proposals,
        len(steps),
    )


def best_first(
    first: NDArray[np.float64],
    read: NDArray[np.int_],
    marks: Callable[[NDArray[np.int_]], Marks],
    terms: Terms,
) -> list[int]:
    """Return the proposals ``read`` (those with a score), by ``first`` (p,), highest first.

    Ties fall to the higher median, the better majority grade, the lower cost and the lot. The
    order is that of ``allocation.best_first``; medians and majority grades, which take longest,
    are looked at only where all that goes before is equal. Only then ``marks`` is called, with
    the proposals whose marks it must hold at least.
    """
    everyone: list[int] = read.tolist()
    front = _rounded(first[read])
    middle = np.zeros(len(read))
    place = np.zeros(len(read), dtype=np.int_)
    tied = _repeated(front)
    if tied:
        found = marks(read[tied])
        middle[tied] = _rounded(found.medians()[read[tied]])
        tied = _repeated(list(zip(front, middle.tolist(), strict=True)))
        place[tied] = majority_places(found.tallies()[read[tied]])
    order = allocation.best_first(
        front,
        middle.tolist(),
        place.tolist(),
        [terms.cost[i] for i in everyone],
        [terms.tie_lot[i] for i in everyone],
    )
    return [everyone[k] for k in order]


def paid(order: Sequence[int], terms: Terms) -> frozenset[int]:
    """Return the proposals that greedy funds in this order."""
    return frozenset(allocation.greedy(order, terms.cost, terms.budget))


def _rounded(values: NDArray[np.float64]) -> list[float]:
    """Return the values as far as scores are told apart."""
    return [round(value, allocation.SAME_SCORE) for value in values.tolist()]


def _repeated(keys: Sequence[Hashable]) -> list[int]:
    """Return the positions of the keys that occur more than once."""
    times = Counter(keys)
    return [k for k, key in enumerate(keys) if times[key] > 1]


def majority_places(tallies: NDArray[np.int_]) -> list[int]:
    """Return the place of each tally by majority judgment, the best 0; equals share it."""
    keys = [gauge.key(tuple(tally)) for tally in tallies.tolist()]
    place = {key: k for k, key in enumerate(sorted(set(keys), reverse=True))}
    return [place[key] for key in keys]
