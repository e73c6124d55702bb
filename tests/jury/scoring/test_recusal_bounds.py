"""Recusal bounds: every filling of the gap lies within them, and the ends are reached."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from jury.scoring import calibration
from jury.scoring.allocation import greedy
from jury.scoring.effects import fixed_ratios
from jury.scoring.equations import Equations
from jury.scoring.knapsack import knapsack
from jury.scoring.ordering import Terms, best_first, marks_of
from jury.scoring.parts import Part
from jury.scoring.ranks import pooled
from jury.scoring.recusal_bounds import recusal_bounds
from jury.scoring.table import Table, alike
from jury.scoring.whole import in_billionths


def panel(seed, proposals=8, jurors=5, gaps=5, unassigned=10):
    """Whole scores with ``gaps`` recusals and ``unassigned`` cells, and terms with costs."""
    rng = np.random.default_rng(seed)
    worth, severity = rng.normal(0, 1.5, (proposals, 1)), rng.normal(0, 2, jurors)
    noise = rng.normal(0, 1, (proposals, jurors))
    data = np.clip(np.round(5 + worth + severity + noise), 0, 10)
    cells = np.arange(proposals * jurors)
    cells = rng.permutation(cells[cells % jurors > 0])  # juror 0 reads everything
    recused = [(int(c // jurors), int(c % jurors)) for c in cells[:gaps]]
    for i, j in recused:
        data[i, j] = np.nan
    data.flat[cells[gaps : gaps + unassigned]] = np.nan
    i, j = np.nonzero(~np.isnan(data))
    cost = rng.integers(1, 5, proposals).tolist()
    terms = Terms(cost, sum(cost) // 2, rng.permutation(proposals).tolist(), (0, 10))
    return Table(i, j, data[i, j], proposals, jurors), recused, terms


def filled(table, recused, values):
    """The table with these scores of the recused in it."""
    i, j = np.array(recused).T
    return Table(
        np.append(table.proposal, i),
        np.append(table.juror, j),
        np.append(table.score, values),
        table.proposals,
        table.jurors,
    )


def outcome(table, fitted, terms):
    """Calibrated scores, place of each and who is funded, by the equations of the full table."""
    solution = Equations(table).solve(*fixed_ratios(fitted))
    calibrated = pooled(solution.mean + solution.proposal, alike(table))
    everyone = np.arange(table.proposals)
    order = best_first(calibrated, everyone, lambda _: marks_of(table, terms.scale), terms)
    return calibrated, np.argsort(order) + 1, set(greedy(order, terms.cost, terms.budget))


def ends_of(table, recused):
    """The 10 and 90 % quantiles of each recused juror's own scores: pairs."""
    return [tuple(np.quantile(table.score[table.juror == j], [0.1, 0.9])) for _, j in recused]


@pytest.mark.parametrize("seed", range(12))
def test_the_bounds_of_the_scores_are_those_of_every_filling(seed):
    table, recused, terms = panel(seed)
    fitted = calibration.fit(table)
    tried = [
        outcome(filled(table, recused, values), fitted, terms)[0]
        for values in product(*ends_of(table, recused))
    ]
    found = recusal_bounds(table, recused, fitted, terms).bounds
    ends = np.array([each.calibrated for each in found])
    assert ends[:, 0] == pytest.approx(np.min(tried, axis=0), abs=1e-9)
    assert ends[:, 1] == pytest.approx(np.max(tried, axis=0), abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_places_and_funding_are_those_of_the_cases_named(seed):
    table, recused, terms = panel(seed)
    fitted, ends = calibration.fit(table), ends_of(table, recused)
    values = [[low for low, _ in ends], [high for _, high in ends]]
    for i in sorted({i for i, _ in recused}):
        mine = [k == i for k, _ in recused]
        values += [
            [ends[k][side if own else 1 - side] for k, own in enumerate(mine)] for side in (0, 1)
        ]
    tried = [outcome(filled(table, recused, each), fitted, terms) for each in values]
    every = [outcome(table, fitted, terms), *tried]
    places = np.array([place for _, place, _ in every])

    found = recusal_bounds(table, recused, fitted, terms)

    assert (found.all_low, found.all_high) == (tried[0][2], tried[1][2])
    assert [each.place for each in found.bounds] == list(
        zip(places.min(axis=0).tolist(), places.max(axis=0).tolist(), strict=True)
    )
    funded = [paid for _, _, paid in every]
    assert found.depends == set.union(*funded) - set.intersection(*funded)


def college(table, jurors):
    """The scores of these jurors alone."""
    own = np.isin(table.juror, jurors)
    cells = (each[own] for each in (table.proposal, table.juror, table.score))
    return Table(*cells, table.proposals, table.jurors)


@pytest.mark.parametrize("seed", range(2))
def test_weighted_colleges_are_filled_and_solved_apart_and_knapsack_decides(seed):
    table, recused, terms = panel(seed, unassigned=0)
    terms = replace(terms, rule="knapsack")
    sides = {0.75: [0, 1, 2], 0.25: [3, 4]}
    parts = [
        Part(weight, own, calibration.fit(own))
        for weight, own in ((w, college(table, jurors)) for w, jurors in sides.items())
    ]

    def scores(values):
        whole = filled(table, recused, values)
        solved = (
            (part.weight, Equations(college(whole, jurors)).solve(*fixed_ratios(part.fitted)))
            for part, jurors in zip(parts, sides.values(), strict=True)
        )
        return sum(weight * (each.mean + each.proposal) for weight, each in solved)

    ends = ends_of(table, recused)
    tried = [scores(values) for values in product(*ends)]
    best = knapsack(in_billionths(tried[0], 0).tolist(), terms.cost, terms.budget, terms.tie_lot)

    found = recusal_bounds(table, recused, calibration.fit(table), terms, parts)

    calibrated = np.array([each.calibrated for each in found.bounds])
    assert calibrated[:, 0] == pytest.approx(np.min(tried, axis=0), abs=1e-9)
    assert calibrated[:, 1] == pytest.approx(np.max(tried, axis=0), abs=1e-9)
    assert found.all_low == set(best)


def test_funding_that_hangs_on_one_recusal_is_named_and_the_sure_one_is_not():
    nan = np.nan
    data = np.array([[9, 9, 9, 9], [6, 6, 6, nan], [6, 6, 6, 5], [1, 2, 1, 1], [2, 1, 1, 10.0]])
    i, j = np.nonzero(~np.isnan(data))
    table = Table(i, j, data[i, j], 5, 4)
    terms = Terms([10] * 5, 20, [0, 1, 2, 3, 4], (0, 10))
    found = recusal_bounds(table, [(1, 3)], calibration.fit(table), terms)
    assert (found.all_low, found.all_high) == ({0, 2}, {0, 1})
    assert found.depends == {1, 2}
    assert [each.place for each in found.bounds[:3]] == [(1, 1), (2, 3), (2, 3)]


def test_without_recusals_nothing_depends_on_them():
    table, _, terms = panel(3, gaps=0)
    fitted = calibration.fit(table)
    found = recusal_bounds(table, [], fitted, terms)
    assert found.depends == set()
    assert found.all_low == found.all_high == outcome(table, fitted, terms)[2]
    for each, score in zip(found.bounds, fitted.grand_mean + fitted.proposal, strict=True):
        assert each.calibrated == pytest.approx((score, score), abs=1e-9)
        assert each.place[0] == each.place[1]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rows_and_recusals_leaves_no_trace(seed):
    table, recused, terms = panel(seed)
    rows = np.random.default_rng(seed).permutation(len(table.score))
    mixed = Table(table.proposal[rows], table.juror[rows], table.score[rows], 8, 5)
    fitted = calibration.fit(table)
    plain = recusal_bounds(table, recused, fitted, terms)
    again = recusal_bounds(mixed, [*recused[::-1], recused[0]], fitted, terms)
    assert (again.all_low, again.all_high, again.depends) == (
        plain.all_low, plain.all_high, plain.depends,
    )  # fmt: skip
    for one, other in zip(plain.bounds, again.bounds, strict=True):
        assert one.place == other.place
        assert one.calibrated == pytest.approx(other.calibrated, abs=1e-9)


def test_a_recused_juror_who_scored_and_one_who_scored_nothing_are_refused():
    table, _, terms = panel(1, gaps=0, unassigned=0)
    wider = Table(table.proposal, table.juror, table.score, 8, 6)
    fitted = calibration.fit(table)
    with pytest.raises(ValueError, match="Juror 2 was recused from proposal 1 and scored it all"):
        recusal_bounds(table, [(1, 2)], fitted, terms)
    with pytest.raises(ValueError, match="Juror 5 scored nothing, so there is no score of his"):
        recusal_bounds(wider, [(1, 5)], fitted, terms)
