"""Leximin: the lottery whose smallest chance is greatest, then its second smallest, and so on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Level:
    """One step of the proof that a lottery is leximin: nobody left can have more than ``value``.

    Attributes
    ----------
    value : float
        The smallest chance among the profiles not yet settled; these become settled
        where their price is positive.
    prices : (T,) float
        Weight of each profile's chance, none negative; those of the unsettled sum to 1.
    bound : float
        The greatest weighted sum of chances that any panel reaches.
    seats : float
    quotas : (q,) float
        Dual prices of a seat and of each quota (positive: its maximum binds, negative:
        its minimum). They prove ``bound`` by arithmetic alone; ``quotas`` is empty where
        an integer program proved it.
    """

    value: float
    prices: tuple[float, ...]
    bound: float
    seats: float = 0.0
    quotas: tuple[float, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """How a lottery was proved to be leximin, and how far it could still be from it.

    ``route`` is "relax-and-decompose" or "column-generation"; ``upper_bound`` is the
    greatest smallest chance that any lottery could give to those on some panel; ``gap``
    is the largest distance between a chance and its proven level, divided by k/n.
    """

    route: str
    upper_bound: float
    gap: float
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, eq=False)
class Lottery:
    """A distribution over panels, and the chance that it gives to each profile.

    Attributes
    ----------
    panels : (m, T) int
        Seats per profile; each row is a panel that meets every quota.
    share : (m,) float
        Probability of each panel; sums to 1.
    chances : (T,) float
        Chance of one person of each profile.
    certificate : Certificate
    excluded : (T,) bool
        Profiles that are on no panel.
    """

    panels: NDArray[np.int64]
    share: NDArray[np.float64]
    chances: NDArray[np.float64]
    certificate: Certificate
    excluded: NDArray[np.bool_]
