"""Freezing: the pool, its lottery and the tickets are fixed before anybody knows the value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sortition.canonical import VERSION, digest, plain, text
from sortition.certificate import Level
from sortition.households import in_order
from sortition.instance import Instance, Quota
from sortition.leximin import Lottery, Progress
from sortition.lottery import (
    TooManyTickets,
    check_ticket_count,
    seat_people,
    ticket_count,
    whole_shares,
)
from sortition.objectives import fairest
from sortition.randomness import Stream, seed_of
from sortition.receipts import (
    check_freeze,
    commitments_of,
    secret_people,
    tokens_of,
)
from sortition.rounding import tickets_of
from sortition.sealing import is_sealed, seals_of
from sortition.shapes import AFTER_REHEARSAL, REHEARSAL, SEALED, Record


def freeze(
    instance: Instance,
    salts: Mapping[str, str],
    call: str,
    *,
    mix: str = "",
    m: int | None = None,
    alternates: int = 0,
    source: str = "",
    purpose: str = "draw",
    number: int = 1,
    answers: Mapping[str, Mapping[str, str]] | None = None,
    lottery: Lottery | None = None,
    objective: str = "leximin",
    sealed: bool | None = None,
    progress: Progress | None = None,
) -> tuple[Record, Record]:
    """Return the public record of the lottery, and the secret openings that prove it.

    Parameters
    ----------
    salts : mapping of id to 32 hexadecimal digits
        The secret on each person's receipt. Ids are pseudonyms: the commitments are listed
        in their order.
    call : str
        Name of the call, without a slash. A rehearsal adds " (rehearsal)" to it, so
        that its tokens can never be laid beside those of the draw.
    mix : str
        First public value, from which the lottery's own randomness comes.
    m : int, optional
        Tickets; see ``ticket_count`` for the default.
    source : str
        Where the second public value will come from, in words.
    purpose : str
        "draw" or "rehearsal".
    number : int
        Number of the freeze. A second freeze of one call with the same salts needs
        another number: tokens must not return.
    answers : mapping of id to answers, optional
        All that each receipt binds, where that is more than the quotas ask.
    lottery : Lottery, optional
        The lottery of this instance that is best for the objective, where it was computed.
    objective : str
        One of those of ``fairest``.
    sealed : bool, optional
        Whether a ticket fixes profiles and the stream of the draw the people. By default
        only where the smallest chance would need more than 100,000 tickets.

    Raises
    ------
    FreezeRefused
        If the call, a salt, the purpose or the number of alternates is impossible.
    InfeasibleQuotas
        If no panel meets every quota.
    TooManyTickets
        If ``m`` does not suit the smallest chance.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool()
    >>> salts = {name: f"{number:032x}" for number, name in enumerate(pool.ids)}  # not secret
    >>> record, openings = freeze(pool, salts, "Parks 2026", mix="rain", m=20)
    >>> len(record["commitments"]), len(record["tickets"]), openings["digest"][:16]
    (8, 20, '7cbb18d68f62b515')
    """
    pool = by_pseudonym(instance)
    secret = secret_people(instance, salts, answers)
    check_freeze(pool, secret, call, alternates, purpose)
    rules = _rules(
        pool, call, mix=mix, alternates=alternates, source=source, purpose=purpose, number=number
    )
    rules["objective"] = objective
    found = fairest(pool, objective, progress) if lottery is None else lottery
    sealed = m is None and _needs_seals(found) if sealed is None else sealed
    counts = pool.counts if sealed else None
    m = ticket_count(found, counts) if m is None else m
    check_ticket_count(found, m, counts)
    return _frozen(pool, secret, {**rules, **({"kind": SEALED} if sealed else {})}, found, m)


def _needs_seals(found: Lottery) -> bool:
    """Return whether the smallest chance asks for more tickets than can name their people."""
    try:
        ticket_count(found)
    except TooManyTickets:
        return True
    return False


def _frozen(
    pool: Instance, secret: Sequence[Record], rules: Record, found: Lottery, m: int
) -> tuple[Record, Record]:
    """Return the record and the openings of a lottery with ``m`` tickets."""
    panels, parts = found.panels, whole_shares(found.share)
    if not (kept := parts > 0).all():
        panels, parts = panels[kept], parts[kept]
    stream = mixing_stream(rules)
    made = tickets_of(pool, panels, parts, m, stream)
    if is_sealed(rules):
        on = [_listed(ticket) for ticket in made]
        tickets: list[object] = [*seals_of(rules, secret, on)]
    else:
        on = [list(people) for people in seat_people(pool, made, stream)]
        tickets = [tokens_of(rules, secret, people, ticket) for ticket, people in enumerate(on)]
    record = {
        **rules,
        "commitments": commitments_of(rules["call"], secret),
        "tickets": tickets,
    }
    openings = {
        "digest": digest(record),
        "format": VERSION,
        "kind": "openings",
        "levels": [level_record(level) for level in found.certificate.levels],
        "number": rules["number"],
        "panels": [_listed(panel) for panel in panels],
        "people": list(secret),
        "route": found.certificate.route,
        "shares": parts.tolist(),
        "tickets": on,
    }
    return as_written(record), as_written(openings)


def _listed(panel: NDArray[np.integer[Any]]) -> list[int]:
    """Return the profiles of a panel, one a seat, in order: (T,) seats to (k,) profiles."""
    found: list[int] = np.repeat(np.arange(len(panel)), panel).tolist()
    return found


def as_written(record: Record) -> Record:
    """Return the record exactly as a file of it would be read back."""
    found = plain(record)
    assert isinstance(found, dict)
    return found


def _rules(
    pool: Instance,
    call: str,
    *,
    mix: str,
    alternates: int,
    source: str,
    purpose: str,
    number: int,
) -> Record:
    """Return the part of the record that was sealed before the lottery was made."""
    rehearsal = purpose == "rehearsal"
    rules: Record = {
        "alternates": alternates,
        "call": text(call) + (AFTER_REHEARSAL if rehearsal else ""),
        "format": VERSION,
        "kind": "lottery",
        "mix": text(mix),
        "number": number,
        "purpose": purpose,
        "quotas": [quota_record(quota) for quota in pool.quotas],
        "seats": pool.size,
        "source": text(source),
    }
    if pool.households is not None:
        rules["household_seats"] = 1
    return {**rules, "watermark": REHEARSAL} if rehearsal else rules


def quota_record(quota: Quota) -> Record:
    """Return one quota as the record holds it."""
    return {
        "category": text(quota.category),
        "value": text(quota.value),
        "minimum": quota.minimum,
        "maximum": quota.maximum,
    }


def level_record(level: Level) -> Record:
    """Return one level of the proof, its numbers as text that reads back exactly."""
    households = [repr(float(price)) for price in level.households]
    return {
        **({"households": households} if households else {}),
        "bound": repr(float(level.bound)),
        "prices": [repr(float(price)) for price in level.prices],
        "quotas": [repr(float(price)) for price in level.quotas],
        "seats": repr(float(level.seats)),
        "settled": [int(t) for t in level.settled],
        "value": repr(float(level.value)),
    }


def by_pseudonym(instance: Instance) -> Instance:
    """Return the same instance with its people in order of id, compared by code point."""
    ids = [text(identifier) for identifier in instance.ids]
    order = sorted(range(len(ids)), key=ids.__getitem__)
    households = instance.households
    return replace(
        instance,
        ids=tuple(ids[i] for i in order),
        profile_of=instance.profile_of[order],
        households=None if households is None else in_order(households, order),
    )


def mixing_stream(rules: Mapping[str, object]) -> Stream:
    """Return the stream that makes the tickets, from the rules and the first public value.

    Neither salts nor commitments are in it: whoever makes the salts gains nothing.
    """
    sealed = {key: rules[key] for key in rules if key not in {"commitments", "tickets"}}
    purpose, call, mix = str(rules["purpose"]), str(rules["call"]), str(rules["mix"])
    return Stream(seed_of(f"{purpose}-freeze", call, digest(sealed), mix))
