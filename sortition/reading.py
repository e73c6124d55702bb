"""Reading: quotas and people from the files in circulation, every problem told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sortition import register_number
from sortition.addresses import same_address
from sortition.instance import (
    InputProblems,
    Instance,
    Quota,
    answer_fault,
    build,
    size_faults,
    values_by_category,
)
from sortition.spreadsheet import Row, Sheet, read_sheet

PHONE = re.compile(r"phone|mobile|gsm|fax|^tel", re.IGNORECASE)  # their numbers have 11 digits too
Person = tuple[str, dict[str, str]]


def read_instance(
    categories: str | Path,
    respondents: str | Path,
    size: int,
    id_column: str | None = None,
    address_columns: Sequence[str] = (),
) -> Instance:
    """Return the instance of two files: the quotas and the people.

    With ``address_columns``, the street's first, a panel seats one person an address at
    most. Raises InputProblems with every problem of both files at once.
    """
    problems = size_faults(size)
    quotas, of_quotas = _quotas(categories)
    people, of_people = _people(respondents, values_by_category(quotas), id_column)
    cells, of_addresses = _cells(respondents, address_columns)
    problems += of_quotas + of_people + of_addresses
    if problems:
        raise InputProblems(problems)
    homes = [same_address(address) for address in cells] if address_columns else None
    return build(quotas, people, size, homes)


def read_addresses(path: str | Path, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the cells that make up each person's address, in the order of the file.

    Raises InputProblems if a column is missing.
    """
    cells, problems = _cells(path, columns)
    if problems:
        raise InputProblems(problems)
    return cells


def _cells(path: str | Path, columns: Sequence[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return some columns of each person; a file that cannot be read is told elsewhere."""
    if not columns:
        return [], []
    try:
        sheet = read_sheet(path)
    except InputProblems:
        return [], []
    places, problems = _find(sheet, columns)
    return [tuple(_at(row, place) for place in places) for row in sheet.rows], problems


def read_quotas(path: str | Path) -> tuple[Quota, ...]:
    """Return the quotas of a file in either spelling.

    The columns are “category, feature, min, max” or “feature, value, min, max” with
    “min_flex, max_flex” if wanted. Raises InputProblems with every problem at once.
    """
    quotas, problems = _quotas(path)
    if problems:
        raise InputProblems(problems)
    return tuple(quotas)


def read_people(
    path: str | Path, categories: Sequence[str], id_column: str | None = None
) -> list[Person]:
    """Return each person's id and answers, in the order of the file.

    The id stands in ``id_column`` or else in a column called “id”; without one it is the
    number of the person from 1. Raises InputProblems with every problem at once.
    """
    people, problems = _people(path, dict.fromkeys(categories), id_column)
    if problems:
        raise InputProblems(problems)
    return people


def _quotas(path: str | Path) -> tuple[list[Quota], list[str]]:
    try:
        sheet = read_sheet(path)
    except InputProblems as error:
        return [], list(error.problems)
    names = (
        ("category", "feature|value|name") if sheet.columns("category") else ("feature", "value")
    )
    columns, problems = _find(sheet, [*names, "min", "max"])
    if problems:
        return [], problems
    columns += [next(iter(sheet.columns(flex)), None) for flex in ("min_flex", "max_flex")]
    quotas: list[Quota] = []
    first: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        quota, faults = _quota(row, columns)
        where = f"{sheet.name}, row {row.number}"
        problems += [f"{where}{fault}" for fault in faults]
        if quota is None:
            continue
        key = (quota.category, quota.value)
        if first.setdefault(key, row.number) != row.number:
            problems.append(f"{where}: {quota} is already in row {first[key]}; keep one of them.")
        quotas.append(quota)
    if not sheet.rows:
        problems.append(f"{sheet.name}: has no quotas; add a row for each.")
    return quotas, problems


def _quota(row: Row, columns: Sequence[int | None]) -> tuple[Quota | None, list[str]]:
    category, value, *bounds = (_at(row, column) for column in columns)
    faults = []
    if not category or not value:
        faults.append(": the category or its value is empty; fill it in.")
    numbers: list[int | None] = []
    for name, text in zip(("min", "max", "min_flex", "max_flex"), bounds, strict=True):
        numbers.append(int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None)
        if numbers[-1] is None and (text or name in ("min", "max")):
            faults.append(f", column “{name}”: “{text}” is not a whole number; write one.")
    minimum, maximum, *flex = numbers
    if faults or minimum is None or maximum is None:
        return None, faults
    quota = Quota(category, value, minimum, maximum, *flex)
    return quota, [f", {quota}: {fault}" for fault in quota.faults]


def _people(
    path: str | Path, known: Mapping[str, Sequence[str] | None], id_column: str | None
) -> tuple[list[Person], list[str]]:
    try:
        sheet = read_sheet(path)
    except InputProblems as error:
        return [], list(error.problems)
    columns, problems = _find(sheet, [*known, *([id_column] if id_column else [])])
    if problems:
        return [], problems
    place = columns.pop() if id_column else next(iter(sheet.columns("id")), None)
    people: list[Person] = []
    first: dict[str, int] = {}
    for number, row in enumerate(sheet.rows, 1):
        where = f"{sheet.name}, row {row.number} (person {number})"
        identifier = str(number) if place is None else _at(row, place)
        answers = {name: _at(row, column) for name, column in zip(known, columns, strict=True)}
        faults = _row_faults(sheet, row) + _answer_faults(answers, known)
        if not identifier:
            faults.append(": the id is empty; give each person an id.")
        elif first.setdefault(identifier, row.number) != row.number:
            faults.append(
                f": the id “{identifier}” is already in row {first[identifier]}; "
                "give each person one id."
            )
        problems += [where + fault for fault in faults]
        people.append((identifier, answers))
    if not people:
        problems.append(f"{sheet.name}: has nobody in it; add a row for each volunteer.")
    return people, problems


def _answer_faults(
    answers: Mapping[str, str], known: Mapping[str, Sequence[str] | None]
) -> list[str]:
    faults = []
    for name, answer in answers.items():
        values = known[name]
        fault = answer_fault(answer, [answer] if values is None else values)
        if fault:
            faults.append(f", column “{name}”: {fault}")
    return faults


def _row_faults(sheet: Sheet, row: Row) -> list[str]:
    """Return faults of a row as a whole: too many cells, or a national register number."""
    faults = []
    if any(row.cells[len(sheet.header) :]):
        faults.append(
            f": has {len(row.cells)} cells under {len(sheet.header)} column names; "
            "put quotes around a value that holds a separator."
        )
    for title, cell in zip(sheet.header, row.cells, strict=False):
        if register_number.is_in(cell) and not PHONE.search(title):
            faults.append(
                f", column “{title}”: looks like a national register number; "
                "take these numbers out of the file."
            )
    return faults


def _find(sheet: Sheet, names: Sequence[str]) -> tuple[list[int | None], list[str]]:
    """Return where each named column stands, with a problem for each that is missing or double."""
    found: list[int | None] = []
    problems = []
    for name in names:
        places = sheet.columns(*name.split("|"))
        found.append(places[0] if places else None)
        if not places:
            listed = ", ".join(f"“{title}”" for title in sheet.header if title)
            problems.append(
                f"{sheet.name}, row 1: there is no column “{name.partition('|')[0]}”; "
                f"add it or rename one of {listed}."
            )
        elif len(places) > 1:
            problems.append(f"{sheet.name}, row 1: the column “{name}” comes twice; keep one.")
    return found, problems


def _at(row: Row, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""
