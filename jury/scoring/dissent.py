"""Dissent: how divided the jury is on a proposal, and the cases that are always shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .table import Table

TOP_SHARE = 0.2
SHOWN_AGAINST = 0.25
SHOWN_CHAMPIONS = 0.2


def in_favour(table: Table, threshold: float) -> NDArray[np.float64]:
    """Return the share of each proposal's readers who score it at ``threshold`` or above: (p,).

    The others are against.
    """
    approves = (table.score >= threshold - 1e-9).astype(float)
    total = np.bincount(table.proposal, weights=approves, minlength=table.proposals)
    return total / np.bincount(table.proposal, minlength=table.proposals)


def polarisation(favour: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how evenly the jury is split, from 0 (all agree) to 1 (half against half).

    >>> polarisation(np.array([1.0, 0.75, 0.5]))
    array([0. , 0.5, 1. ])
    """
    return 2 * np.minimum(favour, 1 - favour)


def champions(table: Table) -> NDArray[np.int_]:
    """Return how many jurors have each proposal in their own top fifth: (p,).

    A juror's top fifth is a fifth of the proposals he or she scored, and at least one. Equal
    scores share the middle of their places, so who gives everything the same top grade
    champions nothing. A juror with one score compares nothing.
    """
    count = np.zeros(table.proposals, dtype=np.int_)
    for juror in range(table.jurors):
        own = table.juror == juror
        score = table.score[own]
        if len(score) < 2:
            continue
        higher = (score[None, :] > score[:, None] + 1e-9).sum(axis=1)
        equal = (np.abs(score[None, :] - score[:, None]) <= 1e-9).sum(axis=1)
        place = higher + (equal + 1) / 2
        count[table.proposal[own]] += place <= max(1.0, TOP_SHARE * len(score)) + 1e-9
    return count


def always_shown(
    funded: Sequence[bool],
    favour: NDArray[np.float64],
    champion_share: NDArray[np.float64],
) -> tuple[list[int], list[int]]:
    """Return the funded proposals with much opposition and the unfunded with many champions.

    Much is a quarter or more of the readers against; many is a fifth or more.
    """
    opposed = [i for i, paid in enumerate(funded) if paid and 1 - favour[i] >= SHOWN_AGAINST - 1e-9]
    missed = [
        i
        for i, paid in enumerate(funded)
        if not paid and champion_share[i] >= SHOWN_CHAMPIONS - 1e-9
    ]
    return opposed, missed
