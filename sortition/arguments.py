"""Arguments: how several commands read numbers and lists from the command line."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable

LARGEST = 999_999_999  # that anybody types


def whole(least: int = 0, most: int | None = None) -> Callable[[str], int]:
    """Return the reader of a whole number within these bounds, both inclusive.

    It raises ArgumentTypeError for any other text.

    >>> whole(1)("24")
    24
    """
    top = LARGEST if most is None else most

    def read(text: str) -> int:
        typed = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
        if not typed or not least <= int(text) <= top:
            raise argparse.ArgumentTypeError(
                f"“{text}” is not a whole number from {least} to {top}."
            )
        return int(text)

    return read


def separated(remedy: str, *, once: bool = False) -> Callable[[str], list[str]]:
    """Return the reader of parts with commas between them; with ``once``, no two are the same.

    A part that holds a comma stands between double quotes, as in a CSV file. The reader raises
    ArgumentTypeError, with the remedy, for a list that is broken.

    >>> separated("name columns")('street, "box, bus"')
    ['street', 'box, bus']
    """

    def read(text: str) -> list[str]:
        rows = csv.reader([text.replace("\n", " ").replace("\r", " ")], skipinitialspace=True)
        parts = [part.strip() for part in next(rows, [])] or [""]
        if not all(parts) or (once and len(set(parts)) < len(parts)):
            raise argparse.ArgumentTypeError(remedy)
        return parts

    return read
