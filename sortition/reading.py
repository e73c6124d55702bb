"""Reading: quotas and people from the files in circulation, every problem told at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from sortition.addresses import same_address
from sortition.identifiers import id_faults
from sortition.instance import (
    InputProblems,
    Instance,
    Quota,
    answer_fault,
    build,
    size_faults,
)
from sortition.rows import Row, Sheet, one_line, shown
from sortition.spreadsheet import read_sheet

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

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> with TemporaryDirectory() as folder:
    ...     pool = read_instance(*small_files(folder), 4)
    >>> len(pool.ids), pool.categories, pool.size
    (8, ('age', 'place'), 4)
    """
    problems = size_faults(size)
    quotas, named, of_quotas = _quotas(categories)
    people, of_people = _people(respondents, named, id_column)
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
    places, problems = sheet.find(*columns)
    return [tuple(row.at(place) for place in places) for row in sheet.rows], problems


def read_quotas(path: str | Path) -> tuple[Quota, ...]:
    """Return the quotas of a file in either spelling.

    The columns are “category, feature, min, max” or “feature, value, min, max” with
    “min_flex, max_flex” if wanted. Raises InputProblems with every problem at once.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> with TemporaryDirectory() as folder:
    ...     quotas = read_quotas(small_files(folder)[0])
    >>> print(quotas[0], quotas[0].minimum, quotas[0].maximum)
    “age: young” 2 2
    """
    quotas, _, problems = _quotas(path)
    if problems:
        raise InputProblems(problems)
    return tuple(quotas)


def read_people(
    path: str | Path, categories: Sequence[str], id_column: str | None = None
) -> list[Person]:
    """Return each person's id and answers, in the order of the file.

    The id stands in ``id_column`` or else in a column called “id”; without one it is the
    number of the person from 1. Raises InputProblems with every problem at once.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> with TemporaryDirectory() as folder:
    ...     people = read_people(small_files(folder)[1], ["age"])
    >>> people[0]
    ('Ada', {'age': 'young'})
    """
    people, problems = _people(path, dict.fromkeys(categories), id_column)
    if problems:
        raise InputProblems(problems)
    return people


def _quotas(path: str | Path) -> tuple[list[Quota], dict[str, list[str]], list[str]]:
    """Return the quotas, the values named in each category, and what is wrong.

    Values whose bounds are wrong are named too: answers that fit them are no problem.
    """
    try:
        sheet = read_sheet(path)
    except InputProblems as error:
        return [], {}, list(error.problems)
    names = (
        ("category", "feature|value|name") if sheet.columns("category") else ("feature", "value")
    )
    columns, problems = sheet.find(*names, "min", "max")
    if problems:
        return [], {}, sheet.header_faults() + problems
    columns += [next(iter(sheet.columns(flex)), None) for flex in ("min_flex", "max_flex")]
    quotas: list[Quota] = []
    named: dict[str, list[str]] = {}
    first: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        quota, faults = _quota(sheet, row, columns)
        category, value = row.at(columns[0]), row.at(columns[1])
        known = named.setdefault(category, [])
        if category and value and first.setdefault((category, value), row.number) != row.number:
            earlier = first[category, value]
            faults.append(
                f": “{shown(category)}: {shown(value)}” is already in row {earlier}; "
                "keep one of them."
            )
        elif value:
            known.append(value)
        quotas += [quota] if quota else []
        problems += [one_line(f"{sheet.name}, row {row.number}{fault}") for fault in faults]
    if not sheet.rows:
        problems.append(f"{sheet.name}: has no quotas; add a row for each.")
    return quotas, {name: values for name, values in named.items() if name}, problems


def _quota(sheet: Sheet, row: Row, columns: Sequence[int | None]) -> tuple[Quota | None, list[str]]:
    """Return the quota of one row, or None, and what is wrong with the row."""
    faults = sheet.row_faults(row)
    names = [sheet.unusable(row, column) for column in columns[:2]]
    for unusable in names:
        faults += unusable or []
    category, value = row.at(columns[0]), row.at(columns[1])
    if (not category and names[0] is None) or (not value and names[1] is None):
        faults.append(": the category or its value is empty; fill it in.")
    numbers = []
    for name, column in zip(("min", "max", "min_flex", "max_flex"), columns[2:], strict=True):
        number, fault = _bound(sheet, row, column, name)
        numbers.append(number)
        faults += fault
    minimum, maximum, *flex = numbers
    if faults or minimum is None or maximum is None:
        return None, faults
    quota = Quota(category, value, minimum, maximum, *flex)
    return quota, [f", {quota}: {fault}" for fault in quota.faults]


def _bound(sheet: Sheet, row: Row, column: int | None, name: str) -> tuple[int | None, list[str]]:
    """Return one bound, None if the cell is blank or wrong, and what is wrong with it."""
    unusable = sheet.unusable(row, column)
    if unusable is not None:
        return None, unusable
    text = row.at(column)
    if re.fullmatch(r"-?[0-9]{1,9}(\.0*)?", text):  # 3.0 is how some programs write 3
        return int(text.partition(".")[0]), []
    if not text and name.endswith("_flex"):
        return None, []
    return None, [f", column “{name}”: “{shown(text)}” is not a whole number; write one."]


def _people(
    path: str | Path, known: Mapping[str, Sequence[str] | None], id_column: str | None
) -> tuple[list[Person], list[str]]:
    try:
        sheet = read_sheet(path)
    except InputProblems as error:
        return [], list(error.problems)
    columns, problems = sheet.find(*known, *([id_column] if id_column else []))
    if not id_column:
        own, twice = sheet.find("id") if sheet.columns("id") else ([None], [])
        columns, problems = columns + own, problems + twice
    if problems:
        return [], sheet.header_faults() + problems
    place = columns.pop()
    people: list[Person] = []
    first: dict[str, int] = {}
    for number, row in enumerate(sheet.rows, 1):
        answers = {name: row.at(column) for name, column in zip(known, columns, strict=True)}
        faults = sheet.row_faults(row)
        for (name, values), column in zip(known.items(), columns, strict=True):
            faults += _answer_faults(sheet, row, column, name, values)
        identifier = str(number) if place is None else row.at(place)
        faults += [] if place is None else id_faults(sheet, row, place, first)
        where = f"{sheet.name}, row {row.number} (person {number})"
        problems += [one_line(where + fault) for fault in faults]
        people.append((identifier, answers))
    if not people:
        problems.append(f"{sheet.name}: has nobody in it; add a row for each volunteer.")
    return people, sheet.header_faults() + problems


def _answer_faults(
    sheet: Sheet, row: Row, column: int | None, name: str, values: Sequence[str] | None
) -> list[str]:
    unusable = sheet.unusable(row, column)
    if unusable is not None:
        return unusable
    answer = row.at(column)
    fault = answer_fault(answer, [answer] if values is None else values)
    return [f", column “{name}”: {fault}"] if fault else []
