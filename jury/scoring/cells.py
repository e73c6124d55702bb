"""Cells: a CSV or XLSX file as text cells under named columns, with what is wrong with it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sortition.rows import WHOLE_ROW
from sortition.saying import Said, say
from sortition.spreadsheet import ZIP
from sortition.workbook import Unreadable, read_workbook

from .case import Problem

if TYPE_CHECKING:
    from _csv import Reader


@dataclass
class Sheet:
    """One file as text cells: ``rows`` of (line, cells by column name), and what is wrong.

    ``spoilt`` holds the (line, column) of cells that say nothing usable, which was noted.
    """

    table: str
    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem]
    spoilt: set[tuple[int, str]] = field(default_factory=set)

    def wrong(self, line: int | None, column: str, sentence: Said) -> None:
        """Note one problem in this file."""
        self.problems.append(Problem(sentence, self.table, line, column))

    def spoil(self, line: int, column: str, sentence: Said) -> None:
        """Note that a cell, or a row, says nothing usable."""
        self.wrong(line, column, sentence)
        self.spoilt.add((line, column))

    def number(
        self, line: int, column: str, text: str, examples: tuple[float, float]
    ) -> float | None:
        """Return the number in a cell; note a problem and return None when it holds none."""
        value = None if (line, column) in self.spoilt else decimal_of(text)
        if value is None and (line, column) not in self.spoilt:
            self.wrong(
                line,
                column,
                say(
                    "“%(text)s” is not a number. Write it like %(one)s or %(other)s.",
                    text=text,
                    one=examples[0],
                    other=examples[1],
                ),
            )
        return None if value is None else float(value)


def decimal_of(text: str) -> Decimal | None:
    """Return the number in ``text``, with a decimal point or a decimal comma."""
    plain = re.fullmatch(r"[+-]?[0-9]{1,18}([.,][0-9]{1,18})?", text)
    return Decimal(text.replace(",", ".")) if plain else None


def read_sheet(
    source: Path | bytes, table: str, needed: Sequence[str], optional: Sequence[str] = ()
) -> Sheet:
    """Return the cells of a file, or of the bytes of one, which must have the columns ``needed``.

    CSV is UTF-8 with or without BOM, with commas or semicolons. Of an XLSX workbook the first
    sheet that is not hidden is read; what a cell there cannot say is wrong in the columns
    ``needed`` and ``optional``.
    """
    sheet = Sheet(table, [], [], [])
    try:
        content = source if isinstance(source, bytes) else source.read_bytes()
    except OSError as error:
        sheet.wrong(
            None,
            "",
            say("The file cannot be opened (%(why)s). Check its name.", why=error.strerror),
        )
        return sheet
    if _is_no_table(content):
        sheet.wrong(None, "", say("This is no table. Save it as CSV or XLSX and send that file."))
        return sheet
    try:
        named = isinstance(source, Path) and source.suffix.lower() == ".xlsx"
        if named or content.startswith(ZIP):
            _fill_from_workbook(sheet, content, {*needed, *optional})
        else:
            _fill_from_csv(sheet, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        sheet.wrong(None, "", say("The file is not in UTF-8. Save it again as “CSV UTF-8”."))
        return sheet
    except Unreadable as error:
        sheet.wrong(None, "", say("The file %(fault)s", fault=error.fault))
        return sheet
    _miss(sheet, [column for column in needed if column not in sheet.columns], needed)
    return sheet


def _is_no_table(content: bytes) -> bool:
    """Tell whether a file is a PDF, a picture or an old workbook: neither text nor XLSX."""
    spoken = (ZIP, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return content.startswith(b"%PDF-") or (b"\0" in content and not content.startswith(spoken))


def _miss(sheet: Sheet, missing: Sequence[str], needed: Sequence[str]) -> None:
    """Note the columns that are missing; where all are, it is another file, and that is all."""
    if not missing:
        return
    sheet.rows = []
    if len(missing) == len(needed) > 1:
        names = ", ".join(f"“{name}”" for name in needed)
        sheet.problems = []
        sheet.wrong(
            None,
            "",
            say(
                "The first row has none of the columns %(names)s. Is it the right file?",
                names=names,
            ),
        )
        return
    for column in missing:
        sheet.wrong(1, column, say("This column is missing. Add it to the first row."))


def _fill_from_workbook(sheet: Sheet, content: bytes, used: set[str]) -> None:
    """Put the rows of an XLSX workbook on ``sheet``, and what is wrong with cells in ``used``.

    Raises Unreadable where the file is no such workbook.
    """
    every = [row for row in read_workbook(content) if any(row.cells) or row.faults]
    _head(sheet, every[0].cells if every else ())
    for row in every[1:]:
        for place, fault in sorted(row.faults.items()):
            column = sheet.columns[place] if 0 <= place < len(sheet.columns) else ""
            if place == WHOLE_ROW:
                sheet.spoil(row.number, column, say("This row %(fault)s", fault=fault))
            elif column in used:
                sheet.spoil(row.number, column, say("This cell %(fault)s", fault=fault))
        _add(sheet, row.number, row.cells)


def _fill_from_csv(sheet: Sheet, text: str) -> None:
    """Put the rows of a CSV file on ``sheet``."""
    head = re.split("[\r\n]", text, maxsplit=1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    try:
        _fill(sheet, reader)
    except csv.Error:
        sheet.wrong(reader.line_num, "", say("This row cannot be read. Check the quotes."))


def _head(sheet: Sheet, names: Sequence[str]) -> None:
    """Name the columns of ``sheet``; a column without a name may come more than once."""
    sheet.columns = [name.strip().lower() for name in names]
    while sheet.columns and not sheet.columns[-1]:
        sheet.columns.pop()
    for name in sorted({each for each in sheet.columns if each and sheet.columns.count(each) > 1}):
        sheet.wrong(1, name, say("This column is there twice. Keep one of the two."))


def _fill(sheet: Sheet, reader: Reader) -> None:
    """Put the header and the rows that hold anything on ``sheet``."""
    _head(sheet, next(reader, []))
    line = reader.line_num
    for cells in reader:
        start, line = line + 1, reader.line_num
        _add(sheet, start, cells)


def _add(sheet: Sheet, line: int, cells: Sequence[str]) -> None:
    """Put one row on ``sheet``, if it holds anything."""
    given = [cell.strip() for cell in cells]
    while given and not given[-1]:
        given.pop()
    if len(given) > len(sheet.columns):
        sheet.wrong(
            line,
            "",
            say(
                "This row has %(n)s cells and the first row has %(first)s. "
                "Put quotes around text that holds the separator.",
                n=len(given),
                first=len(sheet.columns),
            ),
        )
    elif given:
        padded = given + [""] * (len(sheet.columns) - len(given))
        sheet.rows.append((line, dict(zip(sheet.columns, padded, strict=True))))
