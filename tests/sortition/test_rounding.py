"""Rounding: a lottery over panels becomes whole tickets."""

from itertools import combinations_with_replacement

import numpy as np
import pytest

from sortition.canonical import digest
from sortition.instance import Quota, build
from sortition.leximin import leximin
from sortition.lottery import WHOLE, expected_seats, seat_people, whole_shares
from sortition.panels import meets
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


@pytest.fixture
def shared_out(small, every_panel):
    """Small pools, each with all its panels and shares of them: [(instance, panels, parts)]."""
    found = []
    for seed, homes in [(seed, homes) for homes in (False, True) for seed in range(30)]:
        instance = small(seed, tolerance=1, homes=homes)
        panels = every_panel(instance)
        panels, stream = panels[meets(instance, panels)], Stream(f"shares {seed}".encode())
        if 2 <= len(panels) <= 18:
            share = np.array([stream.uniform(1000) + 1.0 for _ in panels])
            found.append((instance, panels, whole_shares(share / share.sum())))
    return found


def exact_quotas():
    """A pool of 120 for 12 seats, every quota exact, and 282 of its panels with their shares.

    No single seat can move without breaking a quota: whole tickets must.
    """
    stream, seats = Stream(b"crowd"), "v" * 6 + "w" * 4 + "x" * 2
    people = [(str(n), {c: "vvvwwx"[stream.uniform(6)] for c in "abc"}) for n in range(120)]
    quotas = [Quota(c, v, seats.count(v), seats.count(v)) for c in "abc" for v in "vwx"]
    instance = build(quotas, people, 12)
    panels = np.zeros((400, len(instance.profiles)), dtype=np.int64)
    for row in panels:
        for answers in zip(seats, stream.shuffle(seats), stream.shuffle(seats), strict=True):
            if answers in instance.profiles:
                row[instance.profiles.index(answers)] += 1
    panels = np.unique(panels[meets(instance, panels)], axis=0)
    share = np.array([(stream.uniform(1000) + 1.0) ** 3 for _ in panels])
    return instance, panels, whole_shares(share / share.sum())


def test_whole_tickets_are_exchanged_where_no_seat_can_move():
    instance, panels, parts = exact_quotas()
    made = [tickets_of(instance, panels, parts, m, Stream(b"q")) for m in (50, 100, 400)]

    assert len(panels) == 282
    for ticket in made:
        expected = expected_seats(panels, parts) * (len(ticket) / WHOLE)
        assert meets(instance, ticket).all()
        assert (np.abs(ticket.sum(axis=0) - expected) < 0.5 * instance.counts).all()
    assert digest([ticket.tolist() for ticket in made])[:16] == "63b3225a3a84e9bf"  # as below


def test_few_tickets_come_as_near_as_the_best_of_all_ways_to_choose_them(shared_out):
    ratios = []
    for instance, panels, parts in shared_out:
        expected = expected_seats(panels, parts) * (4 / WHOLE)
        ways = panels[list(combinations_with_replacement(range(len(panels)), 4))].sum(axis=1)
        best = (((ways - expected) / instance.counts) ** 2).sum(axis=1).min()

        made = tickets_of(instance, panels, parts, 4, Stream(b"q"))

        error = (made.sum(axis=0) - expected) / instance.counts
        assert meets(instance, made).all()
        assert np.abs(error).max() < 1
        ratios.append((error**2).sum() / best)
    assert len(ratios) > 30
    assert max(ratios) < 1.5
    assert np.mean(np.array(ratios) < 1.0001) > 0.9


def test_the_tickets_and_the_people_on_them_are_the_known_ones(shared_out):
    """A digest that changes with any ticket: the same shares must give the same on every computer.

    A better way of rounding changes it as well; then write down the new one.
    """
    made = [tickets_of(*one, m, Stream(b"q")) for one in shared_out for m in (1, 8, 9, 12, 40)]
    pools = [instance for instance, *_ in shared_out for m in (1, 8, 9, 12, 40)]
    people = [seat_people(*pair, Stream(b"p")) for pair in zip(pools, made, strict=True)]

    assert digest([ticket.tolist() for ticket in made])[:16] == "a52722a5f67e4739"
    assert digest(people)[:16] == "5ea9dccd00fe944f"
