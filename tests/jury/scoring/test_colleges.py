"""Colleges: each stands on its own, and together they weigh what was published."""

from fractions import Fraction

import numpy as np
import pytest

from jury.scoring import calibration
from jury.scoring.case import BadScores
from jury.scoring.colleges import combine
from jury.scoring.ranks import pooled
from jury.scoring.table import Table, alike

IDS = ["p1", "p2", "p3", "p4", "p5", "p6"]
WEIGHTS = {"citizens": Fraction(7, 10), "experts": Fraction(3, 10)}


def college(seed, jurors, spread=1.5, share=1.0, worth=None):
    """The scores of one college on six proposals, every one read by two jurors at least."""
    rng = np.random.default_rng(seed)
    worth = rng.normal(0, spread, 6) if worth is None else worth
    reads = rng.random((6, jurors)) < share
    reads[:, :2] = True
    i, j = np.nonzero(reads)
    severity = rng.normal(0, 1, jurors)
    return Table(i, j, 5 + worth[i] + severity[j] + rng.normal(0, 1, len(i)), 6, jurors)


@pytest.fixture
def tables():
    return {"citizens": college(1, 12, share=0.6), "experts": college(2, 4)}


def sentences(tables, weights):
    """What is said when these are refused."""
    with pytest.raises(BadScores) as refusal:
        combine(tables, weights, IDS)
    return str(refusal.value).splitlines()


def test_each_college_is_fitted_on_its_own_scores_alone(tables):
    alone = combine({"experts": tables["experts"]}, {"experts": Fraction(1)}, IDS)
    both = combine(tables, WEIGHTS, IDS)
    fitted = calibration.fit(tables["experts"])
    expected = pooled(fitted.grand_mean + fitted.proposal, alike(tables["experts"]))
    for found in (alone, both):
        assert found.college["experts"].calibrated.tolist() == expected.tolist()
    assert alone.calibrated == pytest.approx(expected, abs=1e-12)
    assert alone.error == pytest.approx(fitted.proposal_se, abs=1e-12)
    assert alone.college["experts"].pull == pytest.approx(1.0)


def test_the_combined_score_is_the_weighted_mean_and_its_error_that_of_independent_fits(tables):
    found = combine(tables, WEIGHTS, IDS)
    one, two = (calibration.fit(tables[name]) for name in ("citizens", "experts"))
    mean = 0.7 * (one.grand_mean + one.proposal) + 0.3 * (two.grand_mean + two.proposal)
    error = np.hypot(0.7 * one.proposal_se, 0.3 * two.proposal_se)
    assert found.calibrated == pytest.approx(mean, abs=1e-12)
    assert found.error == pytest.approx(error, abs=1e-12)


def test_the_error_is_the_spread_of_what_the_colleges_leave_possible(tables):
    found = combine(tables, WEIGHTS, IDS)
    rng = np.random.default_rng(5)
    drawn = sum(
        float(each.weight) * rng.normal(each.calibrated, each.fitted.proposal_se, (40_000, 6))
        for each in found.college.values()
    )
    assert drawn.mean(axis=0) == pytest.approx(found.calibrated, abs=0.02)
    assert drawn.std(axis=0) == pytest.approx(found.error, rel=0.03)


def test_a_college_that_sees_no_difference_has_its_weight_but_no_pull():
    worth = np.array([-2.0, -1, 0, 0, 1, 2])
    level = Table(*np.nonzero(np.ones((6, 4))), np.full(24, 3.0), 6, 4)
    tables = {"citizens": college(1, 12, worth=worth), "experts": level}
    found = combine(tables, {"citizens": Fraction(1, 2), "experts": Fraction(1, 2)}, IDS)
    pull = {name: each.pull for name, each in found.college.items()}
    assert pull == pytest.approx({"citizens": 1.0, "experts": 0.0}, abs=1e-12)
    gap = found.calibrated.max() - found.calibrated.min()
    assert gap == pytest.approx(np.ptp(found.college["citizens"].calibrated) / 2)


def test_the_pulls_add_up_to_one_and_are_nothing_where_nothing_varies(tables):
    found = combine(tables, WEIGHTS, IDS)
    assert sum(each.pull for each in found.college.values()) == pytest.approx(1.0)
    level = Table(*np.nonzero(np.ones((6, 4))), np.full(24, 3.0), 6, 4)
    flat = combine({"citizens": level, "experts": level}, WEIGHTS, IDS)
    assert {each.pull for each in flat.college.values()} == {0.0}


def test_the_order_in_which_colleges_are_given_leaves_no_trace(tables):
    backwards = combine(dict(reversed(tables.items())), dict(reversed(WEIGHTS.items())), IDS)
    found = combine(tables, WEIGHTS, IDS)
    assert found.calibrated.tolist() == backwards.calibrated.tolist()
    assert list(found.college) == list(backwards.college)


def test_a_proposal_that_one_college_did_not_read_is_refused(tables):
    whole = tables["experts"]
    kept = whole.proposal != 3
    tables["experts"] = Table(whole.proposal[kept], whole.juror[kept], whole.score[kept], 6, 4)
    assert sentences(tables, WEIGHTS) == [
        "proposals: Nobody in the college “experts” scored “p4”, and its weight counts for every "
        "proposal. Ask a juror of that college to score it, or take it out of the list."
    ]


def test_a_college_of_one_juror_and_one_that_falls_apart_are_refused_together(tables):
    tables["experts"] = Table(np.arange(6), np.zeros(6, dtype=int), np.arange(6.0), 6, 1)
    pairs = [(i, j) for i in range(6) for j in ((0, 1) if i < 4 else (2, 3))]
    i, j = np.array(pairs).T
    tables["citizens"] = Table(i, j, np.arange(12.0), 6, 4)
    assert sentences(tables, WEIGHTS) == [
        "scores: The proposals fall apart into 2 groups, of 4, 2, that no juror of the college "
        "“citizens” compares. Let a juror of one group also score a proposal of another.",
        "scores: The number of jurors who scored in the college “experts” is 1. It needs at "
        "least 2, so that scores can be compared. Add jurors, or join it with another.",
    ]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (
            {"citizens": Fraction(7, 10), "experts": Fraction(2, 10)},
            ["The weights of the colleges add up to 9/10. Make them add up to 1."],
        ),
        (
            {"citizens": Fraction(1), "experts": Fraction(0)},
            [
                "The weight of the college “experts” is 0. Give it a weight above zero, or take "
                "its scores out."
            ],
        ),
        (
            {"citizens": Fraction(1)},
            [
                "There are scores of 2 colleges (“citizens”, “experts”) and weights of 1 "
                "(“citizens”). Give each college one weight."
            ],
        ),
    ],
)
def test_weights_that_are_not_shares_of_one_are_refused(tables, weights, said):
    assert sentences(tables, weights) == said
