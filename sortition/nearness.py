"""Nearness: how far anyone's share of the tickets is from the exact chance, and how near it can be.

Tickets are whole and exact chances are not, so nobody's distance can be less than that of the
exact number of tickets from the nearest whole one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance
from sortition.lottery import WHOLE, deviation
from sortition.sealing import deviation_of_profiles, is_sealed
from sortition.shapes import Record


@dataclass(frozen=True)
class Nearness:
    """The largest distance of anyone from the exact number of tickets, and its lower bound.

    Both are in tickets; no set of as many tickets is below the bound.
    """

    reached: float
    bound: float


def nearness_of(
    pool: Instance, lottery: Record, openings: Record, expected: NDArray[np.int64] | None = None
) -> Nearness:
    """Return how near the tickets of a frozen lottery come to the exact chances.

    Parameters
    ----------
    pool : Instance
        Its people in order of pseudonym, as the openings have them.
    expected : (T,) int, optional
        Seats that each profile expects, in parts of 10**12; by default from the openings.
    """
    tickets, kinds = openings["tickets"], len(pool.profiles)
    expected = expected_of(openings, kinds) if expected is None else expected
    fair = expected * (len(tickets) / WHOLE)
    if not is_sealed(lottery):
        return Nearness(deviation(pool, tickets, expected), _to_whole(fair / pool.counts))
    made = np.array([np.bincount(ticket, minlength=kinds) for ticket in tickets])
    least = float((np.abs(fair - np.rint(fair)) / pool.counts).max())
    return Nearness(deviation_of_profiles(pool, made, expected), least)


def _to_whole(tickets: NDArray[np.float64]) -> float:
    return float(np.abs(tickets - np.rint(tickets)).max())


def expected_of(openings: Record, kinds: int) -> NDArray[np.int64]:
    """Return the seats that each profile expects, (T,), in parts of 10**12."""
    panels, expected = openings["panels"], np.zeros(kinds, dtype=np.int64)
    shares = np.repeat(np.array(openings["shares"], dtype=np.int64), [len(row) for row in panels])
    np.add.at(expected, np.concatenate(panels), shares)
    return expected
