"""Small drawings: one proposal's scores in a row of a table."""

from collections.abc import Sequence
from math import ceil
from typing import Any

PITCH = 5.0  # from dot to dot
LINES = 6  # of dots at most


def small_spread(counts: Sequence[int], most: int | None = None) -> dict[str, Any]:
    """Return stacked dots for the jurors at each grade, lowest grade first, on one base line.

    ``most`` is the largest count in any row of the table, so that grades stand in columns.

    >>> small_spread([1, 0, 2])["dots"]
    [{'x': 5.5, 'y': 2.5}, {'x': 37.5, 'y': 2.5}, {'x': 42.5, 'y': 2.5}]
    """
    tallest = max(counts, default=0)
    a_line = max(2, ceil((tallest if most is None else most) / LINES))
    column, lines = a_line * PITCH + 6, max(1, ceil(tallest / a_line))
    return {
        "width": len(counts) * column,
        "height": lines * PITCH + 2,
        "base": lines * PITCH + 1,
        "counts": list(counts),
        "dots": [
            {
                "x": k * column + 3 + PITCH * (i % a_line + 0.5),
                "y": PITCH * (lines - i // a_line - 0.5),
            }
            for k, count in enumerate(counts)
            for i in range(count)
        ],
    }
