"""Reading files: scores, proposals, criteria and comments become rows, from CSV or XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sortition.rows import WHOLE_ROW
from sortition.spreadsheet import ZIP
from sortition.workbook import read_workbook

from .case import SCORED, CommentRow, CriterionRow, Problem, ProposalRow, ScoreRow

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

    def wrong(self, line: int | None, column: str, sentence: str) -> None:
        """Note one problem in this file."""
        self.problems.append(Problem(sentence, self.table, line, column))

    def number(self, line: int, column: str, text: str, example: str) -> float | None:
        """Return the number in a cell; note a problem and return None when it holds none."""
        value = None if (line, column) in self.spoilt else _decimal(text)
        if value is None and (line, column) not in self.spoilt:
            self.wrong(line, column, f"“{text}” is not a number. Write it like {example}.")
        return None if value is None else float(value)


def _decimal(text: str) -> Decimal | None:
    """Return the number in ``text``, with a decimal point or a decimal comma."""
    plain = re.fullmatch(r"[+-]?[0-9]{1,18}([.,][0-9]{1,18})?", text)
    return Decimal(text.replace(",", ".")) if plain else None


def cents(text: str) -> int | None:
    """Return an amount of euros in whole cents; None when it is not one, exact to the cent.

    >>> cents("12500"), cents("12,50"), cents("12.500"), cents("ten")
    (1250000, 1250, None, None)
    """
    value = _decimal(text)
    decimals = re.split("[.,]", text)[-1] if re.search("[.,]", text) else ""
    return None if value is None or len(decimals) > 2 else int(value * 100)


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
        sheet.wrong(None, "", f"The file cannot be opened ({error.strerror}). Check its name.")
        return sheet
    try:
        named = isinstance(source, Path) and source.suffix.lower() == ".xlsx"
        if named or content.startswith(ZIP):
            _fill_from_workbook(sheet, content, {*needed, *optional})
        else:
            _fill_from_csv(sheet, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        sheet.wrong(None, "", "The file is not in UTF-8. Save it again as “CSV UTF-8”.")
        return sheet
    except ValueError as error:
        sheet.wrong(None, "", f"The file {str(error).removeprefix(': ')}")
        return sheet
    for column in needed:
        if column not in sheet.columns:
            sheet.wrong(1, column, "This column is missing. Add it to the first row.")
    if any(column not in sheet.columns for column in needed):
        sheet.rows = []
    return sheet


def _fill_from_workbook(sheet: Sheet, content: bytes, used: set[str]) -> None:
    """Put the rows of an XLSX workbook on ``sheet``, and what is wrong with cells in ``used``.

    Raises ValueError, with the rest of a sentence, where the file is no such workbook.
    """
    every = [row for row in read_workbook(content) if any(row.cells) or row.faults]
    _head(sheet, every[0].cells if every else ())
    for row in every[1:]:
        for place, fault in sorted(row.faults.items()):
            column = sheet.columns[place] if 0 <= place < len(sheet.columns) else ""
            if place == WHOLE_ROW or column in used:
                subject = "row" if place == WHOLE_ROW else "cell"
                sheet.wrong(row.number, column, f"This {subject} {fault}")
                sheet.spoilt.add((row.number, column))
        _add(sheet, row.number, row.cells)


def _fill_from_csv(sheet: Sheet, text: str) -> None:
    """Put the rows of a CSV file on ``sheet``."""
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    try:
        _fill(sheet, reader)
    except csv.Error as error:
        sheet.wrong(reader.line_num, "", f"This row cannot be read ({error}). Check the quotes.")


def _head(sheet: Sheet, names: Sequence[str]) -> None:
    """Name the columns of ``sheet``; a column without a name may come more than once."""
    sheet.columns = [name.strip().lower() for name in names]
    while sheet.columns and not sheet.columns[-1]:
        sheet.columns.pop()
    for name in sorted({each for each in sheet.columns if each and sheet.columns.count(each) > 1}):
        sheet.wrong(1, name, "This column is there twice. Keep one of the two.")


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
            f"This row has {len(given)} cells and the first row has {len(sheet.columns)}. "
            "Put quotes around text that holds the separator.",
        )
    elif given:
        padded = given + [""] * (len(sheet.columns) - len(given))
        sheet.rows.append((line, dict(zip(sheet.columns, padded, strict=True))))


def read_ids(
    path: Path, table: str, columns: Sequence[str]
) -> tuple[list[tuple[str, ...]], list[Problem]]:
    """Return the ids in these columns of a file, row by row, and what is wrong with it."""
    sheet = read_sheet(path, table, columns)
    for line, cells in sheet.rows:
        for column in columns:
            if not cells[column] and (line, column) not in sheet.spoilt:
                sheet.wrong(line, column, f"There is no {column} in this row. Fill it in.")
    return [tuple(cells[column] for column in columns) for _, cells in sheet.rows], sheet.problems


def read_scores(source: Path | bytes) -> tuple[list[ScoreRow], list[Problem]]:
    """Return the scores in a file, and what is wrong with it.

    Only juror, proposal and score are required. Without a status, a score counts as scored
    and an empty cell as not answered. A row that cannot be read is left out of the rows.
    """
    optional = ("criterion", "round", "college", "status")
    sheet = read_sheet(source, "scores", ("juror", "proposal", "score"), optional)
    spoilt = {line for line, _ in sheet.spoilt}
    readable = [(line, cells) for line, cells in sheet.rows if line not in spoilt]
    found = [_score_row(sheet, line, cells) for line, cells in readable]
    return [row for row in found if row is not None], sheet.problems


def _score_row(sheet: Sheet, line: int, cells: dict[str, str]) -> ScoreRow | None:
    before = len(sheet.problems)
    text, round_text = cells["score"], cells.get("round", "") or "1"
    score = sheet.number(line, "score", text, "4 or 3.5") if text else None
    if not (round_text.isascii() and round_text.isdigit()):
        sheet.wrong(line, "round", f"“{round_text}” is not a whole number. Write 1, 2 and so on.")
    if len(sheet.problems) > before:
        return None
    return ScoreRow(
        juror=cells["juror"],
        proposal=cells["proposal"],
        score=score,
        criterion=cells.get("criterion", ""),
        round=int(round_text),
        status=cells.get("status", "") or (SCORED if text else "not_answered"),
        line=line,
        college=cells.get("college", ""),
    )


def read_proposals(path: Path) -> tuple[list[ProposalRow], list[Problem]]:
    """Return the proposals in a file, and what is wrong with it.

    Costs are euros in the file; the title is optional.
    """
    sheet = read_sheet(path, "proposals", ("proposal", "cost"), ("title",))
    rows = []
    for line, cells in sheet.rows:
        cost = cents(cells["cost"])
        if cost is None and (line, "cost") not in sheet.spoilt:
            sheet.wrong(
                line,
                "cost",
                f"“{cells['cost']}” is not an amount. Write euros without spaces or points "
                "between thousands, like 12500 or 12500.50.",
            )
        # A proposal with a wrong cost still exists: its scores are checked like the others.
        title = cells.get("title", "") or cells["proposal"]
        rows.append(ProposalRow(cells["proposal"], title, cost or 0, line))
    return rows, sheet.problems


def read_criteria(path: Path) -> tuple[list[CriterionRow], list[Problem]]:
    """Return the criteria in a file, and what is wrong with it."""
    sheet = read_sheet(path, "criteria", ("criterion", "weight"))
    rows = []
    for line, cells in sheet.rows:
        weight = sheet.number(line, "weight", cells["weight"], "2 or 0.5")
        rows.append(CriterionRow(cells["criterion"], 1.0 if weight is None else weight, line))
    return rows, sheet.problems


def read_comments(path: Path) -> tuple[list[CommentRow], list[Problem]]:
    """Return the comments in a file, and what is wrong with it."""
    sheet = read_sheet(path, "comments", ("proposal", "kind", "text"))
    rows = [
        CommentRow(cells["proposal"], cells["kind"], cells["text"], line)
        for line, cells in sheet.rows
    ]
    return rows, sheet.problems
