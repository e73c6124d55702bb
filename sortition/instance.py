"""Instance: a pool of volunteers, the quotas and the seats, checked once and then frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sortition.households import Households, grouped, numbered, profiles_within
from sortition.limits import Limits

VALUES_NAMED = 12  # known values that a message lists before it stops


class InputProblems(ValueError):
    """The data break a rule; ``problems`` holds one sentence for each place, all at once.

    >>> InputProblems(["Row 2: no id.", "Row 5: no age."]).problems
    ('Row 2: no id.', 'Row 5: no age.')
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class InfeasibleQuotas(ValueError):
    """No panel meets every quota; the message says which and by how much.

    >>> from sortition.examples import small_pool
    >>> from sortition.objectives import fairest
    >>> fairest(small_pool(village=(4, 4), town=(0, 4)))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sortition.instance.InfeasibleQuotas: “place: village” asks for at least 4, and the ...
    """


class SearchStopped(RuntimeError):
    """The search ended without an answer and without a proof; nothing follows from it.

    >>> isinstance(SearchStopped("No answer yet."), InfeasibleQuotas)
    False
    """


@dataclass(frozen=True)
class Quota:
    """The fewest and the most seats for people who gave one answer, both inclusive.

    >>> Quota("age", "young", 4, 3).faults
    ['the maximum 3 is below the minimum 4; raise the maximum or lower the minimum.']
    """

    category: str
    value: str
    minimum: int
    maximum: int
    minimum_flex: int | None = None
    maximum_flex: int | None = None

    def __str__(self) -> str:
        return f"“{self.category}: {self.value}”"

    @property
    def faults(self) -> list[str]:
        """What is wrong with these bounds, in sentences; empty if nothing is."""
        faults = []
        if self.minimum < 0:
            faults.append(f"the minimum is {self.minimum}; it must be 0 or more.")
        if self.maximum < self.minimum:
            faults.append(
                f"the maximum {self.maximum} is below the minimum {self.minimum}; "
                "raise the maximum or lower the minimum."
            )
        if self.minimum_flex is not None and self.minimum_flex > self.minimum:
            faults.append(f"min_flex {self.minimum_flex} is above the minimum {self.minimum}.")
        if self.maximum_flex is not None and self.maximum_flex < self.maximum:
            faults.append(f"max_flex {self.maximum_flex} is below the maximum {self.maximum}.")
        return faults


@dataclass(frozen=True, eq=False)
class Instance:
    """One draw's question: who volunteered, what the quotas ask, how many seats.

    Attributes
    ----------
    quotas : (q,) Quota
        In the order of the file.
    categories : (c,) str
        In the order in which the quotas name them first.
    size : int
        Seats on the panel.
    ids : (n,) str
        The volunteers, in the order of the file.
    profiles : (T,) tuple of str
        The distinct sets of answers, one answer a category, in lexicographic order. Where
        households count, the same answers come once for each kind of household, in order
        of its members' answers.
    profile_of : (n,) int
        Each volunteer's profile.
    counts : (T,) int
        Volunteers of each profile.
    belongs : (T, q) bool
        True where a profile counts towards a quota.
    lower, upper : (q,) int
        Fewest and most seats for each quota, both inclusive.
    households : Households, optional
        Who lives together; None where a panel may seat several people of one address.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool()
    >>> pool.profiles[0], int(pool.counts[0]), pool.belongs.shape
    (('old', 'town'), 3, (4, 4))
    """

    quotas: tuple[Quota, ...]
    categories: tuple[str, ...]
    size: int
    ids: tuple[str, ...]
    profiles: tuple[tuple[str, ...], ...]
    profile_of: NDArray[np.int64]
    counts: NDArray[np.int64]
    belongs: NDArray[np.bool_]
    lower: NDArray[np.int64]
    upper: NDArray[np.int64]
    households: Households | None = None

    @cached_property
    def limits(self) -> Limits:
        """Every row that bounds a panel's seats: the quotas, then the kinds of household."""
        alone = np.zeros(len(self.profiles), dtype=np.int64)
        none = np.zeros(0, dtype=np.int64)
        homes = self.households.homes if self.households else none
        return Limits(
            self.belongs.astype(np.float64),
            self.households.kind if self.households else alone,
            np.append(self.lower, np.zeros(len(homes), dtype=np.int64)),
            np.append(self.upper, homes),
        )


def build(
    quotas: Sequence[Quota],
    people: Sequence[tuple[str, Mapping[str, str]]],
    size: int,
    households: Sequence[str] | None = None,
) -> Instance:
    """Return the instance of these quotas, people (id and answers) and seats.

    ``households``, (n,), names the household of each person, "" where it is not known; with
    it, a panel seats at most one person of each.

    Raises InputProblems, with every problem at once, if a quota is impossible in
    itself, an id comes twice, or an answer is missing or unknown to the quotas.

    >>> quotas = [Quota("age", "young", 1, 1), Quota("age", "old", 1, 2)]
    >>> people = [("Ada", {"age": "young"}), ("Bo", {"age": "old"}), ("Cem", {"age": "old"})]
    >>> pool = build(quotas, people, 2)
    >>> pool.profiles, pool.counts.tolist()
    ((('old',), ('young',)), [2, 1])
    >>> build(quotas, [("Ada", {"age": "middle"})], 2)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sortition.instance.InputProblems: Person “Ada”, “age”: “middle” has no quota; use one of ...
    """
    known = values_by_category(quotas)
    problems = size_faults(size) + _quota_problems(quotas) + _people_problems(people, known)
    if problems:
        raise InputProblems(problems)
    categories = tuple(known)
    answers = [tuple(given[category] for category in categories) for _, given in people]
    of = numbered(households or [""] * len(answers))
    everyone = profiles_within(answers, of)
    distinct = sorted(set(everyone))
    place = {profile: t for t, profile in enumerate(distinct)}
    profile_of = np.array([place[profile] for profile in everyone], dtype=np.int64)
    profiles = tuple(own for own, _ in distinct)
    column = {category: c for c, category in enumerate(categories)}
    belongs = [[profile[column[j.category]] == j.value for j in quotas] for profile in profiles]
    return Instance(
        quotas=tuple(quotas),
        categories=categories,
        size=size,
        ids=tuple(identifier for identifier, _ in people),
        profiles=profiles,
        profile_of=profile_of,
        counts=np.bincount(profile_of, minlength=len(profiles)).astype(np.int64),
        belongs=np.array(belongs, dtype=np.bool_),
        lower=np.array([quota.minimum for quota in quotas], dtype=np.int64),
        upper=np.array([quota.maximum for quota in quotas], dtype=np.int64),
        households=None if households is None else grouped(distinct, everyone, of),
    )


def values_by_category(quotas: Sequence[Quota]) -> dict[str, list[str]]:
    """Return each category's values, both in the order of the quotas."""
    known: dict[str, list[str]] = {}
    for quota in quotas:
        known.setdefault(quota.category, []).append(quota.value)
    return known


def answer_fault(answer: str | None, known: Sequence[str]) -> str | None:
    """Return what is wrong with one answer to a category, or None."""
    if not answer:
        return "there is no answer; fill it in or take this person out."
    if answer in known:
        return None
    listed = ", ".join(f"“{value}”" for value in known[:VALUES_NAMED])
    more = f" and {len(known) - VALUES_NAMED} more" if len(known) > VALUES_NAMED else ""
    return f"“{answer}” has no quota; use one of {listed}{more}, or add a quota for it."


def size_faults(size: int) -> list[str]:
    """Return what is wrong with the number of seats, in sentences."""
    return [] if size >= 1 else [f"A panel has {size} seats; it must have 1 or more."]


def _quota_problems(quotas: Sequence[Quota]) -> list[str]:
    problems = [f"Quota {quota}: {fault}" for quota in quotas for fault in quota.faults]
    if not quotas:
        problems.append("There are no quotas; give at least one.")
    seen: set[tuple[str, str]] = set()
    for quota in quotas:
        if (quota.category, quota.value) in seen:
            problems.append(f"Quota {quota} comes twice; keep one.")
        seen.add((quota.category, quota.value))
    return problems


def _people_problems(
    people: Sequence[tuple[str, Mapping[str, str]]], known: Mapping[str, Sequence[str]]
) -> list[str]:
    problems = [] if people else ["There is nobody in the pool; add the volunteers."]
    seen: set[str] = set()
    for identifier, given in people:
        if identifier in seen:
            problems.append(f"Person “{identifier}” comes twice; give each person one id.")
        seen.add(identifier)
        for category, values in known.items():
            fault = answer_fault(given.get(category), values)
            if fault:
                problems.append(f"Person “{identifier}”, “{category}”: {fault}")
    return problems
