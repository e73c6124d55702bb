"""Assignment places: who takes which place in a design, so that conflicts cost nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sortition.randomness import Stream

from .assignment_measures import Reads

TRIES = 20


def placed(design: Reads, may: Reads, stream: Stream) -> Reads | None:
    """Return ``design`` with its rows and columns in an order in which all read what they ``may``.

    The order is random. Jurors get rows by lot, several times if need be; proposals then get
    columns by matching. None when that never avoids every conflict.
    """
    for _ in range(TRIES):
        rows = design[stream.shuffle(range(len(design)))]
        fits = (~may).T.astype(np.float64) @ rows == 0  # (proposals, columns)
        columns = _matching(fits, stream)
        if columns is not None:
            return rows[:, columns]
    return None


def _matching(fits: NDArray[np.bool_], stream: Stream) -> list[int] | None:
    """Return a column of its own for each row where ``fits`` is true; None if there is none."""
    choices = [stream.shuffle(np.flatnonzero(row).tolist()) for row in fits]
    holder: dict[int, int] = {}
    for row in range(len(fits)):
        if not _settled(row, choices, holder):
            return None
    place = {row: column for column, row in holder.items()}
    return [place[row] for row in range(len(fits))]


def _settled(first: int, choices: list[list[int]], holder: dict[int, int]) -> bool:
    """Give ``first`` a column, if others can make room (an augmenting path, breadth first)."""
    came_from: dict[int, int] = {}  # column: the row that asked for it
    asking = [first]
    for row in asking:
        for column in choices[row]:
            if column in came_from:
                continue
            came_from[column] = row
            if column not in holder:
                _hand_over(column, came_from, holder)
                return True
            asking.append(holder[column])
    return False


def _hand_over(column: int, came_from: dict[int, int], holder: dict[int, int]) -> None:
    """Give each row on the way to a free ``column`` the next column."""
    held = {row: old for old, row in holder.items()}
    while True:
        row = came_from[column]
        holder[column] = row
        if row not in held:
            return
        column = held[row]
