"""Drawings: where each dot, square and bar goes, so that templates hold no arithmetic.

A person is a dot and a ticket is a square. Every drawing is 360 units wide, the width of a
phone; lengths are in those units, from the top left corner.
"""

from jury.drawings.people import crowd, mirror, seats
from jury.drawings.scores import funding_line, spread
from jury.drawings.tickets import ticket_sheet

__all__ = ["crowd", "funding_line", "mirror", "seats", "spread", "ticket_sheet"]
