"""Exchanges: seats that move between profiles, so that nobody is far from the exact chance."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from sortition.exchanges import FINE, NEAR, exchange_doubly, is_far
from sortition.instance import Quota, build
from sortition.leximin import leximin
from sortition.lottery import WHOLE, deviation, expected_seats, seat_people, whole_shares
from sortition.panels import meets
from sortition.randomness import Stream
from sortition.rounding import tickets


@pytest.fixture
def square():
    """Eight people, two of each answer to two questions; four seats, two for each answer."""
    quotas = [Quota(name, value, 2, 2) for name in ("a", "b") for value in ("no", "yes")]
    answers = list(itertools.product(("no", "yes"), repeat=2)) * 2
    people = [(str(i), {"a": a, "b": b}) for i, (a, b) in enumerate(answers)]
    return build(quotas, people, 4)


def test_two_seats_move_where_one_alone_would_break_a_quota(square):
    made = np.array([[2, 0, 0, 2]] * 3 + [[1, 1, 1, 1]] * 5, dtype=np.int16)
    fair = np.full(4, 8.0 * FINE)

    exchange_doubly(square, made, fair, np.ones(4))

    assert made.sum(axis=0).tolist() == [10, 6, 6, 10]  # 1 ticket a person off, as is near enough
    assert meets(square, made).all()


def test_where_the_work_may_not_begin_nothing_moves(square):
    made = np.array([[2, 0, 0, 2]] * 3 + [[1, 1, 1, 1]] * 5, dtype=np.int16)
    before = made.copy()

    exchange_doubly(square, made, np.full(4, 8.0 * FINE), np.ones(4), most=0)

    assert made.tolist() == before.tolist()


def test_nothing_moves_where_everyone_is_near(square):
    made = np.array([[2, 0, 0, 2]] * 2 + [[1, 1, 1, 1]] * 6, dtype=np.int16)
    before = made.copy()

    exchange_doubly(square, made, np.full(4, 8.0 * FINE), np.ones(4))

    assert made.tolist() == before.tolist()


@pytest.mark.parametrize("homes", [False, True])
@pytest.mark.parametrize("seed", range(30))
def test_exchanges_keep_every_limit_and_put_nobody_else_far_off(small, every_panel, seed, homes):
    pool, random = small(seed, tolerance=1, homes=homes), np.random.default_rng(seed)
    panels = every_panel(pool)
    panels = panels[meets(pool, panels)].astype(np.int16)
    if not len(panels):
        return  # the households of this pool leave no panel
    made = panels[random.integers(0, len(panels), 12)]
    wanted = panels[random.integers(0, len(panels), 12)].sum(axis=0)
    fair = FINE * wanted.astype(float)
    far = is_far(fair, made.sum(axis=0), pool.counts)

    exchange_doubly(pool, made, fair, np.ones(len(fair)))

    assert meets(pool, made).all()
    assert not (is_far(fair, made.sum(axis=0), pool.counts) & ~far).any()


def test_where_nobody_else_can_sit_nothing_moves():
    quotas = [Quota("a", "x", 1, 1), Quota("a", "y", 1, 1)]
    pool = build(quotas, [("1", {"a": "x"}), ("2", {"a": "y"})], 2)
    made = np.ones((4, 2), dtype=np.int16)

    exchange_doubly(pool, made, np.array([2.0 * FINE, 6.0 * FINE]), np.ones(2))

    assert made.tolist() == [[1, 1]] * 4


@pytest.mark.parametrize("seed", range(20))
def test_far_is_who_is_far_when_people_take_turns(seed):
    random = np.random.default_rng(seed)
    counts, seats = random.integers(1, 6, 30), random.integers(0, 40, 30)
    fair = FINE * seats + random.integers(-3 * FINE, 3 * FINE, 30) * counts

    def distance(n, held, exact):
        exact = Fraction(int(exact), FINE * int(n))
        each = [held // n + (place < held % n) for place in range(n)]
        return max(abs(int(one) - exact) for one in each)

    parts = zip(counts.tolist(), seats.tolist(), fair.tolist(), strict=True)
    known = [distance(*part) > Fraction(NEAR, FINE) for part in parts]
    assert is_far(fair.astype(float), seats, counts).tolist() == known


@pytest.mark.parametrize(("name", "m"), [("sf_b_like_20", 1000), ("house_like_40", 500)])
def test_nobody_is_further_than_one_and_a_half_tickets_from_the_exact_chance(known, name, m):
    instance = known(name)
    lottery = leximin(instance)
    expected = expected_seats(lottery.panels, whole_shares(lottery.share))

    made = tickets(instance, lottery, m, Stream(b"q"))

    assert meets(instance, made).all()
    people = seat_people(instance, made, Stream(b"p"))
    assert deviation(instance, people, expected) <= 1.5
    assert len(people) == m
    assert expected.sum() == instance.size * WHOLE
