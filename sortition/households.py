"""Households: people of one address, of whom a panel seats one at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

Answers = tuple[str, ...]
Profile = tuple[Answers, tuple[Answers, ...]]  # own answers, and the whole household's


@dataclass(frozen=True, eq=False)
class Households:
    """Who lives together, and how many seats each kind of household can have.

    Households are of one kind where their members gave the same answers. People with the same
    answers in households of one kind are interchangeable, so they share a profile.

    Attributes
    ----------
    of : (n,) int
        Number of each volunteer's household, from 0.
    kind : (T,) int
        Kind of household of each profile; h where its people are the only ones of theirs.
    homes : (h,) int
        Households of each kind, and so the most seats that its people can have.
    """

    of: NDArray[np.int64]
    kind: NDArray[np.int64]
    homes: NDArray[np.int64]


def numbered(labels: Sequence[str]) -> NDArray[np.int64]:
    """Return the number of each household, in order of first appearance.

    An empty label is nobody's: each person with one is a household alone.

    >>> numbered(["b", "", "a", "b", ""]).tolist()
    [0, 1, 2, 0, 3]
    """
    fresh = count()
    known: dict[str, int] = {}
    numbers = []
    for label in labels:
        if label and label in known:
            numbers.append(known[label])
            continue
        numbers.append(next(fresh))
        if label:
            known[label] = numbers[-1]
    return np.array(numbers, dtype=np.int64)


def in_order(households: Households, order: Sequence[int]) -> Households:
    """Return the same households for the people in another order, numbered as they appear."""
    return replace(households, of=numbered([str(home) for home in households.of[list(order)]]))


def profiles_within(answers: Sequence[Answers], of: NDArray[np.int64]) -> list[Profile]:
    """Return each person's answers with those of the household; alone, the latter are empty."""
    members: dict[int, list[Answers]] = {}
    for own, home in zip(answers, of.tolist(), strict=True):
        members.setdefault(home, []).append(own)
    whole = {home: tuple(sorted(all_)) for home, all_ in members.items()}
    return [
        (own, whole[home] if len(whole[home]) > 1 else ())
        for own, home in zip(answers, of.tolist(), strict=True)
    ]


def grouped(
    profiles: Sequence[Profile], people: Sequence[Profile], of: NDArray[np.int64]
) -> Households:
    """Return the households of these profiles, (T,), and people, (n,)."""
    kinds = sorted({whole for _, whole in profiles if whole})
    homes = Counter(
        {home: whole for home, (_, whole) in zip(of.tolist(), people, strict=True)}.values()
    )
    place = {whole: g for g, whole in enumerate(kinds)} | {(): len(kinds)}
    return Households(
        of,
        np.array([place[whole] for _, whole in profiles], dtype=np.int64),
        np.array([homes[whole] for whole in kinds], dtype=np.int64),
    )
