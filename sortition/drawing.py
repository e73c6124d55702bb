"""Drawing: the public value picks one ticket, once, and the ticket is the panel."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sortition import shapes
from sortition.alternates import choose_alternates
from sortition.canonical import VERSION, digest, token
from sortition.freezing import as_written, by_pseudonym
from sortition.instance import Instance, Quota, build
from sortition.public_values import DrawRefused, words_of
from sortition.randomness import Stream, seed_of
from sortition.receipts import tokens_of
from sortition.sealing import is_sealed, people_of, seals_of
from sortition.shapes import REHEARSAL, Record
from sortition.structure import Differs
from sortition.wording import counted


def seed_for(lottery: Record, value: Record, act: str = "") -> bytes:
    """Return the seed of the draw, or with ``act`` that of another act of the same draw."""
    return seed_of(lottery["purpose"] + act, lottery["call"], digest(lottery), words_of(value))


def ticket_for(lottery: Record, value: Record) -> int:
    """Return the number of the ticket, from 0, that this public value picks.

    Raises DrawRefused if balls cannot name every ticket exactly once, or if the rules
    name a drand round and the value is another round.
    """
    _refuse_other_round(lottery["source"], value)
    m = len(lottery["tickets"])
    if value["kind"] != "balls":
        return Stream(seed_for(lottery, value)).uniform(m)
    balls = value["balls"]
    if m != 10 ** len(balls):
        raise DrawRefused(
            f"{counted(len(balls), 'ball names', 'balls name')} one of {10 ** len(balls):,} "
            f"tickets, but this lottery has {m:,}. With balls, the number of tickets must be "
            "10, 100, 1,000 and so on, with one ball for each nought."
        )
    return int("".join(str(ball) for ball in balls))


def _refuse_other_round(source: str, value: Record) -> None:
    """Raise DrawRefused if the source announced rounds of the quicknet, and not this one."""
    announced = re.findall(r"quicknet round (\d+)", source, flags=re.ASCII)
    if value["kind"] == "beacon" and announced and str(value["round"]) not in announced:
        raise DrawRefused(
            f"The rules announced drand quicknet round {announced[0]}; "
            f"this value is round {value['round']}."
        )


def pool_of(lottery: Record, openings: Record) -> Instance:
    """Return the instance that the openings describe, its people in order of pseudonym.

    Raises Differs if people have a household's number where they should not, or none.
    """
    quotas = [Quota(**quota) for quota in lottery["quotas"]]
    people = [(person["id"], person["answers"]) for person in openings["people"]]
    counted = "household_seats" in lottery
    for person in openings["people"]:
        if ("household" in person) != counted:
            raise Differs(
                f"“{person['id']}” in the openings must have the number of a household exactly "
                "where the lottery seats one person of each."
            )
    homes = [str(person["household"]) for person in openings["people"]] if counted else None
    return by_pseudonym(build(quotas, people, lottery["seats"], homes))


def draw(lottery: Record, openings: Record, value: Record) -> Record:
    """Return the record of the draw of a frozen lottery.

    The same value gives the same record again. ``openings`` may hold the value of an
    earlier draw as ``drawn``: then any other value is refused.

    Parameters
    ----------
    value : dict
        From ``text_value``, ``balls_value`` or ``beacon_value``.

    Raises
    ------
    DrawRefused
        If the freeze was drawn with another value, or the balls do not suit the tickets.
    Differs
        If lottery or openings are malformed, or do not belong together.
    BeaconRefused
        If the value is a beacon and its signature is not genuine.

    >>> from sortition.examples import small_draw
    >>> from sortition.public_values import text_value
    >>> record, openings = small_draw()
    >>> again = draw(record["lottery"], openings, text_value("sun after rain"))
    >>> again == record, record["ticket"]
    (True, 2)
    """
    shapes.lottery("The lottery", lottery)
    shapes.openings("The openings", openings)
    shapes.public_value("The public value", value)
    _refuse_second(openings, value)
    sealed = digest(lottery)
    if openings["digest"] != sealed:
        raise Differs(
            f"These openings belong to another lottery: their digest is {openings['digest']}, "
            f"that of the lottery is {sealed}."
        )
    ticket = ticket_for(lottery, value)
    people = openings["people"]
    on = on_ticket(lottery, openings, ticket, value)
    record = {
        "alternates": [
            token(people[i]["salt"], lottery["call"], lottery["number"], ticket)
            for i in alternates_of(lottery, openings, on, value)
        ],
        "digest": sealed,
        "format": VERSION,
        "kind": "draw",
        "panel": tokens_of(lottery, people, on, ticket),
        "purpose": lottery["purpose"],
        "seed": seed_for(lottery, value).hex(),
        "ticket": ticket,
        "value": value,
        **({"watermark": REHEARSAL} if lottery["purpose"] == "rehearsal" else {}),
    }
    return as_written({**record, "lottery": lottery, "outcome": digest(record)})


def _refuse_second(openings: Record, value: Record) -> None:
    """Raise DrawRefused if this freeze was drawn with another value."""
    earlier = openings.get("drawn", value)
    if earlier != value:
        raise DrawRefused(
            f"This freeze was drawn with the value “{_spoken(earlier)}”. A second value, "
            f"“{_spoken(value)}”, is refused: there is one draw a freeze."
        )


def _spoken(value: Record) -> str:
    if value["kind"] == "beacon":
        return f"drand round {value['round']}"
    return words_of(value)


def on_ticket(lottery: Record, openings: Record, ticket: int, value: Record) -> list[int]:
    """Return the people on a ticket, after comparing it with the public record.

    On a sealed ticket they are those whom the stream of the public value seats.
    """
    tickets, people = openings["tickets"], openings["people"]
    on = list(tickets[ticket]) if ticket < len(tickets) else []
    if is_sealed(lottery):
        if seals_of(lottery, people, [on], ticket) != [lottery["tickets"][ticket]]:
            raise Differs(f"The openings lead to another seal on ticket {ticket} than the record.")
        return people_of(
            pool_of(lottery, openings), on, Stream(seed_for(lottery, value, "-people"))
        )
    if max(on, default=len(people)) >= len(people):
        raise Differs(f"The openings do not say who is on ticket {ticket}.")
    if tokens_of(lottery, people, on, ticket) != lottery["tickets"][ticket]:
        raise Differs(f"The openings lead to other tokens on ticket {ticket} than the record.")
    return on


def alternates_of(lottery: Record, openings: Record, on: Sequence[int], value: Record) -> list[int]:
    """Return the alternates of a drawn panel in order, as positions in the openings' people."""
    stream = Stream(seed_for(lottery, value, "-alternates"))
    return choose_alternates(pool_of(lottery, openings), on, lottery["alternates"], stream)


def seated(draw_record: Record, openings: Record) -> tuple[list[Record], list[Record]]:
    """Return the people whom a draw seated, in order of row, and its alternates, in their order.

    Raises Differs if the openings do not belong to the draw.

    >>> from sortition.examples import small_draw
    >>> panel, alternates = seated(*small_draw())
    >>> [person["id"] for person in panel], [person["id"] for person in alternates]
    (['Ada', 'Cem', 'Dee', 'Gus'], ['Bo', 'Hana'])
    """
    lottery, ticket = draw_record["lottery"], draw_record["ticket"]
    names = {
        token(person["salt"], lottery["call"], lottery["number"], ticket): person
        for person in openings["people"]
    }
    try:
        panel = [names[name] for name in draw_record["panel"]]
        alternates = [names[name] for name in draw_record["alternates"]]
    except KeyError:
        raise Differs("The openings do not belong to this draw.") from None
    return sorted(panel, key=lambda person: int(person["row"])), alternates
