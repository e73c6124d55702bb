"""Table reading: the jurors of a file, and the rules of seating that its columns give."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sortition.instance import InputProblems
from sortition.rows import Row, Sheet
from sortition.spreadsheet import read_sheet
from sortition.tables import Seating, table_sizes

RULES = ("fixed", "apart", "buddy", "languages")  # columns that give rules
NOT_MIXED = {"id", "order", "role", "row", *RULES}
JOINS = "+"  # between several labels or languages of one person


def read_seating(
    path: Path,
    tables: int,
    rounds: int,
    mix: Sequence[str] | None = None,
    id_column: str | None = None,
) -> tuple[Seating, list[str]]:
    """Return the seating that a file of jurors asks for, and the columns that are mixed.

    Alternates are left out. ``fixed`` holds the number of a table; ``apart`` and ``buddy``
    hold labels, or the id of another juror: who shares one is kept apart, or together; who
    has ``languages`` gets somebody who speaks one of them. Without ``mix``, every other
    column is mixed in which at least two jurors gave one answer, on average.

    Raises InputProblems with everything at once that is wrong or impossible.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> with TemporaryDirectory() as folder:
    ...     seating, mixed = read_seating(small_files(folder)[1], 2, 3)
    >>> seating.sizes, seating.rounds, mixed
    (array([4, 4]), 3, ['age', 'place'])
    """
    sheet = read_sheet(path)
    problems = _missing(sheet, [*(mix or []), *([id_column] if id_column else [])])
    if problems:
        raise InputProblems(problems)
    cells = _Cells(sheet, id_column)
    names = list(mix) if mix is not None else cells.mixable()
    answers = sorted({(name, c) for name in names for c in cells.of(name) if c})
    columns = {name: cells.of(name) for name in names}
    n = len(cells.ids)
    found = Seating(
        ids=tuple(cells.ids),
        sizes=table_sizes(n, tables),
        rounds=rounds,
        answers=np.array([[c == v for c in columns[k]] for k, v in answers], dtype=np.bool_)
        .reshape(len(answers), n)
        .T,
        named=tuple(f"“{name}: {value}”" for name, value in answers),
        fixed=cells.fixed(tables, problems),
        apart=_pairs(n, cells.labelled("apart", problems)),
        groups=_joined(cells.labelled("buddy", problems)),
        shares=_pairs(n, cells.spoken()),
        speaks=np.array([bool(c) for c in cells.of("languages")], dtype=np.bool_),
    )
    problems += cells.doubles() + _impossible(found, tables)
    if problems:
        raise InputProblems([f"{sheet.name}: {problem}" for problem in problems])
    return found, names


def _missing(sheet: Sheet, names: Sequence[str]) -> list[str]:
    listed = ", ".join(f"“{title}”" for title in sheet.header if title)
    return [
        f"{sheet.name}, row 1: there is no column “{name}”; add it or name one of {listed}."
        for name in names
        if not sheet.columns(name)
    ]


class _Cells:
    """The jurors' cells by column, in order of id, so that the file's order changes nothing."""

    def __init__(self, sheet: Sheet, id_column: str | None) -> None:
        self._sheet = sheet
        place = next(iter(sheet.columns(id_column or "id")), None)
        role = next(iter(sheet.columns("role")), None)
        jurors = [row for row in sheet.rows if _at(row, role).casefold() != "alternate"]
        named = [
            (str(number) if place is None else _at(row, place), row)
            for number, row in enumerate(jurors, 1)
        ]
        self._rows = [row for _, row in sorted(named, key=lambda pair: pair[0])]
        self.ids = sorted(name for name, _ in named)

    def of(self, name: str) -> list[str]:
        """Return everyone's cell in a column; empty texts if there is no such column."""
        place = next(iter(self._sheet.columns(name)), None)
        return [_at(row, place) for row in self._rows]

    def mixable(self) -> list[str]:
        """Return the columns whose answers at least two jurors gave, on average."""
        titles = [title for title in self._sheet.header if title]
        plain = [title for title in titles if title.casefold() not in NOT_MIXED]
        return [title for title in plain if 0 < 2 * len(set(self.of(title))) <= len(self.ids)]

    def doubles(self) -> list[str]:
        """Return a sentence for each id that is empty or comes twice."""
        twice = sorted({name for name in self.ids if self.ids.count(name) > 1})
        return [f"the id “{name}” comes twice; give each person one id." for name in twice]

    def fixed(self, tables: int, problems: list[str]) -> NDArray[np.int64]:
        """Return everyone's fixed table from 0, or -1."""
        found = []
        for name, cell in zip(self.ids, self.of("fixed"), strict=True):
            good = cell.isascii() and cell.isdigit() and 1 <= int(cell[:9]) <= tables
            if cell and not good:
                problems.append(
                    f"“{name}” is fixed at “{cell}”; write the number of a table, 1 to {tables}."
                )
            found.append(int(cell) - 1 if cell and good else -1)
        return np.array(found, dtype=np.int64)

    def labelled(self, column: str, problems: list[str]) -> list[list[int]]:
        """Return who shares each label of a column, its owner too where it is an id."""
        people = self._by_part(column)
        for label, some in people.items():
            if label in self.ids and self.ids.index(label) not in some:
                some.append(self.ids.index(label))
            if len(some) < 2:
                problems.append(
                    f"“{label}” in the column “{column}” is nobody's id and nobody else's label."
                )
        return [sorted(some) for some in people.values()]

    def spoken(self) -> list[list[int]]:
        """Return who speaks each language."""
        return list(self._by_part("languages", fold=True).values())

    def _by_part(self, column: str, fold: bool = False) -> dict[str, list[int]]:
        people: dict[str, list[int]] = {}
        for i, cell in enumerate(self.of(column)):
            for part in cell.split(JOINS):
                label = part.strip().casefold() if fold else part.strip()
                if label and i not in people.setdefault(label, []):
                    people[label].append(i)
        return people


def _at(row: Row, column: int | None) -> str:
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def _pairs(n: int, groups: Sequence[Sequence[int]]) -> NDArray[np.bool_]:
    """Return, (n, n), which two people are in one of the groups."""
    together = np.zeros((n, n), dtype=np.bool_)
    for group in groups:
        together[np.ix_(group, group)] = True
    np.fill_diagonal(together, False)
    return together


def _joined(groups: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Return the groups, those with a person in common made one."""
    joined: list[set[int]] = []
    for group in groups:
        touching = [other for other in joined if other & set(group)]
        joined = [other for other in joined if other not in touching]
        joined.append(set(group).union(*touching))
    return tuple(tuple(sorted(group)) for group in joined)


def _impossible(seating: Seating, tables: int) -> list[str]:
    """Return a sentence for each rule that no plan can keep."""
    ids, sizes, fixed = seating.ids, seating.sizes, seating.fixed
    if tables > len(ids):
        return [f"{len(ids)} people cannot fill {tables} tables. Use fewer tables."]
    problems = [
        f"{number} people are fixed at table {t + 1}, which has {sizes[t]} places."
        for t, number in enumerate(np.bincount(fixed[fixed >= 0], minlength=tables).tolist())
        if number > sizes[t]
    ]
    for group in seating.groups:
        named = ", ".join(f"“{ids[i]}”" for i in group)
        if len(group) > sizes[0]:
            problems.append(f"{named} stay together, but a table has {sizes[0]} places.")
        if len({int(fixed[i]) for i in group} - {-1}) > 1:
            problems.append(f"{named} stay together, but are fixed at several tables.")
        problems += [
            f"“{ids[i]}” and “{ids[j]}” are to be kept together and apart."
            for i, j in combinations(group, 2)
            if seating.apart[i, j]
        ]
    problems += [
        f"“{ids[i]}” and “{ids[j]}” are to be kept apart, and are fixed at table {fixed[i] + 1}."
        for i, j in np.argwhere(np.triu(seating.apart)).tolist()
        if fixed[i] >= 0 and fixed[i] == fixed[j]
    ]
    problems += [
        f"“{ids[i]}” has a language in common with nobody. Leave the cell empty, or find a helper."
        for i in np.flatnonzero(seating.speaks & ~seating.shares.any(axis=1)).tolist()
    ]
    return problems
