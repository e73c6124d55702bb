"""Calibration agrees with lme4, with the textbook formula, and at its boundaries."""

import math
from pathlib import Path

import numpy as np
import pytest

from jury.scoring import calibration, table
from jury.scoring.equations import Equations

CRITERIA = {
    line.split()[0]: float(line.split("crit=")[1].split()[0])
    for line in (Path(__file__).parent / "oracles/lme4/criteria.txt").read_text().splitlines()
}
REML = [
    "penicillin_reml",
    "dyestuff_reml",
    "dyestuff2_reml_boundary",
    "pastes_reml",
    "snsf_mock_p1_reml",
    "snsf_mock_p2_reml",
    "snsf_mock_p3_reml",
    "wines2012_all_reml",
    "wines2012_red_reml",
    "wines2012_white_reml",
]
JUROR_FACTORS = {"sample": "penicillin_reml", "batch": "pastes_reml"}


def conditional(scores, fitted):
    """The solution that lme4 reports: the mean taken as known when it states spreads."""
    ratios = [(sd / fitted.sd_residual) ** 2 for sd in (fitted.sd_proposal, fitted.sd_juror)]
    return Equations(scores, fitted.grand_mean).solve(*ratios)


@pytest.mark.parametrize("name", REML)
def test_the_fit_is_that_of_lme4(name, oracle, oracle_rows):
    fitted = calibration.fit(oracle(name)[0])

    assert fitted.reml_criterion == pytest.approx(CRITERIA[name], abs=1e-6)
    mean = oracle_rows(f"lme4/{name}_fixef.csv")[0]
    assert fitted.grand_mean == pytest.approx(float(mean["est"]), rel=1e-6)
    deviations = [float(row["sdcor"]) for row in oracle_rows(f"lme4/{name}_varcorr.csv")]
    ours = [fitted.sd_proposal, fitted.sd_juror, fitted.sd_residual]
    if len(deviations) == 2:  # one factor: everything was scored by one juror
        assert fitted.sd_juror == 0.0
        del ours[1]
    assert ours == pytest.approx(deviations, rel=1e-4, abs=1e-12)


@pytest.mark.parametrize("name", REML)
def test_the_effects_and_their_spread_are_those_of_lme4(name, oracle, oracle_rows):
    scores, proposals, jurors = oracle(name)
    fitted = calibration.fit(scores)
    known_mean = conditional(scores, fitted)

    for row in oracle_rows(f"lme4/{name}_ranef.csv"):
        is_juror = row["grpvar"] in {"assessor", "judge"} or (
            JUROR_FACTORS.get(row["grpvar"]) == name
        )
        if is_juror:
            i = jurors.index(row["grp"])
            effect, variance = fitted.juror[i], known_mean.juror_variance[i]
        else:
            i = proposals.index(row["grp"])
            effect, variance = fitted.proposal[i], known_mean.proposal_variance()[i]
        assert effect == pytest.approx(float(row["condval"]), abs=1e-4)
        spread = fitted.sd_residual * math.sqrt(variance)
        assert spread == pytest.approx(float(row["condsd"]), abs=1e-4)


def test_an_incomplete_crossed_design_is_fitted_as_lme4_does(oracle, oracle_rows):
    fitted = calibration.fit(oracle("big25x75")[0])
    expected = [float(row["blup"]) for row in oracle_rows("crossed/big25x75_lme4_blup.csv")]

    assert fitted.proposal == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", ["dyestuff2_reml_boundary", "wines2012_white_reml"])
def test_no_difference_between_proposals_is_exactly_zero(name, oracle):
    fitted = calibration.fit(oracle(name)[0])

    assert fitted.sd_proposal == 0.0
    assert (fitted.proposal == 0.0).all()
    assert (fitted.proposal_se == 0.0).all()


def textbook(scores, tau, omega, sigma):
    """-2 log restricted likelihood and effects from the full covariance matrix: slow, plain."""
    number = len(scores.score)
    Zp = np.eye(scores.proposals)[scores.proposal]
    Zj = np.eye(scores.jurors)[scores.juror]
    V = tau**2 * Zp @ Zp.T + omega**2 * Zj @ Zj.T + sigma**2 * np.eye(number)
    one = np.ones(number)
    inverse = np.linalg.inv(V)
    weight = one @ inverse @ one
    mean = one @ inverse @ scores.score / weight
    residual = scores.score - mean
    criterion = (
        np.linalg.slogdet(V)[1]
        + np.log(weight)
        + residual @ inverse @ residual
        + (number - 1) * np.log(2 * np.pi)
    )
    P = inverse - np.outer(inverse @ one, one @ inverse) / weight
    covariance = tau**2 * np.eye(scores.proposals) - tau**4 * Zp.T @ P @ Zp
    return criterion, mean, tau**2 * Zp.T @ inverse @ residual, covariance


def incomplete(seed, proposals=7, jurors=5, share=0.6):
    rng = np.random.default_rng(seed)
    reads = rng.random((proposals, jurors)) < share
    reads[:, 0] = True
    i, j = np.nonzero(reads)
    score = rng.normal(size=proposals)[i] + rng.normal(size=jurors)[j] + rng.normal(size=len(i))
    return table.Table(i, j, np.round(score + 3, 1), proposals, jurors)


@pytest.mark.parametrize("seed", range(12))
def test_the_equations_agree_with_the_full_covariance_matrix(seed):
    scores = incomplete(seed)
    tau, omega, sigma = np.random.default_rng(seed + 100).uniform(0.2, 2, 3)
    criterion, mean, effect, covariance = textbook(scores, tau, omega, sigma)

    solution = Equations(scores).solve((tau / sigma) ** 2, (omega / sigma) ** 2)

    assert solution.likelihood.minus_twice_log(sigma) == pytest.approx(criterion, abs=1e-8)
    assert solution.mean == pytest.approx(mean)
    assert solution.proposal == pytest.approx(effect, abs=1e-10)
    ours = np.diag(solution.own) + solution.shared.T @ solution.shared
    assert sigma**2 * ours == pytest.approx(covariance, abs=1e-10)


@pytest.mark.parametrize("seed", range(12))
def test_no_other_standard_deviations_fit_better(seed):
    scores = incomplete(seed)
    fitted = calibration.fit(scores)
    here = np.array([fitted.sd_proposal, fitted.sd_juror, fitted.sd_residual])
    rng = np.random.default_rng(seed)
    for _ in range(60):
        tau, omega, sigma = here * np.exp(rng.normal(scale=0.5, size=3)) + [
            0.02 * rng.random(),
            0.02 * rng.random(),
            0,
        ]
        assert textbook(scores, tau, omega, sigma)[0] >= fitted.reml_criterion - 1e-8


def test_harsh_and_lenient_jurors_are_told_apart_from_weak_and_strong_proposals():
    rng = np.random.default_rng(5)
    quality, severity = rng.normal(size=30), np.repeat([-1.5, 1.5], 6)
    i = np.repeat(np.arange(30), 4)
    j = np.concatenate([rng.choice(12, 4, replace=False) for _ in range(30)])
    score = quality[i] - severity[j] + rng.normal(scale=0.3, size=len(i))
    scores = table.Table(i, j, score, 30, 12)
    raw = np.array([scores.of_proposal(k).mean() for k in range(30)])

    calibrated = calibration.fit(scores).proposal

    assert np.corrcoef(calibrated, quality)[0, 1] > 0.98
    assert np.corrcoef(raw, quality)[0, 1] < 0.9


def test_on_a_complete_design_the_ranking_is_that_of_the_means(oracle):
    scores = oracle("snsf_mock_p3_reml")[0]
    means = [scores.of_proposal(i).mean() for i in range(scores.proposals)]

    effects = calibration.fit(scores).proposal

    assert np.corrcoef(means, effects)[0, 1] == pytest.approx(1)


def test_jurors_who_agree_perfectly_leave_no_noise():
    quality, severity = np.array([1.0, 2.0, 4.0, 5.0]), np.array([0.0, 0.5, -1.0])
    i, j = np.divmod(np.arange(12), 3)
    fitted = calibration.fit(table.Table(i, j, quality[i] - severity[j], 4, 3))

    assert fitted.sd_residual == 0.0
    assert fitted.reml_criterion == -math.inf
    assert fitted.proposal == pytest.approx(quality - 3)
    assert fitted.juror == pytest.approx(severity.mean() - severity)
    assert fitted.sd_proposal == pytest.approx(quality.std(ddof=1))
