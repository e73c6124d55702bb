"""Many draws: ten thousand draws of one frozen lottery beside the exact chances."""

import csv
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2

from sortition.leximin import leximin
from sortition.public_values import text_value, words_of
from sortition.randomness import Stream, seed_of
from sortition.reading import read_instance
from sortition.record import digest, draw, freeze, seated

INSTANCES = Path(__file__).parent / "instances"
DRAWS = 10_000
UNLIKELY = 0.001  # the fit is refused below this p-value; so is one too good, above 1 less it

Many = namedtuple("Many", "instance record openings tickets exact")


def value(number):
    return text_value(str(number))


def drawn_tickets(record, draws):
    """The tickets of the public values 0, 1, 2 and so on, as the protocol picks them."""
    announced, m = digest(record), len(record["tickets"])
    return [
        Stream(seed_of("draw", record["call"], announced, words_of(value(n)))).uniform(m)
        for n in range(draws)
    ]


@pytest.fixture(scope="module", params=["fixture_22", "house_like_40"])
def many(request):
    """Ten thousand draws of a given pool, without and with households."""
    folder = INSTANCES / request.param
    files = folder / "categories.csv", folder / "respondents.csv"
    address = ("address1", "postcode") if request.param == "house_like_40" else ()
    instance = read_instance(*files, int(request.param[-2:]), address_columns=address)
    with (folder / "leximin_chances.csv").open() as file:
        exact = np.array([float(row[1]) for row in list(csv.reader(file))[1:]])
    salts = {name: f"{place:032x}" for place, name in enumerate(instance.ids)}
    frozen = freeze(instance, salts, "parks", mix="rain", lottery=leximin(instance))
    return Many(instance, *frozen, drawn_tickets(frozen[0], DRAWS), exact)


def p_value(times, chances):
    """The p-value of Pearson's chi-square: how often so many times, against these chances."""
    expected = times.sum() * chances / chances.sum()
    possible = expected > 0
    assert not times[~possible].any()
    assert expected[possible].min() >= 5
    distance = ((times - expected)[possible] ** 2 / expected[possible]).sum()
    return chi2.sf(distance, possible.sum() - 1)


def seats_by_lot(many):
    """One seat of each drawn panel, picked evenly: how often each row of the pool had it.

    So each draw counts one person, and the counts are independent: a person's part of them is
    the exact chance divided by the seats.
    """
    people, tickets = many.openings["people"], many.openings["tickets"]
    stream, times = Stream(b"one seat of each panel"), np.zeros(len(people))
    for ticket in many.tickets:
        on = tickets[ticket]
        times[people[on[stream.uniform(len(on))]]["row"] - 1] += 1
    return times


def test_ten_thousand_draws_pick_every_ticket_equally(many):
    m = len(many.record["tickets"])
    times = np.bincount(many.tickets, minlength=m).astype(float)

    assert UNLIKELY < p_value(times, np.full(m, 1 / m)) < 1 - UNLIKELY


def test_ten_thousand_draws_fit_the_exact_chances(many):
    assert UNLIKELY < p_value(seats_by_lot(many), many.exact) < 1 - UNLIKELY


def test_ten_thousand_draws_do_not_fit_chances_that_favour_a_tenth_of_the_people(many):
    favoured = many.exact * np.where(np.arange(len(many.exact)) % 10 == 0, 1.5, 1.0)

    assert p_value(seats_by_lot(many), favoured) < UNLIKELY


def test_every_panel_of_ten_thousand_draws_meets_every_quota(many):
    instance, people = many.instance, many.openings["people"]
    for ticket in set(many.tickets):
        rows = [people[i]["row"] - 1 for i in many.openings["tickets"][ticket]]
        seats = instance.belongs[instance.profile_of[rows]].sum(axis=0)
        assert len(set(rows)) == instance.size
        assert (instance.lower <= seats).all()
        assert (seats <= instance.upper).all()
        if instance.households is not None:
            assert len(set(instance.households.of[rows].tolist())) == instance.size


@pytest.mark.parametrize("number", [0, 4_999, 9_999])
def test_the_command_of_the_draw_seats_the_people_of_that_ticket(many, number):
    record = draw(many.record, many.openings, value(number))
    panel, _ = seated(record, many.openings)

    on = many.openings["tickets"][many.tickets[number]]
    assert record["ticket"] == many.tickets[number]
    assert {person["id"] for person in panel} == {many.openings["people"][i]["id"] for i in on}
