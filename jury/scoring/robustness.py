"""Robustness: in how many ways of counting each proposal would be funded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from . import grades, ordering
from .influence import Influence
from .ordering import Terms, marks_of
from .recusal_bounds import RecusalBounds
from .table import Table

Variants = dict[str, frozenset[int]]  # name → proposals funded, counted from 0


@dataclass(frozen=True)
class Robustness:
    """How firm the decision on one proposal is.

    It is funded in ``funded_in`` of ``total`` variants; ``differs`` names those in which its
    fate is not that of the declared rule, in the order in which the variants were given.
    """

    funded_in: int
    total: int
    differs: list[str]


def robustness(
    proposals: int, declared: Collection[int], variants: Mapping[str, Collection[int]]
) -> list[Robustness]:
    """Return in how many ``variants`` each of the p proposals is funded, beside the declared rule.

    ``declared`` is whom the binding rule funds; it counts among the variants only if it is one.
    Raises ValueError where a variant funds a proposal that does not exist.

    >>> robustness(2, {0}, {"mean": {0}, "median": {0, 1}})[1]
    Robustness(funded_in=1, total=2, differs=['median'])
    """
    for name, funded in {"declared": declared, **variants}.items():
        strange = sorted(set(funded) - set(range(proposals)))
        if strange:
            raise ValueError(
                f"The variant “{name}” funds proposal {strange[0]}, and the {proposals} proposals "
                f"are numbered from 0 to {proposals - 1}. Give the positions of its proposals."
            )
    return [
        Robustness(
            sum(i in funded for funded in variants.values()),
            len(variants),
            [name for name, funded in variants.items() if (i in funded) != (i in declared)],
        )
        for i in range(proposals)
    ]


def by_order(table: Table, calibrated: NDArray[np.float64], terms: Terms) -> Variants:
    """Return whom greedy funds by mean, median, trimmed mean, majority grade and ``calibrated``.

    Each figure (p,) comes first in its order; ties fall as declared: median, majority grade,
    lower cost, lot. Every proposal must have been read. Rows may come in any order: scores
    are added in rising order.
    """
    marks = marks_of(table, terms.scale)
    scores = [marks.score[marks.proposal == i].tolist() for i in range(table.proposals)]
    first: dict[str, Sequence[float] | NDArray[np.float64]] = {
        "mean": [fmean(each) for each in scores],
        "median": marks.medians(),
        "trimmed_mean": [grades.trimmed_mean(each) for each in scores],
        "majority_grade": [-place for place in ordering.majority_places(marks.tallies())],
        "calibrated": calibrated,
    }
    everyone = np.arange(table.proposals)
    orders = {
        name: ordering.best_first(np.asarray(each, dtype=float), everyone, lambda _: marks, terms)
        for name, each in first.items()
    }
    return {name: ordering.paid(order, terms) for name, order in orders.items()}


def without_each(influences: Sequence[Influence]) -> Variants:
    """Return whom the declared rule funds without each juror, by the number of the juror from 1."""
    return {f"without_juror_{each.juror + 1}": each.funded for each in influences}


def with_recusals(bounds: RecusalBounds) -> Variants:
    """Return whom the declared rule funds had the recused scored low, and had they scored high."""
    return {"recusals_low": bounds.all_low, "recusals_high": bounds.all_high}
