"""Auditing: what the holder of the openings can check of a draw, without a solver."""

from __future__ import annotations

from sortition import shapes
from sortition.auditing_replacements import check_replacements
from sortition.auditing_tickets import (
    check_mixing,
    check_panels,
    check_seats_of_profiles,
    check_tickets,
    check_turns,
)
from sortition.canonical import digest
from sortition.drawing import alternates_of, on_ticket, pool_of
from sortition.instance import InputProblems, Instance
from sortition.lottery import WHOLE, expected_seats
from sortition.optimality import check_optimality
from sortition.receipts import commitments_of, tokens_of
from sortition.sealing import is_sealed
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.verdict import Verdict, verdict
from sortition.verification import sound
from sortition.wording import counted


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
        panels, parts = check_panels(pool, openings, sentences)
        expected = expected_seats(panels, parts)
        made = check_tickets(pool, lottery, openings, sentences)
        if is_sealed(lottery):
            check_seats_of_profiles(pool, made, expected, sentences)
        else:
            check_turns(pool, openings, expected, sentences)
        check_mixing(pool, lottery, openings, panels, parts)
        who = "profiles" if is_sealed(lottery) else "people"
        sentences.append(f"The {who} on the tickets are those whom the first public value gives.")
        chances = expected / WHOLE / pool.counts
        levels, objective = openings["levels"], lottery["objective"]
        check_optimality(pool, levels, chances, objective, sentences, unchecked)
        if drawn is not None:
            _check_alternates(drawn, openings, sentences)
            check_replacements(record, openings, sentences, unchecked)
        if pool.households is not None:
            unchecked.append(
                "Whether people with the same household number, and they alone, share an address: "
                "the openings hold no address."
            )
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
    waiting = counted(len(chosen), "alternate follows", "alternates and their order follow")
    sentences.append(f"The {waiting} from the draw.")
