"""Knapsack: the best set, the cheapest of the best, the lot's choice among those; exactly."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.scoring.combinations import TooManyCombinations
from jury.scoring.knapsack import knapsack, knapsack_of_draws

ORACLES = Path(__file__).parent / "oracles"
INSTANCES = json.loads((ORACLES / "mes/mes_instances.json").read_text())
OPTIMAL = json.loads((ORACLES / "knapsack/optimal_welfare.json").read_text())


def best_by_trying_all(worth, cost, budget, lot):
    """The set that ``knapsack`` promises, found by looking at every set."""

    def key(chosen):
        return (
            sum(worth[i] for i in chosen),
            -sum(cost[i] for i in chosen),
            sum(1 << (len(worth) - lot[i]) for i in chosen),
        )

    sets = itertools.chain.from_iterable(
        itertools.combinations(range(len(worth)), size) for size in range(len(worth) + 1)
    )
    return list(max((s for s in sets if sum(cost[i] for i in s) <= budget), key=key))


def case(seed, proposals):
    """Worths in billionths of a point, costs in cents, a budget for about a third, a lot."""
    rng = np.random.default_rng(seed)
    worth = np.rint(rng.normal(5, 1.5, proposals) * 1e9).astype(int)
    cost = rng.integers(100_000, 5_000_000, proposals)
    return worth, cost, int(cost.sum() // 3), rng.permutation(proposals).tolist()


@given(
    st.lists(st.tuples(st.integers(-1, 6), st.integers(1, 6)), min_size=1, max_size=9),
    st.integers(0, 30),
    st.data(),
)
def test_no_set_is_better_and_of_equals_the_cheapest_then_the_lots_is_taken(rows, budget, data):
    worth, cost = zip(*rows, strict=True)
    lot = data.draw(st.permutations(range(len(rows))))

    found = knapsack(worth, cost, budget, lot)

    assert found == best_by_trying_all(worth, cost, budget, lot)


@pytest.mark.parametrize("seed", range(4))
def test_sets_of_equal_worth_and_cost_are_told_apart_by_the_lot_alone(seed):
    rng = np.random.default_rng(seed)
    for _ in range(150):
        worth, cost = rng.integers(1, 7, (2, 8)).tolist()
        budget, lot = int(rng.integers(1, 30)), rng.permutation(8).tolist()
        assert knapsack(worth, cost, budget, lot) == best_by_trying_all(worth, cost, budget, lot)


@pytest.mark.parametrize("seed", range(30))
def test_large_numbers_are_decided_as_exactly_as_small_ones(seed):
    worth, cost, budget, lot = case(seed, 11)
    worth[3:6], cost[3:6] = worth[2], cost[2]  # a tie that only the lot can break
    worth[7] = worth[2] + 1  # a billionth of a point more

    found = knapsack(worth.tolist(), cost.tolist(), budget, lot)

    assert found == best_by_trying_all(worth.tolist(), cost.tolist(), budget, lot)


@pytest.mark.parametrize("name", [key for key in OPTIMAL if key.split("|")[0] in INSTANCES])
def test_the_worth_is_that_of_the_reference(name):
    instance, satisfaction = INSTANCES[name.split("|")[0]], name.split("|")[1]
    projects = {each: int(cost) for each, cost in instance["projects"].items()}
    worth = dict.fromkeys(projects, 0)
    for vote in instance["votes"]:
        for each, given_ in vote.items():
            worth[each] += {
                "Cost_Sat": projects[each],
                "Cardinality_Sat": 1,
                "Additive_Cardinal_Sat": int(given_),
            }[satisfaction]

    found = knapsack(
        list(worth.values()),
        list(projects.values()),
        int(instance["budget"]),
        list(range(len(worth))),
    )

    assert sum(list(projects.values())[i] for i in found) <= instance["budget"]
    assert sum(list(worth.values())[i] for i in found) == OPTIMAL[name]["optimal_welfare_milp"]


@pytest.mark.parametrize("seed", range(8))
def test_300_proposals_reach_what_integer_programming_reaches(seed):
    from scipy.optimize import Bounds, LinearConstraint, milp

    worth, cost, budget, lot = case(seed, 300)
    solved = milp(
        -worth / 1e9,
        integrality=np.ones(300),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(cost[None] / 1e5, -np.inf, budget / 1e5),
        options={"mip_rel_gap": 0.0},
    )
    theirs = solved.x.round().astype(bool)
    assert cost[theirs].sum() <= budget

    found = knapsack(worth.tolist(), cost.tolist(), budget, lot)

    assert cost[found].sum() <= budget
    assert worth[found].sum() >= worth[theirs].sum()
    assert worth[found].sum() <= -solved.mip_dual_bound * 1e9 * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_300_proposals_with_many_ties_do_not_depend_on_the_order_of_rows(seed):
    rng = np.random.default_rng(seed)
    worth, cost = rng.integers(1, 5, 300), 50_000 * rng.integers(1, 8, 300)
    lot, shuffled = rng.permutation(300), rng.permutation(300)
    budget = int(cost.sum() // 4)

    found = knapsack(worth.tolist(), cost.tolist(), budget, lot.tolist())
    again = knapsack(
        worth[shuffled].tolist(), cost[shuffled].tolist(), budget, lot[shuffled].tolist()
    )

    assert sorted(shuffled[again].tolist()) == found


def test_more_than_64_open_proposals_follow_the_lot_too():
    lot = np.random.default_rng(1).permutation(200).tolist()

    found = knapsack([5] * 200, [300] * 200, 300 * 70 + 299, lot)

    assert sorted(lot[i] for i in found) == list(range(70))


def test_many_draws_are_decided_as_one_by_one():
    _, cost, budget, lot = case(1, 40)
    draws = np.array([case(seed, 40)[0] for seed in range(6)])

    together = knapsack_of_draws(draws, cost.tolist(), budget, lot)

    for worth, funded in zip(draws, together, strict=True):
        assert np.flatnonzero(funded).tolist() == knapsack(worth.tolist(), cost, budget, lot)


def test_everything_is_funded_when_the_money_is_enough_and_nothing_when_it_is_not():
    assert knapsack([3, -1, 2], [10, 1, 5], 16, [0, 1, 2]) == [0, 2]
    assert knapsack([3, 1, 2], [10, 9, 8], 7, [0, 1, 2]) == []
    assert knapsack([0, -3], [1, 1], 9, [0, 1]) == []


def test_what_cannot_be_decided_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="at least 1 cent; the cheapest costs 0"):
        knapsack([1, 1], [0, 5], 9, [0, 1])
    with pytest.raises(ValueError, match="more than can be counted exactly"):
        knapsack([2**52, 2**52], [1, 5], 9, [0, 1])


def test_a_search_that_outgrows_its_memory_says_so():
    cost = np.random.default_rng(0).integers(100_000, 5_000_000, 200)

    with pytest.raises(TooManyCombinations, match="More than 500,000 combinations"):
        knapsack((cost * 7).tolist(), cost.tolist(), int(cost.sum() // 3), list(range(200)))
