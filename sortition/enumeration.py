"""Enumeration: every panel there is, where the seats are few."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance, values_by_category

NODES = 20_000  # beginnings of panels that are looked at before the search gives up
PANELS = 3_000  # panels beyond which a list of all of them is of no use


def every_panel(instance: Instance) -> NDArray[np.int64] | None:
    """Return every panel that meets every limit, (m, T), or None where there are too many.

    Profiles are tried with the rarest needed answer first, so that a beginning that
    cannot be completed is left soon.
    """
    search = _Search(instance)
    if not search.go(0, instance.size):
        return None
    kinds = len(instance.profiles)
    rows = [np.bincount(panel, minlength=kinds) for panel in search.found]
    return np.array(rows, dtype=np.int64).reshape(len(rows), kinds)


class _Search:
    """The panel begun, what its quotas still need and still allow, and the panels found."""

    def __init__(self, instance: Instance) -> None:
        names = list(values_by_category(instance.quotas))
        self._category = [names.index(quota.category) for quota in instance.quotas]
        self._need, self._room = instance.lower.tolist(), instance.upper.tolist()
        self._lacking = [0] * len(names)
        for j, least in enumerate(self._need):
            self._lacking[self._category[j]] += least
        rare = instance.belongs.sum(axis=0).tolist()
        counts_to = [np.flatnonzero(row).tolist() for row in instance.belongs]

        def rarity(t: int) -> tuple[int, int]:
            return min((rare[j] for j in counts_to[t] if self._need[j]), default=len(rare)), t

        self._order = sorted(range(len(counts_to)), key=rarity)
        self._quotas = [counts_to[t] for t in self._order]
        self._people = [int(instance.counts[t]) for t in self._order]
        self._last = [-1] * len(self._need)
        for place, quotas in enumerate(self._quotas):
            for j in quotas:
                self._last[j] = place
        self._kind = instance.limits.kind[self._order].tolist()
        self._homes = [*instance.limits.upper[len(self._need) :].tolist(), instance.size]
        self._begun: list[int] = []
        self._looked = 0
        self.found: list[list[int]] = []

    def go(self, start: int, seats: int) -> bool:
        """Complete the panel begun in every way; False where that takes too long."""
        self._looked += 1
        if self._looked > NODES or len(self.found) > PANELS:
            return False
        if max(self._lacking) > seats:
            return True
        if seats == 0:
            self.found.append([self._order[place] for place in self._begun])
            return True
        needed = [self._last[j] for j, least in enumerate(self._need) if least > 0]
        end = min(needed, default=len(self._order) - 1)
        return all(
            self._with(place, seats) for place in range(start, end + 1) if self._fits(place, seats)
        )

    def _fits(self, place: int, seats: int) -> bool:
        """Tell whether one more of a profile leaves every quota within reach, and finds a home."""
        if self._begun.count(place) == self._people[place] or not self._homes[self._kind[place]]:
            return False
        return all(
            self._room[j] > 0 and (self._need[j] > 0 or self._lacking[self._category[j]] < seats)
            for j in self._quotas[place]
        )

    def _with(self, place: int, seats: int) -> bool:
        self._take(place, 1)
        self._begun.append(place)
        finished = self.go(place, seats - 1)
        self._begun.pop()
        self._take(place, -1)
        return finished

    def _take(self, place: int, seats: int) -> None:
        """Count one seat of a profile towards its limits, or with -1 take it back."""
        self._homes[self._kind[place]] -= seats
        for j in self._quotas[place]:
            before = max(0, self._need[j])
            self._need[j] -= seats
            self._room[j] -= seats
            self._lacking[self._category[j]] += max(0, self._need[j]) - before
