"""Invitation: who gets a letter, by a keyed hash that anyone can compute again."""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from sortition import register_number
from sortition.canonical import text
from sortition.instance import InputProblems
from sortition.register import NAMED, SHORTEST, Register, Stratum, tidy
from sortition.rows import PHONE

SPARE = 100  # people kept beside the letters of a stratum, where some share addresses
HEAD = 8  # bytes of a hash that are kept of everyone, to find ids that come twice
Candidate = tuple[bytes, list[str]]


@dataclass(frozen=True)
class Letter:
    """One letter: the hash that gave its place, the stratum, and the row of the register.

    >>> Letter(key_of("rain"), ("town",), ("B7", "town")).row
    ('B7', 'town')
    """

    place: bytes
    stratum: Stratum
    row: tuple[str, ...]


def key_of(seed: str) -> bytes:
    """Return the 32 bytes that every place depends on, from the public value."""
    return hashlib.sha256(f"burgerjury/1/invite/{text(seed)}".encode()).digest()


def place_of(key: bytes, identifier: str) -> bytes:
    """Return a person's place in the order: SHA-256 of the key and the id in UTF-8.

    >>> place_of(key_of("rain"), "B7").hex()[:16]
    'bf8a6beb0a22d21a'
    """
    return hashlib.sha256(key + identifier.encode()).digest()


def invite(register: Register, letters: Mapping[Stratum, int], seed: str) -> list[Letter]:
    """Return who gets a letter, in order of place.

    In each stratum those with the smallest places get one. With addresses, everyone is taken
    in order of place and passed over where the stratum has its letters or the address has one.
    The order of the register changes nothing. In memory are the letters, and 8 bytes a person.

    Raises
    ------
    InputProblems
        If a row is broken, an id comes twice, a chosen row holds a national register number,
        or a stratum has fewer addresses than letters.

    >>> from tempfile import TemporaryDirectory
    >>> from sortition.examples import small_files
    >>> from sortition.register import open_register
    >>> with TemporaryDirectory() as folder:
    ...     register = open_register(small_files(folder)[1], None, ["place"], ())
    ...     letters = invite(register, {("town",): 2, ("village",): 1}, "rain")
    >>> [letter.row[0] for letter in letters]
    ['Dee', 'Fay', 'Gus']
    """
    key, spare = key_of(seed), SPARE + max(letters.values()) // 2 if register.address else 0
    while True:
        keep = {stratum: number + spare for stratum, number in letters.items()}
        candidates = _smallest(register, keep, key)
        chosen = _one_an_address(register, candidates, letters)
        written = Counter(letter.stratum for letter in chosen)
        short = [s for s, number in letters.items() if written[s] < number]
        if all(len(candidates[s]) < keep[s] for s in short):
            break
        spare *= 4
    problems = _numbers_in(register, chosen) + [
        f"{register.path.name}: “{', '.join(s)}” has {written[s]} addresses that can get a letter, "
        f"and {letters[s]} letters. Ask for fewer letters, or leave out --address."
        for s in short
    ]
    if problems:
        raise InputProblems(problems)
    return chosen


def _smallest(
    register: Register, keep: Mapping[Stratum, int], key: bytes
) -> dict[Stratum, list[Candidate]]:
    """Return the so many smallest places of each stratum, in order."""
    found: list[list[Candidate]] = [[] for _ in keep]
    most = list(keep.values())
    limit = [b"\xff" * 33 for _ in keep]  # above every place
    heads = bytearray()
    for place, s, row in _places(register, list(keep), key):
        heads += place[:HEAD]
        if place < limit[s]:
            found[s].append((place, row))
            if len(found[s]) > 2 * most[s] + SPARE:
                limit[s] = _cut(found[s], most[s])
    _refuse_twice(register, heads, key)
    for some, number in zip(found, most, strict=True):
        _cut(some, number)
    return dict(zip(keep, found, strict=True))


def _places(
    register: Register, strata: Sequence[Stratum], key: bytes
) -> Iterator[tuple[bytes, int, list[str]]]:
    """Give place, number of the stratum and row of everyone, or raise InputProblems."""
    number_of = {stratum: s for s, stratum in enumerate(strata)}
    known: dict[object, int] = {}  # by the cells as they are written
    identifier, width = register.identifier, len(register.header)
    reach = max([identifier, *register.strata, *register.address])
    pick = itemgetter(*register.strata) if register.strata else _one_stratum
    sha256 = hashlib.sha256
    with register.rows() as rows:
        for row in filter(None, rows):
            cells = len(row)
            name = row[identifier].strip() if cells > reach else ""
            if not name or len(name) >= SHORTEST or cells > width:
                if not any(map(str.strip, row)):
                    continue
                if register.fault(row):
                    raise InputProblems(register.faults())
            raw = pick(row)
            s = known.get(raw)
            if s is None:
                s = known[raw] = _number(register, number_of, row)
            name = name if name.isascii() else tidy(name)
            yield sha256(key + name.encode()).digest(), s, row


def _number(register: Register, number_of: Mapping[Stratum, int], row: Sequence[str]) -> int:
    """Return the number of a row's stratum; raises InputProblems if it has no letters' number."""
    stratum = register.stratum(row)
    if stratum not in number_of:
        raise InputProblems(
            [
                f"{register.path.name}: “{', '.join(stratum)}” was not there when its people "
                "were counted. Leave the file alone while letters are chosen."
            ]
        )
    return number_of[stratum]


def _one_stratum(_row: Sequence[str]) -> tuple[str, ...]:
    return ()


def _cut(candidates: list[Candidate], keep: int) -> bytes:
    """Sort the candidates in place, leave the first, and return the place of the last of them."""
    candidates.sort(key=itemgetter(0))
    del candidates[keep:]
    return candidates[-1][0] if candidates else b""


def _one_an_address(
    register: Register,
    candidates: Mapping[Stratum, list[Candidate]],
    letters: Mapping[Stratum, int],
) -> list[Letter]:
    """Return the letters in order of place, at most one an address where addresses count."""
    everyone = [
        Letter(place, stratum, tuple(tidy(cell) for cell in row))
        for stratum, some in candidates.items()
        for place, row in some
    ]
    left, taken, chosen = dict(letters), set(), []
    for letter in sorted(everyone, key=lambda letter: letter.place):
        address = address_of(letter.row[column] for column in register.address)
        if left[letter.stratum] == 0 or (register.address and address in taken):
            continue
        left[letter.stratum] -= 1
        taken.add(address)
        chosen.append(letter)
    return chosen


def address_of(cells: Iterable[str]) -> str:
    """Return an address without case, punctuation and needless spaces.

    >>> address_of(["Rue de la Loi, 16 ", "1000"]) == address_of(["rue de la loi 16", "1000"])
    True
    """
    return " ".join(re.findall(r"\w+", " ".join(cells).casefold()))


def _refuse_twice(register: Register, heads: bytearray, key: bytes) -> None:
    """Raise InputProblems, with ids and rows, if the first bytes of places show an id twice."""
    ordered = np.frombuffer(heads, dtype=np.uint64)
    ordered.sort()
    twice = {int(head) for head in ordered[1:][ordered[1:] == ordered[:-1]]}
    if not twice:
        return
    rows: dict[str, list[int]] = {}
    with register.rows() as all_rows:
        for number, row in enumerate(all_rows, 2):
            name = tidy(row[register.identifier]) if row else ""
            if int.from_bytes(place_of(key, name)[:HEAD], sys.byteorder) in twice:
                rows.setdefault(name, []).append(number)
    double = {name: places for name, places in rows.items() if len(places) > 1}
    problems = [
        f"{register.path.name}, row {places[1]}: the id “{name}” is already in row {places[0]}; "
        "give each person one id."
        for name, places in double.items()
    ]
    if len(problems) > NAMED:
        problems[NAMED:] = [f"{register.path.name}: {len(problems) - NAMED} more ids come twice."]
    if problems:
        raise InputProblems(problems)


def _numbers_in(register: Register, chosen: Sequence[Letter]) -> list[str]:
    """Return a sentence for each letter whose row holds a national register number."""
    checked = [i for i, title in enumerate(register.header) if not PHONE.search(title)]
    return [
        f"{register.path.name}, id “{letter.row[register.identifier]}”, column "
        f"“{register.header[i]}”: looks like a national register number; take these numbers "
        "out of the file."
        for letter in chosen
        for i in checked
        if i < len(letter.row) and register_number.is_in(letter.row[i])
    ]
