"""Rounding: a lottery over panels becomes whole tickets."""

import numpy as np
import pytest

from sortition.instance import Quota, build
from sortition.leximin import leximin
from sortition.lottery import WHOLE, expected_seats, whole_shares
from sortition.randomness import Stream
from sortition.rounding import _Products, tickets, tickets_of


def test_every_ticket_meets_every_quota(city):
    instance = city.instance

    made = tickets(instance, city.lottery, 1000, Stream(b"q")).astype(int)

    seats = made @ instance.belongs
    assert made.shape == (1000, len(instance.profiles))
    assert (made.sum(axis=1) == instance.size).all()
    assert (made <= instance.counts).all()
    assert (seats >= instance.lower).all()
    assert (seats <= instance.upper).all()


@pytest.mark.parametrize("m", [7, 100, 1000])
def test_the_seats_of_each_profile_come_near_what_it_expects(city, m):
    parts = whole_shares(city.lottery.share)
    expected = expected_seats(city.lottery.panels, parts) * (m / WHOLE)

    made = tickets(city.instance, city.lottery, m, Stream(b"q")).sum(axis=0)

    assert (np.abs(made - expected) <= 2.5 * city.instance.counts).all()


def test_shares_that_are_whole_tickets_are_kept_exactly(tight):
    panels = np.array([[2, 1, 0, 3], [1, 2, 1, 2]])
    parts = np.array([WHOLE // 4, WHOLE - WHOLE // 4])

    made = tickets_of(tight.instance, panels, parts, 100, Stream(b"q"))

    rows, times = np.unique(made, axis=0, return_counts=True)
    assert rows.tolist() == [[1, 2, 1, 2], [2, 1, 0, 3]]
    assert times.tolist() == [75, 25]


def test_the_stream_decides_the_order_of_the_tickets_and_nothing_else(mass):
    one = tickets(mass.instance, mass.lottery, 1000, Stream(b"one"))
    other = tickets(mass.instance, mass.lottery, 1000, Stream(b"other"))

    assert one.tolist() != other.tolist()
    assert sorted(one.tolist()) == sorted(other.tolist())


def test_a_pool_with_one_panel_has_that_panel_on_every_ticket():
    instance = build(
        [Quota("a", "x", 1, 1), Quota("a", "y", 1, 1)], [("1", {"a": "x"}), ("2", {"a": "y"})], 2
    )

    made = tickets(instance, leximin(instance), 10, Stream(b"q"))

    assert made.tolist() == [[1, 1]] * 10


@pytest.mark.parametrize("seed", range(5))
def test_products_from_lists_are_those_of_the_matrix(seed):
    random = np.random.default_rng(seed)
    panels = random.multinomial(6, np.full(9, 1 / 9), 30).astype(np.int8)
    panels[:, 4] = 0  # a profile on no panel
    weight = random.integers(1, 720, 9).astype(float)

    products = _Products(panels, weight)

    known = (panels.astype(int) * weight) @ panels.astype(int).T
    assert [products.of(i).tolist() for i in range(30)] == known.tolist()
