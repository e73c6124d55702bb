"""Simulation: calls as their design says, and a small version of what the soak plays at length."""

from dataclasses import replace

import numpy as np
import pytest

from tests.jury.scoring.simulation import Call, Design, call, plans
from tests.jury.scoring.simulation_trials import Bin, Trial, found_of_best, reliability, trial

DESIGN = Design(
    jurors=25, proposals=75, each=15, sd_proposal=1.0, sd_juror=1.0, sd_noise=1.0, mean=6.0,
    conflicts=0.02, recusals=0.03, cost=(500_000, 5_000_000), budget_share=0.3, plans=1,
    seed="small",
)  # fmt: skip
CALLS = 6


@pytest.fixture(scope="module")
def reading():
    """The reading plans of the design."""
    return plans(DESIGN)


@pytest.fixture(scope="module")
def trials(reading):
    """The trials of a few calls."""
    return [
        trial(call(DESIGN, number, reading), 10 / 3, 1_000, str(number)) for number in range(CALLS)
    ]


def test_about_90_percent_of_the_intervals_hold_the_truth(trials):
    assert 0.85 <= np.mean([each.covered.mean() for each in trials]) <= 0.95


def test_chances_of_funding_come_true(trials):
    bins = reliability(trials)

    assert len(bins) == 10
    assert sum(each.number for each in bins) == CALLS * 75
    assert max(abs(each.off) for each in bins) <= 3.5
    assert bins[0].funded < 0.06
    assert bins[-1].funded > 0.92


def test_calibration_finds_more_of_the_true_best_than_the_mean(trials):
    by_mean, by_calibration = (
        np.mean([getattr(each, name) for each in trials])
        for name in ("found_by_mean", "found_by_calibration")
    )
    assert by_calibration > by_mean + 0.02


def test_a_call_has_the_spreads_costs_and_losses_of_its_design(reading):
    found = [call(DESIGN, number, reading) for number in range(200)]

    quality = np.concatenate([each.quality for each in found])
    severity = np.concatenate([each.severity for each in found])
    noise = np.concatenate(
        [
            each.table.score - each.quality[each.table.proposal] - each.severity[each.table.juror]
            for each in found
        ]
    )
    cost = np.concatenate([each.cost for each in found])
    assert [quality.mean(), quality.std()] == pytest.approx([6, 1], abs=0.03)
    assert [severity.mean(), severity.std()] == pytest.approx([0, 1], abs=0.05)
    assert [noise.mean(), noise.std()] == pytest.approx([0, 1], abs=0.02)
    assert (cost.min(), cost.max()) == (500_000, 5_000_000)
    assert set(cost % 100_000) == {0}
    assert all(each.budget == int(0.3 * int(each.cost.sum())) for each in found)
    lost = 1 - len(noise) / (200 * reading[0].sum())
    assert lost == pytest.approx(0.03, abs=0.003)


def test_plans_keep_their_own_conflicts_and_read_a_fifth(reading):
    small = replace(DESIGN, jurors=10, proposals=20, each=4, plans=2)
    first, second = plans(small)

    assert (plans(replace(small, plans=1))[0] == first).all()
    assert (first != second).any()
    assert set(first.sum(axis=0)) == {2}
    assert set(reading[0].sum(axis=1)) == {15}
    assert set(reading[0].sum(axis=0)) == {5}


def test_the_number_of_a_call_fixes_it_and_the_seed_of_the_design_too(reading):
    one, same, other = (call(DESIGN, number, reading) for number in (3, 3, 4))
    elsewhere = call(replace(DESIGN, seed="other"), 3, reading)

    assert (one.table.score == same.table.score).all()
    assert not (one.quality == other.quality).any()
    assert not (one.quality == elsewhere.quality).any()


def test_recusals_never_leave_a_proposal_without_a_reader(reading):
    heavy = replace(DESIGN, recusals=0.35)

    assert all((call(heavy, n, reading).table.counts.sum(axis=1) > 0).all() for n in range(20))


def test_the_truly_funded_are_those_that_greedy_pays_by_true_quality():
    found = Call(None, np.array([3.0, 9.0, 5.0, 7.0]), None, np.array([10, 60, 30, 50]), 100)

    assert found.truly_funded().tolist() == [True, True, True, False]


def test_a_design_prints_all_that_it_is_made_of():
    assert str(DESIGN) == (
        "25 jurors, 75 proposals, 15 readings a juror, 2% conflicts, 3% recusals; standard "
        "deviations: proposal 1, juror 1, noise 1; mean 6; costs 5,000 to 50,000 euros, budget "
        "30% of their sum; 1 plans; seed “small”"
    )


def test_half_of_the_best_found_is_a_half():
    quality = np.arange(10.0)
    score = quality.copy()
    score[[0, 8]] = score[[8, 0]]

    assert found_of_best(score, quality) == 0.5


def of_chances(said, funded):
    none = np.zeros(len(said), dtype=bool)
    return Trial(none, np.array(said), np.array(funded), 0.0, 0.0)


def test_bins_are_tenths_and_calls_are_clusters():
    trials = [of_chances([0.0, 0.1, 1.0], [0, 1, 1]), of_chances([0.15, 0.19], [0, 0])]

    bins = reliability(trials)

    assert [each.number for each in bins] == [1, 3, 1]
    tenth = bins[1]
    assert (tenth.said, tenth.funded) == pytest.approx((0.44 / 3, 1 / 3))
    off = tenth.funded - tenth.said
    by_hand = np.hypot(0.9 - off, -0.34 - 2 * off) / 3
    assert tenth.error == pytest.approx(by_hand)
    assert tenth.off == pytest.approx(off / by_hand)
    assert Bin(1, 0.2, 0.5, 0.1).off == pytest.approx(3)
