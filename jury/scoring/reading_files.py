"""Reading files: scores, proposals, criteria and comments become rows, from CSV or XLSX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sortition.saying import say

from .case import SCORED, CommentRow, CriterionRow, Problem, ProposalRow, ScoreRow
from .cells import Sheet, decimal_of, read_sheet


def cents(text: str) -> int | None:
    """Return an amount of euros in whole cents; None when it is not one, exact to the cent.

    >>> cents("12500"), cents("12,50"), cents("12.500"), cents("ten")
    (1250000, 1250, None, None)
    """
    value = decimal_of(text)
    decimals = re.split("[.,]", text)[-1] if re.search("[.,]", text) else ""
    return None if value is None or len(decimals) > 2 else int(value * 100)


def read_ids(
    path: Path, table: str, columns: Sequence[str]
) -> tuple[list[tuple[str, ...]], list[Problem]]:
    """Return the ids in these columns of a file, row by row, and what is wrong with it."""
    sheet = read_sheet(path, table, columns)
    for line, cells in sheet.rows:
        for column in columns:
            if not cells[column] and (line, column) not in sheet.spoilt:
                sheet.wrong(
                    line,
                    column,
                    say("There is no %(column)s in this row. Fill it in.", column=column),
                )
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
    score = sheet.number(line, "score", text, (4, 3.5)) if text else None
    if not (round_text.isascii() and round_text.isdigit()):
        sheet.wrong(
            line,
            "round",
            say("“%(text)s” is not a whole number. Write 1, 2 and so on.", text=round_text),
        )
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
                say(
                    "“%(text)s” is not an amount. Write euros without spaces or points "
                    "between thousands, like 12500 or 12500.50.",
                    text=cells["cost"],
                ),
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
        weight = sheet.number(line, "weight", cells["weight"], (2, 0.5))
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
