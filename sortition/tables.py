"""Tables: what a seating plan must keep, and how good one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Seating:
    """Who is to be seated, at how many tables and rounds, and by which rules.

    Attributes
    ----------
    ids : (n,) str
        The jurors, in order of id.
    sizes : (T,) int
        Places at each table; they sum to n.
    rounds : int
    answers : (n, v) bool
        Which answers each juror gave; every table should have its share of each.
    named : (v,) str
        The answers in words.
    fixed : (n,) int
        The table at which a juror always sits, from 0; -1 for any.
    apart : (n, n) bool
        Pairs who never sit at one table.
    groups : lists of jurors
        People who always sit together; nobody is in two groups.
    shares : (n, n) bool
        Pairs who have a language in common.
    speaks : (n,) bool
        Who said which languages he or she speaks; they need somebody to talk to at every table.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> from sortition.table_reading import read_seating
    >>> with TemporaryDirectory() as folder:
    ...     seating, _ = read_seating(small_files(folder)[1], 2, 3)
    >>> seating.ids[:2], seating.named, int(seating.sizes.sum())
    (('Ada', 'Bo'), ('“age: old”', '“age: young”', '“place: town”', '“place: village”'), 8)
    """

    ids: tuple[str, ...]
    sizes: NDArray[np.int64]
    rounds: int
    answers: NDArray[np.bool_]
    named: tuple[str, ...]
    fixed: NDArray[np.int64]
    apart: NDArray[np.bool_]
    groups: tuple[tuple[int, ...], ...]
    shares: NDArray[np.bool_]
    speaks: NDArray[np.bool_]


@dataclass(frozen=True)
class Quality:
    """How well a plan mixes people.

    Attributes
    ----------
    met, possible : int
        Pairs who sat together at least once, and how many pairs any plan could reach:
        all pairs, or the places at the tables of all rounds if those are fewer.
    imbalance : float
        The furthest that any table is from its share of an answer, in people.
    where : str
        That table, in words.
    broken : int
        Pairs at one table who should be apart, and people with nobody to talk to.

    >>> Quality(met=27, possible=28, imbalance=0.5, where="table 1", broken=0).met
    27
    """

    met: int
    possible: int
    imbalance: float
    where: str
    broken: int


def table_sizes(people: int, tables: int) -> NDArray[np.int64]:
    """Return the places at each table, as equal as can be, the larger tables first.

    >>> table_sizes(11, 3).tolist()
    [4, 4, 3]
    """
    return np.array([(people + tables - 1 - t) // tables for t in range(tables)], dtype=np.int64)


def most_pairs(sizes: Sequence[int], rounds: int, groups: Sequence[Sequence[int]] = ()) -> int:
    """Return a bound on the pairs who can meet: all pairs, or the meetings that tables allow.

    Those who always sit together use up a meeting in every round, and meet once.

    >>> most_pairs([4] * 8, 5), most_pairs([3, 3], 10)
    (240, 15)
    """
    people = sum(sizes)
    always = sum(comb(len(group), 2) for group in groups)
    meetings = rounds * sum(comb(int(size), 2) for size in sizes)
    return min(comb(people, 2), meetings - (rounds - 1) * always)


def quality(seating: Seating, plan: NDArray[np.int64]) -> Quality:
    """Return how well a plan, (R, n) tables from 0, mixes people and keeps the rules.

    Raises nothing of its own.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> from sortition.table_reading import read_seating
    >>> from sortition.table_search import seat
    >>> with TemporaryDirectory() as folder:
    ...     seating, _ = read_seating(small_files(folder)[1], 2, 3)
    >>> found = quality(seating, seat(seating))
    >>> found.met, found.possible, found.broken
    (24, 28, 0)
    """
    tables = len(seating.sizes)
    together = (plan[:, :, None] == plan[:, None, :]) & ~np.eye(len(seating.ids), dtype=np.bool_)
    upper = np.triu(together.any(axis=0))
    shared = (together & seating.shares).any(axis=2)
    broken = int((together & seating.apart).sum()) // 2 + int((~shared & seating.speaks).sum())
    at = plan[:, :, None] == np.arange(tables)
    seats = np.einsum("rnt,nv->rtv", at.astype(np.int64), seating.answers.astype(np.int64))
    owed = np.outer(seating.sizes, seating.answers.sum(axis=0)) / len(seating.ids)
    off = np.abs(seats - owed)
    where = "none"
    if off.size:
        r, t, v = np.unravel_index(int(np.argmax(off)), off.shape)
        where = (
            f"table {t + 1} in round {r + 1} has {seats[r, t, v]} of {seating.named[v]}; "
            f"its share is {owed[t, v]:.1f}"
        )
    return Quality(
        met=int(upper.sum()),
        possible=most_pairs(seating.sizes.tolist(), seating.rounds, seating.groups),
        imbalance=float(off.max(initial=0.0)),
        where=where,
        broken=broken,
    )
