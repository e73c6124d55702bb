"""Completion and accounts: all the money is accounted for, none beyond the budget is spent."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.scoring.accounts import settle
from jury.scoring.allocation import greedy
from jury.scoring.completion import equal_shares, next_raise
from jury.scoring.equal_shares import run
from tests.jury.scoring.shares import INSTANCES, bought_in_plain_fractions, reference

CALLS = [
    (name, satisfaction)
    for name, instance in INSTANCES.items()
    for satisfaction in sorted({each["sat"] for each in instance["pabutools_1.2.3"]})
]


def jury(seed, jurors=30, proposals=40, read=0.5):
    """Worths from partial readings, costs in cents and a budget for about a third."""
    rng = np.random.default_rng(seed)
    worth = rng.integers(0, 6, (jurors, proposals)) * (rng.random((jurors, proposals)) < read)
    cost = (rng.integers(5, 80, proposals) * 12_345).tolist()
    return worth, cost, sum(cost) // 3


def by_worth_for_money(worth, cost):
    """The order of the references' greedy rule."""
    total = worth.sum(axis=0).tolist()
    return sorted(range(len(cost)), key=lambda i: (Fraction(-total[i], cost[i]), i))


@pytest.mark.parametrize(("name", "satisfaction"), CALLS)
def test_raising_the_endowment_ends_where_pabutools_ends_by_small_increments(name, satisfaction):
    names, worth, cost, budget = reference(name, satisfaction)
    (selected,) = [
        each["selected"]
        for each in INSTANCES[name]["pabutools_1.2.3"]
        if (each["rule"], each["sat"]) == ("mes", satisfaction) and each["voter_budget_increment"]
    ]

    found = equal_shares(worth, cost, budget, range(len(cost)), by_worth_for_money(worth, cost))

    assert {names[i] for i in found.last.funded} == set(selected)
    assert sum(cost[i] for i in found.funded) == budget - found.left_over <= budget


@pytest.mark.parametrize(("name", "satisfaction"), CALLS)
def test_without_a_raise_greedy_fills_up_as_in_the_references(name, satisfaction):
    names, worth, cost, budget = reference(name, satisfaction)
    order = by_worth_for_money(worth, cost)
    (selected,) = [
        each["selected"]
        for each in INSTANCES[name]["pabutools_1.2.3"]
        if (each["rule"], each["sat"]) == ("mes+greedy_completion", satisfaction)
    ]
    first = equal_shares(worth, cost, budget, range(len(cost)), order).first.funded

    left = budget - sum(cost[i] for i in first)
    filled = greedy([i for i in order if i not in first], cost, left)

    assert {names[i] for i in [*first, *filled]} == set(selected)


@pytest.mark.parametrize("seed", range(8))
def test_every_cent_is_accounted_for_and_nobody_overpays(seed):
    worth, cost, budget = jury(seed)
    last = equal_shares(worth, cost, budget, range(40), range(40)).last

    accounts = settle(worth, cost, last)

    assert [purchase.proposal for purchase in accounts.purchases] == last.funded
    for purchase in accounts.purchases:
        payments = [purchase.payment(j) for j in range(30)]
        fair = [purchase.rate * int(u) for u in worth[:, purchase.proposal]]
        assert sum(payments) == cost[purchase.proposal]
        assert all(0 <= paid <= most for paid, most in zip(payments, fair, strict=True))
        short = sum(paid < most for paid, most in zip(payments, fair, strict=True))
        assert short <= purchase.gave_all <= purchase.payers + sum(p == 0 for p in payments)
        assert purchase.payers == sum(paid > 0 for paid in payments)
    for j in range(30):
        spent = sum(purchase.payment(j) for purchase in accounts.purchases)
        assert spent + accounts.left[j] == last.endowment
        assert accounts.left[j] >= 0


@pytest.mark.parametrize("seed", range(8))
def test_who_pays_less_than_the_rate_has_nothing_left(seed):
    worth, cost, budget = jury(seed)
    first = run(worth, cost, Fraction(budget, 30), range(40))

    accounts = settle(worth, cost, first)

    broke = set()
    for purchase in accounts.purchases:
        for j in np.flatnonzero(worth[:, purchase.proposal]).tolist():
            if purchase.payment(j) < purchase.rate * int(worth[j, purchase.proposal]):
                broke.add(j)
    assert broke
    assert all(accounts.left[j] == 0 for j in broke)


@pytest.mark.parametrize("seed", range(8))
def test_each_unfunded_proposal_is_explained_by_what_its_supporters_hold(seed):
    worth, cost, budget = jury(seed)
    worth[:, 7] = 0
    first = run(worth, cost, Fraction(budget, 30), range(40))

    accounts = settle(worth, cost, first)

    assert {each.proposal for each in accounts.shortfalls} == set(range(40)) - set(first.funded)
    for each in accounts.shortfalls:
        supporters = np.flatnonzero(worth[:, each.proposal])
        assert each.supporters == len(supporters)
        assert each.held == sum(accounts.left[j] for j in supporters)
        assert each.missing == cost[each.proposal] - each.held > 0


@given(st.data())
def test_the_next_critical_value_is_the_first_whole_cent_that_supporters_need(data):
    row = st.lists(st.integers(0, 2), min_size=4, max_size=4)
    worth = np.array(data.draw(st.lists(row, min_size=1, max_size=4)))
    cost = data.draw(st.lists(st.integers(1, 60), min_size=4, max_size=4))
    first = run(worth, cost, Fraction(data.draw(st.integers(0, 60)), len(worth)), range(4))

    step = next_raise(worth, cost, first)

    short = [each for each in settle(worth, cost, first).shortfalls if each.supporters]
    needed = [math.ceil(each.missing / each.supporters) for each in short]
    assert step == min(needed, default=None)


def test_a_hair_less_than_a_whole_cent_takes_another_cent():
    worth, cost, hair = np.array([[1]]), [107], Fraction(1, 10**15)

    assert next_raise(worth, cost, run(worth, cost, Fraction(100), [0])) == 7
    assert next_raise(worth, cost, run(worth, cost, Fraction(100) - hair, [0])) == 8


@pytest.mark.parametrize("seed", [0, 2, 3])
def test_the_last_run_is_equal_shares_and_one_more_raise_would_break_the_budget(seed):
    worth, cost, budget = jury(seed, jurors=8, proposals=14)
    lot = np.random.default_rng(seed).permutation(14).tolist()

    found = equal_shares(worth, cost, budget, lot, range(14))

    endowment = found.last.endowment
    assert found.last.funded == bought_in_plain_fractions(worth, cost, endowment, lot)
    assert found.raises > 0
    assert endowment > found.first.endowment == Fraction(budget, 8)
    beyond = run(worth, cost, endowment + next_raise(worth, cost, found.last), lot)
    assert sum(cost[i] for i in beyond.funded) > budget >= sum(cost[i] for i in found.funded)
    unfunded = set(range(14)) - set(found.funded)
    assert all(cost[i] > found.left_over for i in unfunded)


def test_when_everything_can_be_paid_everything_that_is_worth_something_is():
    worth = np.array([[1, 0, 2], [1, 0, 0]])

    found = equal_shares(worth, [100, 5, 60], 160, [0, 1, 2], [0, 1, 2])

    assert sorted(found.last.funded) == [0, 2]
    assert (found.filled, found.left_over) == ([], 0)


def two_blocs(seed):
    """A jury of 100: 70 like the first 42 of 60 proposals, 30 like the other 18. Scores 0 to 10.

    Scores are normal, mean 7.5 for the own proposals and 3 for the others, sd 1.2; proposals
    cost 10,000 to 60,000 euros and the budget pays for a third of them.
    """
    rng = np.random.default_rng(seed)
    minority = np.arange(60) >= 42
    liked = (np.arange(100) >= 70)[:, None] == minority
    score = np.clip(np.rint(rng.normal(np.where(liked, 7.5, 3.0), 1.2)), 0, 10)
    cost = (rng.integers(20, 120, 60) * 50_000).tolist()
    return score, cost, sum(cost) // 3, minority


def test_a_bloc_of_30_percent_gets_a_quarter_of_the_money_and_next_to_nothing_from_greedy():
    got = {"greedy": [], "equal shares": []}
    for seed in range(6):
        score, cost, budget, minority = two_blocs(seed)
        worth, mean = np.maximum(score - 5, 0).astype(int), score.mean(axis=0)
        order = sorted(range(60), key=lambda i: (-mean[i], cost[i], i))
        funded = {
            "greedy": greedy(order, cost, budget),
            "equal shares": equal_shares(worth, cost, budget, range(60), order).funded,
        }
        for rule, each in funded.items():
            got[rule].append(sum(cost[i] for i in each if minority[i]) / budget)
    share = {rule: round(float(np.mean(each)), 3) for rule, each in got.items()}

    assert share["greedy"] < 0.05, f"shares of the bloc of 30 %: {share}"
    assert share["equal shares"] >= 0.25, f"shares of the bloc of 30 %: {share}"
