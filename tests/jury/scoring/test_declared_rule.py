"""The declared rule decides: who is funded, how surely, what is close and what depends on it."""

import json
import random
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from jury.scoring import result
from jury.scoring.case import BadScores
from jury.scoring.completion import equal_shares
from jury.scoring.whole import utilities
from tests.jury.scoring.test_result import jury

RULES = ("greedy", "knapsack", "equal-shares")
BUDGET = 1_000_000


def compute(rule, scores=None, proposals=None, **more):
    own = jury()
    return result.compute(
        scores or own[0], proposals or own[1], BUDGET, scale=(1, 5), rule=rule, full=True, **more
    )


@pytest.fixture(scope="module")
def found():
    return {rule: compute(rule) for rule in RULES}


def test_the_declared_rule_decides_and_the_other_two_stand_beside_it(found):
    shared = {key: found["greedy"]["comparisons"][key] for key in ("knapsack", "equal_shares")}
    for rule, document in found.items():
        own = document["allocation"]
        assert own["rule"] == document["inputs"]["rule"] == rule
        names = {name.replace("-", "_") for name in RULES} - {rule.replace("-", "_")}
        assert set(document["comparisons"]) == names
        for name in names:
            same = document["comparisons"][name]
            given = shared.get(name) or found["greedy"]["allocation"]
            assert same == {key: given[key] for key in same}
    assert len({tuple(document["allocation"]["funded"]) for document in found.values()}) > 1


def test_knapsack_funds_the_best_set_and_keeps_the_rest_in_reserve_by_score(found):
    rows = {row["id"]: row for row in found["knapsack"]["proposals"]}
    every = [s for n in range(9) for s in combinations(rows, n)]
    able = [s for s in every if sum(rows[p]["cost"] for p in s) * 100 <= BUDGET]
    best = max(able, key=lambda s: sum(rows[p]["calibrated"] - 1 for p in s))

    spent = found["knapsack"]["allocation"]

    assert spent["funded"] == sorted(best)
    for part in ("order", "reserve"):
        scores = [rows[p]["calibrated"] for p in spent[part]]
        assert scores == sorted(scores, reverse=True)
    assert sorted(spent["order"] + spent["reserve"]) == sorted(rows)


def test_equal_shares_funds_what_the_ballots_buy_and_then_fills_up(found):
    document = found["equal-shares"]
    scores, rows = jury()
    names = [name for name, *_ in rows]
    score = np.array([[s for j, p, s, *_ in scores if (j, p) == (f"juror {k}", n)]
                      for k in range(6) for n in names]).reshape(6, 8)  # fmt: skip
    best = sorted(names, key=lambda n: -document["proposals"][names.index(n)]["calibrated"])
    outcome = equal_shares(
        utilities(score, 3.0)[0], [cost for *_, cost in rows], BUDGET, list(range(8)),
        [names.index(n) for n in best],
    )  # fmt: skip

    assert document["allocation"]["first_pass"] == [names[i] for i in outcome.first.funded]
    assert document["allocation"]["order"] == [names[i] for i in outcome.funded]


def test_the_fate_of_a_proposal_is_told_in_one_way_everywhere(found):
    for rule, document in found.items():
        funded = document["allocation"]["funded"]
        assert funded == [row["id"] for row in document["proposals"] if row["funded"]]
        for row, fate in zip(
            document["proposals"], document["robustness"]["proposals"], strict=True
        ):
            assert row["group"] in {"lottery"} | ({"funded"} if row["funded"] else {"not_funded"})
            assert (row["group"] == "lottery") == (rule == "greedy" and row["too_close_to_call"])
            assert rule.replace("-", "_") not in fate["differs"]


@pytest.mark.parametrize("rule", ["knapsack", "equal-shares"])
def test_a_chance_from_25_to_75_percent_is_too_close_to_call_without_a_lot(found, rule):
    document = found[rule]
    for row in document["proposals"]:
        assert row["too_close_to_call"] == (0.25 <= row["p_funded"] <= 0.75)
        share = row["p_funded"]
        assert row["p_funded_error"] == pytest.approx((share * (1 - share) / 500) ** 0.5)
    assert document["inputs"]["draws"] == 500
    assert document["lot"] == {
        "needed": False, "public_value": None, "order": None, "line": None,
    }  # fmt: skip


def test_the_chances_of_the_rules_differ_and_spend_about_the_budget(found):
    spent = {
        rule: sum(row["p_funded"] * row["cost"] for row in document["proposals"]) * 100
        for rule, document in found.items()
    }
    assert all(0.75 * BUDGET < each <= BUDGET for each in spent.values())
    chances = {rule: tuple(r["p_funded"] for r in found[rule]["proposals"]) for rule in RULES}
    assert len(set(chances.values())) == 3


def without(scores, juror):
    return [row for row in scores if row[0] != juror]


def test_leaving_a_juror_out_runs_equal_shares_again():
    scores, proposals = jury(seed=11)
    document = compute("equal-shares", scores, proposals)
    funded = set(document["allocation"]["funded"])
    again = {
        row["id"]: set(
            compute("equal-shares", without(scores, row["id"]), proposals)["allocation"]["funded"]
        )
        for row in document["jurors"]
    }

    assert {row["id"]: row["influence"]["funded_flips"] for row in document["jurors"]} == {
        name: len(funded ^ others) for name, others in again.items()
    }
    assert any(funded ^ others for others in again.values())


@pytest.mark.parametrize("rule", RULES)
def test_rows_in_another_order_give_the_same_bytes(found, rule):
    scores, proposals = jury()
    random.Random(4).shuffle(scores)
    proposals.reverse()

    assert result.as_text(compute(rule, scores, proposals)) == result.as_text(found[rule])


def test_a_rule_that_nobody_knows_is_refused_with_those_that_are():
    with pytest.raises(BadScores, match="Use one of: greedy, knapsack, equal-shares"):
        compute("dice")


def test_worth_that_is_all_alike_is_told_to_whoever_declared_knapsack():
    rng = np.random.default_rng(1)
    rows = [(f"p{i}", "", int(cost)) for i, cost in enumerate(rng.integers(10**6, 2 * 10**6, 60))]
    scores = [(j, name, cost / 10**6 * 2) for j in "ab" for name, _, cost in rows]

    with pytest.raises(BadScores, match="Round the costs to whole euros or choose another rule"):
        result.compute(scores, rows, 45 * 10**6, scale=(0, 5), rule="knapsack")


def test_a_scale_of_more_than_a_thousand_points_is_refused():
    scores, proposals = jury()
    huge = [(j, p, s * 1000, *rest) for j, p, s, *rest in scores]

    with pytest.raises(BadScores, match="from 0 to 5000 is longer than 1000 points"):
        result.compute(huge, proposals, BUDGET, scale=(0, 5000))


def with_colleges(scores):
    """Three citizens and three experts."""
    return [
        (j, p, s, c, n, "scored", None, "citizens" if j < "juror 3" else "experts")
        for j, p, s, c, n in scores
    ]


@pytest.mark.parametrize("rule", RULES)
def test_weighted_colleges_decide_together_and_each_is_shown_alone(rule):
    scores, proposals = jury(rounds=2)
    scores = with_colleges(scores)
    weights = {"citizens": 2, "experts": 1}

    found = compute(rule, scores, proposals, college_weights=weights)

    citizens, experts = (found["colleges"][name] for name in ("citizens", "experts"))
    assert (citizens["size"], citizens["weight"]) == (3, pytest.approx(2 / 3))
    assert found["inputs"]["weights"] == {"citizens": "2/3", "experts": "1/3"}
    alone = result.compute(
        [row for row in scores if row[7] == "experts"], proposals, BUDGET, scale=(1, 5)
    )
    assert experts["model"] == alone["model"]
    assert experts["agreement"] == alone["agreement"]
    for row, one, two, own in zip(
        found["proposals"], citizens["proposals"], experts["proposals"], alone["proposals"],
        strict=True,
    ):  # fmt: skip
        assert two["calibrated"] == own["calibrated"]
        assert row["calibrated"] == pytest.approx((2 * one["calibrated"] + two["calibrated"]) / 3)
        assert row["interval_90"][0] < row["calibrated"] < row["interval_90"][1]
    random.Random(2).shuffle(scores)
    again = compute(rule, scores, proposals, college_weights=weights)
    assert result.as_text(again) == result.as_text(found)


def test_a_college_that_scores_once_stands_before_the_talks_as_it_ends():
    scores, proposals = jury(rounds=2)
    once = [r for r in with_colleges(scores) if r[7] == "citizens" or r[4] == 2]
    both = once + [(*r[:4], 1, *r[5:]) for r in once if r[7] == "experts"]
    weights = {"citizens": 2, "experts": 1}

    found, copied = (
        compute("greedy", rows, proposals, college_weights=weights)["deliberation"]
        for rows in (once, both)
    )

    assert found["ranks"] == copied["ranks"]
    assert None not in [each["before"] for each in found["ranks"]]
    assert found["pairs"] < copied["pairs"]


def test_one_college_with_all_the_weight_says_what_it_says_alone():
    scores, proposals = jury()
    scores = [(*row[:3], "", 1, "scored", None, "all") for row in scores]

    plain = compute("greedy", scores, proposals)
    whole = compute("greedy", scores, proposals, college_weights={"all": 1})

    assert plain["proposals"] == whole["proposals"]
    assert plain["robustness"] == whole["robustness"]
    assert plain["jurors"] == whole["jurors"]


def test_without_weights_colleges_are_one_jury_and_one_alone_is_not_shown():
    scores, proposals = jury()
    named = [
        (*row[:3], "", 1, "scored", None, "expert" if row[0] == "juror 5" else "citizens")
        for row in scores
    ]

    plain, found = compute("greedy", scores, proposals), compute("greedy", named, proposals)

    assert found["proposals"] == plain["proposals"]
    expert = found["colleges"]["expert"]
    assert expert["size"] == 1
    assert expert["proposals"] == []
    assert "at least 2" in expert["problem"]
    assert found["colleges"]["citizens"]["problem"] is None
    assert "juror 5" not in json.dumps(found["colleges"])


def test_votes_of_a_college_follow_its_weight_whatever_its_size():
    scores = [(f"c{j}", p, 5 if p == "a" else 1) for j in range(6) for p in "ab"]
    scores += [(f"e{j}", p, 5 if p == "b" else 1) for j in range(2) for p in "ab"]
    scores = [(*row, "", 1, "scored", None, row[0][0]) for row in scores]
    rows = [("a", "", 60), ("b", "", 60)]

    def chances(**weights):
        found = result.compute(
            scores, rows, 100, scale=(1, 5), rule="equal-shares", college_weights=weights
        )
        assert found["allocation"]["first_pass"] == found["allocation"]["funded"]
        return [row["p_funded"] for row in found["proposals"]]

    assert chances(c=3, e=1) == [1, 0]
    assert chances(c=1, e=3) == [0, 1]


def test_jurors_in_two_colleges_or_in_none_are_named():
    scores, proposals = jury()
    rows = with_colleges(scores)
    rows[0] = (*rows[0][:7], "experts")
    rows = [(*row[:7], "") if row[0] == "juror 5" else row for row in rows]

    with pytest.raises(BadScores) as refusal:
        compute("greedy", rows, proposals, college_weights={"citizens": 1, "experts": 1})

    said = [each.sentence for each in refusal.value.problems]
    assert (
        "“juror 0” is in the college “experts” and here in “citizens”. Keep one of the two." in said
    )
    assert said[-1] == (
        "“juror 5” is in no college, and the colleges have weights. Fill in the college."
    )


def keys(value):
    """Every key in a document but grades, ids and names of colleges."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from keys(each)


def test_every_key_of_a_result_is_described():
    scores, proposals = jury(rounds=2)
    found = compute("greedy", with_colleges(scores), proposals, comments=[("p1", "for", "Shade")])
    text = (Path(__file__).parents[3] / "docs" / "result-format.md").read_text(encoding="utf-8")
    ids = {row["id"] for row in found["proposals"]} | {"1", "2", "3", "4", "5"}

    assert {key for key in keys(found) if f"`{key}`" not in text} - ids == {"citizens", "experts"}
