"""Spreadsheet: the cells of a CSV or XLSX file as text, with the row that each came from."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from sortition.instance import InputProblems
from sortition.rows import Row, Sheet, tidy
from sortition.workbook import read_workbook

SEPARATORS = ",;\t"
LONGEST = 10_000  # characters of one cell
UTF_16 = b"\xff\xfe", b"\xfe\xff"
OTHERS = {  # how files begin that people take for a spreadsheet, and what those are
    b"\xd0\xcf\x11\xe0": "is an old Excel file, or one with a password; save it as XLSX or CSV "
    "without a password.",
    b"%PDF": "is a PDF; save the spreadsheet that it was made from as XLSX or CSV.",
    b"<": "is a web page or another XML file; save it as XLSX or CSV.",
    b"{": "is JSON; save the data as XLSX or CSV.",
}
NOT_CLOSED = (
    "a quotation mark is opened and not closed, or stands inside a value; "
    'write it twice (“""”) where it belongs to the text, else take it out.'
)
TOO_LONG = (
    f"a field has more than {LONGEST:,} characters; "
    "look for a quotation mark that is opened and not closed."
)
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
ZIP = b"PK\x03\x04"


def read_sheet(path: str | Path) -> Sheet:
    """Return the cells of a CSV file or of the first sheet shown of an XLSX file.

    A CSV file is UTF-8 and separated by “,”, “;” or tabs: its header decides, or a first
    row “sep=;”. Raises InputProblems if the file is neither or has no header.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputProblems([f"{path.name}: cannot be opened ({error.strerror})."]) from error
    try:
        every = _rows(content)
    except ValueError as error:
        raise InputProblems([f"{path.name}{error}"]) from error
    rows = [row for row in every if any(row.cells) or any(c >= 0 for c in row.faults)]
    if not rows:
        raise InputProblems([f"{path.name}: is empty; the first row must name the columns."])
    return Sheet(path.name, rows[0].cells, tuple(rows[1:]), rows[0].number)


def _rows(content: bytes) -> list[Row]:
    """Return every row of a file; raises ValueError if it is no spreadsheet."""
    for beginning, fault in OTHERS.items():
        if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(beginning):
            raise ValueError(f": {fault}")
    if not content.startswith(ZIP):
        return _csv(_decoded(content))
    if OPEN_DOCUMENT in content[:200]:
        raise ValueError(": is an OpenDocument spreadsheet; save it as XLSX or CSV.")
    return read_workbook(content)


def _decoded(content: bytes) -> str:
    """Return the text of a CSV file; raises ValueError if it is not UTF-8."""
    if content.startswith(UTF_16) or b"\0" in content:
        raise ValueError(": is UTF-16 (“Unicode text”) or no text; save the file as “CSV UTF-8”.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = len(re.findall(rb"\r\n|\r|\n", content[: error.start])) + 1
        raise ValueError(
            f", row {row}: is not UTF-8 text; save the file as “CSV UTF-8”."
        ) from error


def _csv(text: str) -> list[Row]:
    """Return the rows of a CSV file; raises ValueError where its quotation marks do not match."""
    announced = re.match(r"\s*\"?sep=(.)\"?[;,\t]*(?:\r\n|\r|\n|$)", text)
    separator = announced[1] if announced else _separator(text)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=True
    )
    rows: list[Row] = []
    try:
        for cells in reader:
            if max(map(len, cells), default=0) > LONGEST:
                raise csv.Error(TOO_LONG)
            rows.append(Row(len(rows) + 1, tuple(tidy(cell) for cell in cells)))
    except csv.Error as error:
        fault = TOO_LONG if "field" in str(error) else NOT_CLOSED
        raise ValueError(f", row {len(rows) + 1}: {fault}") from error
    return [Row(1, ()), *rows[1:]] if announced else rows


def _separator(text: str) -> str:
    """Return the separator that gives the header the most cells."""
    header = re.split(r"[\r\n]", text.lstrip("\r\n "), maxsplit=1)[0]
    return max(SEPARATORS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), [])))
