"""Succession: the record of replacements, each chained to what was before, as anyone checks it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sortition import shapes
from sortition.canonical import VERSION, digest, token
from sortition.lottery import WHOLE
from sortition.public_values import words_of
from sortition.randomness import Stream, seed_of
from sortition.shapes import HEX_64, Record
from sortition.structure import Differs, digits, exactly, list_of, object_of, whole
from sortition.wording import counted

ANNOUNCED = ("gone", "number", "previous", "promoted", "relaxed", "sealed", "seats")

_TOKENS = list_of(digits(HEX_64))
_STEP = object_of(
    {
        "digest": digits(HEX_64),
        "drawn": _TOKENS,
        "gone": _TOKENS,
        "number": whole(1),
        "outcome": digits(HEX_64),
        "panel": _TOKENS,
        "previous": digits(HEX_64),
        "promoted": _TOKENS,
        "relaxed": whole(0),
        "sealed": digits(HEX_64),
        "seats": whole(1),
        "seed": digits(HEX_64),
        "ticket": whole(0, WHOLE - 1),
        "value": shapes.public_value,
    }
)
replacement = object_of(
    {
        "draw": shapes.draw,
        "format": exactly(VERSION),
        "kind": exactly("replacement"),
        "steps": list_of(_STEP, 1),
    }
)


def is_replacement(record: object) -> bool:
    """Tell whether something calls itself the record of a replacement."""
    return isinstance(record, dict) and record.get("kind") == "replacement"


def steps_of(record: object) -> list[Record]:
    """Return the replacements in a record, the oldest first; none in a lottery or a draw."""
    return list(record["steps"]) if isinstance(record, dict) and is_replacement(record) else []


def draw_of(record: Record) -> Record:
    """Return the first draw of a record of a draw or a replacement."""
    return dict(record["draw"]) if is_replacement(record) else record


def announced(question: Record) -> Record:
    """Return all that is fixed before the value of a replacement is known, as one record."""
    return {**{key: question[key] for key in ANNOUNCED}, "format": VERSION, "kind": "vacancy"}


def seed_for(lottery: Record, number: int, fixed: str, words: str) -> bytes:
    """Return the seed of a replacement: ``fixed`` is the digest of what was announced."""
    act = f"{lottery['purpose']}-replacement-{number}"
    return seed_of(act, lottery["call"], fixed, words)


def ticket_for(seed: bytes) -> tuple[int, Stream]:
    """Return the ticket, one of 10**12, and the stream that goes on to choose the people."""
    stream = Stream(seed)
    return stream.uniform(WHOLE), stream


def outcome_of(step: Record) -> str:
    """Return the digest that the next replacement is chained to."""
    return digest({key: step[key] for key in step if key != "outcome"})


def check_steps(record: Record, sentences: list[str]) -> None:
    """Check a record's replacements, the first draw being sound; raises Differs if one is not."""
    replacement("The replacement", record)
    drawn, steps = record["draw"], record["steps"]
    gone: set[str] = set()
    for number, (before, step) in enumerate(pairwise([drawn, *steps]), 1):
        name = f"Replacement {number}"
        _check_chain(name, number, before, step)
        _check_people(name, drawn, before, step, gone)
        _check_value(name, drawn["lottery"], step)
        gone |= set(step["gone"])
        sentences.append(
            f"{name} follows the record before it: {len(step['gone'])} gone, "
            f"{len(step['promoted'])} promoted, {step['seats']} drawn by the value "
            f"“{words_of(step['value'])[:80]}”."
        )


def _check_chain(name: str, number: int, before: Record, step: Record) -> None:
    compared = [
        ("number", number, step["number"]),
        ("previous", before["outcome"], step["previous"]),
        ("digest", digest(announced(step)), step["digest"]),
        ("outcome", outcome_of(step), step["outcome"]),
    ]
    for key, ours, theirs in compared:
        if ours != theirs:
            raise Differs(f"{name}: {key} should be {ours}, it says {theirs}.")


def _check_people(name: str, drawn: Record, before: Record, step: Record, gone: set[str]) -> None:
    """Check who sat, who went, who came, and that seats and people add up."""
    for key in ("drawn", "gone", "panel", "promoted"):
        if step[key] != sorted(set(step[key])):
            raise Differs(f"{name}: the tokens of “{key}” are not in order, each once.")
    sat, out, promoted, came = (
        set(part) for part in (before["panel"], step["gone"], step["promoted"], step["drawn"])
    )
    seats, size = step["seats"], drawn["lottery"]["seats"]
    new, panel = promoted | came, set(step["panel"])
    rules = [
        (not gone & out, "somebody is gone who was gone before."),
        (promoted <= set(drawn["alternates"]), "somebody was promoted who is no alternate."),
        (not new & (sat | out | gone), "somebody gets a seat who has one or has left."),
        (not promoted & came, "somebody gets two seats."),
        (
            len(came) == seats,
            f"{counted(seats, 'seat was', 'seats were')} free, and "
            f"{counted(len(came), 'person was', 'people were')} drawn.",
        ),
        (
            (sat - out) | new == panel,
            "the panel is not the one before, less the gone, plus the new.",
        ),
        (len(panel) == size, f"the panel has {len(panel)} people; there are {size} seats."),
    ]
    for holds, sentence in rules:
        if not holds:
            raise Differs(f"{name}: {sentence}")


def _check_value(name: str, lottery: Record, step: Record) -> None:
    seed = seed_for(lottery, step["number"], step["digest"], words_of(step["value"]))
    ticket, _ = ticket_for(seed)
    for key, ours, theirs in (
        ("seed", seed.hex(), step["seed"]),
        ("ticket", ticket, step["ticket"]),
    ):
        if ours != theirs:
            raise Differs(f"{name}: {key} should be {ours}, it says {theirs}.")


def left_open(steps: Sequence[Record], published: str | None) -> list[str]:
    """Return what the public cannot know of replacements."""
    sentences = []
    for step in steps:
        if step["digest"] != published:
            sentences.append(
                f"Whether the digest of replacement {step['number']}, {step['digest']}, was "
                "announced before its value, and whether that was the value announced."
            )
        if step["relaxed"]:
            sentences.append(
                f"Which quotas could not be kept at replacement {step['number']}, by "
                f"{step['relaxed']} in all: naming them here would tell the answers of who left."
            )
    return sentences


def own_steps(record: object, lottery: Record, salt: str) -> list[str]:
    """Return what the holder of a salt finds of himself or herself in the replacements."""
    steps = steps_of(record)
    if not steps:
        return []
    drawn = draw_of(record) if isinstance(record, dict) else {}
    own = token(salt, lottery["call"], lottery["number"], drawn["ticket"])
    sentences = []
    for step in steps:
        number = step["number"]
        if own in step["gone"]:
            sentences.append(f"At replacement {number} you are listed as gone.")
        if own in step["promoted"]:
            sentences.append(f"At replacement {number} you were promoted: an alternate no more.")
        if own in step["drawn"]:
            sentences.append(f"At replacement {number} you were drawn.")
    sits = own in steps[-1]["panel"]
    sentences.append("You are a juror now." if sits else "You are not a juror now.")
    return sentences
