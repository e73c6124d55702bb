"""Feasibility: whether any panel meets the quotas, and in whole sentences why none does."""

from __future__ import annotations

from dataclasses import dataclass

from sortition.conflict import Bound, bounds_of, exists, reduced
from sortition.instance import Instance, values_by_category
from sortition.wording import counted


@dataclass(frozen=True)
class Feasibility:
    """Whether a panel exists, and if not, sentences that say why and what can be done.

    ``conflict`` holds bounds that no panel meets together, not one of which can be left
    out; it is empty if the pool alone is too small.

    >>> from sortition.examples import small_pool
    >>> check(small_pool(village=(4, 4), town=(0, 4))).conflict[0].side
    'minimum'
    """

    feasible: bool
    sentences: tuple[str, ...]
    conflict: tuple[Bound, ...] = ()


def check(instance: Instance) -> Feasibility:
    """Return whether any panel meets every quota, with the reasons if none does.

    Raises SearchStopped if neither a panel nor a proof was found.

    >>> from sortition.examples import small_pool
    >>> check(small_pool()).feasible
    True
    >>> print(check(small_pool(village=(4, 4), town=(0, 4))).sentences[0])  # doctest: +ELLIPSIS
    “place: village” asks for at least 4, and the pool has 3 such volunteers. ...
    """
    reasons = [*_pool_too_small(instance), *_sums_off(instance), *_people_missing(instance)]
    if not reasons and exists(instance, bounds_of(instance)):
        return Feasibility(True, ())
    conflict = reduced(instance)
    named = "; ".join(str(bound) for bound in conflict) or "no quota at all"
    if instance.households is not None:
        named += "; with at most one seat a household"
    together = (
        f"No panel of {instance.size} from this pool meets these quotas together: {named}. "
        "Loosen one of them and check again."
    )
    return Feasibility(False, tuple(reasons or [together]), conflict)


def explain(instance: Instance) -> str:
    """Return why no panel exists, as one text; for an instance that has none."""
    reasons = check(instance).sentences
    return " ".join(reasons) or f"No panel of {instance.size} can meet these quotas."


def _pool_too_small(instance: Instance) -> list[str]:
    people = len(instance.ids)
    if people >= instance.size:
        return []
    return [
        f"The pool has {counted(people, 'volunteer', 'volunteers')} for "
        f"{counted(instance.size, 'seat', 'seats')}. "
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
