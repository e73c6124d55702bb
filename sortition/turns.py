"""Turns: who of a household sits on which ticket, so that no two ever sit together."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from sortition.households import Households
from sortition.instance import Instance
from sortition.panels import Seats
from sortition.randomness import Stream

Round = tuple[int, int]  # a profile, and the number of its round


def seat_households(instance: Instance, tickets: Seats, stream: Stream) -> list[list[int]]:
    """Return for each ticket the people on it who do not live alone.

    Kind by kind, ticket by ticket, and profile by profile, the households of the kind take turns in
    rounds, each shuffled by the stream. A household already on the ticket is passed
    over; where all that wait are on it, an exchange between earlier tickets makes room. So every
    household is on the floor or the ceiling of the profile's average, and its members
    with the same answers take turns.

    Parameters
    ----------
    tickets : (m, T) int
        Seats per profile on each ticket; of each kind at most one a household.

    References
    ----------
    König, "Über Graphen und ihre Anwendung auf Determinantentheorie und Mengenlehre", 1916:
    tickets and rounds are the two sides, seats the edges, households the colours.
    """
    seated: list[list[int]] = [[] for _ in tickets]
    households = instance.households
    if households is None:
        return seated
    members = _members(instance, households)
    for g in range(len(households.homes)):
        profiles = np.flatnonzero(households.kind == g).tolist()
        homes = sorted({home for t in profiles for home in members[t]})
        turns = _Turns(homes, stream)
        for ticket in np.flatnonzero(tickets[:, profiles].any(axis=1)).tolist():
            for t in profiles:
                for _ in range(int(tickets[ticket, t])):
                    turns.seat(ticket, t)
        for t in profiles:
            _seat_members(seated, turns.of(t), members[t], stream)
    return seated


def _members(instance: Instance, households: Households) -> dict[int, dict[int, list[int]]]:
    """Return the people of each profile by household, in order."""
    members: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    pairs = zip(instance.profile_of.tolist(), households.of.tolist(), strict=True)
    for i, (t, home) in enumerate(pairs):
        members[t][home].append(i)
    return members


def _seat_members(
    seated: list[list[int]],
    turns: list[tuple[int, int]],
    members: dict[int, list[int]],
    stream: Stream,
) -> None:
    """Seat a member of each household, (ticket, household), in turn; the first by lot."""
    order = {home: stream.shuffle(members[home]) for home in sorted(members)}
    for ticket, home in turns:
        seated[ticket].append(order[home][0])
        order[home] = order[home][1:] + order[home][:1]


class _Turns:
    """The households of one kind on tickets: once a ticket, and once a round of a profile."""

    def __init__(self, homes: list[int], stream: Stream) -> None:
        self.homes, self.stream = homes, stream
        self.waiting: dict[int, list[int]] = defaultdict(list)
        self.number: dict[int, int] = defaultdict(int)
        self.on_ticket: dict[int, dict[int, Round]] = defaultdict(dict)
        self.in_round: dict[Round, dict[int, int]] = defaultdict(dict)

    def seat(self, ticket: int, t: int) -> None:
        """Give one seat of profile ``t`` on this ticket to a household."""
        if not self.waiting[t]:
            self.number[t] += 1
            self.waiting[t] = self.stream.shuffle(self.homes)
        now, there = (t, self.number[t]), self.on_ticket[ticket]
        home = next((home for home in self.waiting[t] if home not in there), None)
        if home is None:
            home = next(home for home in self.homes if home not in there)
            self._exchange(now, home, self.waiting[t].pop(0))
        else:
            self.waiting[t].remove(home)
        self._put(ticket, now, home)

    def of(self, t: int) -> list[tuple[int, int]]:
        """Return the households that have seats of profile ``t``, (ticket, household)."""
        return sorted(
            (ticket, home)
            for ticket, there in self.on_ticket.items()
            for home, (profile, _) in there.items()
            if profile == t
        )

    def _put(self, ticket: int, turn: Round, home: int) -> None:
        self.on_ticket[ticket][home] = turn
        self.in_round[turn][home] = ticket

    def _exchange(self, turn: Round, one: int, other: int) -> None:
        """Free ``one`` in a round by giving its turn to ``other``, and so on along a path."""
        path: list[tuple[int, Round, int]] = []
        last = turn
        while (ticket := self.in_round[last].get(one)) is not None:
            path.append((ticket, last, other))
            beyond = self.on_ticket[ticket].get(other)
            if beyond is None:
                break
            path.append((ticket, beyond, one))
            last = beyond
        else:
            waiting = self.waiting[last[0]]  # a round that is not full ends the path
            waiting[waiting.index(one)] = other
        for ticket, at, new in path:
            old = one if new == other else other
            del self.on_ticket[ticket][old]
            del self.in_round[at][old]
        for ticket, at, new in path:
            self._put(ticket, at, new)
