"""Identifiers: what may name a person in a file, on a terminal and in a spreadsheet."""

from __future__ import annotations

import re

from sortition.rows import Row, Sheet, shown

FORMULA = re.compile(r"[=@]|[+-](?![0-9. ]*$)")  # how a cell begins that a spreadsheet computes


def id_faults(sheet: Sheet, row: Row, column: int, first: dict[str, int]) -> list[str]:
    """Return what is wrong with a person's id, and remember where it was met first."""
    unusable = sheet.unusable(row, column)
    if unusable is not None:
        return unusable
    identifier = row.at(column)
    if fault := id_fault(identifier):
        return [f": {fault}"]
    earlier = first.setdefault(identifier, row.number)
    if earlier == row.number:
        return []
    return [f": the id “{shown(identifier)}” is already in row {earlier}; give each person one id."]


def id_fault(identifier: str) -> str:
    """Return what is wrong with an id itself; an empty text if nothing is.

    >>> id_fault("A-17"), id_fault("+32 475 12")
    ('', '')
    >>> id_fault("=1+1")
    'a spreadsheet computes the id “=1+1”; begin it with a letter or a digit.'
    """
    if not identifier:
        return "the id is empty; give each person an id."
    if not identifier.isprintable():
        return (
            f"the id “{shown(identifier)}” holds a line break or a character that nobody sees; "
            "type it again on one line."
        )
    if FORMULA.match(identifier):
        return (
            f"a spreadsheet computes the id “{shown(identifier)}”; "
            "begin it with a letter or a digit."
        )
    return ""
