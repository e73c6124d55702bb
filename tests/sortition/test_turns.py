"""Turns: the households of one kind sit once a ticket, and equally often."""

import itertools
from collections import Counter

import numpy as np
import pytest

from sortition.instance import Quota, build
from sortition.lottery import seat_people
from sortition.randomness import Stream
from sortition.sealing import people_of
from sortition.turns import _Turns


def test_households_take_turns_in_the_order_of_a_shuffle_of_their_numbers():
    people = [(str(i), {"age": "old"}) for i in range(18)]
    people += [(f"young {home}", {"age": "young"}) for home in (2, 9, 17)]
    homes = [f"home {i}" for i in (*range(18), 2, 9, 17)]
    pool = build([Quota("age", "old", 0, 1), Quota("age", "young", 0, 1)], people, 1, homes)
    made = np.zeros((3, len(pool.profiles)), dtype=np.int16)
    made[:, pool.profile_of[17]] = 1

    seated = seat_people(pool, made, Stream(b"turns"))

    turns = Stream(b"turns").shuffle([2, 9, 17])
    assert [i for (i,) in seated] == turns
    assert people_of(pool, [int(pool.profile_of[17])], Stream(b"turns")) == turns[:1]


@pytest.fixture(scope="module")
def crowded():
    """Tickets on which kinds of household are nearly full: seats, turns, exchanges of each."""
    found = []
    for seed in range(20):
        random = np.random.default_rng(seed)
        homes, profiles = int(random.integers(2, 7)), int(random.integers(1, 4))
        seats = random.multinomial(homes, np.ones(profiles) / profiles, 60)
        turns = Counted(list(range(homes)), Stream(bytes([seed])))
        for ticket, t in itertools.product(range(60), range(profiles)):
            for _ in range(seats[ticket, t]):
                turns.seat(ticket, t)
        found.append((seats, turns))
    return found


class Counted(_Turns):
    exchanges = 0

    def _exchange(self, *arguments):
        self.exchanges += 1
        super()._exchange(*arguments)


def test_households_of_one_kind_sit_once_a_ticket_and_equally_often(crowded):
    for seats, turns in crowded:
        on = Counter()
        for t in range(seats.shape[1]):
            pairs = turns.of(t)
            on.update(pairs)
            assert (np.bincount([u for u, _ in pairs], minlength=60) == seats[:, t]).all()
            held = Counter(home for _, home in pairs)
            times = [held[home] for home in turns.homes]
            assert max(times) - min(times) <= 1
        assert set(on.values()) == {1}


def test_full_tickets_make_earlier_ones_change(crowded):
    assert sum(turns.exchanges for _, turns in crowded) > 100
