"""A person is a dot: nobody is dropped by rounding, and nobody is drawn twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.drawings import crowd, mirror, seats
from jury.drawings.people import STATES, apportion

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=9)


@given(SHARES, st.integers(0, 120))
def test_seats_are_handed_out_to_the_last_one(shares, size):
    expected = size if sum(shares) > 0 else 0
    assert sum(apportion(shares, size)) == expected


@given(SHARES, st.integers(0, 120))
def test_nobody_is_more_than_one_seat_from_the_exact_share(shares, size):
    total = sum(shares)
    for share, count in zip(shares, apportion(shares, size), strict=True):
        exact = size * share / total if total > 0 else 0
        assert abs(count - exact) < 1 + 1e-9


def test_the_largest_remainders_get_the_seats_left_over():
    assert apportion([0.34, 0.25, 0.41], 24) == [8, 6, 10]
    assert apportion([1, 1, 1], 10) == [4, 3, 3]
    assert apportion([0.997, 0.001], 5) == [5, 0]


def diploma(population=(0.34, 0.25, 0.41)):
    names, pool, jury = ("lower", "middle", "higher"), (0.17, 0.25, 0.58), (8, 6, 10)
    return mirror("Diploma", list(zip(names, population, pool, jury, strict=True)), 24)


def test_every_row_has_as_many_dots_as_seats_and_fills_the_group_in_question():
    m = diploma()
    for group in m["groups"]:
        for row in group["rows"]:
            assert len(row["dots"]) == 24
            assert sum(dot["filled"] for dot in row["dots"]) == row["count"]
    assert [[row["count"] for row in group["rows"]] for group in m["groups"]] == [
        [8, 4, 8],
        [6, 6, 6],
        [10, 14, 10],
    ]


def test_an_unknown_population_has_no_row_and_takes_no_seat_from_the_known():
    m = diploma(population=(0.34, 0.25, None))
    kinds = [[row["kind"] for row in group["rows"]] for group in m["groups"]]
    known = ["population", "pool", "jury"]
    assert kinds == [known, known, ["pool", "jury"]]
    assert [group["counts"]["population"] for group in m["groups"]] == [8, 6, None]


def test_an_empty_pool_is_a_row_without_filled_dots():
    m = mirror("Age", [("16-29", 0.2, 0.0, 0), ("30 and older", 0.8, 0.0, 0)], 5)
    assert [group["counts"]["pool"] for group in m["groups"]] == [0, 0]


@pytest.mark.parametrize("size", [1, 24, 30, 31, 100])
def test_dots_of_a_mirror_stay_on_the_page_and_apart(size):
    group = mirror("Age", [("all", 1.0, 1.0, size)], size)["groups"][0]
    dots = [(dot["x"], dot["y"]) for row in group["rows"] for dot in row["dots"]]
    assert len(set(dots)) == 3 * size
    assert all(0 <= x <= 336 and 0 <= y <= group["height"] for x, y in dots)


@pytest.mark.parametrize("size", [0, 1, 12, 24, 40, 41, 99, 160])
def test_everyone_has_a_place_of_their_own_at_the_table(size):
    people = [{"state": "seated", "label": f"Seat {i}"} for i in range(size)]
    drawing = seats(people)
    assert [mark["label"] for mark in drawing["marks"]] == [place["label"] for place in people]
    assert len({mark["d"] for mark in drawing["marks"]}) == size
    assert drawing["total"] == drawing["seated"] == size


def test_alternates_stand_beside_the_table_and_do_not_count_as_seats():
    drawing = seats([{"state": state, "label": state} for state in STATES])
    assert (drawing["total"], drawing["seated"]) == (4, 2)
    assert drawing["marks"][-1]["state"] == "alternate"
    assert [(row["state"], row["count"]) for row in drawing["counts"]] == [
        (state, 1) for state in STATES
    ]


def test_the_state_of_a_seat_is_told_by_its_shape_but_for_the_empty_ring():
    shapes = {row["state"]: row["d"] for row in seats_of_all_states()["counts"]}
    assert shapes["seated"] == shapes["waiting"]  # told apart by being filled
    assert len(set(shapes.values())) == 4


def seats_of_all_states():
    return seats([{"state": state, "label": state} for state in STATES])


@pytest.mark.parametrize(("people", "chosen"), [(240, 24), (100, 7), (24, 24), (5, 1)])
def test_a_crowd_has_exactly_the_chosen_among_it(people, chosen):
    dots = crowd(people, chosen)["dots"]
    assert len({(dot["x"], dot["y"]) for dot in dots}) == people
    assert sum(dot["chosen"] for dot in dots) == chosen
