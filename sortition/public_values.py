"""Public values: what was read out, called out or published by a beacon, as records hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sortition.canonical import text
from sortition.randomness import verify_beacon
from sortition.saying import say
from sortition.shapes import Record


class DrawRefused(ValueError):
    """A draw that breaks a rule, with a whole sentence that says which.

    >>> balls_value([74])
    Traceback (most recent call last):
    sortition.public_values.DrawRefused: Each ball carries one digit from 0 to 9, such as 7,4,1.
    """


def text_value(words: str) -> Record:
    """Return the public value that consists of words, such as those that witnesses called out.

    Raises DrawRefused if there are none.

    >>> text_value("sun after rain")
    {'kind': 'text', 'text': 'sun after rain'}
    """
    if not words.strip():
        raise DrawRefused(say("The public value is empty. Give the words that were called out."))
    return {"kind": "text", "text": text(words)}


def balls_value(balls: Sequence[int]) -> Record:
    """Return the public value that consists of balls, in the order in which they were read out.

    Raises DrawRefused if there is no ball, or one that is no digit.

    >>> balls_value([7, 4, 1])
    {'kind': 'balls', 'balls': [7, 4, 1]}
    """
    if not balls or not all(0 <= ball <= 9 for ball in balls):
        raise DrawRefused(say("Each ball carries one digit from 0 to 9, such as 7,4,1."))
    return {"kind": "balls", "balls": list(balls)}


def beacon_value(data: Mapping[str, object]) -> Record:
    """Return the public value of one drand round; raises BeaconRefused if it is not genuine.

    >>> beacon_value({"round": 1, "signature": "00"})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sortition.randomness.BeaconRefused: The beacon's “signature” must be 96 ...
    """
    verify_beacon(data)
    return {
        "kind": "beacon",
        "chain": "quicknet",
        "round": data["round"],
        "signature": data["signature"],
    }


def named(value: Record) -> str:
    """Return how a reader knows this public value: its words, its balls or its drand round."""
    if value["kind"] == "beacon":
        return f"drand quicknet round {value['round']}"
    return words_of(value)


def words_of(value: Record) -> str:
    """Return the text that goes into the seed for this public value."""
    if value["kind"] == "beacon":
        return verify_beacon({"round": value["round"], "signature": value["signature"]})
    if value["kind"] == "balls":
        return ",".join(str(ball) for ball in value["balls"])
    return str(value["text"])
