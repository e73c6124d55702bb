"""Geometries: the hyperplanes of finite spaces, which are balanced designs of many sizes."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

ORDERS = {2: 2, 3: 3, 4: 2, 5: 5, 7: 7, 8: 2, 9: 3, 11: 11, 13: 13, 16: 2}  # of a field: its prime
MODULUS = {4: (1, 1), 8: (1, 1, 0), 9: (2, 0), 16: (1, 1, 0, 0)}  # x^m is this, lowest term first
LARGEST_DIMENSION = 4

Numbers = NDArray[np.int64]


def geometry(proposals: int, jurors: int, each: int) -> NDArray[np.bool_] | None:
    """Return the points on the hyperplanes of a finite space of these sizes, if there is one.

    The result is (jurors, proposals) bool: jurors are hyperplanes, proposals are points. An
    affine space of dimension d over a field of q elements has q^d points, and hyperplanes of
    q^(d-1) of them; in a projective space there are as many hyperplanes as points.

    >>> geometry(9, 12, 3).sum(axis=0).tolist()
    [4, 4, 4, 4, 4, 4, 4, 4, 4]
    >>> geometry(10, 12, 3) is None
    True

    References
    ----------
    Bose, "On the construction of balanced incomplete block designs", Annals of Eugenics 9, 1939.
    """
    for q, d in product(ORDERS, range(2, LARGEST_DIMENSION + 1)):
        planes = (q ** (d + 1) - 1) // (q - 1)
        if (proposals, jurors, each) == (planes, planes, (q**d - 1) // (q - 1)):
            lines = _directions(q, d + 1)
            return np.asarray(_products(lines, lines, q) == 0)
        if (proposals, jurors, each) == (q**d, planes - 1, q ** (d - 1)):
            points = np.array(list(product(range(q), repeat=d)))
            height = _products(_directions(q, d), points, q)
            return np.concatenate([height == level for level in range(q)])
    return None


def _directions(q: int, length: int) -> Numbers:
    """Return one vector of each line through the origin: its first entry but zeros is 1."""
    vectors = product(range(q), repeat=length)
    return np.array([each for each in vectors if next((x for x in each if x), 0) == 1])


def _products(left: Numbers, right: Numbers, q: int) -> Numbers:
    """Return the inner products of the rows of ``left`` and ``right`` in the field of q."""
    plus, times = field(q)
    total = np.zeros((len(left), len(right)), dtype=np.int64)
    for x, y in zip(left.T, right.T, strict=True):
        total = plus[total, times[x[:, None], y]]
    return total


@cache
def field(q: int) -> tuple[Numbers, Numbers]:
    """Return the tables of addition and multiplication of the field of ``q`` elements: (q, q).

    An element is a polynomial over the prime below it, written as a number in that base.
    ``q`` is a key of ``ORDERS``.
    """
    prime = ORDERS[q]
    digits = len(MODULUS.get(q, (0,)))
    place = prime ** np.arange(digits)
    terms = np.arange(q)[:, None] // place % prime
    plus = (terms[:, None] + terms) % prime @ place
    times = np.zeros((q, q), dtype=np.int64)
    power = terms  # the second factor times x, as often as the digit of the first tells
    for k in range(digits):
        scaled = terms[:, None, k, None] * power % prime @ place
        times = plus[times, scaled]
        high = power[:, -1:]
        power = np.concatenate([np.zeros_like(high), power[:, :-1]], axis=1)
        power = (power + high * np.array(MODULUS.get(q, (0,)))) % prime
    return plus, times
