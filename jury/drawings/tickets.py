"""Tickets as squares: the sheet of all tickets, one's own and the drawn one."""

from collections.abc import Sequence
from math import ceil
from typing import Any

WIDTH = 360.0
COLUMNS = 40
SQUARES = 1000
LEFT = 36.0
CELL = 8.1
SQUARE = 7.1


def ticket_sheet(m: int, drawn: int | None = None, mine: Sequence[int] = ()) -> dict[str, Any]:
    """Return the sheet of ``m`` tickets from 0, with the drawn one and one's own.

    Above 1,000 tickets a square stands for several of them.
    """
    a_square = max(1, ceil(m / SQUARES))
    squares, digits = ceil(m / a_square), max(3, len(str(m - 1)))
    top = 52.0 if drawn is not None else 6.0
    own = [_square(ticket, a_square, digits, top) for ticket in sorted(set(mine))]
    rows = _rows(squares, top)
    for number, row in enumerate(rows):
        row["label"] = f"{number * COLUMNS * a_square:0{digits}d}" if number % 5 == 0 else ""
    chosen = None if drawn is None else _square(drawn, a_square, digits, top)
    return {
        "width": WIDTH,
        "height": round(top + len(rows) * CELL + 4, 1),
        "m": m,
        "a_square": a_square,
        "square": SQUARE,
        "gap": round(CELL - SQUARE, 1),
        "halo": SQUARE + 6,
        "first": f"{0:0{digits}d}",
        "last": f"{m - 1:0{digits}d}",
        "rows": rows,
        "mine": own,
        "drawn": None if chosen is None else _named(chosen, drawn in mine),
    }


def _rows(squares: int, top: float) -> list[dict[str, Any]]:
    """Return each row of squares as one thick line, to be dashed; the last may be short."""
    return [
        {
            "x1": LEFT,
            "x2": round(LEFT + CELL * min(COLUMNS, squares - COLUMNS * row), 1),
            "y": round(top + CELL * row + SQUARE / 2, 1),
        }
        for row in range(ceil(squares / COLUMNS))
    ]


def _square(ticket: int, a_square: int, digits: int, top: float) -> dict[str, Any]:
    """Return the name of a ticket and the corner of the square that stands for it."""
    row, column = divmod(ticket // a_square, COLUMNS)
    x, y = round(LEFT + column * CELL, 1), round(top + row * CELL, 1)
    return {"name": f"{ticket:0{digits}d}", "x": x, "y": y}


def _named(square: dict[str, Any], is_mine: bool) -> dict[str, Any]:
    """Return the drawn square with its name above the sheet and a line that leads to it."""
    middle = round(square["x"] + SQUARE / 2, 1)
    return square | {
        "middle": middle,
        "label_x": round(min(max(middle, 48), WIDTH - 48), 1),
        "label_y": 30,
        "leader_y": 38,
        "halo_x": round(square["x"] - 3, 1),
        "halo_y": round(square["y"] - 3, 1),
        "is_mine": is_mine,
    }
