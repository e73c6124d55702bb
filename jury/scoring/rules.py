"""Rules: whom each way to spend the budget funds, from scores or from whole ballots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.saying import say

from . import allocation, grades
from .case import GREEDY, KNAPSACK
from .combinations import TooLarge
from .completion import equal_shares
from .knapsack import knapsack
from .ordering import Terms
from .resampled_shares import funded_of_juries
from .table import Table
from .whole import in_billionths, utilities

MOST_VOTES = 20_000  # of all jurors; 24 and 6 jurors of equal colleges have 48


@dataclass(frozen=True)
class Spent:
    """Whom a rule funds, counted from 0: in order, and in order before it fills up the rest."""

    first_pass: list[int]
    order: list[int]


def spend(
    rule: str,
    order: Sequence[int],
    calibrated: NDArray[np.float64],
    table: Table,
    terms: Terms,
) -> Spent:
    """Return whom ``rule`` funds: ``greedy``, ``knapsack`` or ``equal-shares``.

    Proposals that ask nothing are funded by each rule; by the last two before all others.

    Parameters
    ----------
    order : the proposals that have a score, best first, ties settled
    calibrated : (p,) the scores that count
    table : what each juror gave, for Equal Shares

    Raises
    ------
    combinations.TooLarge
        If worth and cost are so alike that too many sets are nearly equally good, if the points
        are too large to be added up, or if the weights of the colleges make more than 20,000
        votes under Equal Shares.
    """
    if rule == GREEDY:
        funded = allocation.greedy(order, terms.cost, terms.budget)
        return Spent(funded, funded)
    free = [i for i in order if terms.cost[i] == 0]
    paid = [i for i in order if terms.cost[i] > 0]
    if not paid:
        return Spent(free, free)
    if rule == KNAPSACK:
        chosen = [*free, *_knapsack(paid, calibrated, terms)]
        return Spent(chosen, chosen)
    found = _equal_shares(paid, table, terms)
    return Spent([*free, *found.first_pass], [*free, *found.order])


def _knapsack(paid: Sequence[int], calibrated: NDArray[np.float64], terms: Terms) -> list[int]:
    """Return the set worth most, best first."""
    worth = above_least(calibrated, terms)
    lot = [terms.tie_lot[i] for i in paid]
    price = [terms.cost[i] for i in paid]
    chosen = knapsack([int(worth[i]) for i in paid], price, terms.budget, lot)
    return [paid[k] for k in sorted(chosen)]


def above_least(score: NDArray[np.float64], terms: Terms) -> NDArray[np.int64]:
    """Return how far scores, of any shape, lie above the lowest grade, in billionths."""
    return in_billionths(score, grades.steps(terms.scale)[0])


def _equal_shares(paid: Sequence[int], table: Table, terms: Terms) -> Spent:
    """Return what Equal Shares funds when each vote holds the same part of the budget."""
    worth = worths(table, paid, terms.threshold)
    if terms.votes:
        if sum(terms.votes) > MOST_VOTES:
            raise TooLarge(
                say(
                    "With these weights the jury has %(n)s votes under Equal Shares, "
                    "and at most %(most)s can be counted. Choose rounder weights.",
                    n=sum(terms.votes),
                    most=MOST_VOTES,
                )
            )
        worth = np.repeat(worth, terms.votes, axis=0)
    lot = [terms.tie_lot[i] for i in paid]
    price = [terms.cost[i] for i in paid]
    outcome = equal_shares(worth, price, terms.budget, lot, range(len(paid)))
    return Spent([paid[k] for k in outcome.first.funded], [paid[k] for k in outcome.funded])


def worths(table: Table, these: Sequence[int], threshold: float) -> NDArray[np.int64]:
    """Return what these proposals are worth to each juror under Equal Shares: (j, these)."""
    score = np.full((table.jurors, table.proposals), np.nan)
    score[table.juror, table.proposal] = table.score
    return utilities(score[:, these], threshold)[0]


def shared_without_each(
    table: Table, orders: Sequence[Sequence[int]], terms: Terms
) -> list[frozenset[int]]:
    """Return whom Equal Shares funds without each juror, in the order of the jurors.

    ``orders[j]`` are the proposals that have a score without juror j, best first. The votes of
    a juror who is left out go to the others of the college. Worked out in floating point.
    """
    free = [i for i in range(table.proposals) if terms.cost[i] == 0]
    paid = [i for i in range(table.proposals) if terms.cost[i] > 0]
    if not paid:
        return [frozenset(order) for order in orders]
    votes = np.array(terms.votes or [1] * table.jurors, dtype=np.float64)
    college = np.array(terms.college or [0] * table.jurors)
    size = np.bincount(college)[college]
    together = (college[:, None] == college) & (size[:, None] > 1)
    counts = np.where(together, votes * size / np.maximum(size - 1, 1), votes)
    np.fill_diagonal(counts, 0.0)
    place = {i: k for k, i in enumerate(paid)}
    found = funded_of_juries(
        worths(table, paid, terms.threshold),
        [terms.cost[i] for i in paid],
        terms.budget,
        [terms.tie_lot[i] for i in paid],
        counts=counts,
        orders=[[place[i] for i in order if i in place] for order in orders],
    )
    return [
        frozenset([paid[k] for k in np.flatnonzero(row)]) | (set(free) & set(order))
        for row, order in zip(found, orders, strict=True)
    ]
