"""Fates: who is funded and who is too close to call, before a lot and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import allocation, close_call, rules
from .ordering import Terms


@dataclass(frozen=True, eq=False)
class Fates:
    """Who is funded, and who is too close to call, of p proposals counted from 0.

    ``order`` ranks all, best first; ``funded`` lists those paid as they are paid, ``first_pass``
    those before a completion. ``group`` and ``close`` have one entry a proposal; ``drawn`` is the
    close group in the order of its lot, and ``line`` the expected rank at which the money ends.
    """

    order: list[int]
    first_pass: list[int]
    funded: list[int]
    group: list[str]
    close: list[bool]
    lot_needed: bool
    drawn: list[int] | None
    line: float | None


def by_score(
    order: list[int],
    money: Terms,
    expected_rank: NDArray[np.float64],
    middle: NDArray[np.float64],
) -> Fates:
    """Return the order, the funded and the groups by greedy, before any lot.

    ``middle``, (p, 2), holds the 25 and 75 % quantiles of each rank. Where no lot is needed, a
    proposal's group is simply what becomes of it.
    """
    funded = allocation.greedy(order, money.cost, money.budget)
    line = close_call.line_of(order, funded, expected_rank)
    if line is not None:
        group = close_call.groups(line, middle[:, 0], middle[:, 1])
        if close_call.needs_lot(group, money.cost, money.budget):
            close = [name == close_call.LOTTERY for name in group]
            return Fates(order, funded, funded, group, close, True, None, line)
    group, close = _of_each(order, funded), [False] * len(order)
    return Fates(order, funded, funded, group, close, False, None, line)


def _of_each(order: Sequence[int], funded: Sequence[int]) -> list[str]:
    """Return what becomes of each proposal."""
    paid = set(funded)
    return [close_call.FUNDED if i in paid else close_call.NOT_FUNDED for i in sorted(order)]


def by_lot(before: Fates, money: Terms, ids: Sequence[str], public_value: str) -> Fates:
    """Return ``before`` after the lot in its close group."""
    order = close_call.drawn_order(before.order, before.group, ids, public_value)
    drawn = [i for i in order if before.close[i]]
    funded = allocation.greedy(order, money.cost, money.budget)
    return Fates(order, funded, funded, before.group, before.close, True, drawn, before.line)


def by_another_rule(order: list[int], spent: rules.Spent, chance: NDArray[np.float64]) -> Fates:
    """Return who is funded by a rule that knows no line: its close calls are called so."""
    close = close_call.uncertain(chance)
    group = _of_each(order, spent.order)
    return Fates(order, spent.first_pass, spent.order, group, close, False, None, None)
