"""Sealing: tickets that fix how many of each profile sit, for pools too large to name people.

Where the smallest chance would need more than 100,000 tickets, a ticket fixes the profiles and
the stream of the draw picks the people. The public record then shows a seal for each ticket.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sortition.canonical import VERSION, canonical
from sortition.households import Households
from sortition.instance import Instance
from sortition.lottery import WHOLE
from sortition.panels import Seats
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
    """Return whom the stream seats for some profiles, as positions in ``pool.ids``, ascending.

    Profile by profile, in order, its people are shuffled and the first ones sit. So all
    people of one profile have the same chance. People who share a household come after the
    others, kind by kind: the households of the kind are shuffled and dealt out, one a
    seat, to its profiles in order; of each household the first of its shuffled people of
    the profile sits. All households of a kind have as many of them, so chances stay equal.
    """
    seats, limits = Counter(profiles), pool.limits
    kind = [int(limits.kind[t]) for t in range(len(pool.profiles))]
    seated: list[int] = []
    for t in sorted(t for t in seats if kind[t] == limits.kinds):
        members = np.flatnonzero(pool.profile_of == t).tolist()
        seated += stream.shuffle(members)[: seats[t]]
    if pool.households is not None:
        for g in sorted({kind[t] for t in seats} - {limits.kinds}):
            dealt = [t for t in sorted(profiles) if kind[t] == g]
            seated += _one_a_household(pool, pool.households, dealt, stream)
    return sorted(seated)


def _one_a_household(
    pool: Instance, households: Households, dealt: Sequence[int], stream: Stream
) -> list[int]:
    """Return a person for each seat of profiles of one kind, (s,), each of another household."""
    own = pool.profile_of == dealt[0]
    homes = stream.shuffle(sorted(set(households.of[own].tolist())))
    seated = []
    for t, home in zip(dealt, homes, strict=False):
        there = (pool.profile_of == t) & (households.of == home)
        seated.append(stream.shuffle(np.flatnonzero(there).tolist())[0])
    return seated


def deviation_of_profiles(pool: Instance, made: Seats, expected: NDArray[np.int64]) -> float:
    """Return how far anyone's chance on sealed tickets is from the exact one, in tickets.

    Parameters
    ----------
    made : (m, T) int
        Seats per profile on each ticket.
    expected : (T,) int
        Seats that each profile expects, in parts of 10**12.
    """
    fair = expected * (len(made) / WHOLE)
    return float((np.abs(made.sum(axis=0) - fair) / pool.counts).max())
