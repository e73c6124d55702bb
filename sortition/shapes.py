"""Shapes: what a record, its openings and a receipt must look like before anything is computed."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from sortition.canonical import OBJECTIVES, VERSION
from sortition.structure import Check, Differs, digits, exactly, list_of, object_of, whole, words

Record: TypeAlias = dict[str, Any]

REHEARSAL = "REHEARSAL: nothing is decided and nobody is seated by this record."
AFTER_REHEARSAL = " (rehearsal)"  # ends the call of a rehearsal, and no other
SEALED = "sealed-lottery"  # kind of a lottery whose tickets fix profiles and not people
PURPOSES = ("draw", "rehearsal")
HEX_32, HEX_64, HEX_96 = (re.compile(rf"[0-9a-f]{{{n}}}") for n in (32, 64, 96))


def call_name(name: str, value: object) -> None:
    """Raise Differs if this cannot name a call: empty, with a slash or a line break."""
    words(name, value)
    if not isinstance(value, str) or not value.strip() or "/" in value or not value.isprintable():
        raise Differs(f"{name} must be text of one line without a slash or hidden marks.")


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
        "household_seats": whole(1, 1),
        "kind": exactly("lottery", SEALED),
        "mix": words,
        "number": whole(1),
        "objective": exactly(*OBJECTIVES),
        "purpose": exactly(*PURPOSES),
        "quotas": list_of(_QUOTA, 1),
        "seats": whole(1),
        "source": words,
        "tickets": list_of(_ticket, 1),
        "watermark": exactly(REHEARSAL),
    },
    optional=frozenset({"household_seats", "watermark"}),
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

_PERSON = object_of(
    {
        "answers": answers,
        "household": whole(0),
        "id": words,
        "row": whole(1),
        "salt": digits(HEX_32),
    },
    optional=frozenset({"household"}),
)
_LEVEL = object_of(
    {
        "bound": words,
        "households": list_of(words),
        "prices": list_of(words),
        "quotas": list_of(words),
        "seats": words,
        "settled": list_of(whole(0)),
        "value": words,
    },
    optional=frozenset({"households"}),
)
_FOUND: dict[str, Check] = {
    "digest": digits(HEX_64),
    "levels": list_of(_LEVEL),
    "number": whole(1),
    "panels": list_of(list_of(whole(0), 1), 1),
    "route": words,
    "shares": list_of(whole(0), 1),
}
_REPLACED = object_of(
    {**_FOUND, "relaxed": list_of(_QUOTA), "value": public_value}, frozenset({"value"})
)
openings = object_of(
    {
        **_FOUND,
        "drawn": public_value,
        "format": exactly(VERSION),
        "kind": exactly("openings"),
        "people": list_of(_PERSON, 1),
        "replacements": list_of(_REPLACED),
        "tickets": list_of(list_of(whole(0), 1), 1),
    },
    optional=frozenset({"drawn", "replacements"}),
)
