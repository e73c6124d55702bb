"""Influence: leaving each juror out by closed form is refitting without that juror."""

import numpy as np
import pytest

from jury.scoring import calibration
from jury.scoring.allocation import greedy
from jury.scoring.effects import fixed_ratios
from jury.scoring.equations import Equations
from jury.scoring.influence import influences, without
from jury.scoring.ordering import Terms, best_first, marks_of
from jury.scoring.ranks import pooled
from jury.scoring.table import Table, alike, build
from tests.jury.scoring.strategic import DESIGNS, panel, times_first

PANELS = [panel(seed, 8, 12, share, 1.5, 1.0, 1.5) for seed in range(6) for share in (0.5, 1.0)]


def of(rows):
    """The table of a matrix proposals x jurors; what is not a number was not scored."""
    data = np.array(rows, dtype=float)
    i, j = np.nonzero(~np.isnan(data))
    return Table(i, j, data[i, j], *data.shape)


def by_hand(made, fitted, juror):
    """Effects, order and funded without ``juror`` from the equations of the smaller table."""
    kept = without(made.table, juror)
    read = np.unique(kept.proposal)
    people = np.unique(kept.juror)
    small = build(
        np.searchsorted(read, kept.proposal).tolist(),
        np.searchsorted(people, kept.juror).tolist(),
        kept.score.tolist(),
    )
    ratios = [(sd / fitted.sd_residual) ** 2 for sd in (fitted.sd_proposal, fitted.sd_juror)]
    solution = Equations(small).solve(*ratios)
    effect = np.zeros(made.table.proposals)
    effect[read] = pooled(solution.proposal, alike(small))
    marks = marks_of(kept, made.terms.scale)
    order = best_first(solution.mean + effect, read, lambda _: marks, made.terms)
    return effect, order, greedy(order, made.terms.cost, made.terms.budget)


@pytest.mark.parametrize("made", PANELS)
def test_it_is_what_refitting_the_smaller_table_gives(made):
    fitted = calibration.fit(made.table)
    everyone = np.arange(made.table.proposals)
    calibrated = pooled(fitted.grand_mean + fitted.proposal, alike(made.table))
    marks = marks_of(made.table, made.terms.scale)
    order = best_first(calibrated, everyone, lambda _: marks, made.terms)
    funded = set(greedy(order, made.terms.cost, made.terms.budget))
    for each in influences(made.table, fitted, made.terms):
        effect, then, paid = by_hand(made, fitted, each.juror)
        before = [i for i in order if i in then]
        shift = max(abs(before.index(i) - then.index(i)) for i in then)
        assert each.figure == pytest.approx(
            (np.abs(effect - fitted.proposal) / fitted.proposal_se).max(), rel=1e-9
        )
        assert each.rank_shift == shift
        assert each.funded == set(paid)
        assert (each.enters, each.leaves) == (set(paid) - funded, funded - set(paid))
        assert each.unread == set(order) - set(then)


def test_some_panels_have_flips_and_some_proposals_a_single_reader():
    found = [
        each
        for made in [*PANELS, panel(0, 4, 12, 0.5, 1.5, 1.0, 1.5)]
        for each in influences(made.table, calibration.fit(made.table), made.terms)
    ]
    assert any(each.enters for each in found)
    assert any(each.unread for each in found)


def test_what_only_one_juror_read_is_not_funded_without_that_juror():
    nan = np.nan
    table = of([[9, 8, nan], [5, 6, 4], [2, 3, 3], [nan, nan, 10]])
    found = influences(table, calibration.fit(table), Terms([1] * 4, 2, [0, 1, 2, 3], (0, 10)))
    assert found[2].unread == {3}
    assert 3 in found[2].leaves
    assert [each.unread for each in found[:2]] == [set(), set()]


@pytest.mark.parametrize("design", DESIGNS[:3])
def test_a_strategic_juror_is_the_most_influential_in_nine_panels_of_ten(design):
    assert times_first(range(20), design) >= 18


@pytest.mark.parametrize("made", PANELS[:4])
def test_the_order_of_rows_and_jurors_leaves_no_trace(made):
    table, rng = made.table, np.random.default_rng(1)
    rows, seat = rng.permutation(len(table.score)), rng.permutation(table.jurors)
    mixed = Table(
        table.proposal[rows],
        seat[table.juror[rows]],
        table.score[rows],
        table.proposals,
        table.jurors,
    )
    fitted = calibration.fit(table)
    plain = influences(table, fitted, made.terms)
    again = influences(mixed, fitted, made.terms)
    for each in plain:
        other = again[seat[each.juror]]
        assert other.figure == pytest.approx(each.figure, abs=1e-9)
        assert (other.rank_shift, other.funded, other.enters, other.leaves, other.unread) == (
            each.rank_shift, each.funded, each.enters, each.leaves, each.unread,
        )  # fmt: skip


def test_jurors_who_agree_perfectly_move_nothing():
    worth, severity = np.array([1.0, 2, 4, 5, 7]), np.array([0.0, 1, 2, 1])
    table = of(worth[:, None] + severity)
    found = influences(table, calibration.fit(table), Terms([1] * 5, 2, list(range(5)), (0, 10)))
    assert all(each.rank_shift == 0 and not each.enters | each.leaves for each in found)
    assert max(each.figure for each in found) < 0.01


def test_scores_that_are_all_equal_give_no_juror_influence():
    table = of(np.full((3, 3), 4.0))
    found = influences(table, calibration.fit(table), Terms([1] * 3, 2, [2, 0, 1], (0, 10)))
    assert [each.figure for each in found] == [0.0] * 3
    assert {each.funded for each in found} == {frozenset({1, 2})}


@pytest.mark.parametrize(
    ("proposal", "juror", "noise", "ratios"),
    [(2.0, 1.0, 0.5, (16.0, 4.0)), (2.0, 1.0, 0.0, (1e8, 2.5e7)), (0.0, 0.0, 0.0, (0.0, 0.0))],
)
def test_the_ratios_are_variances_to_the_noise(proposal, juror, noise, ratios):
    none = np.zeros(1)
    fitted = calibration.Fit(5.0, proposal, juror, noise, 0.0, none, none, none, none)
    assert fixed_ratios(fitted) == pytest.approx(ratios)
