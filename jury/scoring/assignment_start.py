"""Assignment start: as many readers for every proposal, and one connected plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sortition.randomness import Stream

from .assignment_measures import Reads, groups


def fair_start(may: Reads, each: int, stream: Stream) -> Reads:
    """Return a plan with replications as equal as ``may`` allows, at random otherwise.

    Every juror reads ``each`` of the proposals that he or she ``may``, or all of them if those
    are fewer. The sum of the squared replications is the smallest there is, so that they differ
    by at most 1 where that is possible. Both arrays are (jurors, proposals) bool.
    """
    reads = np.zeros_like(may)
    readers = [0] * may.shape[1]
    for juror in stream.shuffle(range(len(may))):
        allowed = [p for p in stream.shuffle(range(may.shape[1])) if may[juror, p]]
        for proposal in sorted(allowed, key=readers.__getitem__)[:each]:
            reads[juror, proposal] = True
            readers[proposal] += 1
    while _evened(reads, may):
        pass
    return reads


def _evened(reads: Reads, may: Reads) -> bool:
    """Pass one reading on from a proposal with more readers to one with two fewer, if any can.

    It may go by way of others: each juror on the way exchanges one proposal for the next.
    """
    readers = reads.sum(axis=0)
    if readers.max() - readers.min() < 2:
        return False
    hands = reads.T.astype(np.float64) @ (may & ~reads) > 0  # a juror can go from p to q
    for proposal in np.argsort(-readers, kind="stable"):
        if readers[proposal] < readers.min() + 2:
            return False
        before = _reached(hands, int(proposal))
        there = np.flatnonzero(before >= 0)
        last = int(there[np.argmin(readers[there])])
        if readers[last] <= readers[proposal] - 2:
            _pass_on(reads, may, before, last)
            return True
    return False


def _reached(hands: NDArray[np.bool_], first: int) -> NDArray[np.int_]:
    """Return the proposal before each on a shortest way from ``first``; -1 where none leads."""
    before = np.full(len(hands), -1)
    before[first] = first
    now = [first]
    while now:
        new = []
        for proposal in now:
            fresh = np.flatnonzero(hands[proposal] & (before < 0))
            before[fresh] = proposal
            new.extend(fresh.tolist())
        now = new
    return before


def _pass_on(reads: Reads, may: Reads, before: NDArray[np.int_], last: int) -> None:
    """Move one reading along the way that ends in ``last``, from its end to its beginning.

    A shortest way needs no juror's exchange to come before another's.
    """
    while before[last] != last:
        proposal = int(before[last])
        juror = int(np.argmax(reads[:, proposal] & may[:, last] & ~reads[:, last]))
        reads[juror, proposal], reads[juror, last] = False, True
        last = proposal


def joined(reads: Reads, may: Reads) -> Reads:
    """Return a plan in fewer groups that are not compared, in one if such changes lead there.

    Jurors of two groups exchange a proposal; where conflicts forbid every such exchange, one
    juror reads a proposal of another group in place of one of his or her own.
    """
    reads = reads.copy()
    while len(groups(reads)) > 1:
        trial = next(_unions(reads, may), None)
        if trial is None:
            return reads
        reads = trial
    return reads


def _unions(reads: Reads, may: Reads) -> Iterator[Reads]:
    """Yield plans in fewer groups: first by exchange, then by change of one reading."""
    number = len(groups(reads))
    spare = [(int(a), int(p)) for a, p in np.argwhere(reads) if not _splits(reads, a, p)]
    far = {p: ~_together(reads, p) for p in {p for _, p in spare}}
    for a, p in spare:
        for b, q in np.argwhere(reads & far[p] & may[a] & may[:, [p]]).tolist():
            yield from _fewer(_changed(reads, [(a, p, q), (b, q, p)]), number)
    for a, p in spare:
        for q in np.flatnonzero(far[p] & may[a]).tolist():
            yield from _fewer(_changed(reads, [(a, p, q)]), number)


def _fewer(trial: Reads, number: int) -> Iterator[Reads]:
    if len(groups(trial)) < number:
        yield trial


def _changed(reads: Reads, changes: list[tuple[int, int, int]]) -> Reads:
    """Return the plan after each (juror, from, to)."""
    trial = reads.copy()
    for juror, old, new in changes:
        trial[juror, old], trial[juror, new] = False, True
    return trial


def _together(reads: Reads, proposal: int) -> NDArray[np.bool_]:
    """Return which proposals are in the group of ``proposal``: (v,) bool."""
    inside = np.zeros(reads.shape[1], dtype=bool)
    inside[next(group for group in groups(reads) if proposal in group)] = True
    return inside


def _splits(reads: Reads, juror: int, proposal: int) -> bool:
    """Tell whether the plan falls apart further without one reading."""
    rest = reads.copy()
    rest[juror, proposal] = False
    return not (rest[juror] & _together(rest, proposal)).any()
