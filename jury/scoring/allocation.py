"""Allocation: which proposals the budget pays for. Money is whole cents throughout."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SAME_SCORE = 9  # decimals: calibrated scores that agree so far are a tie


def lot(ids: Sequence[str], purpose: str, value: str) -> list[int]:
    """Return the place of each id in an order that ``value`` fixes and anyone can repeat.

    Ids are ordered by the SHA-256 of the JSON list [purpose, value, id], so the order does not
    depend on the order in which they are given.
    """
    keys = [
        hashlib.sha256(json.dumps(["burgerjury/1", purpose, value, each]).encode()).digest()
        for each in ids
    ]
    places = {key: place for place, key in enumerate(sorted(keys))}
    return [places[key] for key in keys]


def best_first(
    calibrated: Sequence[float],
    median: Sequence[float],
    majority_rank: Sequence[int],
    cost: Sequence[int],
    tie_lot: Sequence[int],
) -> list[int]:
    """Return the proposals in the order in which greedy considers them.

    Higher calibrated score first; then higher median, better majority grade, lower cost, and
    the place in a lot drawn beforehand.
    """
    return sorted(
        range(len(calibrated)),
        key=lambda i: (
            -round(calibrated[i], SAME_SCORE),
            -round(median[i], SAME_SCORE),
            majority_rank[i],
            cost[i],
            tie_lot[i],
        ),
    )


def greedy(order: Sequence[int], cost: Sequence[int], budget: int) -> list[int]:
    """Return the proposals funded when each in ``order`` is paid if what is left allows it.

    >>> greedy([0, 1, 2], [60, 50, 40], 100)
    [0, 2]
    """
    funded = []
    for i in order:
        if cost[i] <= budget:
            budget -= cost[i]
            funded.append(i)
    return funded


def greedy_of_draws(
    orders: NDArray[np.int_], cost: NDArray[np.int64], budget: int
) -> NDArray[np.bool_]:
    """Return who is funded in each of many orders (m, p) → (m, p), columns by proposal."""
    left = np.full(len(orders), budget, dtype=np.int64)
    funded = np.zeros(orders.shape, dtype=bool)
    every = np.arange(len(orders))
    for place in range(orders.shape[1]):
        here = orders[:, place]
        price = cost[here]
        pays = price <= left
        left -= np.where(pays, price, 0)
        funded[every, here] = pays
    return funded
