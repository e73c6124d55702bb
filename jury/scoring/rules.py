"""Rules: whom other ways to spend the budget would fund, beside the declared one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import grades
from .combinations import TooManyCombinations
from .completion import equal_shares
from .knapsack import knapsack
from .ordering import Terms
from .prepare import Prepared
from .standing import Standing
from .whole import in_billionths, utilities


@dataclass(frozen=True)
class Spent:
    """Whom a rule funds, counted from 0: in order, and in order before it fills up the rest."""

    first_pass: list[int]
    order: list[int]


def comparisons(prepared: Prepared, stand: Standing) -> dict[str, Spent]:
    """Return what knapsack and Equal Shares would fund, by name.

    Proposals that ask nothing are funded by both, before all others. Knapsack is left out
    where worth and cost are so alike that too many combinations stay in the running.
    """
    terms = stand.terms
    free = [i for i in stand.order if terms.cost[i] == 0]
    paid = [i for i in stand.order if terms.cost[i] > 0]
    if not paid:
        return {name: Spent(free, free) for name in ("knapsack", "equal_shares")}
    found = {"equal_shares": _equal_shares(prepared, terms, paid)}
    try:
        chosen = _knapsack(prepared, stand, paid)
        found["knapsack"] = Spent(chosen, chosen)
    except TooManyCombinations:
        pass
    return {
        name: Spent([*free, *each.first_pass], [*free, *each.order])
        for name, each in sorted(found.items())
    }


def _knapsack(prepared: Prepared, stand: Standing, paid: Sequence[int]) -> list[int]:
    """Return the set worth most, best first."""
    least = grades.steps(prepared.case.scale)[0]
    worth = in_billionths(stand.calibrated, least).tolist()
    terms = stand.terms
    chosen = knapsack(
        [worth[i] for i in paid],
        [terms.cost[i] for i in paid],
        terms.budget,
        [terms.tie_lot[i] for i in paid],
    )
    return [paid[k] for k in sorted(chosen)]


def _equal_shares(prepared: Prepared, terms: Terms, paid: Sequence[int]) -> Spent:
    """Return what Equal Shares funds when each juror holds the same part of the budget."""
    table = prepared.table
    score = np.full((table.jurors, table.proposals), np.nan)
    score[table.juror, table.proposal] = table.score
    worth, _unit = utilities(score[:, paid], prepared.case.threshold)
    outcome = equal_shares(
        worth,
        [terms.cost[i] for i in paid],
        terms.budget,
        [terms.tie_lot[i] for i in paid],
        range(len(paid)),
    )
    return Spent([paid[k] for k in outcome.first.funded], [paid[k] for k in outcome.funded])
