"""Combinations: sets of proposals kept side by side as long as no other set beats them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.saying import Said, say

WORD = 64  # proposals whose choice one unsigned integer records
MOST = 500_000  # about 50 MB


class TooLarge(ValueError):
    """The numbers outgrow what a rule can count exactly; the sentence says what to do."""

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TooManyCombinations(TooLarge):
    """The search for the best set outgrew the memory it may use."""


@dataclass(frozen=True)
class Combinations:
    """The m sets still in the running, none beaten by another: cost and worth both rise.

    ``over`` is what each costs beyond the budget (negative: left), ``value`` its worth and
    ``choice`` (m, words) which open proposals it holds, the first in the lot in the top bit.
    """

    over: NDArray[np.int64]
    value: NDArray[np.int64]
    choice: NDArray[np.uint64]

    def keep(self, which: NDArray[np.bool_] | NDArray[np.int_]) -> Combinations:
        """Return those of ``which``."""
        return Combinations(self.over[which], self.value[which], self.choice[which])


def merged(one: Combinations, two: Combinations) -> Combinations:
    """Return the combinations of both that no other beats; of equals, the one the lot prefers."""
    over = np.concatenate([one.over, two.over])
    if len(over) > MOST:
        raise TooManyCombinations(
            say(
                "More than %(most)s combinations of proposals are nearly equally good. "
                "Round the costs to whole euros or choose another rule.",
                most=MOST,
            )
        )
    value = np.concatenate([one.value, two.value])
    choice = np.concatenate([one.choice, two.choice])
    order = np.lexsort((*~choice.T[::-1], -value, over))
    rising = value[order]
    unbeaten = np.ones(len(order), dtype=bool)
    unbeaten[1:] = rising[1:] > np.maximum.accumulate(rising)[:-1]
    return Combinations(over, value, choice).keep(order[unbeaten])


def bits_of(lot: NDArray[np.int_]) -> NDArray[np.uint64]:
    """Return one bit for each open proposal, (k, words): the first in the lot has the top bit."""
    words = -(-len(lot) // WORD)
    bits = np.zeros((len(lot), max(words, 1)), dtype=np.uint64)
    place = np.empty(len(lot), dtype=np.int_)
    place[np.argsort(lot)] = np.arange(len(lot))
    bits[np.arange(len(lot)), place // WORD] = np.uint64(1) << (WORD - 1 - place % WORD).astype(
        np.uint64
    )
    return bits
