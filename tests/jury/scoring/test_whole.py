"""Whole numbers: exact where scores have a common denominator, billionths where they have not."""

from fractions import Fraction

import numpy as np
import pytest

from jury.scoring.whole import FINENESS, in_billionths, utilities


@pytest.mark.parametrize("weights", [[1], [1, 2], [3, 2, 2], [50, 30, 20], [0.5, 0.25, 0.25]])
def test_weighted_means_of_whole_scores_are_exact(weights):
    rng = np.random.default_rng(0)
    given = rng.integers(0, 11, (30, 40, len(weights)))
    score = given @ np.array(weights) / sum(weights)

    worth, unit = utilities(score, 4.0)

    part = [Fraction(weight) / Fraction(sum(weights)) for weight in weights]
    for answers, counted in zip(given.reshape(-1, len(weights)), worth.reshape(-1), strict=True):
        exact = sum(w * int(s) for w, s in zip(part, answers, strict=True)) - 4
        assert counted * unit == max(exact, 0)


def test_a_missing_score_is_worth_nothing_and_so_is_one_at_the_threshold():
    worth, unit = utilities(np.array([[np.nan, 5.0, 4.5, 5.5]]), 5.0)

    assert worth.tolist() == [[0, 0, 0, 1]]
    assert unit == Fraction(1, 2)


def test_scores_without_a_common_denominator_are_counted_in_billionths():
    score = np.random.default_rng(1).normal(6, 1, (20, 30))

    worth, unit = utilities(score, 5.0)

    assert unit == FINENESS == Fraction(1, 10**9)
    assert worth * 1e-9 == pytest.approx(np.maximum(score - 5, 0), abs=0.6e-9)


def test_one_score_that_does_not_fit_is_enough_to_count_in_billionths():
    score = np.arange(1000.0).reshape(10, 100) / 100
    score[3, 33] += 1e-5

    assert utilities(score, 0.0)[1] == FINENESS


def test_scores_that_agree_to_a_billionth_are_equal():
    assert len(set(in_billionths([7.1, 7.1 + 1e-12, 7.1 - 1e-12], 1.0).tolist())) == 1
    assert np.diff(in_billionths([7.1, 7.1 + 2e-9], 1.0)) == [2]
