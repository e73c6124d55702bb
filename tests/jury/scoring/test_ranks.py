"""Ranks: expected ranks of the reference panels, symmetry, draws and quantiles."""

import itertools

import numpy as np
import pytest

from jury.scoring import calibration, close_call, ranks, table, uncertainty
from jury.scoring.equations import Equations

PANELS = ["p1", "p2", "p3"]


def noise_density(deviation):
    """Density of sqrt(a^2 + s^2) when a and s are both uniform on (0, 2)."""
    low = np.pi / 8 * deviation
    corner = np.arccos(np.minimum(2 / deviation, 1.0))
    return np.where(deviation <= 2, low, deviation / 4 * (np.pi / 2 - 2 * corner))


def reference_points(scores):
    """The model of the reference panels: mean and juror effect fixed, the rest as described."""
    mean = np.mean([scores.of_proposal(i).mean() for i in range(scores.proposals)])
    parts = [
        uncertainty.spread_over(0, 2, 40, noise_density),
        uncertainty.spread_over(2, 8**0.5, 20, noise_density),
    ]
    noise = uncertainty.Nodes(*(np.concatenate([getattr(p, n) for p in parts]) for n in NAMES))
    return uncertainty.points(
        Equations(scores, mean),
        uncertainty.spread_over(0, 2, 40),
        uncertainty.fixed(0.5),
        noise,
    )


NAMES = ("value", "weight")


@pytest.mark.parametrize("panel", PANELS)
def test_expected_ranks_are_those_of_the_exact_integration(panel, oracle, oracle_rows):
    scores, proposals, _ = oracle(f"snsf_mock_{panel}_reml")
    expected = {
        row["proposal"]: float(row["exactgrid_er_exact"])
        for row in oracle_rows(f"snsf/mock_{panel}_er.csv")
    }

    found = ranks.expected(reference_points(scores))

    assert found == pytest.approx([expected[name] for name in proposals], abs=0.005)


@pytest.mark.parametrize("panel", PANELS)
def test_drawn_places_are_those_of_the_exact_integration(panel, oracle, oracle_rows):
    scores, proposals, _ = oracle(f"snsf_mock_{panel}_reml")
    rows = {row["proposal"]: row for row in oracle_rows(f"snsf/mock_{panel}_er.csv")}
    orders = ranks.best_first(ranks.draws(reference_points(scores), 40_000, "quantiles"))
    chance = ranks.distribution(orders, table.alike(scores))

    ours = ranks.quantiles(chance, [0.05, 0.25, 0.5, 0.75, 0.95])

    among_five = [float(rows[name]["exactgrid_p_top5"]) for name in proposals]
    assert chance[:, :5].sum(axis=1) == pytest.approx(among_five, abs=0.01)
    for i, name in enumerate(proposals):  # whole ranks there, interpolated here
        levels = ("05", "25", "50", "75", "95")
        whole = [float(rows[name][f"exactgrid_q{level}"]) for level in levels]
        assert np.abs(ours[i] - whole).max() < 1, name


def test_panel_1_has_one_clear_winner_seven_too_close_to_call_and_seven_losers(oracle, oracle_rows):
    scores, proposals, _ = oracle("snsf_mock_p1_reml")
    points = reference_points(scores)
    orders = ranks.best_first(ranks.draws(points, 10_000, "groups"))
    quantiles = ranks.quantiles(ranks.distribution(orders, table.alike(scores)), [0.25, 0.75])
    line = float(np.sort(ranks.expected(points))[4])

    group = close_call.groups(line, quantiles[:, 0], quantiles[:, 1])

    names = {"accepted": "funded", "random selection": "lottery", "rejected": "not_funded"}
    assert dict(zip(proposals, group, strict=True)) == {
        row["proposal"]: names[row["exactgrid_group_at_5"]]
        for row in oracle_rows("snsf/mock_p1_er.csv")
    }


@pytest.mark.parametrize("panel", PANELS)
def test_the_default_grid_agrees_with_a_dense_one_over_everything(panel, oracle):
    scores = oracle(f"snsf_mock_{panel}_reml")[0]
    equations, fitted = Equations(scores), calibration.fit(scores)
    everything = uncertainty.spread_over(0, 2, 26)
    dense = uncertainty.points(equations, everything, everything, everything)

    found = ranks.expected(uncertainty.around(equations, fitted, 2.0))

    assert found == pytest.approx(ranks.expected(dense), abs=0.005)


def test_expected_ranks_add_up_and_equal_votes_share_a_rank(oracle):
    scores, proposals, _ = oracle("snsf_mock_p1_reml")
    points = uncertainty.around(Equations(scores), calibration.fit(scores), 2.0)
    rank = dict(zip(proposals, ranks.expected(points), strict=True))

    assert sum(rank.values()) == pytest.approx(15 * 16 / 2)
    assert rank["#2"] == pytest.approx(rank["#3"], abs=1e-12)
    assert rank["#7"] == pytest.approx(rank["#8"], abs=1e-12)


def test_expected_ranks_agree_with_draws(oracle):
    scores = oracle("snsf_mock_p3_reml")[0]
    points = uncertainty.around(Equations(scores), calibration.fit(scores), 2.0)
    orders = ranks.best_first(ranks.draws(points, 40_000, "agree"))

    drawn = ranks.distribution(orders, np.arange(15)) @ np.arange(1, 16)

    assert drawn == pytest.approx(ranks.expected(points), abs=0.08)


def test_certain_equals_share_the_middle_of_their_places():
    i, j = np.divmod(np.arange(9), 3)
    scores = table.Table(i, j, np.array([5.0, 3.0, 3.0])[i], 3, 3)
    points = uncertainty.around(Equations(scores), calibration.fit(scores), 2.0)

    assert ranks.expected(points).tolist() == [1.0, 2.5, 2.5]


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(oracle):
    scores = oracle("snsf_mock_p2_reml")[0]
    points = uncertainty.around(Equations(scores), calibration.fit(scores), 2.0)

    assert (ranks.draws(points, 50, "a") == ranks.draws(points, 50, "a")).all()
    assert (ranks.draws(points, 50, "a") != ranks.draws(points, 50, "b")).all()
    assert ranks.draws(points, 50, "a").shape == (50, 15)


def test_draws_vary_together_as_the_model_says():
    i, j = np.array([[0, 0, 1, 1, 2, 2, 3], [0, 1, 1, 2, 2, 0, 0]])
    scores = table.Table(i, j, np.array([1.0, 2, 4, 5, 3, 3, 2]), 4, 3)
    point = uncertainty.Point(1.0, 0.7, Equations(scores).solve(2.0, 5.0))
    solution = point.solution
    covariance = 0.49 * (np.diag(solution.own) + solution.shared.T @ solution.shared)

    drawn = ranks.draws([point], 40_000, "covariance")

    assert drawn.mean(axis=0) == pytest.approx(solution.proposal, abs=0.03)
    assert np.abs(np.cov(drawn.T) - covariance).max() < 0.04
    assert np.abs(covariance - np.diag(np.diag(covariance))).max() > 0.2


def test_the_distribution_counts_places():
    orders = np.array([[0, 1, 2], [1, 0, 2], [0, 1, 2], [0, 2, 1]])
    counted = np.zeros((3, 3))
    for order, place in itertools.product(orders, range(3)):
        counted[order[place], place] += 1 / 4

    assert (ranks.distribution(orders, np.arange(3)) == counted).all()


def test_the_median_of_a_symmetric_rank_is_its_middle():
    chance = np.array([[0.2, 0.6, 0.2], [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]])

    assert ranks.quantiles(chance, [0.5])[:, 0] == pytest.approx([2.0, 1.5, 1.0])


def test_a_lone_deviating_point_of_no_weight_changes_nothing():
    i, j = np.divmod(np.arange(8), 2)
    scores = table.Table(i, j, np.array([1.0, 2, 2, 3, 4, 4, 5, 3]), 4, 2)
    points = uncertainty.around(Equations(scores), calibration.fit(scores), 5 / 3)

    assert sum(point.share for point in points) == pytest.approx(1)
    assert min(point.noise for point in points) > 0
