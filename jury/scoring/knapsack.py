"""Knapsack: the proposals that are together worth most within the budget, exactly.

Decisions are first open only near the break: the place where the budget ends when proposals are
taken by worth for money. Whole numbers throughout; floating point only discards what cannot win.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.saying import say

from .combinations import Combinations, TooLarge, bits_of, merged

MARGIN = 1e-12  # of a bound: more than its rounding error
LARGEST_WORTH = 2**53


def knapsack(
    worth: Sequence[int], cost: Sequence[int], budget: int, tie_lot: Sequence[int]
) -> list[int]:
    """Return the proposals of greatest total worth that ``budget`` pays for, in rising order.

    Among sets worth the same the cheapest wins. Among those that also cost the same, look for
    the first place in the lot at which they differ: the set that holds it wins. So the answer
    is unique and does not depend on the order of rows.

    Parameters
    ----------
    worth : (p,) int
        Worth of each proposal, in a fixed unit (``whole.in_billionths``). One of 0 or less is
        never taken.
    cost : (p,) int
        Whole cents, at least 1.
    budget : int
        Whole cents.
    tie_lot : (p,) int
        Place of each proposal in a lot drawn beforehand (``allocation.lot``).

    Raises
    ------
    ValueError
        If a cost is below 1 cent.
    combinations.TooLarge
        If the worths are too large to be added up safely.
    combinations.TooManyCombinations
        If more than 500,000 combinations stay in the running, as can happen when worth is
        proportional to cost.

    References
    ----------
    Pisinger, "A minimal algorithm for the 0-1 knapsack problem", Operations Research 45, 1997;
    Dembo and Hammer, "A reduction algorithm for knapsack problems", Methods of Operations
    Research 36, 1980.

    >>> knapsack([60, 50, 40], [60, 50, 40], 100, [0, 1, 2])
    [0, 2]
    """
    value, price = np.array(worth, dtype=np.int64), np.array(cost, dtype=np.int64)
    return np.flatnonzero(_best(value, price, budget, np.array(tie_lot))).tolist()


def knapsack_of_draws(
    worth: NDArray[np.int64], cost: Sequence[int], budget: int, tie_lot: Sequence[int]
) -> NDArray[np.bool_]:
    """Return who is funded for each of many draws of the worths (m, p) → (m, p).

    Each row is what ``knapsack`` returns for it; the errors are the same.
    """
    price, lot = np.array(cost, dtype=np.int64), np.array(tie_lot)
    return np.array([_best(row, price, budget, lot) for row in worth], dtype=bool)


@dataclass(frozen=True)
class _Break:
    """Where the budget ends when proposals are taken by worth for money, best first.

    ``value`` and ``price`` are in that order; the first ``place`` proposals are taken.
    """

    value: NDArray[np.int64]
    price: NDArray[np.int64]
    place: int
    left: int

    @property
    def total(self) -> int:
        """What the proposals before the break are worth together."""
        return int(self.value[: self.place].sum())


def _best(
    value: NDArray[np.int64],
    price: NDArray[np.int64],
    budget: int,
    lot: NDArray[np.int_],
) -> NDArray[np.bool_]:
    """Return which proposals the best set holds: (p,) bool."""
    if (price < 1).any():
        raise ValueError(
            f"Every proposal must cost at least 1 cent; the cheapest costs {price.min()}."
        )
    if np.maximum(value, 0).sum(dtype=np.float64) >= LARGEST_WORTH:
        raise TooLarge(
            say(
                "The points of all proposals add up to more than can be counted exactly. "
                "Use a smaller scale or choose another rule."
            )
        )
    taken = np.zeros(len(value), dtype=bool)
    able = np.flatnonzero((value > 0) & (price <= budget))
    if not len(able):
        return taken
    able = able[np.lexsort((lot[able], -value[able] / price[able]))]
    line = _break(value[able], price[able], budget)
    core = _open(line)
    fixed = np.arange(len(able)) < line.place
    fixed[core] = False
    taken[able[fixed]] = True
    taken[able[core]] = _search(line, core, lot[able[core]])
    return taken


def _break(value: NDArray[np.int64], price: NDArray[np.int64], budget: int) -> _Break:
    """Return where ``budget`` ends; it pays for each proposal alone, so for the first."""
    spent = np.cumsum(price)
    place = int(np.searchsorted(spent, budget, side="right"))
    return _Break(value, price, place, budget - int(spent[place - 1]))


def _open(line: _Break) -> NDArray[np.int_]:
    """Return the proposals on which the best sets may differ from the first ones up to the break.

    Swapping a proposal in or out costs at least its distance from the rate at the break; one
    that loses more than the best known set gains is decided.
    """
    if line.place == len(line.value):
        return np.zeros(0, dtype=np.int_)
    rate = line.value[line.place] / line.price[line.place]
    loss = np.abs(line.value - rate * line.price)
    most = line.total + rate * line.left
    slack = most * MARGIN + 1.0
    return np.flatnonzero(most - loss + slack >= _good_total(line))


def _good_total(line: _Break) -> int:
    """Return what a good set is worth: greedy, or greedy after one exchange near the break."""
    left, total = line.left, line.total
    for value, price in zip(
        line.value[line.place :].tolist(), line.price[line.place :].tolist(), strict=True
    ):
        if price <= left:
            left, total = left - price, total + value
    best = total
    before, after = slice(0, line.place), slice(line.place, None)
    for i in range(line.place, min(line.place + 8, len(line.value))):
        short = line.price[before] >= line.price[i] - line.left
        if short.any():
            best = max(best, line.total + int(line.value[i] - line.value[before][short].min()))
    for i in range(max(line.place - 8, 0), line.place):
        fits = line.price[after] <= line.left + line.price[i]
        if fits.any():
            best = max(best, line.total + int(line.value[after][fits].max() - line.value[i]))
    return best


def _search(line: _Break, core: NDArray[np.int_], lot: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Return which of the open proposals the best set holds."""
    first = core < line.place
    if not len(core):
        return first
    bits = bits_of(lot)
    choice = np.bitwise_or.reduce(bits[first], axis=0, keepdims=True)
    states = Combinations(np.array([-line.left]), np.array([line.total]), choice)
    best = _good_total(line)
    rate = line.value[core] / line.price[core]
    split = int(first.sum())
    for k, low, high in _outwards(split, len(core)):
        sign = 1 if k >= split else -1
        moved = Combinations(
            states.over + sign * line.price[core[k]],
            states.value + sign * line.value[core[k]],
            states.choice ^ bits[k],
        )
        states = merged(states, moved)
        within = states.value[states.over <= 0]
        best = max(best, int(within[-1])) if len(within) else best
        gain = rate[high] if high < len(core) else 0.0
        states = states.keep(_hopeful(states, gain, rate[max(low, 0)], best))
    winner = int(np.flatnonzero(states.over <= 0)[-1])
    return np.asarray(((states.choice[winner] & bits) != 0).any(axis=1))


def _outwards(split: int, number: int) -> Iterator[tuple[int, int, int]]:
    """Yield the open proposals from the break outwards, and what is open next on both sides."""
    low, high = split - 1, split
    while low >= 0 or high < number:
        if high < number:
            high += 1
            yield high - 1, low, high
        if low >= 0:
            low -= 1
            yield low + 1, low, high


def _hopeful(states: Combinations, gain: float, pain: float, best: int) -> NDArray[np.bool_]:
    """Tell which states may still reach ``best``: what is left earns ``gain`` a cent at most,
    and what is overspent costs ``pain`` a cent at least.
    """
    change = states.over * np.where(states.over > 0, pain, gain)
    slack = (states.value + np.abs(change)) * MARGIN + 1.0
    return np.asarray(states.value - change + slack >= best)
