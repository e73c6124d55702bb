"""Intervals: the variance of a calibrated score, and quantiles of what is believed of it."""

import numpy as np
import pytest
from scipy.stats import norm

from jury.scoring import calibration, uncertainty
from jury.scoring.equations import Equations
from jury.scoring.intervals import intervals
from jury.scoring.table import Table


def random_table(seed, proposals=6, jurors=4, share=0.7):
    rng = np.random.default_rng(seed)
    reads = rng.random((proposals, jurors)) < share
    reads[:, 0] = reads[0] = True
    i, j = np.nonzero(reads)
    score = 5 + rng.normal(size=proposals)[i] + rng.normal(size=jurors)[j] + rng.normal(size=len(i))
    return Table(i, j, score, proposals, jurors)


def dense_variance(table, proposal_ratio, juror_ratio):
    """Var(mean + effect - truth) from the inverse of Henderson's whole system of equations."""
    n = len(table.score)
    design = np.zeros((n, 1 + table.proposals + table.jurors))
    design[:, 0] = 1
    design[np.arange(n), 1 + table.proposal] = 1
    design[np.arange(n), 1 + table.proposals + table.juror] = 1
    prior = [0, *[1 / proposal_ratio] * table.proposals, *[1 / juror_ratio] * table.jurors]
    inverse = np.linalg.inv(design.T @ design + np.diag(prior))
    of_sum = np.zeros((table.proposals, len(inverse)))
    of_sum[:, 0] = 1
    of_sum[np.arange(table.proposals), 1 + np.arange(table.proposals)] = 1
    return np.diag(of_sum @ inverse @ of_sum.T)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("ratios", [(2.0, 0.3), (0.1, 5.0), (30.0, 1e-6)])
def test_the_variance_is_that_of_the_whole_system_inverted(seed, ratios):
    table = random_table(seed)

    found = Equations(table).solve(*ratios)

    assert found.level_variance() == pytest.approx(dense_variance(table, *ratios), rel=1e-9)
    assert np.abs(found.level_variance() - found.proposal_variance()).max() > 1e-3


def test_at_the_boundaries_the_variance_is_the_limit():
    table = random_table(1)

    for ratios, near in [((0.0, 0.5), (1e-12, 0.5)), ((0.5, 0.0), (0.5, 1e-12))]:
        found = Equations(table).solve(*ratios).level_variance()
        assert found == pytest.approx(dense_variance(table, *near), rel=1e-6)


def test_with_the_mean_known_only_the_effect_is_uncertain():
    solution = Equations(random_table(2), 5.0).solve(1.0, 1.0)

    assert (solution.level_variance() == solution.proposal_variance()).all()


def test_one_possible_model_gives_the_normal_interval():
    table = random_table(3)
    solution = Equations(table).solve(1.5, 0.5)

    found = intervals([uncertainty.Point(1.0, 0.8, solution)], 0.9)

    half = 1.6448536269514722 * 0.8 * np.sqrt(solution.level_variance())
    middle = solution.mean + solution.proposal
    assert found == pytest.approx(np.column_stack([middle - half, middle + half]), abs=1e-9)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.99])
def test_each_tail_of_the_mixture_holds_its_share(share):
    table = random_table(4)
    points = uncertainty.around(Equations(table), calibration.fit(table), 10 / 3)

    found = intervals(points, share)

    for column, tail in enumerate([(1 - share) / 2, (1 + share) / 2]):
        held = sum(
            point.share
            * norm.cdf(
                found[:, column],
                point.solution.mean + point.solution.proposal,
                point.noise * np.sqrt(point.solution.level_variance()),
            )
            for point in points
        )
        assert held == pytest.approx(np.full(6, tail), abs=1e-9)


def test_a_few_scores_leave_more_open_than_the_best_fit_says():
    table = random_table(5)
    fitted = calibration.fit(table)
    points = uncertainty.around(Equations(table), fitted, 10 / 3)

    width = np.diff(intervals(points, 0.9), axis=1).ravel()

    assert (width > 2 * 1.6448536269514722 * fitted.proposal_se).all()


def test_jurors_who_agree_perfectly_leave_nothing_open():
    i, j = np.divmod(np.arange(12), 3)
    table = Table(i, j, i * 1.5 + j, 4, 3)
    points = uncertainty.around(Equations(table), calibration.fit(table), 10 / 3)

    found = intervals(points, 0.9)

    assert found == pytest.approx(np.array([[1.0, 1.0], [2.5, 2.5], [4.0, 4.0], [5.5, 5.5]]))
