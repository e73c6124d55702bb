"""Assignment: who reads what, when nobody can read everything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sortition.randomness import Stream

from . import assignment_measures as measures
from .assignment_measures import Reads
from .assignment_places import placed
from .assignment_search import search
from .block_designs import balanced


class BadAssignment(ValueError):
    """Readings that cannot be assigned, with a whole sentence that says why and what to do."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Who reads what: ``reads`` is (jurors, proposals) bool, both in order of id.

    ``each`` is how many proposals a juror was asked to read; one with too many conflicts of
    interest reads fewer.
    """

    jurors: tuple[str, ...]
    proposals: tuple[str, ...]
    each: int
    reads: Reads

    def of_juror(self, juror: str) -> tuple[str, ...]:
        """Return the proposals that ``juror`` reads, in order of id."""
        row = self.reads[self.jurors.index(juror)]
        return tuple(self.proposals[i] for i in np.flatnonzero(row))

    def of_proposal(self, proposal: str) -> tuple[str, ...]:
        """Return the jurors who read ``proposal``, in order of id."""
        column = self.reads[:, self.proposals.index(proposal)]
        return tuple(self.jurors[j] for j in np.flatnonzero(column))

    @property
    def readers(self) -> NDArray[np.int64]:
        """How many jurors read each proposal: its replication, (v,)."""
        return np.asarray(self.reads.sum(axis=0), dtype=np.int64)

    @property
    def missing(self) -> int:
        """How many readings conflicts of interest cost: asked for, with nothing left to read."""
        return len(self.jurors) * self.each - int(self.reads.sum())

    @property
    def unevenness(self) -> int:
        """How much further apart the most and the least read proposal are than they need be.

        Without conflicts this is 0: replications differ by 1 if they must and else not at all.
        """
        must = int(self.reads.sum()) % len(self.proposals) > 0
        return int(self.readers.max() - self.readers.min()) - must

    @cached_property
    def efficiency(self) -> float:
        """The average efficiency factor (``assignment_measures.efficiency``)."""
        return measures.efficiency(self.reads)

    @property
    def bound(self) -> float:
        """What no plan of this size exceeds in efficiency: v(k-1)/(k(v-1))."""
        return measures.bound(len(self.proposals), self.each)

    @property
    def loss(self) -> float:
        """The share of the bound that the plan does not reach, 0 for a balanced design."""
        return max(0.0, round(1 - self.efficiency / self.bound, 12))

    def pair_counts(self) -> NDArray[np.int64]:
        """Return how many jurors read both of two proposals (``assignment_measures``): (v, v)."""
        return measures.pair_counts(self.reads)


def assign(
    jurors: Sequence[str],
    proposals: Sequence[str],
    each: int,
    conflicts: Iterable[tuple[str, str]],
    seed: str,
) -> Plan:
    """Return a plan in which every juror reads ``each`` of the proposals.

    No juror reads a proposal with which ``conflicts``, pairs (juror, proposal), name him or
    her. Proposals get as many readers, give or take one, and every two of them as many readers
    in common as can be; all are connected through jurors. Where a balanced design of the size
    is known it is used, otherwise exchanges lead to one that comes near. The same ids,
    conflicts and ``seed`` give the same plan, in whatever order they come.

    Raises
    ------
    BadAssignment
        If an id is double or unknown, ``each`` is out of range, there is one juror, somebody
        may read nothing, nobody may read a proposal, or not all proposals can be compared.

    >>> plan = assign(["Ada", "Bo", "Cy"], ["p1", "p2", "p3"], 2, [("Ada", "p1")], "seed")
    >>> plan.of_juror("Ada"), plan.readers.tolist(), plan.loss
    (('p2', 'p3'), [2, 2, 2], 0.0)

    References
    ----------
    John and Williams, "Cyclic and Computer Generated Designs", 2nd edition, 1995.
    """
    names, works = tuple(sorted(jurors)), tuple(sorted(proposals))
    _check_sizes(names, works, each)
    may = _allowed(names, works, sorted(set(conflicts)))
    _check_readers(may, names, works)
    stream = Stream(_seed(names, works, each, may, seed))
    design = balanced(len(works), len(names), each)
    reads = None if design is None else placed(design, may, stream)
    if reads is None:
        reads = search(may, each, stream)
    _check_connected(reads, works)
    return Plan(names, works, each, reads)


def _seed(
    jurors: tuple[str, ...], proposals: tuple[str, ...], each: int, may: Reads, seed: str
) -> bytes:
    conflicts = np.argwhere(~may).tolist()
    parts = ["burgerjury/1", "assignment", jurors, proposals, each, conflicts, seed]
    return hashlib.sha256(json.dumps(parts).encode()).digest()


def _check_sizes(jurors: tuple[str, ...], proposals: tuple[str, ...], each: int) -> None:
    for kind, ids in (("juror", jurors), ("proposal", proposals)):
        double = sorted({one for one, next_ in pairwise(ids) if one == next_})
        if double:
            raise BadAssignment(
                f"The {kind} “{double[0]}” is listed more than once. List every {kind} once."
            )
    if len(jurors) < 2:
        raise BadAssignment(
            f"Readings are divided among jurors, and there {_are(len(jurors), 'juror')}. "
            "Name at least 2."
        )
    if not proposals:
        raise BadAssignment("There is no proposal to read. Name at least 1.")
    if not 1 <= each <= len(proposals):
        raise BadAssignment(
            f"Each juror is to read {each} proposals, and there {_are(len(proposals), 'proposal')}."
            f" Choose a number from 1 to {len(proposals)}."
        )
    needed = len(jurors) + len(proposals) - 1
    if len(jurors) * each < needed:
        enough = 1 + -(-(len(proposals) - 1) // len(jurors))
        raise BadAssignment(
            f"{len(jurors)} jurors who each read {each} of {len(proposals)} proposals make "
            f"{len(jurors) * each} readings, and it takes {needed} to compare all proposals with "
            f"one another. Let each juror read at least {enough}, or ask more jurors."
        )


def _are(number: int, noun: str) -> str:
    return f"is 1 {noun}" if number == 1 else f"are {number} {noun}s"


def _allowed(
    jurors: tuple[str, ...], proposals: tuple[str, ...], conflicts: list[tuple[str, str]]
) -> Reads:
    """Return who may read what: (jurors, proposals) bool."""
    row = {name: j for j, name in enumerate(jurors)}
    column = {name: i for i, name in enumerate(proposals)}
    may = np.ones((len(jurors), len(proposals)), dtype=bool)
    for juror, proposal in conflicts:
        for kind, name, known in (("juror", juror, row), ("proposal", proposal, column)):
            if name not in known:
                raise BadAssignment(
                    f"A conflict of interest names the {kind} “{name}”, who is not in the list. "
                    f"Correct the name, or add the {kind}."
                    if kind == "juror"
                    else f"A conflict of interest names the proposal “{name}”, which is not in "
                    "the list. Correct the name, or add the proposal."
                )
        may[row[juror], column[proposal]] = False
    return may


def _check_readers(may: Reads, jurors: tuple[str, ...], proposals: tuple[str, ...]) -> None:
    for name, free in zip(proposals, may.T, strict=True):
        if not free.any():
            raise BadAssignment(
                f"All {len(jurors)} jurors have a conflict of interest with “{name}”, so nobody "
                "can read it. Ask a juror without one, or take the proposal out."
            )
    for name, free in zip(jurors, may, strict=True):
        if not free.any():
            raise BadAssignment(
                f"“{name}” has a conflict of interest with all {len(proposals)} proposals, so "
                "there is nothing to read. Leave this juror out."
            )


def _check_connected(reads: Reads, proposals: tuple[str, ...]) -> None:
    found = measures.groups(reads)
    if len(found) == 1:
        return
    smallest = min(found, key=len)
    names = ", ".join(f"“{proposals[i]}”" for i in smallest)
    raise BadAssignment(
        f"With these conflicts of interest the proposals fall apart into {len(found)} groups "
        f"that no juror compares; one of them is {names}. Let each juror read more proposals, or "
        "ask more jurors without a conflict."
    )
