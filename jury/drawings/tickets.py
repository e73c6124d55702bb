"""Tickets as squares: the sheet of all tickets, one's own and the drawn one."""

from collections.abc import Sequence
from math import ceil
from typing import Any

WIDTH = 360.0
COLUMNS = 40
SQUARES = 1000


def ticket_sheet(m: int, drawn: int | None = None, mine: Sequence[int] = ()) -> dict[str, Any]:
    """Return the sheet of ``m`` tickets from 0, with the drawn one and one's own.

    Above 1,000 tickets a square stands for several of them.
    """
    a_square = max(1, ceil(m / SQUARES))
    squares, digits = ceil(m / a_square), max(3, len(str(m - 1)))
    x, y, cell = 36.0, 52.0 if drawn is not None else 6.0, 8.1
    rows = ceil(squares / COLUMNS)

    def square(ticket: int) -> dict[str, Any]:
        row, column = divmod(ticket // a_square, COLUMNS)
        return {
            "name": f"{ticket:0{digits}d}",
            "x": round(x + column * cell, 1),
            "y": round(y + row * cell, 1),
        }

    return {
        "width": WIDTH,
        "height": round(y + rows * cell + 4, 1),
        "m": m,
        "a_square": a_square,
        "square": 7.1,
        "gap": 1.0,
        "halo": 13.1,
        "first": f"{0:0{digits}d}",
        "last": f"{m - 1:0{digits}d}",
        "rows": [
            {
                "x1": x,
                "x2": round(x + cell * min(COLUMNS, squares - COLUMNS * row), 1),
                "y": round(y + (row + 0.5) * cell - 0.5, 1),
                "label": f"{row * COLUMNS * a_square:0{digits}d}" if row % 5 == 0 else "",
            }
            for row in range(rows)
        ],
        "mine": [square(ticket) for ticket in sorted(set(mine))],
        "drawn": None if drawn is None else _drawn_square(square(drawn), cell, drawn in mine),
    }


def _drawn_square(square: dict[str, Any], cell: float, is_mine: bool) -> dict[str, Any]:
    """Return the drawn square with its name above the sheet and a line that leads to it."""
    middle = round(square["x"] + cell / 2 - 0.5, 1)
    label_x = round(min(max(middle, 48), WIDTH - 48), 1)
    return square | {
        "middle": middle,
        "label_x": label_x,
        "label_y": 30,
        "leader_y": 38,
        "halo_x": round(square["x"] - 3, 1),
        "halo_y": round(square["y"] - 3, 1),
        "is_mine": is_mine,
    }
