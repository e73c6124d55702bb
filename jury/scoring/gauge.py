"""Gauge: one key for each proposal that sorts as majority judgment does, whoever else stands."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

MOST_VOTES = 2**26  # up to here, quotients of whole numbers differ where the fractions do
KEPT = 8192  # keys: leaving out one juror at a time meets the same tallies again and again

Key = tuple[int, int, tuple[tuple[float, int], ...]]


@lru_cache(maxsize=KEPT)
def key(tally: tuple[int, ...]) -> Key:
    """Return the key of one tally (votes for each grade, lowest first); the better is larger.

    Majority judgment compares the votes from the middle outwards, below and above in turn. The
    key holds the two middle votes and then each change on the way out, as (when, new grade).
    A fall in grade at a share d of the votes from the middle counts as 2d - 1, a rise as
    1 - 2d: an early fall is worst, an early rise is best. The last entry, (0, 0), is between.
    Two keys compare as ``majority.majority_ranks`` ranks the two tallies, and are equal where
    it gives one rank; the number of votes may differ.

    Raises ValueError for a tally without votes, or with more than ``MOST_VOTES``.

    References
    ----------
    Balinski and Laraki, "Majority Judgment", MIT Press, 2011.

    >>> key((0, 0, 3)) > key((0, 1, 2)) > key((1, 0, 2)) > key((0, 3, 0))
    True
    """
    height = list(accumulate(tally))
    votes = height[-1] if height else 0
    if not 0 < votes <= MOST_VOTES:
        raise ValueError(
            f"A tally of {votes} votes has no majority grade here. "
            f"Give a tally of 1 to {MOST_VOTES} votes."
        )
    lowest, highest = bisect_right(height, 0), bisect_right(height, votes - 1)
    below, above = bisect_right(height, (votes - 1) // 2), bisect_right(height, votes // 2)
    falls = [(votes - 2 * height[g], -1, g) for g in range(lowest, below) if tally[g]]
    rises = [(2 * height[g - 1] - votes, 1, g) for g in range(above + 1, highest + 1) if tally[g]]
    way = [(side * (votes - d) / votes, grade) for d, side, grade in sorted(falls + rises)]
    return below, above, (*way, (0.0, 0))
