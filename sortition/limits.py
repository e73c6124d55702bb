"""Limits: the rows that bound a panel's seats, quotas first and then households."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = "NDArray[np.int64] | NDArray[np.int16] | NDArray[np.int8]"
Parts: TypeAlias = "Whole | NDArray[np.float64] | NDArray[np.bool_]"  # of seats

BLOCK = 512  # panels, or profiles, that are worked on at once
NO_HOME = np.zeros(1)
EVERY = slice(None)


def blocks(number: int) -> list[slice]:
    """Return slices of rows, so that no large copy of all rows is made."""
    return [slice(start, start + BLOCK) for start in range(0, number, BLOCK)]


@dataclass(frozen=True, eq=False)
class Limits:
    """Bounds on sums of seats over profiles.

    Quotas overlap, so they are a matrix. A profile belongs to one kind of household at
    most, so kinds are numbers: a pool may have hundreds, and a matrix of them is nearly empty.

    Attributes
    ----------
    belongs : (T, q) float
        1 where a profile counts towards a quota.
    kind : (T,) int
        The kind of household of each profile; h where that is none.
    lower, upper : (q + h,) int
        Fewest and most seats of each quota, then of each kind of household.
    """

    belongs: NDArray[np.float64]
    kind: NDArray[np.int64]
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]

    @property
    def quotas(self) -> int:
        """Return q, the number of quotas."""
        return int(self.belongs.shape[1])

    @property
    def kinds(self) -> int:
        """Return h, the number of kinds of household."""
        return len(self.lower) - self.quotas

    def seats(self, panel: Parts) -> NDArray[np.float64]:
        """Return the seats of each limit: (T,) to (q + h,), or (m, T) to (m, q + h)."""
        if panel.ndim == 1:
            quotas = np.asarray(panel @ self.belongs, dtype=np.float64)
            return np.append(quotas, self.homes(panel)) if self.kinds else quotas
        found = np.empty((len(panel), len(self.lower)))
        self.count(panel, found)
        return found

    def count(self, panels: Parts, found: NDArray[np.floating[Any]]) -> None:
        """Write the seats of each limit on each panel, (m, T), into ``found``, (m, q + h).

        A block of panels at a time: multiplying takes them as floating-point numbers.
        """
        for part in blocks(len(panels)):
            found[part, : self.quotas] = panels[part] @ self.belongs
            if self.kinds:
                found[part, self.quotas :] = [self.homes(row) for row in panels[part]]

    def homes(self, panel: Parts) -> NDArray[np.float64]:
        """Return the seats of each kind of household: (T,) to (h,)."""
        return np.asarray(
            np.bincount(self.kind, panel, self.kinds + 1)[: self.kinds], dtype=np.float64
        )

    def worth(self, prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what one seat of each profile uses at these prices: (q + h,) to (T,)."""
        worth = self.belongs @ prices[: self.quotas]
        if self.kinds:
            worth += np.concatenate((prices[self.quotas :], NO_HOME))[self.kind]
        return np.asarray(worth, dtype=np.float64)

    def rows(self, places: slice | NDArray[np.int64] = EVERY) -> NDArray[np.int8]:
        """Return the limits, or those at some places, as the rows of a matrix of 0 and 1, (r, T).

        A byte an entry: with hundreds of kinds of household, the matrix is large.
        """
        number = np.arange(len(self.lower))[places]
        quotas, homes = number[number < self.quotas], number[number >= self.quotas]
        kinds = self.kind == (homes - self.quotas)[:, None]
        return np.vstack([self.belongs.T[quotas].astype(np.int8), kinds.view(np.int8)])

    def framed(
        self, size: float
    ) -> tuple[NDArray[np.int8], NDArray[np.float64], NDArray[np.float64]]:
        """Return a row for all seats above those of the limits, (1 + q + h, T), and their bounds.

        ``size`` is both the fewest and the most seats in all; the bounds are (1 + q + h,).
        """
        rows = np.vstack([np.ones(len(self.kind), dtype=np.int8), self.rows()])
        below, above = np.append(size, self.lower), np.append(size, self.upper)
        return rows, below.astype(np.float64), above.astype(np.float64)

    def home_rows(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return whom each kind of household counts, (h, T), and its most seats, (h,)."""
        q = self.quotas
        return self.rows(slice(q, None)).astype(np.float64), self.upper[q:].astype(np.float64)

    def among(self, places: NDArray[np.int64]) -> Limits:
        """Return the limits as these profiles alone see them."""
        return Limits(self.belongs[places], self.kind[places], self.lower, self.upper)

    def within(self, lower: NDArray[np.int64], upper: NDArray[np.int64]) -> Limits:
        """Return the same limits with other bounds."""
        return Limits(self.belongs, self.kind, lower, upper)

    def swap_costs(
        self,
        out: NDArray[np.int64],
        into: NDArray[np.int64],
        less: NDArray[np.float64],
        more: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """Return what it costs to move a seat from ``out``, (a,), to ``into``, (b,): (a, b).

        One seat less of a limit costs ``less``, one more ``more``; both are (q + h,). Limits
        that both profiles count towards cost nothing.
        """
        q = self.quotas
        leaves, joins = self.belongs[out], self.belongs[into]
        costs, gains, both = leaves @ less[:q], joins @ more[:q], (leaves * (less + more)[:q])
        if not self.kinds:
            return np.asarray(costs[:, None] + gains - both @ joins.T)
        less, more = (np.concatenate((part[q:], NO_HOME)) for part in (less, more))
        own, other = self.kind[out], self.kind[into]
        costs, gains = costs + less[own], gains + more[other]
        cost = costs[:, None] + gains - both @ joins.T
        alike = own[:, None] == np.where(other == self.kinds, -1, other)
        if alike.any():
            i, j = alike.nonzero()
            cost[i, j] -= less[own[i]] + more[other[j]]
        return np.asarray(cost)

    def move(self, sums: NDArray[np.floating[Any]], out: int, into: int) -> None:
        """Change the sums, (q + h,) in place, as a seat moves from ``out`` to ``into``."""
        sums[: self.quotas] += self.belongs[into] - self.belongs[out]
        for profile, seats in ((out, -1), (into, 1)):
            if self.kind[profile] < self.kinds:
                sums[self.quotas + self.kind[profile]] += seats

    def has_home(
        self,
        sums: NDArray[np.floating[Any]],
        rows: NDArray[np.int64],
        out: int,
        into: NDArray[np.int64],
    ) -> NDArray[np.bool_]:
        """Return where a seat could move from ``out`` to each of ``into``, as to households.

        ``sums``, (m, q + h), are the seats of each limit on all panels, ``rows``, (r,), the
        panels that count; returns (r, b).
        """
        free = np.ones((len(rows), len(into)), dtype=np.bool_)
        kind = self.kind[into]
        bound = np.flatnonzero((kind < self.kinds) & (kind != self.kind[out]))
        place = self.quotas + kind[bound]
        free[:, bound] = sums[np.ix_(rows, place)] < self.upper[place]
        return free
