"""Register: a CSV file of up to millions of people, read row by row and never held whole."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from sortition import register_number
from sortition.instance import InputProblems

NAMED = 20  # rows with problems that are named; the others are counted
SHORTEST = 11  # characters of a national register number
Stratum = tuple[str, ...]


def tidy(cell: str) -> str:
    """Return a cell in Unicode normal form C, without spaces around it."""
    stripped = cell.strip()
    return stripped if stripped.isascii() else unicodedata.normalize("NFC", stripped).strip()


@dataclass(frozen=True)
class Register:
    """A register on disk: its header, and where id, strata and address stand in a row.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> with TemporaryDirectory() as folder:
    ...     open_register(small_files(folder)[1], None, ["place"], ()).people()
    {('town',): 5, ('village',): 3}
    """

    path: Path
    separator: str
    header: tuple[str, ...]
    identifier: int
    strata: tuple[int, ...]
    address: tuple[int, ...]

    @contextmanager
    def rows(self) -> Iterator[Iterator[list[str]]]:
        """Give the rows below the header; an empty line is an empty row.

        Raises InputProblems where the file is no CSV in UTF-8.
        """
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=self.separator)
            try:
                next(reader)
                yield reader
            except UnicodeDecodeError:
                raise InputProblems([_not_utf8(self.path.name)]) from None
            except csv.Error as error:
                raise InputProblems(
                    [f"{self.path.name}, row {reader.line_num}: cannot be read as CSV ({error})."]
                ) from None

    def stratum(self, row: Sequence[str]) -> Stratum:
        """Return the stratum of a row."""
        return tuple(tidy(row[column]) for column in self.strata)

    def people(self) -> dict[Stratum, int]:
        """Return how many people each stratum has, the strata sorted by code point.

        Raises InputProblems, with the rows that are broken, if a stratum is missing anywhere.
        """
        try:
            with self.rows() as rows:
                raw = self._count(filter(None, rows))
        except IndexError:
            if faults := self.faults():
                raise InputProblems(faults) from None
            with self.rows() as rows:
                raw = self._count(row for row in rows if any(map(str.strip, row)))
        counts: Counter[Stratum] = Counter()
        for cells, number in raw.items():
            parts = (cells,) if isinstance(cells, str) else cells
            counts[tuple(tidy(part) for part in parts)] += number
        empty = [stratum for stratum in counts if not all(stratum)]
        if empty and (faults := self.faults()):
            raise InputProblems(faults)
        for stratum in empty:  # rows whose cells are all blank
            del counts[stratum]
        if not self.strata:
            return {(): sum(counts.values())}
        return dict(sorted(counts.items()))

    def _count(self, rows: Iterator[list[str]]) -> Counter[str] | Counter[Stratum]:
        """Return how often each stratum is there as it is written; without strata, any name."""
        if not self.strata:
            return Counter({"all": sum(1 for row in rows if row[self.identifier].strip())})
        return Counter(map(itemgetter(*self.strata), rows))

    def faults(self) -> list[str]:
        """Return a sentence for each broken row, the first 20 by number."""
        found: list[str] = []
        more = 0
        with self.rows() as rows:
            for number, row in enumerate(rows, 2):
                fault = self.fault(row) if any(map(str.strip, row)) else None
                if fault and len(found) < NAMED:
                    found.append(f"{self.path.name}, row {number}: {fault}")
                elif fault:
                    more += 1
        return [*found, f"{self.path.name}: {more} more rows like these."] if more else found

    def fault(self, row: Sequence[str]) -> str | None:
        """Return what is wrong with a row that is not blank, or None."""
        if len(row) > len(self.header) and any(row[len(self.header) :]):
            return (
                f"has {len(row)} cells under {len(self.header)} column names; "
                "put quotes around a value that holds a separator."
            )
        for column in (self.identifier, *self.strata, *self.address):
            if column >= len(row) or not row[column].strip():
                return f"the column “{self.header[column]}” is empty; fill it in."
        identifier = row[self.identifier]
        if len(identifier) >= SHORTEST and register_number.is_in(identifier):
            return (
                "the id looks like a national register number; "
                "give each person another id in this file."
            )
        return None


def _not_utf8(name: str) -> str:
    return f"{name}: is not UTF-8 text; save the file as “CSV UTF-8”."


def open_register(
    path: Path, id_column: str | None, strata: Sequence[str], address: Sequence[str]
) -> Register:
    """Return a register after a look at its header.

    Raises InputProblems for everything that is wrong with it, and OSError if it cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> with TemporaryDirectory() as folder:
    ...     open_register(small_files(folder)[1], None, ["age"], ()).header
    ('id', 'age', 'place')
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline()
    except UnicodeDecodeError:
        raise InputProblems([_not_utf8(path.name)]) from None
    separator = max(",;", key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))
    header = tuple(tidy(title) for title in next(csv.reader([line], delimiter=separator), []))
    if not any(header):
        raise InputProblems([f"{path.name}: is empty; the first row must name the columns."])
    places: list[int] = []
    problems: list[str] = []
    for name in [id_column or "id", *strata, *address]:
        found = _columns(header, name)
        places.append(found[0] if found else 0)
        if not found:
            listed = ", ".join(f"“{title}”" for title in header if title)
            problems.append(
                f"{path.name}, row 1: there is no column “{name}”; add it or name one of {listed}."
            )
        elif len(found) > 1:
            problems.append(f"{path.name}, row 1: the column “{name}” comes twice; keep one.")
    if problems:
        raise InputProblems(problems)
    cut = 1 + len(strata)
    return Register(path, separator, header, places[0], tuple(places[1:cut]), tuple(places[cut:]))


def _columns(header: Sequence[str], name: str) -> list[int]:
    """Return where the columns of this name stand: as it is spelled, else in any case."""
    exact = [i for i, title in enumerate(header) if title == name]
    return exact or [i for i, title in enumerate(header) if title.casefold() == name.casefold()]
