"""Participation: what the holder of one receipt can find in a record."""

from __future__ import annotations

from sortition import shapes, succession
from sortition.canonical import commitment, text, token
from sortition.sealing import is_sealed
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.verdict import Verdict, verdict
from sortition.verification import SEALED_TICKETS, sound


def verify_receipt(record: object, receipt: object) -> Verdict:
    """Return what the holder of a receipt can check: being in the pool, tickets, being drawn.

    The record must be sound by itself; what that leaves open, ``verify_public`` says.
    """

    def check(sentences: list[str], unchecked: list[str]) -> None:
        lottery, drawn = sound(record, [])
        shapes.receipt("The receipt", receipt)
        assert isinstance(receipt, dict)  # shapes.receipt has checked it
        _check_commitment(lottery, receipt, sentences)
        if is_sealed(lottery):
            unchecked.append(SEALED_TICKETS)
        else:
            held, m = own_tickets(lottery, receipt["salt"]), len(lottery["tickets"])
            sentences.append(f"You are on {len(held)} of the {m:,} tickets: {_listed(held)}.")
        if drawn is not None:
            sentences.append(_own_outcome(drawn, lottery, receipt["salt"]))
            sentences.extend(succession.own_steps(record, lottery, receipt["salt"]))
        unchecked.append(
            "Whether others with the same answers are on as many tickets as you: "
            "that takes the openings, which an auditor has."
        )

    return verdict(check)


def own_tickets(lottery: Record, salt: str) -> list[int]:
    """Return the tickets that carry the holder of this salt; of sealed tickets nobody can tell."""
    call, number = lottery["call"], lottery["number"]
    return [
        ticket
        for ticket, tokens in enumerate(lottery["tickets"])
        if token(salt, call, number, ticket) in tokens
    ]


def _check_commitment(lottery: Record, receipt: Record, sentences: list[str]) -> None:
    """Check that the receipt is of this call, and that its commitment is in the list."""
    if text(receipt["call"]) != lottery["call"]:
        raise Differs(
            f"This receipt is for the call “{receipt['call']}”; the record is of "
            f"“{lottery['call']}”."
        )
    own = commitment(receipt["call"], receipt["pseudonym"], receipt["salt"], receipt["answers"])
    if receipt.get("commitment", own) != own:
        raise Differs("The commitment on this receipt does not belong to its answers.")
    if own not in lottery["commitments"]:
        raise Differs(
            f"Your commitment {own} is not in the list: you were not in the pool with these "
            "answers. If your answers changed, use the newest receipt."
        )
    place = lottery["commitments"].index(own) + 1
    sentences.append(
        f"Your commitment is number {place} of {len(lottery['commitments'])}: you were in the "
        "pool, with the answers on your receipt."
    )


def _own_outcome(record: Record, lottery: Record, salt: str) -> str:
    """Return the sentence that says whether the holder of this salt was drawn."""
    ticket = record["ticket"]
    own = token(salt, lottery["call"], lottery["number"], ticket)
    if own in record["panel"]:
        return f"Ticket {ticket} was drawn and you are on it: you are a juror."
    if own in record["alternates"]:
        place = record["alternates"].index(own) + 1
        return f"Ticket {ticket} was drawn. You are not on it; you are alternate number {place}."
    return f"Ticket {ticket} was drawn and you are not on it."


def _listed(held: list[int]) -> str:
    """Return some ticket numbers in words."""
    if not held:
        return "none"
    more = f" and {len(held) - 12} more" if len(held) > 12 else ""
    return ", ".join(str(ticket) for ticket in held[:12]) + more
