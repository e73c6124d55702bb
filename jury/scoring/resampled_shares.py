"""Resampled shares: what Equal Shares would fund if other jurors of the same kind had been drawn.

Many juries are made from the real one, with replacement or by leaving jurors out, and run side
by side in floating point: a chance of being funded needs no exact arithmetic, its Monte Carlo
error is far larger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import allocation
from .juries import Juries

TOGETHER = 500  # juries side by side; they take 2 MB for 100 jurors and 300 proposals


def resamples(jurors: int, number: int, seed: str) -> NDArray[np.int64]:
    """Return how often each juror sits on each of ``number`` juries: (number, jurors).

    Jury k comes from a counter: SHAKE-256 of the seed and k. So the same seed gives the same
    juries on every computer, and more juries do not change the first ones.

    >>> resamples(4, 2, "a seed").sum(axis=1)
    array([4, 4])
    """
    counts = np.zeros((number, jurors), dtype=np.int64)
    for k in range(number):
        drawn = hashlib.shake_256(f"burgerjury/1/resample/{seed}/{k}".encode()).digest(8 * jurors)
        seats = np.frombuffer(drawn, dtype=">u8") % np.uint64(jurors)
        counts[k] = np.bincount(seats.astype(np.int64), minlength=jurors)
    return counts


def funded_of_resamples(
    worth: NDArray[np.int64],
    cost: Sequence[int],
    budget: int,
    tie_lot: Sequence[int],
    *,
    orders: NDArray[np.int_],
    seed: str,
    votes: Sequence[int] = (),
    college: Sequence[int] = (),
) -> NDArray[np.bool_]:
    """Return what ``completion.equal_shares`` funds for each of m resampled juries: (m, p) bool.

    Jury k fills up in the order ``orders[k]``, (m, p). The share of juries that fund a proposal
    estimates its chance; the error of a share s is the root of s (1 - s) / m. Neither the order
    of rows nor that of jurors matters: both are sorted before the juries are drawn. Each
    ``college``, (n,) numbers, is drawn from itself, and juror j has ``votes[j]`` votes.

    ``worth``, ``cost`` and ``tie_lot`` are as for ``equal_shares.run``.
    """
    part = np.array(college or [0] * len(worth))
    columns = _cheapest_first(worth, cost, tie_lot)
    jurors = np.lexsort((*worth[:, columns].T[::-1], part))
    counts = np.zeros((len(orders), len(worth)), dtype=np.int64)
    for number in np.unique(part):
        inside = part[jurors] == number
        key = f"{seed}/{number}" if len(college) else seed
        counts[:, inside] = resamples(int(inside.sum()), len(orders), key)
    weighed = counts * np.array(votes or [1] * len(worth))[jurors]
    return funded_of_juries(
        worth[jurors], cost, budget, tie_lot, counts=weighed, orders=orders.tolist()
    )


def funded_of_juries(
    worth: NDArray[np.int64],
    cost: Sequence[int],
    budget: int,
    tie_lot: Sequence[int],
    *,
    counts: NDArray[np.int64] | NDArray[np.float64],
    orders: Sequence[Sequence[int]],
) -> NDArray[np.bool_]:
    """Return what Equal Shares funds for each of m juries: (m, p) bool.

    Juror j has ``counts[k, j]`` votes on jury k, (m, n), each with the same part of the budget.
    Jury k fills up in the order ``orders[k]``, and funds nothing that is missing there.
    """
    columns = _cheapest_first(worth, cost, tie_lot)
    prices = np.array(cost, dtype=np.int64)[columns]
    bought = [
        Juries(worth[:, columns], prices, budget, counts[start : start + TOGETHER]).bought()
        for start in range(0, len(counts), TOGETHER)
    ]
    funded = np.zeros((len(counts), len(cost)), dtype=bool)
    funded[:, columns] = np.concatenate(bought)
    for order, row in zip(orders, funded, strict=True):
        left = budget - sum(cost[i] for i in np.flatnonzero(row).tolist())
        row[allocation.greedy([i for i in order if not row[i]], cost, left)] = True
    return funded


def _cheapest_first(
    worth: NDArray[np.int64], cost: Sequence[int], tie_lot: Sequence[int]
) -> NDArray[np.intp]:
    """Return the proposals in the order in which they win a tie: cost, supporters, lot."""
    return np.lexsort((tie_lot, -(worth > 0).sum(axis=0), cost))
