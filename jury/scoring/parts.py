"""Parts: the jurors who are calibrated together, the whole jury or one college of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from . import uncertainty
from .calibration import Fit
from .equations import Equations, Likelihood, Solution
from .table import Table, alike
from .uncertainty import Point

MODELS = 256  # of several colleges together; a share of one college is right to one of these


@dataclass(frozen=True, eq=False)
class Part:
    """One part of the jury: its ``weight`` in the score, its own scores, and the fit to them.

    Tables of all parts count the same proposals and jurors; only the jurors of this part have
    scores in its ``table``. The weights of all parts add up to 1.
    """

    weight: float
    table: Table
    fitted: Fit

    @cached_property
    def members(self) -> NDArray[np.bool_]:
        """Who of the jurors sits in this part: (j,)."""
        return np.asarray(self.table.counts.any(axis=0))


def classes(tables: Sequence[Table]) -> NDArray[np.int_]:
    """Return a class number for each proposal: equal where the jurors and sum of every table are.

    Such proposals have the same calibrated score and, before costs, the same chances.
    """
    return joined([alike(table) for table in tables])


def joined(keys: Sequence[NDArray[np.int_]]) -> NDArray[np.int_]:
    """Return a class number for each proposal: equal where all ``keys``, (p,) each, are.

    >>> joined([np.array([0, 0, 1]), np.array([5, 5, 5])])
    array([0, 0, 1])
    """
    return np.unique(np.column_stack(keys), axis=0, return_inverse=True)[1].reshape(-1)


def votes(share: Sequence[Fraction], size: Sequence[int]) -> list[int]:
    """Return how many votes a member of each college has: whole, as few as the shares allow.

    >>> votes([Fraction(2, 3), Fraction(1, 3)], [10, 4])
    [4, 5]
    """
    each = [part / number for part, number in zip(share, size, strict=True)]
    least = math.lcm(*(one.denominator for one in each))
    whole = [int(one * least) for one in each]
    return [number // math.gcd(*whole) for number in whole]


def points(parts: Sequence[Part], largest: float) -> list[Point]:
    """Return what the scores leave possible, with standard deviations up to ``largest``.

    Of several parts, each model is one of every part, taken together in ``MODELS`` ways that
    spread evenly over all pairs; scores and deviations are those of the weighted mean.
    """
    found = [uncertainty.around(Equations(_own(each)), each.fitted, largest) for each in parts]
    if len(parts) == 1:
        return found[0]
    weights = [part.weight for part in parts]
    return [
        Point(1 / MODELS, 1.0, _together([found[c][k] for c, k in enumerate(each)], weights))
        for each in _pairs([[point.share for point in one] for one in found])
    ]


def _own(part: Part) -> Table:
    """Return the scores of one part, its jurors counted anew from 0: fewer equations."""
    table = part.table
    number = np.cumsum(part.members) - 1
    return Table(
        table.proposal, number[table.juror], table.score, table.proposals, int(number[-1]) + 1
    )


def _pairs(share: Sequence[Sequence[float]]) -> list[list[int]]:
    """Return one model of every college, ``MODELS`` times, each model as often as its share.

    References
    ----------
    Niederreiter, "Random Number Generation and Quasi-Monte Carlo Methods", SIAM, 1992, on
    sequences of multiples of irrational numbers.
    """
    root = 2.0
    for _ in range(60):  # the root of x ** colleges = x + 1
        root = (1 + root) ** (1 / len(share))
    steps = np.arange(MODELS) + 0.5
    chosen = []
    for k, one in enumerate(share):
        at = steps / MODELS if k == 0 else steps * root**-k % 1
        place = np.searchsorted(np.cumsum(one), at)
        chosen.append(np.minimum(place, len(one) - 1).tolist())
    return [list(each) for each in zip(*chosen, strict=True)]


def _together(models: Sequence[Point], weights: Sequence[float]) -> Solution:
    """Return the weighted mean of what these models say, in points of the scale.

    No juror sits in two colleges, so they are independent and their variances add. Of the
    jurors nothing is said.
    """
    scaled = [weight * each.noise for each, weight in zip(models, weights, strict=True)]
    each = [(factor, model.solution) for factor, model in zip(scaled, models, strict=True)]
    level = list(zip(weights, (model.solution for model in models), strict=True))
    return Solution(
        mean=math.fsum(weight * one.mean for weight, one in level),
        proposal=sum((weight * one.proposal for weight, one in level), np.zeros(())),
        juror=np.zeros(0),
        own=sum((factor**2 * one.own for factor, one in each), np.zeros(())),
        shared=np.vstack([factor * one.shared for factor, one in each]),
        of_mean=np.concatenate([factor * one.of_mean for factor, one in each]),
        juror_variance=np.zeros(0),
        likelihood=Likelihood(0.0, 0.0, 1),
    )
