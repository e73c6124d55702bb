"""Shift: what deliberation moved, from the first private scores to the last ones."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, variance
from typing import Any

Scores = Mapping[tuple[str, str], float]  # (proposal, juror) → score


@dataclass(frozen=True)
class Shift:
    """The change in the scores that the same jurors gave the same proposals twice.

    ``pairs`` counts them. ``share_changed`` is the share that moved at all, ``mean_change`` the
    mean move (up is positive) and ``mean_absolute_change`` its size. ``juror_change`` holds the
    lowest, middle and highest mean move of one juror. ``variance_before`` and
    ``variance_after`` are the variances within proposals; their ratio is below 1 when the
    jurors drew closer, and None when they agreed fully before.
    """

    pairs: int
    share_changed: float
    mean_change: float
    mean_absolute_change: float
    juror_change: tuple[float, float, float]
    variance_before: float
    variance_after: float

    @property
    def variance_ratio(self) -> float | None:
        """The variance after the talk as a multiple of the variance before it."""
        return self.variance_after / self.variance_before if self.variance_before > 0 else None


def shift(before: Scores, after: Scores) -> Shift | None:
    """Return what changed for the pairs scored both times; None when there are none."""
    pairs = sorted(before.keys() & after.keys())
    if not pairs:
        return None
    change = {pair: after[pair] - before[pair] for pair in pairs}
    of_juror: dict[str, list[float]] = defaultdict(list)
    for (_, juror), move in change.items():
        of_juror[juror].append(move)
    means = sorted(fmean(moves) for moves in of_juror.values())
    return Shift(
        pairs=len(pairs),
        share_changed=sum(abs(move) > 1e-9 for move in change.values()) / len(pairs),
        mean_change=fmean(change.values()),
        mean_absolute_change=fmean(abs(move) for move in change.values()),
        juror_change=(means[0], _middle(means), means[-1]),
        variance_before=_within({pair: before[pair] for pair in pairs}),
        variance_after=_within({pair: after[pair] for pair in pairs}),
    )


def changed(talk: Mapping[str, Any]) -> int:
    """Return how many scores moved at all, by the part of a result on deliberation.

    >>> changed({"pairs": 46, "share_changed": 0.95652173913})
    44
    """
    return round(float(talk["share_changed"]) * int(talk["pairs"]))


def _middle(rising: Sequence[float]) -> float:
    half = len(rising) // 2
    return rising[half] if len(rising) % 2 else (rising[half - 1] + rising[half]) / 2


def _within(scores: Scores) -> float:
    """Return the variance within proposals, pooled over those with two scores or more."""
    of_proposal: dict[str, list[float]] = defaultdict(list)
    for (proposal, _), score in scores.items():
        of_proposal[proposal].append(score)
    groups = [group for group in of_proposal.values() if len(group) > 1]
    freedom = sum(len(group) - 1 for group in groups)
    if not freedom:
        return 0.0
    return math.fsum(variance(group) * (len(group) - 1) for group in groups) / freedom


def places(values: Sequence[float]) -> list[float]:
    """Return the place of each value, highest first; equal values share the middle place.

    >>> places([3.0, 5.0, 3.0])
    [2.5, 1.0, 2.5]
    """
    rounded = [round(value, 9) for value in values]
    return [
        sum(other > value for other in rounded) + (sum(other == value for other in rounded) + 1) / 2
        for value in rounded
    ]
