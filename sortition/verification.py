"""Verification: what anyone can check of a draw, offline, in seconds."""

from __future__ import annotations

from sortition import shapes, succession
from sortition.canonical import digest
from sortition.drawing import seed_for, ticket_for
from sortition.public_values import words_of
from sortition.sealing import is_sealed
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.verdict import Verdict, verdict
from sortition.wording import counted

NEEDS_OPENINGS = (
    "Who the tokens stand for, and whether quotas, chances and alternates are right: "
    "that takes the openings, which an auditor has."
)
SEALED_TICKETS = (
    "Who is on which ticket: the tickets are sealed, because the pool is too large to name people "
    "on them. An auditor opens them."
)


def verify_public(record: object, published: str | None = None) -> Verdict:
    """Return what anyone can check of a draw, or of a lottery that is still to be drawn.

    Parameters
    ----------
    record : object
        What a file of a record holds, whatever that is.
    published : str, optional
        The digest that was announced before the value existed.
    """

    def check(sentences: list[str], unchecked: list[str]) -> None:
        lottery, drawn = sound(record, sentences)
        steps = succession.steps_of(record)
        known = None if published is None else published.strip().lower()
        if known in {step["digest"] for step in steps}:
            sentences.append(f"The digest published beforehand is that of a replacement: {known}.")
            _check_published(lottery, None, sentences, unchecked)
        else:
            _check_published(lottery, published, sentences, unchecked)
        unchecked.extend(succession.left_open(steps, known))
        if lottery["purpose"] == "rehearsal":
            unchecked.append(shapes.REHEARSAL)
        if drawn is not None:
            _say_source(drawn, lottery, unchecked)
        else:
            unchecked.append("There is no draw yet: only the lottery was checked.")
        if is_sealed(lottery):
            unchecked.append(SEALED_TICKETS)
        unchecked.append(NEEDS_OPENINGS)

    return verdict(check)


def sound(record: object, sentences: list[str]) -> tuple[Record, Record | None]:
    """Return the lottery of a record and, if there is one, its draw.

    What holds is added to the sentences. Raises Differs if the record is malformed or
    contradicts itself.
    """
    if isinstance(record, dict) and succession.is_replacement(record):
        succession.replacement("The replacement", record)
        lottery, drawn = sound(record["draw"], sentences)
        succession.check_steps(record, sentences)
        return lottery, drawn
    if isinstance(record, dict) and record.get("kind") == "draw":
        shapes.draw("The draw", record)
        _check_lottery(record["lottery"], sentences)
        _check_draw(record, record["lottery"], sentences)
        return record["lottery"], record
    shapes.lottery("The record", record)
    assert isinstance(record, dict)  # shapes.lottery has checked it
    _check_lottery(record, sentences)
    return record, None


def _check_lottery(lottery: Record, sentences: list[str]) -> None:
    """Check what a lottery must be by itself: counts, order, no token twice."""
    seats, people = lottery["seats"], lottery["commitments"]
    if len(set(people)) < len(people):
        raise Differs("The same commitment is listed twice.")
    if len(people) < seats + lottery["alternates"]:
        raise Differs(
            f"{len(people)} people cannot give {seats} jurors and {lottery['alternates']} "
            "alternates."
        )
    if is_sealed(lottery):
        _check_seals(lottery, sentences)
    else:
        _check_tickets(lottery, sentences)
    _check_quotas(lottery["quotas"], seats)


def _check_seals(lottery: Record, sentences: list[str]) -> None:
    """Check that no seal comes twice."""
    seals = lottery["tickets"]
    if len(set(seals)) < len(seals):
        raise Differs("The same seal is listed twice.")
    sentences.append(
        f"The lottery has {len(lottery['commitments'])} people and {len(seals):,} sealed tickets "
        f"with {lottery['seats']} seats, and no seal comes twice."
    )


def _check_tickets(lottery: Record, sentences: list[str]) -> None:
    """Check that each ticket has as many tokens as there are seats, and that none comes twice."""
    seats, tickets = lottery["seats"], lottery["tickets"]
    for number, tokens in enumerate(tickets):
        if len(tokens) != seats:
            raise Differs(f"Ticket {number} has {len(tokens)} people; the panel has {seats} seats.")
        if tokens != sorted(tokens):
            raise Differs(f"The tokens of ticket {number} are not in order.")
    if len({token for tokens in tickets for token in tokens}) < seats * len(tickets):
        raise Differs("A token comes twice. Each person's tokens must differ on every ticket.")
    sentences.append(
        f"The lottery has {len(lottery['commitments'])} people, {len(tickets):,} tickets and "
        f"{counted(seats, 'seat', 'seats')} on each, and no token comes twice."
    )


def _check_quotas(quotas: list[Record], seats: int) -> None:
    """Check that no quota is listed twice or upside down, and that each category fits the seats."""
    if len({(quota["category"], quota["value"]) for quota in quotas}) < len(quotas):
        raise Differs("A quota is listed twice.")
    sums: dict[str, tuple[int, int]] = {}
    for quota in quotas:
        if quota["minimum"] > quota["maximum"]:
            raise Differs(f"The minimum for “{quota['value']}” is above its maximum.")
        low, high = sums.get(quota["category"], (0, 0))
        sums[quota["category"]] = (low + quota["minimum"], high + quota["maximum"])
    for category, (low, high) in sums.items():
        if not low <= seats <= high:
            raise Differs(
                f"The quotas of “{category}” ask for {low} to {high} people, but the panel has "
                f"{seats} seats."
            )


def _check_published(
    lottery: Record, published: str | None, sentences: list[str], unchecked: list[str]
) -> None:
    """Compare the digest of the lottery with the one that was announced, if there is one."""
    found = digest(lottery)
    if published is None:
        sentences.append(f"The digest of the lottery is {found}.")
        unchecked.append("Not compared with a digest published beforehand.")
    elif published.strip().lower() != found:
        raise Differs(
            f"The lottery is not the one that was announced: its digest is {found}, and the "
            f"digest published beforehand is {published.strip()[:64]}."
        )
    else:
        sentences.append(f"The digest is the one published beforehand: {found}.")


def _check_draw(record: Record, lottery: Record, sentences: list[str]) -> None:
    """Check that the value leads to the seed, the seed to the ticket, the ticket to the panel."""
    value = record["value"]
    said = words_of(value)
    if value["kind"] == "beacon":
        sentences.append(f"The signature of drand round {value['round']} is genuine.")
    ticket = ticket_for(lottery, value)
    outcome = {key: record[key] for key in record if key not in {"lottery", "outcome"}}
    compared = [
        ("digest", digest(lottery), record["digest"]),
        ("purpose", lottery["purpose"], record["purpose"]),
        ("watermark", lottery.get("watermark", "none"), record.get("watermark", "none")),
        ("seed", seed_for(lottery, value).hex(), record["seed"]),
        ("ticket", ticket, record["ticket"]),
        ("panel", _panel_of(lottery, ticket, record["panel"]), record["panel"]),
        ("number of alternates", lottery["alternates"], len(record["alternates"])),
    ]
    for name, ours, theirs in compared:
        if ours != theirs:
            raise Differs(_difference(name, ours, theirs))
    names = record["alternates"]
    if len(set(names)) < len(names) or set(names) & set(record["panel"]):
        raise Differs("An alternate is listed twice, or is on the panel as well.")
    if digest(outcome) != record["outcome"]:
        raise Differs(_difference("outcome", digest(outcome), record["outcome"]))
    sentences.append(
        f"The value “{said[:80]}” leads to ticket {ticket}, and its {lottery['seats']} tokens "
        "are the panel."
    )


def _panel_of(lottery: Record, ticket: int, named: list[str]) -> list[str]:
    """Return the tokens of a ticket; of a sealed one, those that the draw names, once checked."""
    if not is_sealed(lottery):
        return list(lottery["tickets"][ticket])
    if len(named) != lottery["seats"] or named != sorted(set(named)):
        raise Differs(
            f"The panel must be {lottery['seats']} tokens in order, each once; the draw names "
            f"{len(named)}."
        )
    return named


def _difference(name: str, ours: object, theirs: object) -> str:
    if isinstance(ours, list):
        return f"The draw differs from its lottery: its {name} is not the one of its ticket."
    return f"The draw differs from its lottery: the {name} should be {ours}, it says {theirs}."


def _say_source(record: Record, lottery: Record, unchecked: list[str]) -> None:
    """Note what the reader must compare by eye: where the values came from, and the alternates."""
    value = record["value"]
    what = f"drand round {value['round']}" if value["kind"] == "beacon" else "this value"
    source = lottery["source"]
    rules = f"say: “{source}”" if source else "do not say where it was to come from"
    unchecked.append(f"Whether {what} is the one that was announced. The rules {rules}.")
