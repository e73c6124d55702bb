"""Feasibility: whether any panel meets the quotas, and in whole sentences why none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance, SearchStopped, values_by_category
from sortition.program import INFINITY, Program

NODES = 2000  # branches for each question about a set of quotas


@dataclass(frozen=True)
class Feasibility:
    """Whether a panel exists, and if not, sentences that say why and what can be done."""

    feasible: bool
    sentences: tuple[str, ...]


def check(instance: Instance) -> Feasibility:
    """Return whether any panel meets every quota, with the reasons if none does.

    Raises SearchStopped if neither a panel nor a proof was found.
    """
    reasons = [*_pool_too_small(instance), *_sums_off(instance), *_people_missing(instance)]
    if not reasons and not _exists(instance, _rows(instance)):
        reasons = [_conflict(instance)]
    return Feasibility(not reasons, tuple(reasons))


def explain(instance: Instance) -> str:
    """Return why no panel exists, as one text; for an instance that has none."""
    reasons = check(instance).sentences
    return " ".join(reasons) or f"No panel of {instance.size} can meet these quotas."


def _pool_too_small(instance: Instance) -> list[str]:
    people = len(instance.ids)
    if people >= instance.size:
        return []
    return [
        f"The pool has {people} volunteers for {instance.size} seats. "
        f"Lower the seats to {people} or wait for {instance.size - people} more."
    ]


def _sums_off(instance: Instance) -> list[str]:
    """Return a sentence for each category whose bounds cannot add up to the seats."""
    reasons, size = [], instance.size
    for category in values_by_category(instance.quotas):
        quotas = [quota for quota in instance.quotas if quota.category == category]
        least = sum(quota.minimum for quota in quotas)
        most = sum(quota.maximum for quota in quotas)
        if least > size:
            reasons.append(
                f"The minima of “{category}” add up to {least}, and there are {size} seats. "
                f"Lower them by {least - size} in all."
            )
        if most < size:
            reasons.append(
                f"The maxima of “{category}” add up to {most}, and there are {size} seats. "
                f"Raise them by {size - most} in all."
            )
    return reasons


def _people_missing(instance: Instance) -> list[str]:
    """Return a sentence for each quota, and each category, for which the pool is too small."""
    people = instance.counts @ instance.belongs
    reasons = [
        f"{quota} asks for at least {quota.minimum}, and the pool has {there} such volunteers. "
        f"Lower the minimum to {there} or wait for {quota.minimum - there} more."
        for quota, there in zip(instance.quotas, people.tolist(), strict=True)
        if there < quota.minimum
    ]
    for category in values_by_category(instance.quotas):
        pairs = zip(instance.quotas, people.tolist(), strict=True)
        most = sum(
            min(quota.maximum, there) for quota, there in pairs if quota.category == category
        )
        if (
            most
            < instance.size
            <= min(
                len(instance.ids),
                sum(quota.maximum for quota in instance.quotas if quota.category == category),
            )
        ):
            reasons.append(
                f"Within the maxima of “{category}” the pool can fill {most} of the "
                f"{instance.size} seats. Raise the maximum of a value that has more volunteers."
            )
    return reasons


@dataclass(frozen=True, eq=False)
class _Row:
    """One side of one quota: at least ``below`` or at most ``above`` seats."""

    members: NDArray[np.float64]
    below: float
    above: float
    words: str


def _rows(instance: Instance) -> list[_Row]:
    rows = []
    people = instance.counts @ instance.belongs
    for j, quota in enumerate(instance.quotas):
        members = instance.belongs[:, j].astype(np.float64)
        if quota.minimum > 0:
            words = f"{quota} asks for at least {quota.minimum}"
            rows.append(_Row(members, quota.minimum, INFINITY, words))
        if quota.maximum < min(people[j], instance.size):
            words = f"{quota} allows at most {quota.maximum}"
            rows.append(_Row(members, -INFINITY, quota.maximum, words))
    return rows


def _exists(
    instance: Instance, rows: Sequence[_Row], whole: bool = True, nodes: int | None = None
) -> bool:
    """Tell whether a panel, or a fractional one, meets these rows and seats one a household."""
    counts, q = instance.counts.astype(np.float64), len(instance.quotas)
    homes = instance.limits.upper[q:]
    program = Program(
        np.vstack(
            [np.ones(len(counts)), *(row.members for row in rows), instance.limits.rows()[q:]]
        ),
        np.array([instance.size, *(row.below for row in rows), *(0 * homes)], dtype=np.float64),
        np.array([instance.size, *(row.above for row in rows), *homes], dtype=np.float64),
        np.zeros(len(counts)),
        np.zeros(len(counts)),
        counts,
        whole=whole,
        nodes=nodes,
    )
    return program.solve() is not None


def _conflict(instance: Instance) -> str:
    """Return a sentence that names quotas in conflict, none of which can be left out.

    Leaves out one row after another and keeps out those without which there is still no
    panel; asks about fractional panels where these are enough to see the conflict. A row
    that gives no answer soon stays in.
    """
    rows = _rows(instance)
    whole = _exists(instance, rows, whole=False)
    for row in list(rows):
        others = [other for other in rows if other is not row]
        try:
            needed = _exists(instance, others, whole, NODES if whole else None)
        except SearchStopped:
            needed = True
        rows = rows if needed else others
    named = "; ".join(row.words for row in rows) or "no quota at all"
    if instance.households is not None:
        named += "; with at most one seat a household"
    return (
        f"No panel of {instance.size} from this pool meets these quotas together: {named}. "
        "Loosen one of them and check again."
    )
