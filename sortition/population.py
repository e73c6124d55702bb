"""Population: what share of everybody each answer has, read from a table."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from sortition.instance import InputProblems, Quota, values_by_category
from sortition.rows import Row, Sheet, shown
from sortition.spreadsheet import read_sheet

NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,12})?")
ROUNDED = 0.011  # shares that were rounded may add up to this much more or less than 1

Shares = dict[tuple[str, str], float]


def read_population(path: str | Path, quotas: Sequence[Quota]) -> Shares:
    """Return the share of the population that each quota's answer has.

    The file has the columns “category, value” (or “feature”, “name”) and “share” or
    “count”. Shares are parts of 1 or percentages and add up to either in each category,
    but for rounding; counts are numbers of people. Categories without quotas are left out.

    Raises InputProblems with every problem at once.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "population.csv"
    ...     _ = path.write_text("category,value,count\\nage,young,30\\nage,old,90\\n")
    ...     read_population(path, [Quota("age", "young", 1, 2), Quota("age", "old", 2, 3)])
    {('age', 'young'): 0.25, ('age', 'old'): 0.75}
    """
    sheet = read_sheet(path)
    counted = bool(sheet.columns("count"))
    columns, problems = sheet.find(
        "category", "value|feature|name", "count" if counted else "share"
    )
    if problems:
        raise InputProblems(sheet.header_faults() + problems)
    known = values_by_category(quotas)
    found: Shares = {}
    problems = sheet.header_faults()
    for row in sheet.rows:
        category, value = row.at(columns[0]), row.at(columns[1])
        number, faults = _number(sheet, row, columns)
        if (category, value) in found:
            faults.append(f": “{shown(category)}: {shown(value)}” comes twice; keep one.")
        elif category in known and value not in known[category]:
            faults.append(f": “{shown(category)}: {shown(value)}” has no quota; add one.")
        problems += [f"{sheet.name}, row {row.number}{fault}" for fault in faults]
        found[category, value] = number
    for category, values in known.items():
        problems += [
            f"{sheet.name}: “{category}: {value}” has no row; add one, with 0 if it must be."
            for value in values
            if (category, value) not in found
        ]
    problems = problems or _sums_off(sheet, found, known, counted)
    if problems:
        raise InputProblems(problems)
    return {
        (category, value): found[category, value] / sum(found[category, v] for v in values)
        for category, values in known.items()
        for value in values
    }


def _number(sheet: Sheet, row: Row, columns: Sequence[int | None]) -> tuple[float, list[str]]:
    """Return the number of a row, 0 if there is none, and what is wrong with the row."""
    faults = sheet.row_faults(row)
    for column in columns:
        faults += sheet.unusable(row, column) or []
    text = row.at(columns[2]).removesuffix("%").strip()
    if NUMBER.fullmatch(text):
        return float(text.replace(",", ".")), faults
    title = sheet.header[columns[2] or 0]
    return 0.0, faults or [
        f", column “{title}”: “{shown(text)}” is not a number of 0 or more; write one."
    ]


def _sums_off(sheet: Sheet, found: Shares, known: dict[str, list[str]], counted: bool) -> list[str]:
    """Return a problem for each category whose shares do not add up, or that counts nobody."""
    problems = []
    for category, values in known.items():
        total = math.fsum(found[category, value] for value in values)
        if counted and total == 0:
            problems.append(f"{sheet.name}: the counts of “{category}” add up to nobody.")
        elif not counted and min(abs(total - 1), abs(total / 100 - 1)) > ROUNDED:
            problems.append(
                f"{sheet.name}: the shares of “{category}” add up to {total:.4g}; "
                "they must add up to 1, or to 100 as percentages."
            )
    return problems
