"""Drawings: where each dot, square and bar goes, so that templates hold no arithmetic.

A person is a dot and a ticket is a square. Every drawing is 360 units wide, the width of a
phone; lengths are in those units, from the top left corner.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask

from jury.drawings.people import crowd, mirror, seats
from jury.drawings.scores import funding_line, spread
from jury.drawings.slopes import slopes
from jury.drawings.small import small_spread
from jury.drawings.tickets import ticket_sheet

__all__ = [
    "crowd",
    "funding_line",
    "mirror",
    "seats",
    "slopes",
    "small_spread",
    "spots",
    "spread",
    "ticket_sheet",
]


def spots(dots: Iterable[dict[str, Any]]) -> str:
    """Return one path through all the dots: points that a round, wide pen makes visible.

    A hundred people so weigh no more than one drawing, on a page and in print.

    >>> spots([{"x": 7.5, "y": 9.0}, {"x": 22.5, "y": 9.0}])
    'M7.5 9h0M22.5 9h0'
    """
    return "".join(f"M{dot['x']:.5g} {dot['y']:.5g}h0" for dot in dots)


def init_app(app: Flask) -> None:
    """Give templates the way of writing dots."""
    app.jinja_env.filters["spots"] = spots
