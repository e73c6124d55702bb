"""Robustness: counts of variants, the five orders, and what leaving out and recusals add."""

from statistics import fmean, median

import numpy as np
import pytest

from jury.scoring import calibration, grades, majority
from jury.scoring.allocation import best_first, greedy
from jury.scoring.influence import influences
from jury.scoring.ranks import pooled
from jury.scoring.recusal_bounds import recusal_bounds
from jury.scoring.robustness import (
    Robustness,
    by_order,
    robustness,
    with_recusals,
    without_each,
)
from jury.scoring.table import Table, alike
from tests.jury.scoring.strategic import panel

PANELS = [panel(seed, 6, 14, share, 1.5, 1.0, 1.5) for seed in range(5) for share in (0.5, 1.0)]


def calibrated_of(table):
    fitted = calibration.fit(table)
    return pooled(fitted.grand_mean + fitted.proposal, alike(table))


def test_each_proposal_is_counted_and_its_differences_are_named_in_the_order_given():
    variants = {"mean": {0, 1}, "median": {1}, "knapsack": {0, 2}, "equal_shares": {0, 1}}
    assert robustness(3, {0, 1}, variants) == [
        Robustness(3, 4, ["median"]),
        Robustness(3, 4, ["knapsack"]),
        Robustness(1, 4, ["knapsack"]),
    ]


def test_no_variant_leaves_nothing_to_count():
    assert robustness(1, set(), {}) == [Robustness(0, 0, [])]


@pytest.mark.parametrize(
    ("declared", "variants", "name"), [({3}, {}, "declared"), ({0}, {"mean": {0, 3}}, "mean")]
)
def test_a_variant_that_funds_what_does_not_exist_is_refused(declared, variants, name):
    with pytest.raises(ValueError, match=f"“{name}” funds proposal 3, and the 3 proposals are"):
        robustness(3, declared, variants)


@pytest.mark.parametrize("made", PANELS)
def test_the_five_orders_fund_what_the_plain_rule_funds(made):
    table, terms = made.table, made.terms
    scores = [table.of_proposal(i).tolist() for i in range(table.proposals)]
    tallies = [grades.tally(each, terms.scale) for each in scores]
    middle, worded = [median(each) for each in scores], majority.majority_ranks(tallies)
    calibrated = calibrated_of(table)
    first = {
        "mean": [fmean(each) for each in scores],
        "median": middle,
        "trimmed_mean": [grades.trimmed_mean(each) for each in scores],
        "majority_grade": [-place for place in worded],
        "calibrated": calibrated.tolist(),
    }
    expected = {}
    for name, figure in first.items():
        order = best_first(figure, middle, worded, terms.cost, terms.tie_lot)
        expected[name] = set(greedy(order, terms.cost, terms.budget))
    assert by_order(table, calibrated, terms) == expected


def test_the_panels_tell_the_orders_apart():
    found = [by_order(each.table, calibrated_of(each.table), each.terms) for each in PANELS]
    for name in ("mean", "median", "trimmed_mean", "majority_grade"):
        assert any(each[name] != each["calibrated"] for each in found)


@pytest.mark.parametrize("made", PANELS[:3])
def test_leaving_out_and_recusals_come_with_a_name_each(made):
    table, terms = made.table, made.terms
    fitted = calibration.fit(table)
    found = influences(table, fitted, terms)
    alone = without_each(found)
    assert list(alone) == [f"without_juror_{k}" for k in range(1, table.jurors + 1)]
    assert list(alone.values()) == [each.funded for each in found]
    gap = np.argwhere(table.counts == 0)[:2]
    bounds = recusal_bounds(table, [(int(i), int(j)) for i, j in gap], fitted, terms)
    assert with_recusals(bounds) == {
        "recusals_low": bounds.all_low,
        "recusals_high": bounds.all_high,
    }


def test_the_order_of_rows_leaves_no_trace():
    made = PANELS[0]
    table, calibrated = made.table, calibrated_of(made.table)
    rows = np.random.default_rng(2).permutation(len(table.score))
    mixed = Table(table.proposal[rows], table.juror[rows], table.score[rows], 14, 6)
    assert by_order(mixed, calibrated, made.terms) == by_order(table, calibrated, made.terms)
