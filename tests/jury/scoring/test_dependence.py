"""What a result depends on: other rules and other ways of counting, without naming a juror."""

import json
from itertools import combinations

import pytest

from jury.scoring import result

COSTS = {"a": 50_000_00, "b": 40_000_00, "c": 30_000_00, "d": 30_000_00, "e": 0}
BUDGET = 90_000_00


def scores(recused=()):
    """Nine jurors: six like a and b, three like c and d; everybody likes e a little."""
    found = []
    for j in range(9):
        liked = "ab" if j < 6 else "cd"
        for p in COSTS:
            wish = 5 if p in liked else 3 if p == "e" else 1 + (p in "ab")
            status = "recused" if (p, j) in recused else "scored"
            value = None if status == "recused" else max(1, wish - (j % 3 == 0))
            found.append((f"Ann {j}", p, value, "", 1, status))
    return found


def compute(**more):
    proposals = [(key, f"Plan {key}", cost) for key, cost in COSTS.items()]
    return result.compute(scores(**more), proposals, BUDGET, scale=(1, 5), full=True)


@pytest.fixture(scope="module")
def found():
    return compute(recused={("c", 0), ("d", 1)})


def test_knapsack_is_the_best_set_of_all(found):
    worth = {each["id"]: each["calibrated"] - 1 for each in found["proposals"]}
    every = [set(s) for n in range(6) for s in combinations(COSTS, n)]
    able = [s for s in every if sum(COSTS[p] for p in s) <= BUDGET]
    best = max(able, key=lambda s: round(sum(worth[p] for p in s), 9))

    assert set(found["comparisons"]["knapsack"]["funded"]) == best


def test_equal_shares_lets_the_third_that_likes_others_fund_one_too(found):
    shared = found["comparisons"]["equal_shares"]
    assert {"c", "d"} & set(shared["funded"])
    assert not {"c", "d"} & set(found["allocation"]["funded"])
    assert shared["spent"] <= BUDGET / 100
    assert shared["order"][: len(shared["first_pass"])] == shared["first_pass"]


def test_what_asks_nothing_is_funded_by_every_rule(found):
    assert all("e" in each["funded"] for each in found["comparisons"].values())


def test_each_way_of_counting_is_counted_once(found):
    firm = found["robustness"]
    assert firm["jurors"] == 9
    assert {"mean", "majority_grade", "knapsack", "equal_shares", "recusals_low"} <= {*firm["ways"]}
    for fate in firm["proposals"]:
        assert fate["of"] == len(firm["ways"]) + 9
        same = fate["of"] - len(fate["differs"]) - fate["single_jurors"]
        funded = fate["id"] in found["allocation"]["funded"]
        assert fate["funded_in"] == (same if funded else fate["of"] - same)
    by_id = {each["id"]: each for each in firm["proposals"]}
    assert "equal_shares" in by_id["b"]["differs"] or "equal_shares" in by_id["a"]["differs"]


def test_recusals_leave_a_range_for_what_was_not_scored(found):
    low, high = found["robustness"]["recusals"]["calibrated"]["c"]
    assert low < high
    none = compute()["robustness"]["recusals"]
    assert none["depends"] == []
    assert all(low == pytest.approx(high) for low, high in none["calibrated"].values())


def test_only_the_organisers_copy_says_who_moves_the_result(found):
    for row in found["jurors"]:
        assert set(row["influence"]) == {"figure", "max_rank_shift", "funded_flips"}
    public = {key: value for key, value in found.items() if key != "jurors"}
    assert "Ann" not in json.dumps(public)


def test_the_order_of_rows_leaves_no_trace(found):
    rows = scores(recused={("c", 0), ("d", 1)})
    proposals = [(key, f"Plan {key}", cost) for key, cost in COSTS.items()]
    again = result.compute(rows[::-1], proposals[::-1], BUDGET, scale=(1, 5), full=True)
    assert result.as_text(again) == result.as_text(found)
