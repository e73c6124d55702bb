"""Workbook: the cells of an XLSX file as text, with what is wrong with a cell or a row."""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections.abc import Iterator

from sortition.rows import WHOLE_ROW, Row, tidy
from sortition.saying import Said, say

ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}
LARGEST = 400_000_000  # bytes of all parts unpacked; a file of 100,000 people has about 60 million
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
HIDDEN = re.compile(rb"\shidden=\"(?:1|true)\"")
ROW_NUMBER = re.compile(rb"\sr=\"(\d+)\"")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
NO_RESULT = re.compile(  # a formula that no value follows; the value of text may be empty
    rb"<(?:\w+:)?c\s(?![^>]*\bt=\"str\")[^>]*?\br=\"([A-Z]+[0-9]+)\"[^>]*>\s*"
    rb"<(?:\w+:)?f\b(?>[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?!<(?:\w+:)?v>[^<])"
)

Faults = dict[int, dict[int, str]]  # by row from 1, then by column from 0


class Unreadable(ValueError):
    """No row can be read: ``fault`` is the rest of a sentence that names the file."""

    def __init__(self, fault: Said) -> None:
        super().__init__(f": {fault}")
        self.fault = fault


def read_workbook(content: bytes) -> list[Row]:
    """Return every row of an XLSX file's first sheet that is not hidden, blank ones too.

    Whole numbers lose their “.0”, dates are written as 2026-05-03. A cell that cannot be
    taken for what it shows carries a fault: a date, an error, a formula without a result,
    a part of merged cells; so does a row that is hidden.

    Raises Unreadable if the file is not such a spreadsheet or is far too large.
    """
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
        rows = _rows(content) if unpacked <= LARGEST else None
    except Exception as error:  # a damaged file makes openpyxl raise nearly anything
        raise Unreadable(
            say("cannot be read as an XLSX spreadsheet; save it again as XLSX or CSV.")
        ) from error
    if rows is None:
        raise Unreadable(
            say(
                "unpacks to %(n)s million bytes; save only the sheet with the data, as CSV.",
                n=unpacked // 1_000_000,
            )
        )
    return rows


def _rows(content: bytes) -> list[Row]:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import, and seldom needed)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features that have nothing to do with cells
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        sheet.reset_dimensions()
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            faults = _faults(parts.read(sheet._worksheet_path))  # type: ignore[attr-defined]
        rows = []
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            found = {c: fault for c, value in enumerate(values) if (fault := _value_fault(value))}
            cells = tuple(_text(value) for value in values)
            rows.append(Row(number, cells, {**found, **faults.get(number, {})}))
        book.close()
    return rows


def _faults(sheet: bytes) -> Faults:
    """Return what is wrong with cells and rows, as the sheet's own XML shows it."""
    faults: Faults = {}
    for row in ROW.findall(sheet):
        number = ROW_NUMBER.search(row)
        if number and HIDDEN.search(row):
            hidden = say("is hidden; show it, or take it out.")
            faults.setdefault(int(number[1]), {})[WHOLE_ROW] = hidden
    for row_number, column in _places(NO_RESULT.findall(sheet)):
        faults.setdefault(row_number, {})[column] = say(
            "holds a formula without a result; open the file in a spreadsheet program, "
            "save it and try again."
        )
    for area in MERGED.findall(sheet):
        first = area.decode().partition(":")[0]
        for row_number, column in list(_places([area]))[1:]:
            faults.setdefault(row_number, {})[column] = say(
                "is merged with cell %(first)s; split the cells and fill in each of them.",
                first=first,
            )
    return faults


def _places(areas: list[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the row, from 1, and the column, from 0, of each cell of these areas."""
    from openpyxl.utils.cell import coordinate_to_tuple, rows_from_range  # noqa: PLC0415

    for area in areas:
        for cells in rows_from_range(area.decode()):
            for cell in cells:
                row, column = coordinate_to_tuple(cell)
                yield row, column - 1


def _value_fault(value: object) -> str | None:
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return say(
            "is a date or a time (%(shown)s), which spreadsheet programs make of "
            "a text such as 12-15; format the column as text and write it again.",
            shown=_text(value),
        )
    if isinstance(value, str) and value in ERRORS:
        return say("holds the error %(error)s; correct its formula.", error=value)
    return None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()  # as the spreadsheet and its CSV show it
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return tidy(str(value))
