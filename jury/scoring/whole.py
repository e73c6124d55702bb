"""Whole numbers: scores as whole multiples of one unit, so that no rounding error decides."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

FINENESS = Fraction(1, 10**9)  # of a point: scores that agree so far are equal
LARGEST_PARTS = 1000


def in_billionths(score: ArrayLike, least: float) -> NDArray[np.int64]:
    """Return how far each score lies above ``least``, in billionths of a point; any shape.

    >>> in_billionths([7.25, 0.5], 1.0)
    array([6250000000, -500000000])
    """
    above = np.asarray(score, dtype=np.float64) - least
    return np.rint(above / float(FINENESS)).astype(np.int64)


def utilities(score: NDArray[np.float64], threshold: float) -> tuple[NDArray[np.int64], Fraction]:
    """Return what each proposal is worth to each juror, and the unit in which it is counted.

    The worth is the score less ``threshold``, and 0 below it or where the score is missing
    (NaN). Weighted means of whole scores are fractions with a common denominator: when one up
    to 1,000 fits every score to a billionth of a point, the unit is one part of that
    denominator and the numbers are exact. Otherwise they are rounded to billionths.

    >>> utilities(np.array([[7 + 1 / 3, 4.0], [np.nan, 6.5]]), 5.0)
    (array([[14,  0],
           [ 0,  9]]), Fraction(1, 6))
    """
    worth = np.maximum(np.nan_to_num(score - threshold, nan=0.0), 0.0)
    unit = _common_unit(np.unique(worth))
    return np.rint(worth / float(unit)).astype(np.int64), unit


def _common_unit(values: NDArray[np.float64]) -> Fraction:
    """Return the largest unit of which every value is a whole multiple, to a billionth."""
    few = values[:: len(values) // 50 + 1]
    for parts in range(1, LARGEST_PARTS + 1):
        if _are_whole(few * parts, parts) and _are_whole(values * parts, parts):
            return Fraction(1, parts)
    return FINENESS


def _are_whole(counted: NDArray[np.float64], parts: int) -> bool:
    return bool((np.abs(counted - np.rint(counted)) <= parts * float(FINENESS)).all())
