"""Block designs: reading plans in which every two proposals meet the same number of readers."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import comb, isqrt

import numpy as np
from numpy.typing import NDArray

from .assignment_measures import Reads
from .geometries import geometry

MOST_NODES = 5_000  # of the search for a difference family


def balanced(proposals: int, jurors: int, each: int) -> Reads | None:
    """Return a balanced incomplete block design of these sizes, or None if none was found.

    Each juror reads ``each`` proposals, and every two proposals share as many readers: the
    design has the highest efficiency there is. Tried are all sets of ``each``, finite
    geometries and difference families, their complements, and these several times over; the
    answer is not a proof that no other design exists. The result is (jurors, proposals) bool.

    >>> reads = balanced(7, 7, 3)
    >>> (reads.T.astype(int) @ reads)[0].tolist()
    [3, 1, 1, 1, 1, 1, 1]

    References
    ----------
    Fisher and Yates, "Statistical Tables", 1938; Bose, "On the construction of balanced
    incomplete block designs", Annals of Eugenics 9, 1939.
    """
    if each == proposals:
        return np.ones((jurors, proposals), dtype=bool)
    if not 1 < each < proposals or not _could_balance(proposals, jurors, each):
        return None
    for times in range(jurors // proposals, 0, -1):
        if jurors % times:
            continue
        found = _once(proposals, jurors // times, each)
        if found is not None:
            return np.tile(found, (times, 1))
    return None


def _could_balance(proposals: int, jurors: int, each: int) -> bool:
    """Tell whether the counts come out whole, and Fisher's inequality holds."""
    readings = jurors * each
    return (
        jurors >= proposals
        and readings % proposals == 0
        and readings // proposals * (each - 1) % (proposals - 1) == 0
    )


def _once(proposals: int, jurors: int, each: int) -> Reads | None:
    """Return a design that is not a smaller one several times over."""
    if not _could_balance(proposals, jurors, each):
        return None
    for size, turned in ((each, False), (proposals - each, True)):
        found = _construct(proposals, jurors, size)
        if found is not None:
            return ~found if turned else found
    return None


def _construct(proposals: int, jurors: int, each: int) -> Reads | None:
    if comb(proposals, each) == jurors:
        sets = np.array(list(combinations(range(proposals), each)))
        return _of_blocks(sets, proposals)
    found = geometry(proposals, jurors, each)
    if found is None and jurors == proposals:
        found = _of_powers(proposals, each)
    if found is None and jurors % proposals == 0 and each > 1:
        base = difference_family(proposals, jurors // proposals, each)
        found = None if base is None else _shifted(base, proposals)
    return found


def _of_powers(modulus: int, each: int) -> Reads | None:
    """Return the shifts of the e-th powers modulo a prime, where those are a difference set."""
    prime = all(modulus % factor for factor in range(2, isqrt(modulus) + 1))
    if not prime or (modulus - 1) % each:
        return None
    powers = {pow(x, (modulus - 1) // each, modulus) for x in range(1, modulus)}
    differences = Counter((x - y) % modulus for x in powers for y in powers if x != y)
    if len(set(differences.values())) != 1 or len(differences) != modulus - 1:
        return None
    return _shifted([sorted(powers)], modulus)


def _of_blocks(blocks: NDArray[np.int64], proposals: int) -> Reads:
    reads = np.zeros((len(blocks), proposals), dtype=bool)
    np.put_along_axis(reads, blocks, True, axis=1)
    return reads


def _shifted(base: list[list[int]], modulus: int) -> Reads:
    """Return the sets of ``base`` moved round a circle, to every place."""
    blocks = (np.array(base)[:, None, :] + np.arange(modulus)[:, None]) % modulus
    return _of_blocks(blocks.reshape(-1, blocks.shape[2]), modulus)


def difference_family(modulus: int, number: int, each: int) -> list[list[int]] | None:
    """Return ``number`` sets of ``each`` in which every difference but 0 occurs equally often.

    Differences are taken modulo ``modulus``. None when there is no such family, or none among
    the first thousands of possibilities.

    >>> difference_family(13, 1, 4)
    [[0, 1, 3, 9]]
    >>> difference_family(6, 1, 3) is None
    True
    """
    often, rest = divmod(number * each * (each - 1), modulus - 1)
    if rest:
        return None
    return _Family(modulus, number, each, often).search()


class _Family:
    """A search by trial, in order, with steps back; each set starts with 0."""

    def __init__(self, modulus: int, number: int, each: int, often: int) -> None:
        self.modulus, self.number, self.each = modulus, number, each
        self.room = [0, *[often] * (modulus - 1)]  # how often each difference may still occur
        self.sets: list[list[int]] = [[0]]
        self.nodes = 0

    def search(self) -> list[list[int]] | None:
        return [sorted(each) for each in self.sets] if self._extend() else None

    def _extend(self) -> bool:
        """Tell whether the sets can be completed, and complete them."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            return False
        last = self.sets[-1]
        if len(last) == self.each:
            return self._begin()
        for point in range(last[-1] + 1, self.modulus):
            differences = [d for x in last for d in (point - x, self.modulus - point + x)]
            if self._take(differences):
                last.append(point)
                if self._extend():
                    return True
                last.pop()
                self._give(differences)
        return False

    def _begin(self) -> bool:
        """Begin the next set, if any is left."""
        if len(self.sets) == self.number:
            return True
        self.sets.append([0])
        if self._extend():
            return True
        self.sets.pop()
        return False

    def _take(self, differences: list[int]) -> bool:
        """Use up ``differences`` if there is room for all of them."""
        for place, each in enumerate(differences):
            if self.room[each] == 0:
                self._give(differences[:place])
                return False
            self.room[each] -= 1
        return True

    def _give(self, differences: list[int]) -> None:
        for each in differences:
            self.room[each] += 1
