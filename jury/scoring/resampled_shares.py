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

TOGETHER = 500  # juries side by side; they take 2 MB for 100 jurors and 300 proposals
SAME_RATE = 1e-9  # relative: rates that agree so far are a tie


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
        _Juries(worth[:, columns], prices, budget, counts[start : start + TOGETHER]).bought()
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


class _Juries:
    """Juries that buy side by side, each at its own step; the finished ones leave."""

    def __init__(
        self,
        worth: NDArray[np.int64],
        cost: NDArray[np.int64],
        budget: int,
        counts: NDArray[np.int64] | NDArray[np.float64],
    ) -> None:
        self.cost, self.budget = cost, budget
        self.worth = np.ascontiguousarray(worth.T, dtype=np.float64)
        self.supports = (worth > 0).astype(np.float64)
        self.result = np.zeros((len(counts), len(cost)), dtype=bool)
        self.jury = np.arange(len(counts))
        self.counts = counts.astype(np.float64)
        self.endowment = budget / self.counts.sum(axis=1)
        self.held = np.repeat(self.endowment[:, None], len(worth), axis=1)
        with np.errstate(divide="ignore"):
            self.start = cost / (self.counts @ self.worth.T)
        self.low = self.start.copy()
        self.basket = np.zeros(self.start.shape, dtype=bool)

    def bought(self) -> NDArray[np.bool_]:
        """Let all juries buy until the end; return what each bought in its last run."""
        while len(self.jury):
            least = self.low.min(axis=1)
            done = np.isinf(least)
            if done.any():
                self._finish(np.flatnonzero(done))
            else:
                self._look((self.low <= least[:, None] * (1 + SAME_RATE)).argmax(axis=1))
        return self.result

    def _look(self, top: NDArray[np.intp]) -> None:
        """Raise the bound of each jury's first proposal, or buy it when the bound is its rate."""
        every = np.arange(len(top))
        rate, worth, price = self.low[every, top], self.worth[top], self.cost[top]
        part = rate[:, None] * worth
        pays = np.minimum(part, self.held)
        short = price - np.einsum("jn,jn->j", self.counts, pays)
        worth[part > self.held] = 0.0  # a copy: who gives all they hold gives no more
        others = np.einsum("jn,jn->j", self.counts, worth)
        enough = short <= SAME_RATE * price
        raised = np.where(others > 0, rate + short / np.where(others > 0, others, 1.0), np.inf)
        self.low[every, top] = np.where(enough, np.inf, raised)
        buys = np.flatnonzero(enough)
        self.held[buys] -= pays[buys]
        self.basket[buys, top[buys]] = True
        self._give_up(np.flatnonzero(~enough & np.isinf(raised)))

    def _give_up(self, these: NDArray[np.intp]) -> None:
        """Drop every proposal whose supporters on these juries hold too little together."""
        if len(these):
            money = (self.counts[these] * self.held[these]) @ self.supports
            low = self.low[these]
            low[money < self.cost * (1 - SAME_RATE)] = np.inf
            self.low[these] = low

    def _finish(self, done: NDArray[np.intp]) -> None:
        """End a run: raise the endowment and begin again, or leave if that was the last."""
        spent = self.basket[done] @ self.cost
        within = spent <= self.budget
        kept, over = done[within], done[~within]
        self.result[self.jury[kept]] = self.basket[kept]
        step = self._next_raises(kept)
        again = np.isfinite(step)
        self._restart(kept[again], step[again])
        stay = np.ones(len(self.jury), dtype=bool)
        stay[over], stay[kept[~again]] = False, False
        if not stay.all():
            for name in ("jury", "counts", "held", "endowment", "start", "low", "basket"):
                setattr(self, name, getattr(self, name)[stay])

    def _next_raises(self, these: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return by how many cents to raise the endowment of ``these``; infinite at the end."""
        number = self.counts[these] @ self.supports
        missing = self.cost - (self.counts[these] * self.held[these]) @ self.supports
        with np.errstate(divide="ignore"):
            each = np.where(self.basket[these] | (number == 0), np.inf, missing / number)
        return np.asarray(np.maximum(np.ceil(each.min(axis=1) - 1e-6), 1.0))

    def _restart(self, these: NDArray[np.intp], step: NDArray[np.float64]) -> None:
        self.endowment[these] += step
        self.held[these] = self.endowment[these, None]
        self.low[these] = self.start[these]
        self.basket[these] = False
