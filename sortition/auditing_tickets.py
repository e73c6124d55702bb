"""Auditing of tickets: every panel, ticket, token and seal against the openings and the quotas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sortition.freezing import mixing_stream
from sortition.households import Households
from sortition.instance import Instance
from sortition.lottery import WHOLE, deviation, seat_people
from sortition.panels import Seats, kept_in
from sortition.receipts import tokens_of
from sortition.rounding import tickets_of
from sortition.sealing import deviation_of_profiles, is_sealed, seals_of
from sortition.shapes import Record
from sortition.structure import Differs


def check_panels(
    pool: Instance, openings: Record, sentences: list[str]
) -> tuple[Seats, NDArray[np.int64]]:
    """Return the lottery's panels (s, T) and shares (s,), after checking every quota."""
    kinds = len(pool.profiles)
    rows = openings["panels"]
    if max(max(row) for row in rows) >= kinds:
        raise Differs(f"A panel names a profile above {kinds - 1}, which does not exist.")
    panels = np.empty((len(rows), kinds), dtype=kept_in(pool))
    for number, row in enumerate(rows):
        panel = np.bincount(row, minlength=kinds)
        _check_seats(pool, panel, f"Panel {number}")
        panels[number] = panel
    if len(openings["shares"]) != len(rows) or sum(openings["shares"]) != WHOLE:
        raise Differs(f"The shares must be one a panel, and sum to {WHOLE}.")
    sentences.append(
        "The only panel of the lottery meets every quota."
        if len(rows) == 1
        else f"Each of the {len(rows)} panels of the lottery meets every quota."
    )
    return panels, np.array(openings["shares"], dtype=np.int64)


def _check_seats(pool: Instance, panel: NDArray[np.int64], name: str) -> None:
    """Raise Differs if a panel of profiles breaks a quota, the size or the pool."""
    if panel.sum() != pool.size:
        raise Differs(f"{name} has {panel.sum()} people; there are {pool.size} seats.")
    if (panel > pool.counts).any():
        raise Differs(f"{name} seats more people with the same answers than the pool has.")
    seats = panel @ pool.belongs
    for quota, number in zip(pool.quotas, seats.tolist(), strict=True):
        if not quota.minimum <= number <= quota.maximum:
            raise Differs(
                f"{name} seats {number} for {quota}; the quota asks for {quota.minimum} to "
                f"{quota.maximum}."
            )
    if (pool.limits.homes(panel) > pool.limits.upper[len(pool.quotas) :]).any():
        raise Differs(f"{name} seats more people than there are households that they live in.")


def check_tickets(pool: Instance, lottery: Record, openings: Record, sentences: list[str]) -> Seats:
    """Check every quota and every token or seal; return the tickets, seats per profile (m, T)."""
    people, tickets, sealed = openings["people"], openings["tickets"], is_sealed(lottery)
    if len(tickets) != len(lottery["tickets"]):
        raise Differs(
            f"The openings hold {len(tickets)} tickets, the record {len(lottery['tickets'])}."
        )
    kinds = len(pool.profiles)
    made = np.empty((len(tickets), kinds), dtype=kept_in(pool))
    for number, on in enumerate(tickets):
        if max(on) >= (kinds if sealed else len(people)) or (not sealed and len({*on}) < len(on)):
            raise Differs(f"Ticket {number} of the openings names nobody, or somebody twice.")
        if not sealed and pool.households is not None:
            _check_homes(pool.households, on, number)
        ticket = np.bincount(on if sealed else pool.profile_of[on], minlength=kinds)
        _check_seats(pool, ticket, f"Ticket {number}")
        made[number] = ticket
        if not sealed and tokens_of(lottery, people, on, number) != lottery["tickets"][number]:
            raise Differs(
                f"The tokens of ticket {number} are not those of the people in the openings."
            )
    if sealed:
        _check_seals(lottery, openings)
    homes = "" if pool.households is None else " and seats one person a household at most"
    what = "and its seal is right" if sealed else "and all its tokens are right"
    sentences.append(f"Each of the {len(tickets):,} tickets meets every quota{homes}, {what}.")
    return made


def _check_homes(households: Households, on: list[int], number: int) -> None:
    """Raise Differs if two people of one household are on a ticket."""
    if len(set(households.of[on].tolist())) < len(on):
        raise Differs(f"Ticket {number} seats two people of one household.")


def _check_seals(lottery: Record, openings: Record) -> None:
    """Check that each seal is that of its ticket."""
    ours = seals_of(lottery, openings["people"], openings["tickets"])
    for number, (own, theirs) in enumerate(zip(ours, lottery["tickets"], strict=True)):
        if own != theirs:
            raise Differs(f"The seal of ticket {number} is not that of its ticket in the openings.")


def check_seats_of_profiles(
    pool: Instance,
    made: Seats,
    expected: NDArray[np.int64],
    sentences: list[str],
) -> None:
    """Say how far the profiles' seats on sealed tickets are from their exact chances."""
    furthest = deviation_of_profiles(pool, made, expected)
    sentences.append(
        "People with the same answers have the same chance. Nobody's is more than "
        f"{furthest:.2g} of {len(made):,} tickets away from the exact one."
    )


def check_turns(
    pool: Instance, openings: Record, expected: NDArray[np.int64], sentences: list[str]
) -> None:
    """Check that people with the same answers are on equally many tickets, and say how many."""
    tickets = openings["tickets"]
    held = np.bincount(np.array(tickets).ravel(), minlength=len(pool.ids))
    for t, count in enumerate(pool.counts):
        own = held[pool.profile_of == t]
        if own.max() - own.min() > 1:
            raise Differs(
                f"{count} people gave the same answers, but one of them is on {own.max()} tickets "
                f"and another on {own.min()}."
            )
    furthest = deviation(pool, tickets, expected)
    sentences.append(
        "People with the same answers are on equally many tickets, give or take one; nobody is "
        f"more than {furthest:.1f} of {len(tickets):,} tickets away from the exact chance."
    )


def check_mixing(
    pool: Instance,
    lottery: Record,
    openings: Record,
    panels: Seats,
    parts: NDArray[np.int64],
) -> None:
    """Make the tickets again from the first public value, and compare who is on them."""
    stream = mixing_stream(lottery)
    made = tickets_of(pool, panels, parts, len(lottery["tickets"]), stream)
    if is_sealed(lottery):
        ours = [tuple(np.repeat(np.arange(len(row)), row).tolist()) for row in made]
    else:
        ours = seat_people(pool, made, stream)
    who = "profiles" if is_sealed(lottery) else "people"
    for number, (own, theirs) in enumerate(zip(ours, openings["tickets"], strict=True)):
        if list(own) != theirs:
            raise Differs(
                f"Ticket {number} does not hold the {who} whom the first public value puts on it."
            )
