"""Slopes: a proposal's two places are joined, and no name is printed over another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.drawings import slopes
from jury.drawings.slopes import LINE_HEIGHT, MOST_NAMED, TALLEST, TOP, apart
from jury.scoring.shift import places

SCORES = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=60)


def of_scores(scores):
    """So few different scores that most places are shared."""
    before, after = (places([float(pair[k]) for pair in scores]) for k in (0, 1))
    return [(f"{i}. Garden", *both) for i, both in enumerate(zip(before, after, strict=True))]


def names(drawing):
    return [row["name_y"] for row in drawing["rows"] if row["name_y"] is not None]


@given(SCORES)
def test_no_two_names_are_nearer_than_a_line_and_all_are_on_the_page(scores):
    drawing = slopes(of_scores(scores))
    heights = names(drawing)
    assert all(low - high >= LINE_HEIGHT - 0.11 for high, low in pairwise(heights))
    assert len(heights) == min(len(scores), MOST_NAMED)
    assert heights[0] >= TOP
    assert heights[-1] < drawing["height"] <= TOP + TALLEST + 12


@given(st.lists(st.tuples(st.floats(1, 60), st.floats(1, 60)), max_size=60))
def test_any_places_at_all_stay_apart_and_inside(pairs):
    drawing = slopes([("Garden", before, after) for before, after in pairs])
    heights = names(drawing)
    assert all(low - high >= LINE_HEIGHT - 0.11 for high, low in pairwise(heights))
    for row in drawing["rows"]:
        assert min(row["y1"], row["y2"]) >= TOP
        assert max(row["y1"], row["y2"], row["name_y"] or 0) < drawing["height"]


def test_a_name_without_company_stands_beside_its_dot():
    drawing = slopes([("Choir", 2, 1), ("Garden", 1, 2), ("Benches", 3, 3)])
    assert [row["label"] for row in drawing["rows"]] == ["Choir", "Garden", "Benches"]
    assert all(row["name_y"] == row["y2"] for row in drawing["rows"])


def test_shared_places_share_a_dot_and_fan_out_their_names_around_it():
    drawing = slopes([("Choir", 1, 2), ("Garden", 2, 2), ("Benches", 3, 2)])
    assert len({row["y2"] for row in drawing["rows"]}) == 1
    dot = drawing["rows"][0]["y2"]
    assert names(drawing) == [dot - LINE_HEIGHT, dot, dot + LINE_HEIGHT]


@pytest.mark.parametrize(("after", "far"), [(2.5, False), (3, True), (1, False)])
def test_two_places_are_far(after, far):
    assert slopes([("Choir", 1, after)])["rows"][0]["far"] is far


def test_among_many_only_those_that_moved_furthest_are_named():
    proposals = [(f"Proposal {i}", float(i), float(i)) for i in range(1, 99)]
    proposals += [("Choir", 99.0, 100.0), ("Garden", 100.0, 99.0)]
    drawing = slopes(proposals)
    named = {row["label"] for row in drawing["rows"] if row["name_y"] is not None}
    assert drawing["some_unnamed"]
    assert {"Choir", "Garden"} < named


@given(st.lists(st.integers(0, 60), min_size=1, max_size=5).map(sorted), st.integers(1, 9))
def test_names_are_moved_no_further_than_needed(wanted, gap):
    found = apart(wanted, gap, (-100, 200))
    for direction in (-0.5, 0.5):
        for first in range(len(wanted)):
            for end in range(first + 1, len(wanted) + 1):
                moved = [y + direction * (first <= i < end) for i, y in enumerate(found)]
                if all(low - high >= gap for high, low in pairwise(moved)):
                    assert distance(moved, wanted) >= distance(found, wanted) - 1e-6


def distance(heights, wanted):
    return sum((a - b) ** 2 for a, b in zip(heights, wanted, strict=True))


def test_nothing_leaves_the_page_and_nothing_at_all_can_be_drawn():
    assert apart([0, 0, 0], 4, (0, 20)) == [0, 4, 8]
    assert apart([20, 20, 20], 4, (0, 20)) == [12, 16, 20]
    assert slopes([])["rows"] == []
