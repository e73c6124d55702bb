"""Alternates: who waits for a seat, in which order, and who is promoted when one falls free."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance
from sortition.randomness import Stream

SCENARIOS = 200  # ways in which jurors may drop out
ONE_IN = 5  # chance of one juror to drop out
ROUNDS = 3  # times that every choice is reconsidered
SEATS_AHEAD = 3  # free seats that a promotion looks at together


def choose_alternates(
    instance: Instance, panel: Sequence[int], alternates: int, stream: Stream
) -> list[int]:
    """Return the alternates in order, those who best mend what drop-outs break.

    In each of 200 scenarios every juror drops out with a chance of one in five. The
    shortfall of a scenario is the seats left empty, plus the seats that quotas are short
    of their minimum or above their maximum. Alternates are chosen one after
    the other for the greatest fall of the total shortfall, and each choice is then
    reconsidered against all the others. The stream breaks ties.

    Parameters
    ----------
    panel : (k,) int
        Positions in ``instance.ids`` of the drawn.
    alternates : int
        How many to choose; at most the pool less the panel. Where households count, nobody
        shares one with the panel or with another alternate, so at most those left.

    References
    ----------
    Assos, Baharav, Flanigan and Procaccia, "Alternates, assemble! Selecting optimal
    alternates for citizens' assemblies", 2025.

    Raises nothing of its own.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool()
    >>> choose_alternates(pool, [0, 1, 3, 4], 2, Stream(b"seed"))
    [2, 6]
    """
    free, counts = _scenarios(instance, panel, stream)
    order = np.array(stream.shuffle(range(len(instance.profiles))), dtype=np.int64)
    waiting = _Waiting(instance, free, counts, order, _free_people(instance, panel))
    chosen = waiting.improved(waiting.greedy(alternates))
    return _people_of(instance, panel, waiting.ordered(chosen), stream)


def _scenarios(
    instance: Instance, panel: Sequence[int], stream: Stream
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the free seats (s,) and the seats of each quota (s, q) of every scenario."""
    profiles = instance.belongs[instance.profile_of[sorted(panel)]].astype(np.int64)
    gone = [[stream.uniform(ONE_IN) == 0 for _ in panel] for _ in range(SCENARIOS)]
    out = np.array(gone, dtype=np.int64)
    return out.sum(axis=1), profiles.sum(axis=0) - out @ profiles


class _Waiting:
    """The search for the profiles of the alternates; its scenarios never change."""

    def __init__(
        self,
        instance: Instance,
        free: NDArray[np.int64],
        counts: NDArray[np.int64],
        order: NDArray[np.int64],
        people: NDArray[np.int64],
    ) -> None:
        self._instance = instance
        self._belongs = instance.belongs.astype(np.float64)
        self._free, self._counts, self._order = free, counts, order
        kind, kinds = instance.limits.kind, instance.limits.kinds
        size = len(instance.profiles)
        self._left = np.bincount(instance.profile_of[people], minlength=size)
        homes = _homes_of(instance)[people]
        pairs = {
            (kind[instance.profile_of[i]], home) for i, home in zip(people, homes, strict=True)
        }
        self._homes = np.bincount([g for g, _ in pairs], minlength=kinds + 1)
        self._homes[kinds] = len(instance.ids)

    def greedy(self, alternates: int) -> list[int]:
        """Return profiles, each the best next one."""
        chosen: list[int] = []
        for _ in range(alternates):
            chosen.append(self._best(chosen, self._totals(chosen)))
        return chosen

    def improved(self, chosen: list[int]) -> list[int]:
        """Return the profiles after reconsidering each beside all the others."""
        for _ in range(ROUNDS):
            before = list(chosen)
            for old in before:
                others = list(chosen)
                others.remove(old)
                totals = self._totals(others)
                best = self._best(others, totals)
                chosen = [*others, best if totals[best] > totals[old] else old]
            if sorted(chosen) == sorted(before):
                break
        return chosen

    def ordered(self, chosen: list[int]) -> list[int]:
        """Return the same profiles, the most useful first."""
        ranked: list[int] = []
        rank = {int(t): place for place, t in enumerate(self._order)}
        rest = sorted(chosen, key=rank.__getitem__)
        while rest:
            totals = self._totals(ranked)
            best = max(rest, key=totals.__getitem__)
            ranked.append(best)
            rest.remove(best)
        return ranked

    def _best(self, chosen: list[int], totals: NDArray[np.float64]) -> int:
        """Return the best profile that still has somebody; the first in random order of equals."""
        taken = np.bincount(np.array(chosen, dtype=np.int64), minlength=len(self._left))
        kind = self._instance.limits.kind
        homes = self._homes - np.bincount(kind[chosen], minlength=len(self._homes))
        able = (self._left > taken) & (homes[kind] > 0)
        possible = self._order[able[self._order]]
        return int(possible[int(np.argmax(totals[possible]))])

    def _totals(self, chosen: list[int]) -> NDArray[np.float64]:
        """Return by how much one more person of each profile lowers the total shortfall."""
        free, counts = self._free.copy(), self._counts.copy()
        for t in chosen:
            used = (free > 0) & (self._gain(counts) @ self._belongs[t] + 1 > 0)
            free -= used
            counts += np.outer(used, self._instance.belongs[t])
        gain = np.maximum(0, self._gain(counts) @ self._belongs.T + 1)
        return np.asarray(gain[free > 0].sum(axis=0))

    def _gain(self, counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what one more seat of each quota mends (1), breaks (-1) or leaves alone (0)."""
        mends = counts < self._instance.lower
        breaks = counts >= self._instance.upper
        return mends.astype(np.float64) - breaks


def _people_of(
    instance: Instance, panel: Sequence[int], profiles: list[int], stream: Stream
) -> list[int]:
    """Return people with these profiles who are not on the panel, by lot among equals."""
    people, homes = _free_people(instance, panel), _homes_of(instance)
    waiting = {
        t: stream.shuffle(people[instance.profile_of[people] == t].tolist())
        for t in sorted(set(profiles))
    }
    chosen: list[int] = []
    taken: set[int] = set()
    for t in profiles:
        chosen.append(next(i for i in waiting[t] if homes[i] not in taken))
        taken.add(int(homes[chosen[-1]]))
    return chosen


def _homes_of(instance: Instance) -> NDArray[np.int64]:
    """Return the number of each person's household; everyone has one where they do not count."""
    return np.arange(len(instance.ids)) if instance.households is None else instance.households.of


def _free_people(instance: Instance, panel: Sequence[int]) -> NDArray[np.int64]:
    """Return the people of whose household nobody is on the panel."""
    homes = _homes_of(instance)
    return np.flatnonzero(~np.isin(homes, homes[list(panel)]))


def promote(instance: Instance, seated: Sequence[int], alternates: Sequence[int]) -> int | None:
    """Return the first alternate in order who keeps every quota that can be kept.

    When several seats are free, up to three are looked at together, so that the
    first promotion does not spoil the next.

    Parameters
    ----------
    seated : int
        Positions in ``instance.ids`` of the jurors who remain, fewer than the seats.
    alternates : int
        Positions of the alternates who are still available, in their order.

    Returns
    -------
    int or None
        The next juror; None if no seat is free or nobody is left.

    Raises nothing of its own.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool()
    >>> promote(pool, [0, 1, 3], [2, 5])  # Fay is old, as was who left
    5
    """
    together = min(instance.size - len(seated), len(alternates), SEATS_AHEAD)
    if together < 1:
        return None
    profiles = instance.belongs[instance.profile_of].astype(np.int64)
    counts = profiles[list(seated)].sum(axis=0)
    still_free = instance.size - len(seated) - together

    def shortfall(people: tuple[int, ...]) -> int:
        after = counts + profiles[list(people)].sum(axis=0)
        short = np.maximum(0, instance.lower - after - still_free)
        over = np.maximum(0, after - instance.upper)
        return int(short.sum() + over.sum())

    return min(combinations(alternates, together), key=shortfall)[0]
