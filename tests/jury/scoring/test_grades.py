"""Grades: weights, halves, and four kinds of missing that are never zeros."""

import numpy as np
import pytest

from jury.scoring import grades
from jury.scoring.case import Case, CriterionRow, ProposalRow, ScoreRow

CRITERIA = [CriterionRow("impact", 2), CriterionRow("place", 1), CriterionRow("cost", 1)]


def case(rows, criteria=CRITERIA):
    return Case(rows, [ProposalRow("p", "P", 100)], 100, (1, 5), 3.0, criteria)


def only(rows, criteria=CRITERIA):
    return grades.rounds(case(rows, criteria))[-1]


def test_a_score_is_the_weighted_mean_of_what_was_answered():
    rows = [ScoreRow("j", "p", 5, "impact"), ScoreRow("j", "p", 2, "cost")]
    assert only(rows).score == {("p", "j"): 4.0}


def test_exactly_half_of_the_weight_is_enough_and_less_is_not():
    half = [ScoreRow("j", "p", 5, "impact")]
    less = [ScoreRow("j", "p", 5, "cost")]
    assert only(half).score == {("p", "j"): 5.0}
    assert only(less).score == {}
    assert only(less).missing == {("p", "j"): "not_answered"}


def test_half_is_exact_for_weights_that_binary_numbers_cannot_hold():
    weights = {"a": 0.1, "b": 0.2, "c": 0.3}
    assert grades.weighted({"a": 1, "b": 4}, weights) == pytest.approx(3.0)


@pytest.mark.parametrize("reason", ["recused", "cannot_judge", "not_answered"])
def test_a_missing_score_keeps_its_reason_and_is_no_zero(reason):
    found = only([ScoreRow("j", "p", None, "impact", 1, reason)])
    assert found.score == {}
    assert found.missing == {("p", "j"): reason}
    assert found.reasons_of["p"] == {reason: 1}


def test_a_criterion_one_cannot_judge_leaves_the_others():
    rows = [
        ScoreRow("j", "p", 4, "impact"),
        ScoreRow("j", "p", None, "cost", 1, "cannot_judge"),
    ]
    assert only(rows).score == {("p", "j"): 4.0}


def test_without_criteria_those_that_occur_weigh_the_same():
    rows = [ScoreRow("j", "p", 1, "x"), ScoreRow("j", "p", 4, "y")]
    assert only(rows, ()).score == {("p", "j"): 2.5}


def test_rounds_stay_apart():
    rows = [ScoreRow("j", "p", 1, "", 2), ScoreRow("j", "p", 4, "", 1)]
    found = grades.rounds(case(rows, ()))
    assert [(each.number, each.score) for each in found] == [
        (1, {("p", "j"): 4.0}),
        (2, {("p", "j"): 1.0}),
    ]


@pytest.mark.parametrize(
    ("score", "grade"), [(1, 1), (1.5, 1), (1.51, 2), (4.5, 4), (5, 5), (2.5 + 1e-15, 2)]
)
def test_the_nearest_grade_takes_halves_down(score, grade):
    assert grades.nearest(score, (1, 5)) == grade


def test_a_tally_counts_every_score_once_and_shows_empty_grades():
    assert grades.tally([1, 1.2, 4.9, 3], (1, 5)) == [2, 0, 1, 0, 1]
    assert grades.tally([0.4, 13.4], (0.4, 13.4))[0] == 1


@pytest.mark.parametrize("number", [1, 4, 5, 9, 10])
def test_the_trimmed_mean_drops_a_fifth_at_either_end(number):
    scores = np.random.default_rng(number).normal(size=number)
    kept = np.sort(scores)[number // 5 : number - number // 5]
    assert grades.trimmed_mean(scores.tolist()) == pytest.approx(kept.mean())
