"""Juries: many juries that run Equal Shares side by side, in floating point."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .raises import Raises, Ran

SAME_RATE = 1e-9  # relative: rates that agree so far are a tie
PAIRS = 400  # of rows and proposals, looked at together
BLOCKS = (8, 4, 2, 1)  # of proposals; the lowest bound of each is looked at
ROWS = 60  # up to so many, runs are begun before it is known that they count
OF_A_ROW = ("jury", "endowment", "counts", "held", "low", "sure", "basket")


class Juries:
    """Juries that buy side by side, each at its own step; a row is one run of one jury.

    ``low`` bounds the rate of each proposal from below; it is the rate itself where ``sure``.
    """

    def __init__(
        self,
        worth: NDArray[np.int64],
        cost: NDArray[np.int64],
        budget: int,
        votes: NDArray[np.int64] | NDArray[np.float64],
    ) -> None:
        """Seat m juries on which juror j has ``votes[k, j]`` votes; ``worth`` is (n, p)."""
        self.proposals, self.votes = len(cost), votes.astype(np.float64)
        blank = -len(cost) % BLOCKS[0]  # proposals that nobody supports, to fill the blocks
        self.cost = np.append(cost, np.ones(blank, dtype=np.int64))
        self.worth = np.append(worth.T.astype(np.float64), np.zeros((blank, len(worth))), axis=0)
        self.supports = (self.worth.T > 0).astype(np.float64)
        with np.errstate(divide="ignore"):
            self.start = self.cost / (self.votes @ self.worth.T)
        self.needs = np.array(list(map(self._needs, self.start, self.votes)))
        each = budget / self.votes.sum(axis=1)
        self.raises = [Raises(endowment, budget) for endowment in each.tolist()]
        self.jury, self.endowment = np.arange(len(votes)), each
        self.counts, self.held = self.votes.copy(), np.zeros(votes.shape)
        self.low: NDArray[np.float64] = np.zeros(self.start.shape)
        self.sure, self.basket = np.zeros((2, *self.start.shape), dtype=bool)
        self.room = np.empty((0, 0)), np.empty((0, 0)), np.empty((0, 0), dtype=bool)
        self._begin(self.jury)

    def _needs(self, start: NDArray[np.float64], votes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return from which endowment each proposal is bought before anybody gives all: (p,).

        Until somebody does, every rate is the one at the start. Those that tie come together.
        """
        order = np.argsort(start, kind="stable")
        rates = start[order]
        known = np.isfinite(rates)
        paid = np.cumsum(np.where(known, rates, 0.0)[:, None] * self.worth[order], axis=0)
        most = np.where(known, (paid * (votes > 0)).max(axis=1), np.inf)
        ends = np.flatnonzero(np.append(rates[1:] > rates[:-1] * (1 + 2 * SAME_RATE), True))
        needs = np.empty(len(start))
        needs[order] = most[ends[np.searchsorted(ends, np.arange(len(start)))]]
        return needs * (1 + SAME_RATE)

    def _begin(self, rows: NDArray[np.intp]) -> None:
        """Begin the runs of ``rows`` with what is bought before anybody gives all they hold."""
        jury, endowment = self.jury[rows], self.endowment[rows, None]
        start, bought = self.start[jury], self.needs[jury] <= endowment
        self.counts[rows] = self.votes[jury]
        self.held[rows] = endowment - np.where(bought, start, 0.0) @ self.worth
        self.low[rows] = np.where(bought, np.inf, start)
        self.sure[rows], self.basket[rows] = False, bought

    def bought(self) -> NDArray[np.bool_]:
        """Let all juries buy until the end; return what each bought in its last run: (m, p)."""
        while len(self.jury):
            rows, first = np.arange(len(self.jury)), self._lowest()
            bound = self.low[rows[:, None], first]
            place = bound.argmin(axis=1)
            least = bound[rows, place]
            done = np.isinf(least)
            if done.any():
                self._finish(np.flatnonzero(done))
                continue
            ready = np.flatnonzero(self.sure[rows, first[rows, place]])
            if len(ready):
                equal = self.low[ready] <= least[ready, None] * (1 + SAME_RATE)
                first[ready, 0] = top = equal.argmax(axis=1)
                buys = self.sure[ready, top]
                self._buy(ready[buys], top[buys])
            self._look(first)
        return np.array([each.basket for each in self.raises])[:, : self.proposals]

    def _buy(self, rows: NDArray[np.intp], top: NDArray[np.intp]) -> None:
        """Buy one proposal on each of these rows, at its rate."""
        part = self.low[rows, top][:, None] * self.worth[top]
        self.held[rows] -= np.minimum(part, self.held[rows])
        self.low[rows, top], self.basket[rows, top] = np.inf, True
        self.sure[rows] = False

    def _lowest(self) -> NDArray[np.intp]:
        """Return the proposal with the lowest bound in each of w blocks of a row: (rows, w)."""
        size, columns = self.low.shape
        wide = next(wide for wide in BLOCKS if wide == 1 or wide * size <= PAIRS)
        blocks = self.low.reshape(size, wide, columns // wide)
        return np.asarray(blocks.argmin(axis=2) + np.arange(0, columns, columns // wide))

    def _look(self, first: NDArray[np.intp]) -> None:
        """Raise the bounds of the proposals ``first``, (rows, w), or find that they are rates."""
        rows = np.arange(len(first))[:, None]
        rate, price = self.low[rows, first], self.cost[first]
        rate[np.isinf(rate)] = 0.0  # not for sale: it stays so
        paid, others = self._paid(first, rate)
        short = price - paid
        enough = short <= SAME_RATE * price
        raised = np.where(others > 0, rate + short / np.where(others > 0, others, 1.0), np.inf)
        raised[enough] = rate[enough]
        raised[rate == 0] = np.inf
        self.low[rows, first] = raised
        self.sure[rows, first] = enough
        gone = np.isinf(raised) & (rate > 0)
        if gone.any():
            self._give_up(np.flatnonzero(gone.any(axis=1)))

    def _paid(
        self, first: NDArray[np.intp], rate: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what all pay at ``rate``, and the worth to those who could pay more: (rows, w)."""
        size, wide = first.shape
        worth, part, rich = self._buffers(size * wide)
        self.worth.take(first.reshape(-1), axis=0, out=worth, mode="clip")
        np.einsum("kn,k->kn", worth, rate.reshape(-1), out=part)
        worth, part = worth.reshape(size, wide, -1), part.reshape(size, wide, -1)
        rich, held = rich.reshape(size, wide, -1), self.held[:, None, :]
        np.less_equal(part, held, out=rich)
        np.multiply(worth, rich, out=worth)  # who gives all they hold gives no more
        np.minimum(part, held, out=part)
        return np.vecdot(self.counts[:, None, :], part), np.vecdot(self.counts[:, None, :], worth)

    def _buffers(
        self, size: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """Return (size, n) room for worths, payments and flags; fresh room would cost the most."""
        if len(self.room[0]) < size:
            shape = size, self.worth.shape[1]
            self.room = np.empty(shape), np.empty(shape), np.empty(shape, dtype=bool)
        worth, part, rich = self.room
        return worth[:size], part[:size], rich[:size]

    def _give_up(self, rows: NDArray[np.intp]) -> None:
        """Drop every proposal whose supporters on these rows hold too little together."""
        money = (self.counts[rows] * self.held[rows]) @ self.supports
        low = self.low[rows]
        low[money < self.cost * (1 - SAME_RATE)] = np.inf
        self.low[rows] = low

    def _finish(self, done: NDArray[np.intp]) -> None:
        """End these runs, and begin the next ones of their juries in their place."""
        lacks, spent = self._lacks(done), self.basket[done] @ self.cost
        for k, row in enumerate(done.tolist()):
            ran = Ran(self.basket[row].copy(), int(spent[k]), lacks[k])
            self.raises[self.jury[row]].note(float(self.endowment[row]), ran)
        free = done.tolist()
        begin: list[tuple[int, float]] = []
        runs = np.ones(len(self.jury), dtype=bool)
        runs[done] = False
        for jury in dict.fromkeys(self.jury[done].tolist()):
            others = np.flatnonzero(runs & (self.jury == jury)).tolist()
            raises = self.raises[jury]
            if raises.due is not None and raises.due in self.endowment[others].tolist():
                continue
            free += others
            room = ROWS - len(self.jury) - len(begin) + len(free)
            begin += [(jury, each) for each in raises.foretold(max(room, 0))]
        self._replace(np.sort(np.array(free)), begin)

    def _lacks(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return what each vote lacks for each proposal that is not bought, in cents."""
        number = self.counts[rows] @ self.supports
        missing = self.cost - (self.counts[rows] * self.held[rows]) @ self.supports
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.basket[rows] | (number == 0), np.inf, missing / number)

    def _replace(self, free: NDArray[np.intp], begin: list[tuple[int, float]]) -> None:
        """Begin the runs ``begin``, by jury and endowment, on the rows that are ``free``."""
        size, more = len(self.jury), max(len(begin) - len(free), 0)
        if more:
            self._keep(np.append(np.arange(size), np.zeros(more, dtype=np.intp)))
        rows = np.append(free, np.arange(size, size + more))
        if begin:
            rows = rows[: len(begin)]
            self.jury[rows], self.endowment[rows] = zip(*begin, strict=True)
            self._begin(rows)
        if len(begin) < len(free):
            self._keep(np.delete(np.arange(size), free[len(begin) :]))

    def _keep(self, rows: NDArray[np.intp]) -> None:
        """Keep these rows, in this order."""
        for name in OF_A_ROW:
            setattr(self, name, getattr(self, name)[rows])
