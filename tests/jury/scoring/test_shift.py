"""Shift: paired changes between the first and the last scores."""

import pytest

from jury.scoring.shift import places, shift

BEFORE = {("p", "a"): 1, ("p", "b"): 5, ("q", "a"): 2, ("q", "b"): 4, ("r", "c"): 3}
AFTER = {("p", "a"): 3, ("p", "b"): 4, ("q", "a"): 2, ("q", "b"): 4, ("r", "d"): 1}


def test_only_pairs_scored_both_times_count():
    found = shift(BEFORE, AFTER)

    assert found.pairs == 4
    assert found.share_changed == 0.5
    assert found.mean_change == pytest.approx(0.25)
    assert found.mean_absolute_change == pytest.approx(0.75)
    assert found.juror_change == pytest.approx((-0.5, 0.25, 1.0))
    assert (found.variance_before, found.variance_after) == pytest.approx((5.0, 1.25))
    assert found.variance_ratio == pytest.approx(0.25)


def test_without_pairs_there_is_no_shift_and_without_spread_no_ratio():
    assert shift({("p", "a"): 1}, {("p", "b"): 1}) is None
    assert shift({("p", "a"): 1}, {("p", "a"): 2}).variance_ratio is None


def test_equal_values_share_a_place():
    assert places([1, 3, 3, 2]) == [4, 1.5, 1.5, 3]
