"""Rows: what a spreadsheet holds, as text, and what is wrong with a cell whatever it should say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from sortition import register_number

PHONE = re.compile(r"phone|mobile|gsm|fax|^tel", re.IGNORECASE)  # their numbers have 11 digits too
WHOLE_ROW = -1  # the column of a fault that a row has as a whole


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, its cells, and what is wrong with those.

    ``faults`` has a sentence for a column, from 0, or for ``WHOLE_ROW``.
    """

    number: int
    cells: tuple[str, ...]
    faults: Mapping[int, str] = field(default_factory=dict)

    def at(self, column: int | None) -> str:
        """Return a cell's text, empty where there is no such cell."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """A file's name, its header and the rows below it that are not blank."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    top: int = 1  # the row of the header

    def columns(self, *names: str) -> list[int]:
        """Return where the columns with one of these names stand, exact spelling first."""
        exact = [i for i, title in enumerate(self.header) if title in names]
        folded = {name.casefold() for name in names}
        return exact or [i for i, title in enumerate(self.header) if title.casefold() in folded]

    def find(self, *wanted: str) -> tuple[list[int | None], list[str]]:
        """Return where each column stands, and a problem for each that is missing or double.

        A column that goes by several names is given as “feature|value|name”.
        """
        found: list[int | None] = []
        problems = []
        where = f"{self.name}, row {self.top}: "
        for names in wanted:
            places = self.columns(*names.split("|"))
            found.append(places[0] if places else None)
            titles = list(dict.fromkeys(f"“{shown(self.header[place])}”" for place in places))
            if not places:
                listed = ", ".join(f"“{shown(title)}”" for title in self.header if title)
                missing = shown(names.partition("|")[0])
                problems.append(
                    f"{where}there is no column “{missing}”; add it or rename one of {listed}."
                )
            elif len(titles) > 1:
                problems.append(
                    f"{where}the columns {' and '.join(titles)} say the same; keep one."
                )
            elif len(places) > 1:
                problems.append(f"{where}the column {titles[0]} comes twice; keep one.")
        return found, problems

    def header_faults(self) -> list[str]:
        """Return a problem if the header itself holds a national register number."""
        if not any(register_number.is_in(title) for title in self.header):
            return []
        return [
            f"{self.name}, row {self.top}: looks like a national register number; "
            "the first row must name the columns, and these numbers must leave the file."
        ]

    def row_faults(self, row: Row) -> list[str]:
        """Return what is wrong with a row as a whole, or with any cell that nobody may keep."""
        faults = [f": {row.faults[WHOLE_ROW]}"] if WHOLE_ROW in row.faults else []
        if any(row.cells[len(self.header) :]):
            faults.append(
                f": has {len(row.cells)} cells under {len(self.header)} column names; "
                "put quotes around a value that holds a separator."
            )
        for column, cell in enumerate(row.cells):
            title = self.header[column] if column < len(self.header) else ""
            if register_number.is_in(cell) and not PHONE.search(title):
                faults.append(
                    f", column “{shown(title)}”: looks like a national register number; "
                    "take these numbers out of the file."
                )
        return faults

    def unusable(self, row: Row, column: int | None) -> list[str] | None:
        """Return the faults of a cell that cannot be used whatever it should say; else None.

        Those that ``row_faults`` tells are not repeated.
        """
        if column is None:
            return None
        if column in row.faults:
            return [f", column “{self.header[column]}”: {row.faults[column]}"]
        return [] if register_number.is_in(row.at(column)) else None


def shown(text: str) -> str:
    """Return a text as a message may repeat it: on one line, cut off when long, nobody's number.

    >>> shown("North  Sea"), shown("x" * 100) == "x" * 60 + "…"
    ('North Sea', True)
    """
    if register_number.is_in(text):
        return "…"
    line = one_line(text)
    return line if len(line) <= 60 else line[:60] + "…"


def one_line(text: str) -> str:
    """Return a text on one line, without characters that a terminal would obey.

    >>> one_line("North\\tSea \\x1b[2J")
    'North Sea �[2J'
    """
    return "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))


def tidy(text: str) -> str:
    """Return a cell's text in NFC, without spaces around it."""
    return unicodedata.normalize("NFC", text).strip()
