"""Table search: seats are exchanged, one pair at a time, until people are mixed well.

Every number here is a whole number, also where NumPy holds it as a float, so the
result is the same on every computer.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from sortition.canonical import text
from sortition.instance import SearchStopped
from sortition.randomness import Stream
from sortition.tables import Seating

RULE = 1000  # cost of a pair at one table who should be apart, or of nobody to talk to
MIX = 3  # cost of an answer one person off its share; of two, four times as much
AGAIN = 2  # cost of a pair who meet a second time; of a third time, twice as much more
WORK = 10**8  # steps times rounds times pairs
STEPS = 200, 3000  # fewest and most exchanges
REST = 4, 10  # for how many exchanges a juror may not return to a table
PATIENCE = 600  # exchanges without a better plan after which the search ends
ATTEMPTS = 100  # times that groups are placed anew until all fit

Floats = NDArray[np.float64]


def seat(seating: Seating, seed: str = "") -> NDArray[np.int64]:
    """Return a plan, (R, n) tables from 0, the same for the same seating and seed.

    Everybody who is fixed stays, groups sit together, people to be kept apart are, everyone
    has somebody to talk to; and then tables mirror the jury and few people meet twice.
    From a random plan, the two places whose exchange helps most, in any round, are
    exchanged, also where nothing helps; who left a table may not return for a while (a
    tabu search). The best plan on the way is kept.

    Raises SearchStopped if no plan was found that keeps all rules.

    Raises nothing of its own.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> from sortition.table_reading import read_seating
    >>> with TemporaryDirectory() as folder:
    ...     seating, _ = read_seating(small_files(folder)[1], 2, 3)
    >>> seat(seating).shape
    (3, 8)
    """
    stream = Stream(hashlib.sha256(f"burgerjury/1/tables/{text(seed)}".encode()).digest())
    search = _Search(seating, _start(seating, stream), stream)
    n, (fewest, most) = len(seating.ids), STEPS
    search.run(max(fewest, min(most, WORK // (seating.rounds * n * n))))
    if search.best_cost >= RULE:
        raise SearchStopped(
            f"No tables were found that keep every rule: {search.best_cost // RULE} are broken in "
            "the best plan. Use fewer rounds or larger tables, or drop a rule."
        )
    return search.best


def _start(seating: Seating, stream: Stream) -> NDArray[np.int64]:
    """Return a random plan in which the fixed and the groups sit as they must."""
    return np.array([_one_round(seating, stream) for _ in range(seating.rounds)], dtype=np.int64)


def _one_round(seating: Seating, stream: Stream) -> list[int]:
    """Return a table for everyone, or raise SearchStopped if the groups do not fit."""
    for _ in range(ATTEMPTS):
        plan = seating.fixed.tolist()
        free = seating.sizes - np.bincount(
            seating.fixed[seating.fixed >= 0], minlength=len(seating.sizes)
        )
        if _place_groups(seating, plan, free, stream):
            places = stream.shuffle(np.repeat(np.arange(len(free)), free).tolist())
            return [places.pop() if table < 0 else table for table in plan]
    raise SearchStopped("No tables were found at which all groups fit. Use larger tables.")


def _place_groups(
    seating: Seating, plan: list[int], free: NDArray[np.int64], stream: Stream
) -> bool:
    """Give each group a table, the largest group first; tell whether all found room."""
    for group in sorted(stream.shuffle(seating.groups), key=len, reverse=True):
        known = [plan[i] for i in group if plan[i] >= 0]
        new = len(group) - len(known)
        room = known[:1] or [t for t in range(len(free)) if free[t] >= new]
        if not room or free[room[0]] < new:
            return False
        table = room[stream.uniform(len(room))]
        free[table] -= new
        for i in group:
            plan[i] = table
    return True


class _Search:
    """A plan that changes place by place, its cost, and the best plan so far."""

    def __init__(self, seating: Seating, plan: NDArray[np.int64], stream: Stream) -> None:
        n, tables = len(seating.ids), len(seating.sizes)
        self._seating, self._plan, self._stream = seating, plan, stream
        self._answers = seating.answers.astype(np.float64)
        self._shares = seating.shares.astype(np.float64)
        exact = np.outer(seating.sizes, seating.answers.sum(axis=0))
        self._least, self._most = exact // n, -(-exact // n)
        pinned = seating.fixed >= 0
        pinned[[i for group in seating.groups for i in group]] = True
        self._pinned = pinned[:, None] | pinned[None, :]
        self._rest = np.zeros((seating.rounds, n, tables), dtype=np.int64)
        self.best, self.best_cost = plan.copy(), self.cost()

    def run(self, steps: int) -> None:
        """Exchange places so many times, or until nothing is left to gain."""
        cost, last = self.best_cost, 0
        for step in range(1, steps + 1):
            if self.best_cost == 0 or step > last + PATIENCE:
                return
            delta = self.deltas()
            left = np.take_along_axis(self._rest, self._tables_of_others(), axis=2) > step
            barred = (left | left.transpose(0, 2, 1)) & (cost + delta >= self.best_cost)
            delta = np.where(barred | self._impossible(), np.inf, delta)
            place = int(np.argmin(delta))
            if not np.isfinite(delta.flat[place]):
                return
            r, i, j = (int(k) for k in np.unravel_index(place, delta.shape))
            cost += int(delta[r, i, j])
            self._exchange(r, i, j, step)
            if cost < self.best_cost:
                self.best, self.best_cost, last = self._plan.copy(), cost, step

    def _exchange(self, r: int, i: int, j: int, step: int) -> None:
        least, more = REST
        for person in (i, j):
            until = step + least + self._stream.uniform(more)
            self._rest[r, person, self._plan[r, person]] = until
        self._plan[r, [i, j]] = self._plan[r, [j, i]]

    def _tables_of_others(self) -> NDArray[np.int64]:
        """Return, (R, n, n), at which table the second of each pair sits."""
        n = len(self._seating.ids)
        return np.asarray(np.broadcast_to(self._plan[:, None, :], (len(self._plan), n, n)))

    def _impossible(self) -> NDArray[np.bool_]:
        """Return, (R, n, n), which pairs cannot change places: at one table, or pinned there."""
        return np.asarray((self._plan[:, :, None] == self._plan[:, None, :]) | self._pinned)

    def _at(self) -> Floats:
        """Return, (R, n, T), 1 where somebody sits."""
        here = self._plan[:, :, None] == np.arange(len(self._seating.sizes))
        return np.asarray(here, dtype=np.float64)

    def _weights(self, at: Floats) -> Floats:
        """Return, (R, n, n), the cost of each pair at one table, given the other rounds."""
        together = at @ at.transpose(0, 2, 1)
        again = AGAIN * (together.sum(axis=0) - together) + RULE * self._seating.apart
        again[:, np.arange(at.shape[1]), np.arange(at.shape[1])] = 0
        return np.asarray(again)

    def cost(self) -> int:
        """Return the cost of the plan beyond what no plan avoids: groups meet in every round."""
        at = self._at()
        together = (at @ at.transpose(0, 2, 1)).sum(axis=0)
        np.fill_diagonal(together, 0)
        for group in self._seating.groups:
            together[np.ix_(group, group)] = 0
        pairs = AGAIN * int((together * (together - 1) / 2).sum()) // 2
        apart = RULE * int((together * self._seating.apart).sum()) // 2
        alone = RULE * int(self._alone(at).sum()) if self._seating.speaks.any() else 0
        return pairs + apart + alone + int(self._off(at.transpose(0, 2, 1) @ self._answers).sum())

    def _off(self, seats: Floats) -> Floats:
        """Return, (R, T, v), the cost of so many seats of each answer at each table."""
        off = np.maximum(0, np.maximum(self._least - seats, seats - self._most))
        return np.asarray(MIX * off**2)

    def deltas(self) -> Floats:
        """Return, (R, n, n), what exchanging the places of each pair would cost."""
        at = self._at()
        others = self._tables_of_others()
        weights = self._weights(at)
        seats = at.transpose(0, 2, 1) @ self._answers
        up, down = (self._off(seats + step) - self._off(seats) for step in (1, -1))
        own = np.take_along_axis
        plan = self._plan[:, :, None]
        came = weights @ at
        gone = -own(came, plan, axis=2)
        came += self._answers @ up.transpose(0, 2, 1)
        gone += own(self._answers @ down.transpose(0, 2, 1), plan, axis=2)
        both = np.take_along_axis(up + down, plan, axis=1) * self._answers
        alike = both @ self._answers.T  # an answer that both gave stays where it is
        one_way = own(came, others, axis=2) + gone - weights - alike
        if self._seating.speaks.any():
            one_way += RULE * self._left_alone(at)
        return np.asarray(one_way + one_way.transpose(0, 2, 1))

    def _alone(self, at: Floats) -> NDArray[np.bool_]:
        """Return, (R, n), who has nobody to talk to."""
        heard = np.take_along_axis(self._shares @ at, self._plan[:, :, None], axis=2)[:, :, 0]
        return np.asarray((heard == 0) & self._seating.speaks)

    def _left_alone(self, at: Floats) -> Floats:
        """Return, (R, n, n), by how many more are alone at a table where one takes another's place.

        The first of the pair leaves the table, and the second takes the place.
        """
        speaks, shares = self._seating.speaks, self._shares
        more = np.zeros((len(at), len(speaks), len(speaks)))
        alone = self._alone(at)
        for r, t in np.ndindex(len(at), at.shape[2]):
            here = np.flatnonzero(at[r, :, t])
            heard = shares @ at[r, :, t]
            left = heard[here, None, None] - shares[np.ix_(here, here)][:, :, None]
            silent = (left + shares[here][:, None, :] == 0) & speaks[here, None, None]
            silent[np.arange(len(here)), np.arange(len(here))] = False
            new = (heard[None, :] - shares[here] == 0) & speaks
            more[r, here] = silent.sum(axis=0) + new - alone[r, here].sum()
        return more
