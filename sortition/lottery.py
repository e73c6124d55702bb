"""Lottery: from a distribution over panels to equally likely tickets with people on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance
from sortition.leximin import Lottery
from sortition.panels import Seats, mean_seats
from sortition.randomness import Stream
from sortition.turns import seat_households

WHOLE = 10**12  # parts that the shares of all panels are counted in
MOST_TICKETS = 100_000
FEWEST_TICKETS_A_PERSON = 20


class TooManyTickets(ValueError):
    """The smallest chance needs more tickets than a lottery can have, or has none.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> check_ticket_count(leximin(small_pool()), 2)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sortition.lottery.TooManyTickets: With 2 tickets a chance of 0.4000000 is less than one ...
    """


def smallest_chance(lottery: Lottery) -> float:
    """Return the smallest chance among those who are on some panel."""
    return float(lottery.chances[~lottery.excluded].min())


def smallest_seats(lottery: Lottery, counts: NDArray[np.int64]) -> float:
    """Return the fewest seats that a profile expects, among those on some panel."""
    return float((lottery.chances * counts)[~lottery.excluded].min())


def ticket_count(lottery: Lottery, counts: NDArray[np.int64] | None = None) -> int:
    """Return 1,000, or the power of ten that gives the smallest positive chance 20 tickets.

    Parameters
    ----------
    counts : (T,) int, optional
        People of each profile. With it the tickets fix profiles and not people,
        and the fewest seats that a profile expects stand for the smallest chance.

    Raises
    ------
    TooManyTickets
        If that power of ten is above 100,000.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> ticket_count(leximin(small_pool()))
    1000
    """
    smallest = smallest_chance(lottery) if counts is None else smallest_seats(lottery, counts)
    m = 1000
    while m * smallest < FEWEST_TICKETS_A_PERSON * (1 - 1e-9):
        m *= 10
    if m > MOST_TICKETS:
        raise TooManyTickets(
            f"The smallest chance is {smallest:.7f}, which asks for {m:,} tickets. A lottery has "
            f"at most {MOST_TICKETS:,}. Draw more seats, or from a smaller pool."
        )
    return m


def check_ticket_count(lottery: Lottery, m: int, counts: NDArray[np.int64] | None = None) -> None:
    """Raise TooManyTickets if ``m`` is no possible number of tickets for this lottery.

    ``counts`` as in ``ticket_count``.
    """
    smallest = smallest_chance(lottery) if counts is None else smallest_seats(lottery, counts)
    if not 1 <= m <= MOST_TICKETS:
        raise TooManyTickets(f"A lottery has 1 to {MOST_TICKETS:,} tickets, and not {m:,}.")
    if m * smallest < 1 - 1e-9:
        raise TooManyTickets(
            f"With {m:,} tickets a chance of {smallest:.7f} is less than one ticket. "
            f"Ask for at least {int(np.ceil(1 / smallest)):,} tickets."
        )


def whole_shares(share: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return shares as whole parts that sum to 10**12 exactly.

    Tickets are made from these by whole-number arithmetic alone, so that every
    computer makes the same tickets.

    Parameters
    ----------
    share : (m,) float
        Probability of each panel; sums to 1 but for rounding.
    """
    parts = np.rint(np.clip(share, 0, 1) * WHOLE).astype(np.int64)
    parts[int(np.argmax(parts))] += WHOLE - int(parts.sum())
    return parts


def expected_seats(panels: Seats, parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the seats that each profile expects, in parts of 10**12: (m, T), (m,) to (T,)."""
    return mean_seats(panels, parts)


def seat_people(instance: Instance, tickets: Seats, stream: Stream) -> list[tuple[int, ...]]:
    """Return the people on each ticket, everyone as often as others with the same answers.

    People of one profile take turns in rounds. Each round is shuffled by the stream, and who
    is already on the ticket where a round begins goes to the end of that round. So
    everyone is on the floor or the ceiling of the profile's average, and over two
    rounds no two people are tied to each other. People who share a household are seated
    after the others, by ``seat_households``.

    Parameters
    ----------
    tickets : (m, T) int
        Seats per profile on each ticket.

    Returns
    -------
    list of (k,) tuples
        Positions in ``instance.ids``, ascending.
    """
    members = [np.flatnonzero(instance.profile_of == t).tolist() for t in range(len(tickets[0]))]
    waiting: list[list[int]] = [[] for _ in members]
    alone = instance.limits.kind == instance.limits.kinds
    seated = []
    for ticket in tickets:
        people: list[int] = []
        for t in np.flatnonzero(ticket * alone).tolist():
            people += _next_in_turn(waiting, t, members[t], int(ticket[t]), stream)
        seated.append(people)
    shared = seat_households(instance, tickets, stream)
    return [tuple(sorted(own + also)) for own, also in zip(seated, shared, strict=True)]


def _next_in_turn(
    waiting: list[list[int]], t: int, members: list[int], seats: int, stream: Stream
) -> list[int]:
    """Return the next ``seats`` people of profile ``t``, and take them from those waiting."""
    taken, waiting[t] = waiting[t][:seats], waiting[t][seats:]
    if len(taken) < seats:
        order = stream.shuffle(members)
        fresh = [i for i in order if i not in taken] + [i for i in order if i in taken]
        missing = seats - len(taken)
        taken, waiting[t] = taken + fresh[:missing], fresh[missing:]
    return taken


def deviation(
    instance: Instance,
    people: Sequence[Sequence[int]],
    expected: NDArray[np.int64],
) -> float:
    """Return the largest distance between anyone's tickets and the fair number of tickets.

    Parameters
    ----------
    people : (m, k) int
        Who is on each ticket, as positions in ``instance.ids``.
    expected : (T,) int
        Seats that each profile expects, in parts of 10**12.
    """
    held = np.bincount(np.array(people).ravel(), minlength=len(instance.ids))
    fair = expected / instance.counts * (len(people) / WHOLE)
    return float(np.abs(held - fair[instance.profile_of]).max())
