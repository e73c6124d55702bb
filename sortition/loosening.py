"""Loosening: the least that the quotas must give way for a panel to exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sortition.files import table
from sortition.instance import Instance, Quota
from sortition.program import INFINITY, Program


@dataclass(frozen=True)
class Change:
    """A quota with other bounds: ``before`` as it is, ``after`` as it could be."""

    before: Quota
    after: Quota

    def __str__(self) -> str:
        """Return what to do, such as: lower the minimum of “age: young” from 3 to 2."""
        parts = []
        if self.after.minimum < self.before.minimum:
            parts.append(
                f"lower the minimum of {self.before} from {self.before.minimum} "
                f"to {self.after.minimum}"
            )
        if self.after.maximum > self.before.maximum:
            parts.append(
                f"raise the maximum of {self.before} from {self.before.maximum} "
                f"to {self.after.maximum}"
            )
        return " and ".join(parts)

    def as_json(self) -> dict[str, object]:
        """Return the change in the types of JSON."""
        return {
            "category": self.before.category,
            "value": self.before.value,
            "minimum": [self.before.minimum, self.after.minimum],
            "maximum": [self.before.maximum, self.after.maximum],
        }


@dataclass(frozen=True)
class Loosening:
    """Quotas that some panel meets, what changed in them, and the weight of the changes.

    >>> from sortition.examples import small_pool
    >>> smallest_loosening(small_pool(village=(4, 4), town=(0, 4))).weight
    1.5
    """

    quotas: tuple[Quota, ...]
    changes: tuple[Change, ...]
    weight: float

    def as_json(self) -> dict[str, object]:
        """Return the changes and their weight in the types of JSON."""
        return {"changes": [change.as_json() for change in self.changes], "weight": self.weight}


def smallest_loosening(instance: Instance) -> Loosening | None:
    """Return the smallest change of the quotas that lets a panel exist, or None.

    A minimum m that is lowered by one weighs 1 + 2/m, so that small groups lose their
    places last; a maximum that is raised by one weighs 1. Bounds stay inside “min_flex”
    and “max_flex” where the quotas have them. None if nothing inside those helps, or if
    the pool has fewer people than the panel seats. No changes if a panel exists already.

    Raises SearchStopped if the integer program gives neither an answer nor a proof.

    Notes
    -----
    The integer program over profiles: minimise the weight of ``lack`` and ``excess`` where

    1. sum of x = size, 0 <= x <= counts, at most one seat a household,
    2. belongs' x + lack >= lower, 0 <= lack <= lower - min_flex,
    3. belongs' x - excess <= upper, 0 <= excess <= max_flex - upper.

    References
    ----------
    The weights are those of the stratification app of the Sortition Foundation.

    >>> from sortition.examples import small_pool
    >>> found = smallest_loosening(small_pool(village=(4, 4), town=(0, 4)))
    >>> print(found.changes[0])
    lower the minimum of “place: village” from 4 to 3
    """
    quotas, counts = instance.quotas, instance.counts.astype(np.float64)
    q, profiles = len(quotas), len(counts)
    identity, none = np.eye(q), np.zeros((q, q))
    belongs = instance.belongs.T.astype(np.float64)
    everyone = np.append(np.ones(profiles), np.zeros(2 * q))
    homes, most = instance.limits.home_rows()
    program = Program(
        np.vstack(
            [
                everyone,
                np.hstack([homes, np.zeros((len(most), 2 * q))]),
                np.hstack([belongs, identity, none]),
                np.hstack([belongs, none, -identity]),
            ]
        ),
        np.concatenate([[instance.size], 0 * most, instance.lower, np.full(q, -INFINITY)]),
        np.concatenate([[instance.size], most, np.full(q, INFINITY), instance.upper]),
        np.concatenate([np.zeros(profiles), [weight(quota) for quota in quotas], np.ones(q)]),
        np.zeros(profiles + 2 * q),
        np.concatenate([counts, _room(quotas, instance.size)]),
        whole=True,
    )
    answer = program.solve()
    if answer is None:
        return None
    lack, excess = answer.variables[profiles:].round().astype(int).reshape(2, q).tolist()
    return _loosened(quotas, lack, excess)


def weight(quota: Quota) -> float:
    """Return what it weighs to lower this quota's minimum by one seat.

    >>> weight(Quota("age", "young", 4, 5)), weight(Quota("age", "old", 1, 5))
    (1.5, 3.0)
    """
    return 1.0 + 2.0 / max(quota.minimum, 1)


def relaxed_table(quotas: Sequence[Quota]) -> str:
    """Return quotas as CSV in the spelling “category,feature,min,max”."""
    flexible = any(q.minimum_flex is not None or q.maximum_flex is not None for q in quotas)
    header = ("category", "feature", "min", "max", "min_flex", "max_flex")
    rows = (
        (q.category, q.value, q.minimum, q.maximum, _text(q.minimum_flex), _text(q.maximum_flex))
        for q in quotas
    )
    wide = len(header) if flexible else 4
    return table(header[:wide], (row[:wide] for row in rows))


def _text(bound: int | None) -> str:
    return "" if bound is None else str(bound)


def _room(quotas: Sequence[Quota], size: int) -> list[float]:
    """Return by how much each minimum can fall and each maximum rise, in that order."""
    down = [quota.minimum - (quota.minimum_flex or 0) for quota in quotas]
    up = [
        max(size - quota.maximum, 0)
        if quota.maximum_flex is None
        else quota.maximum_flex - quota.maximum
        for quota in quotas
    ]
    return [float(room) for room in (*down, *up)]


def _loosened(quotas: Sequence[Quota], lack: Sequence[int], excess: Sequence[int]) -> Loosening:
    after = tuple(
        replace(quota, minimum=quota.minimum - low, maximum=quota.maximum + high)
        for quota, low, high in zip(quotas, lack, excess, strict=True)
    )
    total = sum(weight(quota) * low for quota, low in zip(quotas, lack, strict=True)) + sum(excess)
    changes = tuple(
        Change(quota, other) for quota, other in zip(quotas, after, strict=True) if quota != other
    )
    return Loosening(after, changes, float(total))
