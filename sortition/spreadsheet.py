"""Spreadsheet: the cells of a CSV or XLSX file as text, with the row that each came from."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sortition.instance import InputProblems

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Row:
    """One row that is not blank: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A file's name, its header and the rows below it that are not blank."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]

    def columns(self, *names: str) -> list[int]:
        """Return where the columns with one of these names stand, exact spelling first."""
        exact = [i for i, title in enumerate(self.header) if title in names]
        folded = {name.casefold() for name in names}
        return exact or [i for i, title in enumerate(self.header) if title.casefold() in folded]


def read_sheet(path: str | Path) -> Sheet:
    """Return the cells of a CSV file (“,” or “;”) or of an XLSX file's first sheet.

    Raises InputProblems if the file cannot be read as either or has no header.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputProblems([f"{path.name}: cannot be opened ({error.strerror})."]) from error
    if content.startswith(OLD_EXCEL):
        raise InputProblems([f"{path.name}: is an old Excel file; save it as XLSX or CSV."])
    table = _xlsx(path.name, content) if content.startswith(ZIP) else _csv(path.name, content)
    rows = [Row(i, cells) for i, cells in enumerate(table, 1) if any(cells)]
    if not rows:
        raise InputProblems([f"{path.name}: is empty; the first row must name the columns."])
    return Sheet(path.name, rows[0].cells, tuple(rows[1:]))


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _csv(name: str, content: bytes) -> list[tuple[str, ...]]:
    """Return the cells of a CSV file; the header's separator is the file's."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise InputProblems(
            [f"{name}, row {row}: is not UTF-8 text; save the file as “CSV UTF-8”."]
        ) from error
    header = text.lstrip().partition("\n")[0]
    separator = max(",;", key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InputProblems(
            [
                f"{name}: cannot be read as CSV ({error}).",
            ]
        ) from error
    return [tuple(_tidy(cell) for cell in cells) for cells in table]


def _xlsx(name: str, content: bytes) -> list[tuple[str, ...]]:
    """Return the cells of the first sheet; whole numbers lose their “.0”."""
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import, and seldom needed)
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return [tuple(_cell(value) for value in row) for row in sheet.iter_rows(values_only=True)]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError) as error:
        raise InputProblems(
            [f"{name}: cannot be read as an XLSX spreadsheet; save it again as XLSX or CSV."]
        ) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _tidy(str(value))
