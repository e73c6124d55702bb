"""Chances: how often each proposal is funded by the declared rule, over what may be true."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from . import allocation
from .case import EQUAL_SHARES, GREEDY, KNAPSACK
from .knapsack import knapsack_of_draws
from .ordering import Terms
from .parts import joined
from .ranks import pooled
from .resampled_shares import funded_of_resamples
from .rules import above_least, worths
from .table import Table

DRAWS = {GREEDY: 10_000, KNAPSACK: 500, EQUAL_SHARES: 500}


def of_funding(
    orders: NDArray[np.int_],
    levels: NDArray[np.float64],
    *,
    alike: NDArray[np.int_],
    table: Table,
    terms: Terms,
    seed: str,
) -> NDArray[np.float64]:
    """Return the share of ``DRAWS`` in which the declared rule funds each proposal: (p,).

    Its Monte Carlo error is ``error`` of it. Greedy runs through the drawn orders, knapsack
    through the drawn scores. Equal Shares needs whole ballots, so it runs for juries drawn from
    the jurors with replacement, each filling up in one of the drawn orders.

    Parameters
    ----------
    orders : (m, p) the drawn orders, best first
    levels : (m, p) the drawn scores
    alike : (p,) classes of proposals that only cost tells apart; these share their chances
    table : what each juror gave
    terms : with the declared rule
    seed : draws the juries of Equal Shares
    """
    price = np.array(terms.cost, dtype=np.int64)
    if terms.rule == GREEDY:
        share = allocation.greedy_of_draws(orders, price, terms.budget).mean(axis=0)
        return pooled(share, joined([alike, price]))
    paid = np.flatnonzero(price > 0)
    share = np.ones(len(price))
    if not len(paid):
        return share
    every = len(orders) // DRAWS[terms.rule]
    lot = [terms.tie_lot[i] for i in paid.tolist()]
    cost = [terms.cost[i] for i in paid.tolist()]
    if terms.rule == KNAPSACK:
        worth = above_least(levels[::every][:, paid], terms)
        share[paid] = knapsack_of_draws(worth, cost, terms.budget, lot).mean(axis=0)
        return pooled(share, joined([alike, price]))
    worth = worths(table, paid.tolist(), terms.threshold)
    funded = funded_of_resamples(
        worth, cost, terms.budget, lot,
        orders=_among(orders[::every], price > 0), seed=seed,
        votes=terms.votes, college=terms.college,
    )  # fmt: skip
    ballots = np.unique(worth.T, axis=0, return_inverse=True)[1].reshape(-1)
    share[paid] = pooled(funded.mean(axis=0), joined([ballots, price[paid]]))
    return share


def _among(orders: NDArray[np.int_], these: NDArray[np.bool_]) -> NDArray[np.int_]:
    """Return the drawn orders of ``these`` alone, counted anew from 0."""
    place = np.cumsum(these) - 1
    return place[orders[these[orders]]].reshape(len(orders), -1)


def error(chance: NDArray[np.float64], rule: str) -> NDArray[np.float64]:
    """Return the Monte Carlo standard error of chances by ``rule``: (p,).

    >>> error(np.array([0.5, 1.0]), "greedy")
    array([0.005, 0.   ])
    """
    return np.sqrt(chance * (1 - chance) / DRAWS[rule])
