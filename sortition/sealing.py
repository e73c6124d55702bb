"""Sealing: tickets that fix how many of each profile sit, for pools too large to name people.

Where the smallest chance would need more than 100,000 tickets, a ticket fixes the profiles and
the stream of the draw picks the people. The public record then shows a seal for each ticket.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence

import numpy as np

from sortition.canonical import VERSION, canonical
from sortition.instance import Instance
from sortition.randomness import Stream
from sortition.shapes import SEALED


def is_sealed(lottery: Mapping[str, object]) -> bool:
    """Return whether the tickets of this lottery fix profiles and not people."""
    return lottery["kind"] == SEALED


def seals_of(
    rules: Mapping[str, object],
    people: Sequence[Mapping[str, object]],
    tickets: Sequence[Sequence[int]],
    first: int = 0,
) -> list[str]:
    """Return one seal a ticket, 64 hexadecimal digits, which binds it and tells nothing of it.

    The key is made of everyone's salt: who does not hold the openings cannot try out
    profiles until a seal fits.

    Parameters
    ----------
    tickets : lists of profiles, one a seat, in order
    first : int
        Number of the first of these tickets.
    """
    call, number = rules["call"], rules["number"]
    salts = [person["salt"] for person in people]
    key = hashlib.sha256(canonical([VERSION, "seals", call, number, salts])).digest()
    return [
        hmac.digest(key, canonical([call, number, ticket, list(profiles)]), "sha256").hex()
        for ticket, profiles in enumerate(tickets, first)
    ]


def people_of(pool: Instance, profiles: Sequence[int], stream: Stream) -> list[int]:
    """Return whom the stream seats for a ticket, as positions in ``pool.ids``, ascending.

    Profile by profile, in order, its people are shuffled and the first ones sit. So all
    people of one profile have the same chance.
    """
    seated: list[int] = []
    for t in sorted(set(profiles)):
        members = np.flatnonzero(pool.profile_of == t).tolist()
        seated += stream.shuffle(members)[: list(profiles).count(t)]
    return sorted(seated)
