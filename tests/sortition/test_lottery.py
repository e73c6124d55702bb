"""Tickets: how many, how near to everyone's chance, and who is on them."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import chi2

from sortition.lottery import (
    WHOLE,
    TooManyTickets,
    check_ticket_count,
    deviation,
    expected_seats,
    seat_people,
    ticket_count,
    whole_shares,
)
from sortition.randomness import Stream, seed_of
from sortition.rounding import tickets


@pytest.mark.parametrize(
    ("smallest", "m"), [(0.5, 1000), (0.02, 1000), (0.0199, 10_000), (0.0002, 100_000)]
)
def test_the_smallest_chance_gets_twenty_tickets(mass, smallest, m):
    chances = np.full(len(mass.lottery.chances), 0.6)
    chances[3] = smallest

    assert ticket_count(replace(mass.lottery, chances=chances)) == m


def test_somebody_on_no_panel_does_not_ask_for_tickets(mass):
    chances, excluded = mass.lottery.chances.copy(), mass.lottery.excluded.copy()
    chances[3], excluded[3] = 0, True

    assert ticket_count(replace(mass.lottery, chances=chances, excluded=excluded)) == 1000


def test_more_than_a_hundred_thousand_tickets_are_refused(mass):
    chances = np.full(len(mass.lottery.chances), 0.000199)

    with pytest.raises(TooManyTickets) as refused:
        ticket_count(replace(mass.lottery, chances=chances))

    assert str(refused.value) == (
        "The smallest chance is 0.0001990, which asks for 1,000,000 tickets. A lottery has "
        "at most 100,000. Draw more seats, or from a smaller pool."
    )


@pytest.mark.parametrize("m", [0, -1, 100_001])
def test_an_impossible_number_of_tickets_is_refused(mass, m):
    with pytest.raises(TooManyTickets) as refused:
        check_ticket_count(mass.lottery, m)

    assert str(refused.value) == f"A lottery has 1 to 100,000 tickets, and not {m:,}."


def test_too_few_tickets_for_the_smallest_chance_are_refused(mass):
    quarter = replace(mass.lottery, chances=np.full(len(mass.lottery.chances), 0.25))
    with pytest.raises(TooManyTickets) as refused:
        check_ticket_count(quarter, 3)

    check_ticket_count(quarter, 4)
    assert str(refused.value) == (
        "With 3 tickets a chance of 0.2500000 is less than one ticket. Ask for at least 4 tickets."
    )
    check_ticket_count(quarter, 100_000)
    with pytest.raises(TooManyTickets, match=r"of 0\.3000000 .* at least 4 tickets"):
        check_ticket_count(replace(quarter, chances=quarter.chances + 0.05), 3)
    check_ticket_count(replace(quarter, chances=np.ones(len(quarter.chances))), 1)


def test_where_tickets_fix_profiles_their_seats_are_counted_and_not_the_people(mass):
    chances = np.full(len(mass.lottery.chances), 0.004)
    counts = np.full(len(chances), 10)
    excluded = mass.lottery.excluded.copy()
    lottery = replace(mass.lottery, chances=chances, excluded=excluded)

    assert (ticket_count(lottery), ticket_count(lottery, counts)) == (10_000, 1000)
    with pytest.raises(TooManyTickets, match=r"of 0.0040000 is less than one .* at least 250 "):
        check_ticket_count(lottery, 100)
    check_ticket_count(lottery, 100, counts)
    with pytest.raises(TooManyTickets, match=r"of 0.0400000 is less than one .* at least 25 "):
        check_ticket_count(lottery, 24, counts)
    counts[3] = 1
    assert ticket_count(lottery, counts) == 10_000
    excluded[3] = True
    assert ticket_count(lottery, counts) == 1000


def test_whole_shares_sum_to_the_whole_and_the_greatest_takes_what_is_left():
    share = np.array([1 / 3, 1 / 3, 1 / 3, 1e-17, 0.0])

    parts = whole_shares(share)

    assert parts.tolist() == [333_333_333_334, 333_333_333_333, 333_333_333_333, 0, 0]
    noisy = whole_shares(np.array([-1e-9, 0.75, 0.25, 1e-12, 4e-13]))
    assert noisy.tolist() == [0, 3 * WHOLE // 4 - 1, WHOLE // 4, 1, 0]


@pytest.fixture
def ticketed(city):
    """A thousand tickets of a realistic pool, and who is on them."""
    stream = Stream(b"tickets")
    panels = tickets(city.instance, city.lottery, 1000, stream)
    return panels, seat_people(city.instance, panels, stream)


def test_nobody_is_further_than_two_and_a_half_tickets_from_the_exact_chance(city, ticketed):
    held = Counter(i for people in ticketed[1] for i in people)
    rows = (city.folder / "leximin_chances.csv").read_text().splitlines()[1:]
    exact = [1000 * float(row.split(",")[1]) for row in rows]

    furthest = max(abs(held[i] - fair) for i, fair in enumerate(exact))

    expected = expected_seats(city.lottery.panels, whole_shares(city.lottery.share))
    assert furthest <= 2.5
    assert deviation(city.instance, ticketed[1], expected) == pytest.approx(furthest, abs=1e-3)


def test_everyone_is_on_floor_or_ceiling_of_the_average_of_equal_answers(city, ticketed):
    panels, people = ticketed
    held = Counter(i for on in people for i in on)

    for t, count in enumerate(city.instance.counts):
        average = panels[:, t].sum() / count
        own = {held[i] for i in np.flatnonzero(city.instance.profile_of == t)}
        assert own <= {int(np.floor(average)), int(np.ceil(average))}


def test_a_ticket_seats_each_profile_as_often_as_its_panel_says(city, ticketed):
    for panel, people in zip(*ticketed, strict=True):
        assert len(set(people)) == city.instance.size
        seated = np.bincount(city.instance.profile_of[list(people)], minlength=len(panel))
        assert seated.tolist() == panel.tolist()


def test_a_single_ticket_is_seated(tight):
    made = tickets(tight.instance, tight.lottery, 1, Stream(b"one"))

    (on,) = seat_people(tight.instance, made, Stream(b"one"))

    assert np.bincount(tight.instance.profile_of[list(on)]).tolist() == made[0].tolist()


def test_two_people_with_the_same_answers_are_not_tied_to_each_other(tight):
    stream = Stream(b"friends")
    people = seat_people(
        tight.instance, tickets(tight.instance, tight.lottery, 1000, stream), stream
    )
    t = int(np.argmax(tight.instance.counts))
    members = set(np.flatnonzero(tight.instance.profile_of == t).tolist())

    pairs = Counter(pair for on in people for pair in combinations(sorted(members & set(on)), 2))

    average = pairs.total() / (len(members) * (len(members) - 1) / 2)
    assert max(pairs.values()) < 1.6 * average


def test_two_thousand_draws_fit_the_lottery(mass):
    stream = Stream(b"fit")
    panels = tickets(mass.instance, mass.lottery, 1000, stream)
    people = seat_people(mass.instance, panels, stream)
    drawn = [
        Stream(seed_of("draw", "parks", "00" * 32, f"value {n}")).uniform(1000) for n in range(2000)
    ]

    tens = np.bincount(np.array(drawn) // 10, minlength=100)
    seated = Counter(i for ticket in drawn for i in people[ticket])
    chances = mass.lottery.chances[mass.instance.profile_of]
    z = [
        (seated[i] - 2000 * p) / np.sqrt(2000 * p * (1 - p)) for i, p in enumerate(chances) if p < 1
    ]

    assert chi2.ppf(0.01, 99) < ((tens - 20) ** 2 / 20).sum() < chi2.ppf(0.99, 99)
    assert max(abs(score) for score in z) < 4
    assert 0.6 < np.square(z).mean() < 1.5
