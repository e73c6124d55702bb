"""Shapes: what a record, its openings and a receipt must look like before anything is computed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from sortition.canonical import LARGEST, VERSION, NotCanonical, canonical, parse

Record: TypeAlias = dict[str, Any]
Check: TypeAlias = Callable[[str, object], None]

REHEARSAL = "REHEARSAL: nothing is decided and nobody is seated by this record."
AFTER_REHEARSAL = " (rehearsal)"  # ends the call of a rehearsal, and no other
SEALED = "sealed-lottery"  # kind of a lottery whose tickets fix profiles and not people
PURPOSES = ("draw", "rehearsal")
HEX_32, HEX_64, HEX_96 = (re.compile(rf"[0-9a-f]{{{n}}}") for n in (32, 64, 96))


class Differs(ValueError):
    """A record, openings or receipt that is not as it must be; a whole sentence says how."""


def read(data: bytes, name: str) -> object:
    """Return what a file of canonical JSON holds.

    Raises Differs if a single byte is not as canonical JSON would write it.
    """
    found = loosely(data, name)
    try:
        written = canonical(found)
    except NotCanonical as problem:
        raise Differs(f"{name}: {problem}") from None
    if written != data:
        pairs = zip(written, data, strict=False)
        place = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(written), len(data)))
        raise Differs(
            f"{name}: byte {place + 1} is not as the record format writes it. "
            "The file was changed, or saved again by another program."
        )
    return found


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


def call_name(name: str, value: object) -> None:
    """Raise Differs if this cannot name a call: empty, with a slash or a line break."""
    words(name, value)
    if not isinstance(value, str) or not value.strip() or "/" in value or not value.isprintable():
        raise Differs(f"{name} must be text of one line without a slash.")


def answers(name: str, value: object) -> None:
    """Raise Differs if this is not an object of texts."""
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise Differs(f"{name} must be an object with one text an answer.")


VALUES: dict[str, Check] = {
    "text": object_of({"kind": words, "text": words}),
    "balls": object_of({"kind": words, "balls": list_of(whole(0, 9), 1)}),
    "beacon": object_of(
        {
            "kind": words,
            "chain": exactly("quicknet"),
            "round": whole(1),
            "signature": digits(HEX_96),
        }
    ),
}


def public_value(name: str, value: object) -> None:
    """Raise Differs if this is not a text, balls or a beacon."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in VALUES:
        raise Differs(f"{name} must have a kind: “text”, “balls” or “beacon”.")
    VALUES[kind](name, value)


def _ticket(name: str, value: object) -> None:
    """Raise Differs if this is neither a list of tokens nor a seal."""
    (digits(HEX_64) if isinstance(value, str) else list_of(digits(HEX_64), 1))(name, value)


_QUOTA = object_of({"category": words, "value": words, "minimum": whole(0), "maximum": whole(0)})
_LOTTERY = object_of(
    {
        "alternates": whole(0),
        "call": call_name,
        "commitments": list_of(digits(HEX_64), 1),
        "format": exactly(VERSION),
        "kind": exactly("lottery", SEALED),
        "mix": words,
        "number": whole(1),
        "objective": exactly("leximin"),
        "purpose": exactly(*PURPOSES),
        "quotas": list_of(_QUOTA, 1),
        "seats": whole(1),
        "source": words,
        "tickets": list_of(_ticket, 1),
        "watermark": exactly(REHEARSAL),
    },
    optional=frozenset({"watermark"}),
)


def lottery(name: str, value: object) -> None:
    """Raise Differs if this is not a record of a lottery."""
    _LOTTERY(name, value)
    assert isinstance(value, dict)  # _LOTTERY has checked it
    if ("watermark" in value) != (value["purpose"] == "rehearsal"):
        raise Differs(f"{name}: a rehearsal carries a watermark, and nothing else does.")
    if value["call"].endswith(AFTER_REHEARSAL) != (value["purpose"] == "rehearsal"):
        raise Differs(f"{name}: the call of a rehearsal ends with “(rehearsal)”, and no other.")
    if any(isinstance(t, str) != (value["kind"] == SEALED) for t in value["tickets"]):
        raise Differs(
            f"{name}: the tickets are seals where its kind is “{SEALED}”, and only there."
        )


draw = object_of(
    {
        "alternates": list_of(digits(HEX_64)),
        "digest": digits(HEX_64),
        "format": exactly(VERSION),
        "kind": exactly("draw"),
        "lottery": lottery,
        "outcome": digits(HEX_64),
        "panel": list_of(digits(HEX_64), 1),
        "purpose": exactly(*PURPOSES),
        "seed": digits(HEX_64),
        "ticket": whole(0),
        "value": public_value,
        "watermark": exactly(REHEARSAL),
    },
    optional=frozenset({"watermark"}),
)

receipt = object_of(
    {
        "answers": answers,
        "call": call_name,
        "commitment": digits(HEX_64),
        "pseudonym": words,
        "salt": digits(HEX_32),
        "version": exactly(VERSION),
    },
    optional=frozenset({"commitment"}),
)

_PERSON = object_of({"answers": answers, "id": words, "row": whole(1), "salt": digits(HEX_32)})
_LEVEL = object_of(
    {
        "bound": words,
        "prices": list_of(words),
        "quotas": list_of(words),
        "seats": words,
        "settled": list_of(whole(0)),
        "value": words,
    }
)
openings = object_of(
    {
        "digest": digits(HEX_64),
        "drawn": public_value,
        "format": exactly(VERSION),
        "kind": exactly("openings"),
        "levels": list_of(_LEVEL),
        "panels": list_of(list_of(whole(0), 1), 1),
        "people": list_of(_PERSON, 1),
        "number": whole(1),
        "route": words,
        "shares": list_of(whole(0), 1),
        "tickets": list_of(list_of(whole(0), 1), 1),
    },
    optional=frozenset({"drawn"}),
)
