"""Majority: the grade that a majority gives at least, and the ranking that follows from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import lcm


def majority_grade(tally: Sequence[int]) -> int:
    """Return the position of the lower median in ``tally`` (votes per grade, lowest first).

    >>> majority_grade([1, 0, 2])
    2
    """
    return _grade_at(list(accumulate(tally)), (sum(tally) - 1) // 2)


def majority_ranks(tallies: Sequence[Sequence[int]]) -> list[int]:
    """Return the rank of each candidate by majority judgment; the best has rank 1.

    Candidates are compared by majority grade; where those are equal, one vote of that grade is
    removed from each and the new majority grades are compared, and so on. Candidates with
    different numbers of votes are first brought to the same number, in proportion. Equal
    candidates share a rank.

    References
    ----------
    Balinski and Laraki, "Majority Judgment", MIT Press, 2011.
    """
    total = lcm(*(sum(tally) for tally in tallies))
    heights = [
        list(accumulate(votes * (total // sum(tally)) for votes in tally)) for tally in tallies
    ]
    moments = _moments(heights, total)
    values = [[_grade_at(height, place) for place in moments] for height in heights]
    ordered = sorted(values, reverse=True)
    return [ordered.index(value) + 1 for value in values]


def _moments(heights: Sequence[Sequence[int]], total: int) -> list[int]:
    """Return the places, of the votes in rising order, that settle the comparison.

    Removing medians visits the places from the middle outwards, below and above in turn. The
    grades of all candidates stay the same between two moments at which any of them changes,
    so looking at those moments is enough, however many votes there are.
    """
    below, above = (total - 1) // 2, total // 2
    changes = {0}
    for height in heights:
        for end in height:
            changes.add(below - end + 1)  # the first step that reaches a grade below this end
            changes.add(end - above)  # the first step that passes this end
    steps = sorted(step for step in changes if 0 <= step <= below)
    return [place for step in steps for place in (below - step, above + step)]


def _grade_at(height: Sequence[int], place: int) -> int:
    """Return the grade of the vote at ``place`` (from 0) when votes are in rising order."""
    return bisect_right(height, place)
