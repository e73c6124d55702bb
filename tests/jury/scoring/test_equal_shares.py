"""Equal Shares: the order of purchases, against plain fractions, references and properties."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.scoring.equal_shares import run
from jury.scoring.purses import Purses
from tests.jury.scoring.shares import INSTANCES, bought_in_plain_fractions, reference

FIRST_PASSES = [
    (name, each["sat"], each["selected"])
    for name, instance in INSTANCES.items()
    for each in instance["pabutools_1.2.3"]
    if each["rule"] == "mes" and each["voter_budget_increment"] is None
]
WITH_A_TIE = {
    ("poland_warszawa_2019_las", "Cost_Sat"),
    ("equalshares_net_example1", "Cardinality_Sat"),
    ("equalshares_net_example2", "Cardinality_Sat"),
}


@pytest.mark.parametrize(
    ("name", "satisfaction", "selected"),
    [each for each in FIRST_PASSES if each[:2] not in WITH_A_TIE],
)
def test_the_first_pass_is_that_of_pabutools_in_order(name, satisfaction, selected):
    names, worth, cost, budget = reference(name, satisfaction)

    found = run(worth, cost, Fraction(budget, len(worth)), range(len(cost)))

    assert [names[i] for i in found.funded] == selected
    assert not any(found.tied)


@pytest.mark.parametrize(("name", "satisfaction"), sorted(WITH_A_TIE))
def test_a_tie_in_a_reference_is_found_and_broken_by_the_rule(name, satisfaction):
    _, worth, cost, budget = reference(name, satisfaction)
    endowment = Fraction(budget, len(worth))

    found = run(worth, cost, endowment, range(len(cost)))

    assert any(found.tied)
    assert found.funded == bought_in_plain_fractions(worth, cost, endowment, range(len(cost)))


@pytest.mark.parametrize("name", ["equalshares_net_example1", "equalshares_net_example2"])
def test_the_published_examples_come_out_as_published(name):
    names, worth, cost, budget = reference(name, "Cost_Sat")

    found = run(worth, cost, Fraction(budget, len(worth)), range(len(cost)))

    assert [names[i] for i in found.funded] == INSTANCES[name]["published"]["order"]


@given(st.data())
def test_purchases_are_those_of_the_definition_with_many_ties(data):
    jurors, proposals = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 7))
    row = st.lists(st.integers(0, 3), min_size=proposals, max_size=proposals)
    worth = np.array(data.draw(st.lists(row, min_size=jurors, max_size=jurors)))
    cost = data.draw(st.lists(st.integers(1, 5), min_size=proposals, max_size=proposals))
    lot = data.draw(st.permutations(range(proposals)))
    endowment = Fraction(data.draw(st.integers(0, 24)), data.draw(st.integers(1, 4)))

    found = run(worth, cost, endowment, lot)

    assert found.funded == bought_in_plain_fractions(worth, cost, endowment, lot)


@pytest.mark.parametrize("seed", range(4))
def test_ties_between_proposals_that_leave_someone_with_nothing_are_exact(seed):
    rng, late = np.random.default_rng(seed), 0
    for _ in range(120):
        worth, cost = rng.integers(0, 4, (5, 6)), rng.integers(1, 7, 6).tolist()
        endowment, lot = Fraction(int(rng.integers(6, 20)), 5), rng.permutation(6).tolist()
        found = run(worth, cost, endowment, lot)
        assert found.funded == bought_in_plain_fractions(worth, cost, endowment, lot)
        late += sum(map(bool, found.tied[1:]))
    assert late > 10


@pytest.mark.parametrize("seed", range(12))
def test_purchases_of_a_jury_are_those_of_the_definition(seed):
    rng = np.random.default_rng(seed)
    worth = rng.integers(0, 5, (12, 25)) * (rng.random((12, 25)) < [1.0, 0.4][seed % 2])
    if seed % 3 == 0:  # billionths, and a pair that only the last of them tells apart
        worth = np.rint(worth * 1e9 / 3).astype(np.int64)
        worth[:, 1], worth[:, 2] = worth[:, 0], worth[:, 0]
        worth[3, 1] += 1
    cost = (rng.integers(1, 6, 25) * 50_000).tolist()
    cost[1] = cost[2] = cost[0]
    lot = rng.permutation(25).tolist()
    endowment = Fraction(int(sum(cost) * 0.4), 12)

    found = run(worth, cost, endowment, lot)

    assert found.funded == bought_in_plain_fractions(worth, cost, endowment, lot)
    assert 1 < len(found.funded) < 25


def test_more_equal_proposals_than_are_looked_at_together_follow_the_lot():
    lot = np.random.default_rng(3).permutation(30).tolist()

    found = run(np.full((5, 30), 2), [100] * 30, Fraction(300), lot)

    assert [lot[i] for i in found.funded] == list(range(15))
    assert len(found.tied[0]) == 29


@pytest.mark.parametrize("seed", range(6))
def test_equal_proposals_are_all_looked_at_wherever_they_stand(seed):
    rng = np.random.default_rng(seed)
    for _ in range(20):
        proposals = int(rng.integers(20, 60))
        cost = rng.integers(1, 3, proposals).tolist()
        found = run(np.ones((3, proposals), dtype=int), cost, Fraction(100), range(proposals))
        assert found.funded == sorted(range(proposals), key=lambda i: (cost[i], i))


def test_equal_rates_go_to_the_cheaper_then_to_the_one_with_more_supporters_then_by_lot():
    worth = np.array([[4, 2, 1, 0, 1], [0, 0, 1, 2, 1]])
    cost = [200, 100, 100, 100, 100]

    found = run(worth, cost, Fraction(500), [0, 1, 4, 2, 3])

    assert found.funded == [4, 2, 1, 3, 0]
    assert [set(each) for each in found.tied] == [{0, 1, 2, 3}, {0, 1, 3}, {0, 3}, {0}, set()]


def test_a_proposal_that_takes_the_last_cent_of_its_supporters_is_bought_and_one_cent_more_is_not():
    third, hair = Fraction(100, 3), Fraction(1, 10**15)

    assert run(np.array([[1], [2], [3]]), [100], third - hair, [0]).funded == []
    assert run(np.array([[1], [2], [3]]), [100], third, [0]).funded == [0]
    assert run(np.array([[1], [2], [3]]), [101], third, [0]).funded == []
    assert run(np.array([[1, 0], [0, 0]]), [100, 1], Fraction(100), [0, 1]).funded == [0]


@pytest.mark.parametrize("seed", range(6))
def test_rows_and_jurors_in_another_order_change_nothing(seed):
    rng = np.random.default_rng(seed)
    worth, cost = rng.integers(0, 4, (30, 50)), (rng.integers(1, 9, 50) * 1000).tolist()
    lot, rows, jurors = rng.permutation(50), rng.permutation(50), rng.permutation(30)
    endowment = Fraction(70_000, 30)

    found = run(worth, cost, endowment, lot.tolist())
    again = run(worth[jurors][:, rows], [cost[i] for i in rows], endowment, lot[rows].tolist())

    assert rows[again.funded].tolist() == found.funded
    assert any(found.tied)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_said_to_be_left_errs_by_less_than_is_said(seed):
    rng = np.random.default_rng(seed)
    worth, cost = rng.integers(0, 11, (40, 60)), rng.integers(10_000, 900_000, 60).tolist()
    endowment = Fraction(sum(cost) // 3, 40)

    found = run(worth, cost, endowment, range(60))

    purses = Purses(40, endowment)
    for i in found.funded:
        purses.pay(worth[:, i], purses.rate(worth[:, i], cost[i]))
    error = sum(
        abs(Fraction(held, purses.parts) - Fraction(about))
        for held, about in zip(purses.held, found.about.tolist(), strict=True)
    )
    assert 0 < error < found.error < 0.01


def test_what_cannot_be_run_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="at least one juror"):
        run(np.zeros((0, 2), dtype=int), [1, 1], Fraction(1), [0, 1])
    with pytest.raises(ValueError, match="at least 1 cent; one costs 0"):
        run(np.array([[1, 1]]), [1, 0], Fraction(1), [0, 1])
    with pytest.raises(ValueError, match="worth -2 to a juror"):
        run(np.array([[1, -2]]), [1, 1], Fraction(1), [0, 1])
    with pytest.raises(ValueError, match=r"more than 2\^53 units"):
        run(np.array([[2**52], [2**52]]), [1], Fraction(1), [0])
