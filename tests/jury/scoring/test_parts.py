"""Parts: colleges taken together are as uncertain as their weights and scores make them."""

from fractions import Fraction

import numpy as np
import pytest

from jury.scoring import calibration, parts, ranks, uncertainty
from jury.scoring.equations import Equations
from jury.scoring.influence import influences, without
from jury.scoring.ordering import Terms
from jury.scoring.parts import Part
from jury.scoring.table import Table


@pytest.fixture(scope="module")
def colleges():
    """Five citizens and four experts, numbered on, on seven proposals."""
    rng = np.random.default_rng(4)
    worth = rng.normal(size=7)
    found = []
    for weight, members in ((0.7, range(5)), (0.3, range(5, 9))):
        i, j = (each.ravel() for each in np.meshgrid(range(7), members, indexing="ij"))
        score = 5 + worth[i] + rng.normal(size=9)[j] + rng.normal(size=len(i))
        table = Table(i, j, score, 7, 9)
        found.append(Part(weight, table, calibration.fit(table)))
    return found


def moments(points):
    """The mean and the covariance of the calibrated scores over all points."""
    levels = np.array([point.solution.mean + point.solution.proposal for point in points])
    share = np.array([point.share for point in points])
    mean = share @ levels
    within = np.zeros((7, 7))
    for point in points:
        one = point.solution
        moved = one.of_mean[:, None] - one.shared
        within += point.share * point.noise**2 * (np.diag(one.own) + moved.T @ moved)
    return mean, within + (levels - mean).T @ (share[:, None] * (levels - mean))


def test_what_colleges_say_together_has_the_mean_and_the_spread_of_a_weighted_sum(colleges):
    each = [
        moments(uncertainty.around(Equations(part.table), part.fitted, 10 / 3)) for part in colleges
    ]
    together = parts.points(colleges, 10 / 3)

    mean, spread = moments(together)

    assert sum(point.share for point in together) == pytest.approx(1)
    assert mean == pytest.approx(0.7 * each[0][0] + 0.3 * each[1][0], abs=0.01)
    expected = 0.49 * each[0][1] + 0.09 * each[1][1]
    assert spread == pytest.approx(expected, abs=0.03 * expected.max())


def test_drawn_scores_have_the_mean_and_the_spread_of_the_points(colleges):
    together = parts.points(colleges, 10 / 3)
    effects, means = ranks.draws_with_mean(together, 40_000, "levels")
    mean, spread = moments(together)

    drawn = effects + means[:, None]

    assert drawn.mean(axis=0) == pytest.approx(mean, abs=0.02)
    assert np.cov(drawn.T) == pytest.approx(spread, abs=0.03 * spread.max())


def test_a_juror_moves_the_score_by_the_weight_of_the_college(colleges):
    table = Table(
        *(np.concatenate([getattr(part.table, name) for part in colleges])
          for name in ("proposal", "juror", "score")), 7, 9,
    )  # fmt: skip
    terms = Terms([1] * 7, 3, list(range(7)), (0, 10))
    error = np.sqrt(sum((part.weight * part.fitted.proposal_se) ** 2 for part in colleges))

    found = influences(table, calibration.fit(table), terms, colleges)

    for juror, part in ((2, colleges[0]), (7, colleges[1])):
        fitted = part.fitted
        ratios = [(sd / fitted.sd_residual) ** 2 for sd in (fitted.sd_proposal, fitted.sd_juror)]
        before, after = (
            Equations(each).solve(*ratios).proposal
            for each in (part.table, without(part.table, juror))
        )
        figure = np.abs(part.weight * (after - before) / error).max()
        assert found[juror].figure == pytest.approx(figure, rel=1e-6)


def test_votes_share_the_money_by_weight_and_are_as_few_as_can_be():
    found = parts.votes([Fraction(7, 10), Fraction(3, 10)], [24, 6])

    assert (24 * found[0] * 3, found) == (6 * found[1] * 7, [7, 12])
