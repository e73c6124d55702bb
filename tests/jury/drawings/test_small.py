"""Small drawings: each juror is one dot, above their grade and inside the picture."""

import pytest

from jury.drawings import small_spread


@pytest.mark.parametrize("counts", [[0, 0, 0], [1, 0, 13, 8, 2], [100, 3, 0], [5]])
def test_each_juror_is_a_dot_in_the_column_of_their_grade(counts):
    drawn = small_spread(counts, 100)
    column = drawn["width"] / len(counts)

    found = [0] * len(counts)
    for dot in drawn["dots"]:
        found[int(dot["x"] // column)] += 1
        assert 0 < dot["y"] < drawn["base"] <= drawn["height"]
    assert found == counts
    assert len({(dot["x"], dot["y"]) for dot in drawn["dots"]}) == sum(counts)


def test_rows_of_a_table_share_the_width_of_the_fullest():
    assert small_spread([1, 2], 30)["width"] == small_spread([30, 2], 30)["width"]
    assert small_spread([1, 2])["width"] < small_spread([30, 2])["width"]
