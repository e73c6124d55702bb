"""Result: one document, the same for the same scores, that adds up and names nobody."""

import json
import random

import numpy as np
import pytest

from jury.scoring import result
from jury.scoring.case import CommentRow

GRADES = {"1", "2", "3", "4", "5"}


def jury(seed=3, proposals=8, jurors=6, rounds=1):
    """Scores of a made-up jury on the scale from 1 to 5, and proposals in cents."""
    rng = np.random.default_rng(seed)
    quality, severity = rng.normal(size=proposals), rng.normal(scale=0.6, size=jurors)
    scores = []
    for number in range(1, rounds + 1):
        noise = rng.normal(scale=1.0 / number, size=(proposals, jurors))
        value = np.clip(np.rint(3 + quality[:, None] - severity + noise), 1, 5)
        scores += [
            (f"juror {j}", f"p{i}", int(value[i, j]), "", number)
            for i in range(proposals)
            for j in range(jurors)
        ]
    rows = [(f"p{i}", f"Title {i}", int(rng.integers(10, 60)) * 10_050) for i in range(proposals)]
    return scores, rows


def compute(scores, proposals, budget=1_000_000, **settings):
    return result.compute(scores, proposals, budget, **({"scale": (1, 5)} | settings))


@pytest.fixture(scope="module")
def found():
    scores, proposals = jury(rounds=2)
    scores.append(("juror 9", "p0", None, "", 2, "recused"))
    comments = [("p0", "for", "Shade."), ("p0", "minority", "Too dear."), ("p0", "for", "Benches.")]
    return compute(scores, proposals, comments=comments)


def test_the_document_has_the_parts_that_others_read(found):
    assert set(found) == {
        "model", "proposals", "agreement", "deliberation", "dissent", "allocation", "lot",
        "comparisons", "robustness", "colleges", "severity", "inputs",
    }  # fmt: skip
    assert set(found["model"]) == {
        "grand_mean", "sd_proposal", "sd_juror", "sd_residual", "reml_criterion",
    }  # fmt: skip
    assert set(found["proposals"][0]) == {
        "id", "title", "cost", "n_scores", "rounds", "mean", "median", "trimmed_mean",
        "calibrated", "calibrated_se", "interval_90", "expected_rank", "rank_quantiles",
        "p_funded", "p_funded_error", "majority_grade", "group", "too_close_to_call", "funded",
        "in_favour", "against", "champions", "polarisation", "comments", "missing",
    }  # fmt: skip
    assert set(found["allocation"]) == {
        "rule", "budget", "spent", "first_pass", "order", "funded", "reserve",
    }  # fmt: skip
    assert set(found["inputs"]) == {
        "sha256", "seed", "version", "rule", "weights", "draws", "scale", "threshold", "rounds",
    }  # fmt: skip


def test_the_money_adds_up(found):
    cost = {row["id"]: row["cost"] for row in found["proposals"]}
    allocation = found["allocation"]
    assert allocation["spent"] == pytest.approx(sum(cost[each] for each in allocation["funded"]))
    assert allocation["spent"] <= allocation["budget"] == 10_000
    assert sorted(allocation["order"]) == allocation["funded"]
    assert sorted(allocation["funded"] + allocation["reserve"]) == sorted(cost)
    left = allocation["budget"] - allocation["spent"]
    assert all(cost[each] > left for each in allocation["reserve"])
    assert [row["id"] for row in found["proposals"] if row["funded"]] == allocation["funded"]


def test_the_last_round_is_binding_and_each_round_is_counted(found):
    for row in found["proposals"]:
        assert len(row["rounds"]) == 2
        assert all(set(counts) == GRADES and sum(counts.values()) == 6 for counts in row["rounds"])
        counts = row["rounds"][1]
        mean = sum(int(grade) * votes for grade, votes in counts.items()) / 6
        assert row["mean"] == pytest.approx(mean)
        assert row["in_favour"] == pytest.approx((counts["3"] + counts["4"] + counts["5"]) / 6)
        assert row["in_favour"] + row["against"] == pytest.approx(1)


def test_chances_and_ranks_are_possible(found):
    ranks = [row["expected_rank"] for row in found["proposals"]]
    assert sum(ranks) == pytest.approx(8 * 9 / 2)
    for row in found["proposals"]:
        assert list(row["rank_quantiles"]) == ["q05", "q25", "q50", "q75", "q95"]
        values = list(row["rank_quantiles"].values())
        assert values == sorted(values)
        assert 1 <= values[0] <= values[-1] <= 8
        assert 0 <= row["p_funded"] <= 1
        assert row["p_funded_error"] <= 0.005
        assert row["interval_90"][0] <= row["calibrated"] <= row["interval_90"][1]


def test_missing_scores_are_counted_by_kind(found):
    none = {"recused": 0, "cannot_judge": 0, "not_answered": 0, "not_assigned": 1}
    assert [row["missing"] for row in found["proposals"]] == [
        none | {"recused": 1, "not_assigned": 0},
        *[none] * 7,
    ]


def test_comments_stand_with_their_proposal_in_an_order_that_hides_the_writer(found):
    assert found["proposals"][0]["comments"] == {
        "for": ["Benches.", "Shade."],
        "against": [],
        "minority": ["Too dear."],
    }


def test_no_juror_can_be_found_in_the_public_document(found):
    assert "juror " not in json.dumps(found)


def test_deliberation_compares_the_rounds(found):
    moved = found["deliberation"]
    assert moved["pairs"] == 48
    assert 0 < moved["share_changed"] < 1
    assert moved["variance_after"] < moved["variance_before"]
    assert sum(row["after"] for row in moved["ranks"]) == pytest.approx(36)
    assert sum(row["before"] for row in moved["ranks"]) == pytest.approx(36)
    assert compute(*jury())["deliberation"] is None


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_rows_leaves_no_trace(seed):
    scores, proposals = jury(rounds=2)
    comments = [CommentRow("p1", "for", "b"), CommentRow("p1", "for", "a")]
    expected = result.as_text(compute(scores, proposals, comments=comments, full=True))
    for rows in (scores, proposals, comments):
        random.Random(seed).shuffle(rows)

    again = result.as_text(compute(scores, proposals, comments=comments, full=True))

    assert again == expected


def test_whole_scores_and_decimal_scores_give_the_same_document():
    scores, proposals = jury()
    decimal = [(j, p, float(score), *rest) for j, p, score, *rest in scores]
    assert compute(scores, proposals) == compute(decimal, proposals)


def test_another_name_for_a_juror_changes_only_the_digest():
    scores, proposals = jury()
    names = {f"juror {j}": f"seat {(j * 5 + 2) % 6}" for j in range(6)}
    renamed = [(names[j], *rest) for j, *rest in scores]

    first, second = compute(scores, proposals), compute(renamed, proposals)

    assert first["inputs"].pop("sha256") != second["inputs"].pop("sha256")
    flat = [json.loads(result.as_text(each), parse_float=lambda x: round(float(x), 9))
            for each in (first, second)]  # fmt: skip
    for one, other in zip(flat[0]["proposals"], flat[1]["proposals"], strict=True):
        assert one["expected_rank"] == pytest.approx(other["expected_rank"], abs=1e-6)
        assert one["calibrated"] == pytest.approx(other["calibrated"], abs=1e-7)
        assert one["p_funded"] == pytest.approx(other["p_funded"], abs=0.03)


def test_equal_votes_give_equal_ranks_and_chances():
    scores, _ = jury()
    twins = [(j, "p2", s) for j, p, s, *_ in scores if p == "p5"]
    scores = [row for row in scores if row[1] != "p2"] + twins
    cost = dict.fromkeys(range(8), 10_000)
    rows = compute(scores, [(f"p{i}", "", cost[i]) for i in cost], 35_000)["proposals"]

    for key in ("calibrated", "expected_rank", "rank_quantiles", "p_funded"):
        assert rows[2][key] == rows[5][key]


def test_a_tie_is_settled_by_the_seed():
    scores = [(j, p, s) for j, s in (("a", 4), ("b", 3)) for p in ("p1", "p2")]
    scores += [("a", "p3", 2), ("b", "p3", 2)]
    rows = [("p1", "", 100), ("p2", "", 100), ("p3", "", 100)]
    firsts = {compute(scores, rows, 100, seed=str(n))["allocation"]["order"][0] for n in range(4)}
    assert firsts == {"p1", "p2"}


def test_a_lot_decides_only_among_those_too_close_to_call():
    scores, proposals = jury(seed=8, proposals=10, jurors=5)
    proposals = [(name, title, 10_000) for name, title, _ in proposals]
    before = compute(scores, proposals, 50_000)
    group = {row["id"]: row["group"] for row in before["proposals"]}
    close = {name for name, each in group.items() if each == "lottery"}
    line = before["lot"].pop("line")
    assert before["lot"] == {"needed": True, "public_value": None, "order": None}
    paid = [name for name, *_ in proposals if name in before["allocation"]["funded"]]
    unpaid = [row for row in before["proposals"] if row["id"] not in paid]
    assert line == max(unpaid, key=lambda row: row["calibrated"])["expected_rank"]

    funded = set()
    for value in ("1", "2", "3"):
        after = compute(scores, proposals, 50_000, public_value=value)
        assert set(after["lot"]["order"]) == close
        assert after["lot"]["line"] == line
        assert {row["id"]: row["group"] for row in after["proposals"]} == group
        funded.add(tuple(after["allocation"]["funded"]))
        for name, each in group.items():
            if each != "lottery":
                assert (name in after["allocation"]["funded"]) == (each == "funded")
    assert len(funded) > 1


def test_no_lot_is_drawn_when_everything_is_paid():
    scores, proposals = jury()
    found = compute(scores, proposals, 10**9, public_value="7 4 1")
    assert found["lot"] == {
        "needed": False, "public_value": None, "order": None, "line": None,
    }  # fmt: skip
    assert {row["group"] for row in found["proposals"]} == {"funded"}
    assert {row["p_funded"] for row in found["proposals"]} == {1.0}


def test_severity_is_for_the_organiser_only_and_harsh_is_positive():
    scores = [("mild", f"p{i}", 3 + i % 3) for i in range(6)]
    scores += [("harsh", f"p{i}", 1 + (i * i) % 3) for i in range(6)]
    rows = [(f"p{i}", "", 100) for i in range(6)]

    found = {row["id"]: row for row in compute(scores, rows, 100, full=True)["jurors"]}

    assert found["harsh"]["severity"] > 0 > found["mild"]["severity"]
    assert found["harsh"]["severity_se"] > 0
    assert "jurors" not in compute(scores, rows, 100)


def test_jurors_who_agree_perfectly_are_certain():
    scores = [(j, f"p{i}", i + 1) for j in "abc" for i in range(5)]
    found = compute(scores, [(f"p{i}", "", 100) for i in range(5)], 200)

    assert found["model"]["reml_criterion"] is None
    assert [row["expected_rank"] for row in found["proposals"]] == [5, 4, 3, 2, 1]
    assert [row["p_funded"] for row in found["proposals"]] == [0, 0, 0, 1, 1]
    assert found["allocation"]["order"] == ["p4", "p3"]
    assert found["lot"]["needed"] is False


def test_weights_of_criteria_count():
    rows = [("p1", "", 100), ("p2", "", 100)]
    scores = [(j, "p1", s, c) for j in "ab" for c, s in (("heart", 5), ("head", 1))]
    scores += [(j, "p2", s, c) for j in "ab" for c, s in (("heart", 1), ("head", 4))]

    def winner(heart, head):
        weights = [("heart", heart), ("head", head)]
        return compute(scores, rows, 100, criteria=weights)["allocation"]["order"]

    assert winner(2, 1) == ["p1"]
    assert winner(1, 2) == ["p2"]
