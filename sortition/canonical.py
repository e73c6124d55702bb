"""Canonical JSON: one way to write a record, so that it has one digest."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

Json: TypeAlias = "str | int | list[Json] | dict[str, Json]"

VERSION = "burgerjury/1"
OBJECTIVES = ("leximin", "maximin", "nash", "goldilocks")  # what a lottery can be best for
LARGEST = 2**53 - 1  # integers beyond this are not the same in every language
AT_A_TIME = 64  # parts of a list
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class NotCanonical(ValueError):
    """Something that canonical JSON cannot hold, with a whole sentence that says what.

    >>> canonical({"share": 0.5})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sortition.canonical.NotCanonical: A record holds text, whole numbers, ...
    """


def text(value: str) -> str:
    """Return ``value`` as records write it: NFC, every line break a single LF."""
    composed = unicodedata.normalize("NFC", value)
    return composed.replace("\r\n", "\n").replace("\r", "\n")


def canonical(value: object) -> bytes:
    r"""Return ``value`` as canonical JSON in UTF-8.

    Keys are sorted by code point, text is NFC with LF, there is no space between
    the parts, and one LF ends the whole. Only text, whole numbers, lists and
    objects exist.

    >>> canonical({"seats": 24, "call": "Cafe\u0301"})
    b'{"call":"Caf\xc3\xa9","seats":24}\n'

    Raises
    ------
    NotCanonical
        If there is anything else in it, such as a floating-point number.
    """
    return b"".join(pieces(value))


def pieces(value: object) -> Iterator[bytes]:
    """Yield the canonical JSON of ``value`` in pieces, so that a large record is not held twice.

    Lists in it, or in an object of it, come a few parts at a time. Raises as ``canonical`` does.
    """
    yield from _pieces(value, 2)
    yield b"\n"


def _pieces(value: object, depth: int) -> Iterator[bytes]:
    if isinstance(value, Mapping) and value and depth:
        named, before = _named_once(value), b"{"
        for key in sorted(named):
            yield before + _line(key) + b":"
            yield from _pieces(named[key], depth - 1)
            before = b","
        yield b"}"
    elif isinstance(value, list | tuple) and value:
        for start in range(0, len(value), AT_A_TIME):
            yield (b"," if start else b"[") + _line(value[start : start + AT_A_TIME])[1:-1]
        yield b"]"
    else:
        yield _line(value)


def _line(value: object) -> bytes:
    try:
        return _ENCODER.encode(plain(value)).encode()
    except RecursionError:
        raise NotCanonical("The record is nested too deeply to be read.") from None
    except UnicodeEncodeError:
        raise NotCanonical("The record holds half of a character, which is not text.") from None


def plain(value: object) -> Json:
    """Return ``value`` as a file of it reads back: few types, normalised text, keys in order.

    >>> plain({"seats": (2, 1), "call": "Cafe\u0301"})
    {'call': 'Café', 'seats': [2, 1]}

    Raises NotCanonical as ``canonical`` does.
    """
    if isinstance(value, str):
        return value if value.isascii() and "\r" not in value else text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > LARGEST:
            raise NotCanonical(f"The number {str(value)[:20]}… is too large for a record.")
        return value
    if isinstance(value, list | tuple):
        return [part if _is_plain(part) else plain(part) for part in value]
    if isinstance(value, Mapping):
        named = _named_once(value)
        return {key: plain(named[key]) for key in sorted(named)}
    raise NotCanonical(
        f"A record holds text, whole numbers, lists and objects, but not {str(value)[:40]!r}."
    )


def _is_plain(value: object) -> bool:
    if type(value) is int:
        return -LARGEST <= value <= LARGEST
    return type(value) is str and value.isascii() and "\r" not in value


def _named_once(value: Mapping[object, object]) -> dict[str, object]:
    """Return the object with normalised keys; no two may become the same."""
    named = {}
    for key, part in value.items():
        if not isinstance(key, str):
            raise NotCanonical(f"The key {str(key)[:40]!r} of a record is not text.")
        named[text(key)] = part
    if len(named) < len(value):
        raise NotCanonical("Two keys of one object are the same text.")
    return named


def parse(data: bytes) -> object:
    """Return what a file of JSON holds.

    Raises
    ------
    NotCanonical
        If the bytes are not UTF-8, not JSON, or name a key twice.
    """
    try:
        return json.loads(data.decode(), object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise NotCanonical("The file is not text in UTF-8.") from None
    except json.JSONDecodeError as problem:
        raise NotCanonical(
            f"The file is not JSON: see line {problem.lineno}, column {problem.colno}."
        ) from None
    except RecursionError:
        raise NotCanonical("The file is nested too deeply to be read.") from None
    except ValueError as problem:
        if isinstance(problem, NotCanonical):
            raise
        raise NotCanonical("The file holds a number too long to be read.") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object of these pairs, or refuse a key that is there twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotCanonical("The file names the same key twice in one object.")
    return found


def digest(value: object) -> str:
    """Return the SHA-256, in hexadecimal digits, of the canonical JSON of ``value``."""
    found = hashlib.sha256()
    for piece in pieces(value):
        found.update(piece)
    return found.hexdigest()


def commitment(call: str, pseudonym: str, salt: str, answers: Mapping[str, str]) -> str:
    """Return the commitment that binds a registrant's answers without showing them.

    ``salt`` is secret, 32 hexadecimal digits. Call and pseudonym are inside, so
    that one commitment cannot be handed to a second person or used for a second call.
    """
    return digest([VERSION, call, pseudonym, salt, dict(answers)])


def token(salt: str, call: str, number: int, ticket: int) -> str:
    """Return the name that the holder of ``salt`` has on one ticket, and on no other.

    ``number`` is the number of the freeze. Nobody without the salt can tell whether two
    tokens of different tickets belong to one person.
    """
    return hmac.digest(bytes.fromhex(salt), _named(call, number, ticket), "sha256").hex()


@lru_cache(maxsize=64)
def _named(call: str, number: int, ticket: int) -> bytes:
    """Return what names a ticket; it is the same for everyone on it."""
    return canonical([call, number, ticket])
