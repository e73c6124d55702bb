"""Structure: checks that a part of a JSON file is the number, text, list or object it must be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from sortition.canonical import LARGEST, NotCanonical, parse, pieces

Check: TypeAlias = Callable[[str, object], None]


class Differs(ValueError):
    """A record, openings or receipt that is not as it must be; a whole sentence says how."""


def read(data: bytes, name: str) -> object:
    """Return what a file of canonical JSON holds.

    Raises Differs if a single byte is not as canonical JSON would write it.
    """
    found = loosely(data, name)
    try:
        place = _first_difference(data, pieces(found))
    except NotCanonical as problem:
        raise Differs(f"{name}: {problem}") from None
    if place is not None:
        raise Differs(
            f"{name}: byte {place + 1} is not as the record format writes it. "
            "The file was changed, or saved again by another program."
        )
    return found


def _first_difference(data: bytes, written: Iterable[bytes]) -> int | None:
    """Return the place of the first byte that differs from these pieces, None if none does."""
    whole, start = memoryview(data), 0
    for piece in written:
        own = whole[start : start + len(piece)]
        if own != piece:
            pairs = zip(own, piece, strict=False)
            return start + next((i for i, (a, b) in enumerate(pairs) if a != b), len(own))
        start += len(piece)
    return None if start == len(data) else start


def loosely(data: bytes, name: str) -> object:
    """Return what a file of JSON holds, however it is written; raises Differs if it is not JSON."""
    try:
        return parse(data)
    except NotCanonical as problem:
        raise Differs(f"{name}: {problem}") from None


def whole(least: int, most: int = LARGEST) -> Check:
    """Return the check of a whole number within these bounds."""

    def check(name: str, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Differs(f"{name} must be a whole number from {least} to {most}.")

    return check


def words(name: str, value: object) -> None:
    """Raise Differs if the value is not text."""
    if not isinstance(value, str):
        raise Differs(f"{name} must be text.")


def exactly(*allowed: str) -> Check:
    """Return the check of a text out of a few."""

    def check(name: str, value: object) -> None:
        if not isinstance(value, str) or value not in allowed:
            raise Differs(f"{name} must be " + " or ".join(f"“{text}”" for text in allowed) + ".")

    return check


def digits(pattern: re.Pattern[str]) -> Check:
    """Return the check of a text of so many hexadecimal digits in small letters."""
    length = pattern.pattern.split("{")[1].rstrip("}")

    def check(name: str, value: object) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise Differs(f"{name} must be {length} hexadecimal digits in small letters.")

    return check


def list_of(check_part: Check, least: int = 0) -> Check:
    """Return the check of a list of at least so many parts, each of one shape."""

    def check(name: str, value: object) -> None:
        if not isinstance(value, list) or len(value) < least:
            raise Differs(f"{name} must be a list of at least {least}.")
        for place, part in enumerate(value):
            check_part(f"{name} {place + 1}", part)

    return check


def object_of(shape: Mapping[str, Check], optional: frozenset[str] = frozenset()) -> Check:
    """Return the check of an object with these keys and no others."""

    def check(name: str, value: object) -> None:
        if not isinstance(value, dict):
            raise Differs(f"{name} must be an object with named parts.")
        for key in sorted(set(shape) - set(value) - optional):
            raise Differs(f"{name} has no “{key}”.")
        for key in sorted(set(value) - set(shape)):
            raise Differs(f"{name} has “{str(key)[:40]}”, which the record format does not know.")
        for key in sorted(value):
            shape[key](f"{name}: {key}", value[key])

    return check
