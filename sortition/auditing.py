"""Auditing: what the holder of the openings can check of a draw, without a solver."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sortition import shapes
from sortition.canonical import digest
from sortition.drawing import alternates_of, on_ticket, pool_of
from sortition.freezing import mixing_stream
from sortition.instance import InputProblems, Instance
from sortition.lottery import WHOLE, deviation, expected_seats, seat_people
from sortition.optimality import check_optimality
from sortition.receipts import commitments_of, tokens_of
from sortition.rounding import tickets_of
from sortition.sealing import is_sealed, seals_of
from sortition.shapes import Differs, Record
from sortition.verdict import Verdict, verdict
from sortition.verification import sound


def verify_openings(record: object, openings: object) -> Verdict:
    """Return what an auditor can check: everything but the value's origin.

    Every commitment, every quota on every panel and ticket, every token, every chance,
    the optimality of the lottery by its dual prices, and the alternates.
    The record must be sound by itself; what that leaves open, ``verify_public`` says.
    """

    def check(sentences: list[str], unchecked: list[str]) -> None:
        lottery, drawn = sound(record, [])
        shapes.openings("The openings", openings)
        assert isinstance(openings, dict)  # shapes.openings has checked it
        pool = _check_people(lottery, openings, sentences)
        panels, parts = _check_panels(pool, openings, sentences)
        expected = expected_seats(panels, parts)
        made = _check_tickets(pool, lottery, openings, sentences)
        if is_sealed(lottery):
            _check_seats_of_profiles(pool, made, expected, sentences)
        else:
            _check_turns(pool, openings, expected, sentences)
        _check_mixing(pool, lottery, openings, panels, parts)
        who = "profiles" if is_sealed(lottery) else "people"
        sentences.append(f"The {who} on the tickets are those whom the first public value gives.")
        chances = expected / WHOLE / pool.counts
        check_optimality(pool, openings["levels"], chances, sentences, unchecked)
        if drawn is not None:
            _check_alternates(drawn, openings, sentences)
        unchecked.append(
            "Whether each person in the openings exists and gave these answers: "
            "ask the holders of the receipts."
        )

    return verdict(check)


def _check_people(lottery: Record, openings: Record, sentences: list[str]) -> Instance:
    """Return the pool, after checking that its commitments are those in the record."""
    if openings["digest"] != digest(lottery) or openings["number"] != lottery["number"]:
        raise Differs("The openings belong to another lottery: they name another digest.")
    people = openings["people"]
    if [person["id"] for person in people] != sorted({person["id"] for person in people}):
        raise Differs("The people in the openings are not in order of pseudonym, each once.")
    if len({person["salt"] for person in people}) < len(people):
        raise Differs("Two people in the openings share a salt.")
    for place, (ours, theirs) in enumerate(
        zip(commitments_of(lottery["call"], people), lottery["commitments"], strict=False)
    ):
        if ours != theirs:
            raise Differs(
                f"The commitment of “{people[place]['id']}” should be {ours}, the record "
                f"says {theirs}."
            )
    if len(people) != len(lottery["commitments"]):
        raise Differs(
            f"The openings hold {len(people)} people, the record {len(lottery['commitments'])}."
        )
    sentences.append(f"All {len(people)} commitments follow from the openings.")
    try:
        return pool_of(lottery, openings)
    except InputProblems as problem:
        raise Differs(f"The pool in the openings is broken. {problem.problems[0]}") from None


def _check_panels(
    pool: Instance, openings: Record, sentences: list[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the lottery's panels (s, T) and shares (s,), after checking every quota."""
    kinds = len(pool.profiles)
    rows = openings["panels"]
    if max(max(row) for row in rows) >= kinds:
        raise Differs(f"A panel names a profile above {kinds - 1}, which does not exist.")
    panels = np.array([np.bincount(row, minlength=kinds) for row in rows], dtype=np.int64)
    for number, panel in enumerate(panels):
        _check_seats(pool, panel, f"Panel {number}")
    if len(openings["shares"]) != len(rows) or sum(openings["shares"]) != WHOLE:
        raise Differs(f"The shares must be one a panel, and sum to {WHOLE}.")
    sentences.append(f"Each of the {len(rows)} panels of the lottery meets every quota.")
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


def _check_tickets(
    pool: Instance, lottery: Record, openings: Record, sentences: list[str]
) -> NDArray[np.int64]:
    """Check every quota and every token or seal; return the tickets, seats per profile (m, T)."""
    people, tickets, sealed = openings["people"], openings["tickets"], is_sealed(lottery)
    if len(tickets) != len(lottery["tickets"]):
        raise Differs(
            f"The openings hold {len(tickets)} tickets, the record {len(lottery['tickets'])}."
        )
    kinds = len(pool.profiles)
    made = np.zeros((len(tickets), kinds), dtype=np.int64)
    for number, on in enumerate(tickets):
        if max(on) >= (kinds if sealed else len(people)) or (not sealed and len({*on}) < len(on)):
            raise Differs(f"Ticket {number} of the openings names nobody, or somebody twice.")
        made[number] = np.bincount(on if sealed else pool.profile_of[on], minlength=kinds)
        _check_seats(pool, made[number], f"Ticket {number}")
        if not sealed and tokens_of(lottery, people, on, number) != lottery["tickets"][number]:
            raise Differs(
                f"The tokens of ticket {number} are not those of the people in the openings."
            )
    if sealed:
        _check_seals(lottery, openings)
    what = "and its seal is right" if sealed else "and all its tokens are right"
    sentences.append(f"Each of the {len(tickets):,} tickets meets every quota, {what}.")
    return made


def _check_seals(lottery: Record, openings: Record) -> None:
    """Check that each seal is that of its ticket."""
    ours = seals_of(lottery, openings["people"], openings["tickets"])
    for number, (own, theirs) in enumerate(zip(ours, lottery["tickets"], strict=True)):
        if own != theirs:
            raise Differs(f"The seal of ticket {number} is not that of its ticket in the openings.")


def _check_seats_of_profiles(
    pool: Instance,
    made: NDArray[np.int64],
    expected: NDArray[np.int64],
    sentences: list[str],
) -> None:
    """Say how far the profiles' seats on sealed tickets are from their exact chances."""
    furthest = np.abs(made.sum(axis=0) - expected * (len(made) / WHOLE)) / pool.counts
    sentences.append(
        "People with the same answers have the same chance. Nobody's is more than "
        f"{furthest.max():.2g} of {len(made):,} tickets away from the exact one."
    )


def _check_turns(
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


def _check_mixing(
    pool: Instance,
    lottery: Record,
    openings: Record,
    panels: NDArray[np.int64],
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


def _check_alternates(drawn: Record, openings: Record, sentences: list[str]) -> None:
    """Check that the alternates follow from the pool, the panel and the value."""
    lottery, ticket, value = drawn["lottery"], drawn["ticket"], drawn["value"]
    if openings.get("drawn", value) != value:
        raise Differs("The openings say that this freeze was drawn with another value before.")
    on = on_ticket(lottery, openings, ticket, value)
    if tokens_of(lottery, openings["people"], on, ticket) != drawn["panel"]:
        raise Differs(f"The panel is not the people whom the value seats for ticket {ticket}.")
    chosen = alternates_of(lottery, openings, on, value)
    for place, i in enumerate(chosen):
        ours = tokens_of(lottery, openings["people"], [i], ticket)
        if ours != drawn["alternates"][place : place + 1]:
            raise Differs(f"Alternate number {place + 1} should be another person.")
    sentences.append(f"The {len(chosen)} alternates and their order follow from the draw.")
