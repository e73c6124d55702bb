"""Terminal: sentences and progress on standard error, results on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sortition.leximin import Progress

BAR = 30  # characters


def say(sentences: Iterable[str]) -> None:
    """Write sentences for the reader, one a line."""
    for sentence in sentences:
        sys.stderr.write(f"{sentence}\n")


def results(found: dict[str, object]) -> None:
    """Write results for another program."""
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]], words: int = 2) -> list[str]:
    """Return the lines of a table: the first ``words`` columns to the left, numbers to the right.

    >>> aligned(("value", "people"), [("old", "12")], words=1)
    ['value  people', 'old        12']
    """
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place < words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (header, *rows)
    ]


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Give a function that draws a bar on the terminal, or None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield _bar
    finally:
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def _bar(phase: str, fraction: float) -> None:
    part = min(1.0, max(0.0, fraction))
    full = round(BAR * part)
    sys.stderr.write(f"\r\033[K[{'#' * full}{'.' * (BAR - full)}] {phase} {100 * part:.0f} %")
    sys.stderr.flush()
