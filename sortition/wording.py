"""Wording: numbers with their nouns, in messages and reports."""

from __future__ import annotations


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its words: those for one, or those for any other number.

    >>> counted(1, "seat is free", "seats are free")
    '1 seat is free'
    >>> counted(2000, "ticket", "tickets")
    '2,000 tickets'
    """
    return f"{number:,} {one if number == 1 else many}"
