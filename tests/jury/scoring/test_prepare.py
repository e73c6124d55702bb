"""Refusals: what is wrong with the scores, all at once, and what can be done."""

import pytest

from jury.scoring.case import BadScores, CommentRow, CriterionRow, ProposalRow, ScoreRow
from jury.scoring.prepare import natural
from jury.scoring.result import compute

PROPOSALS = [ProposalRow("p1", "Benches", 100, 2), ProposalRow("p2", "Bees", 200, 3)]
SCORES = [("a", "p1", 4), ("a", "p2", 2), ("b", "p1", 5), ("b", "p2", 1)]


def sentences(scores=SCORES, proposals=PROPOSALS, budget=1000, **settings):
    """What is said when these are refused."""
    with pytest.raises(BadScores) as refusal:
        compute(scores, proposals, budget, **settings)
    return str(refusal.value).splitlines()


def test_a_score_outside_the_scale():
    assert sentences([*SCORES, ScoreRow("c", "p1", 6, line=9)], scale=(1, 5)) == [
        "scores, row 9, column “score”: The score 6 lies outside the scale from 1 to 5. "
        "Correct the score."
    ]


def test_an_unknown_juror_an_unknown_proposal_and_an_unknown_criterion():
    rows = [*SCORES, ("x", "p1", 3), ("a", "p9", 3), ("b", "p1", 3, "charm")]
    assert sentences(rows, jurors={"a", "b"}, criteria=[("", 1)]) == [
        "scores, column “juror”: “x” is not on the jury. Correct the name or remove the row.",
        "scores, column “proposal”: “p9” is not in the list of proposals. "
        "Correct it or remove the row.",
        "scores, column “criterion”: “charm” is not in the list of criteria. "
        "Correct it or remove the row.",
    ]


def test_two_scores_for_one_cell():
    assert sentences([*SCORES, ScoreRow("a", "p1", 4, line=6)]) == [
        "scores, row 6, column “score”: “a” has two scores for “p1” in round 1. "
        "Keep one of the two."
    ]


def test_a_score_after_a_recusal():
    rows = [*SCORES, ScoreRow("a", "p1", None, "x", 1, "recused")]
    assert sentences(rows) == [
        "scores, column “score”: “a” was recused from “p1” and scored it all the same. "
        "Remove the score or the recusal."
    ]


@pytest.mark.parametrize(("budget", "shown"), [(0, "0"), (-150, "-1.5")])
def test_a_budget_of_nothing(budget, shown):
    assert sentences(budget=budget) == [f"The budget is {shown} euros. Give an amount above zero."]


def test_a_proposal_that_nobody_read():
    assert sentences(proposals=[*PROPOSALS, ProposalRow("p3", "Bikes", 1, 4)]) == [
        "proposals, row 4, column “proposal”: Nobody scored “p3” in round 1. "
        "Ask jurors to score it, or take it out of the list."
    ]


def test_a_round_without_scores():
    rows = [*SCORES, ScoreRow("a", "p1", None, "", 2, "cannot_judge")]
    assert sentences(rows) == [
        "scores: There are no scores in the last round. Add them, or leave that round out."
    ]


def test_a_single_juror():
    assert sentences(SCORES[:2]) == [
        "scores: Only “a” scored in the last round. "
        "A jury needs at least 2 jurors, so that scores can be compared."
    ]


@pytest.mark.parametrize("scale", [None, (1, 5)])
def test_scores_that_are_all_equal(scale):
    rows = [(juror, proposal, 4) for juror, proposal, _ in SCORES]
    [sentence] = sentences(rows, scale=scale)
    assert "Every score is 4, so the scores put no proposal before another." in sentence
    assert sentence.endswith("Where they are right, only a lot can choose.")


def test_a_reading_plan_that_falls_apart():
    rows = [("a", "p1", 4), ("b", "p1", 5), ("c", "p2", 2), ("d", "p2", 1)]
    assert sentences(rows) == [
        "scores: The proposals fall apart into 2 groups that no juror compares: “p1”; “p2”. "
        "Let a juror of one group also score a proposal of another."
    ]


def test_everything_wrong_is_named_at_once():
    found = sentences(
        [*SCORES, ("", "p1", 3), ("c", "p1", 3, "", 1, "ill"), ("c", "p2", None)],
        [*PROPOSALS, ProposalRow("p1", "Again", -5), ProposalRow("", "Nameless", 10**15)],
        0,
        criteria=[CriterionRow("", 0), CriterionRow("", 1)],
        comments=[CommentRow("p9", "maybe", "…")],
        threshold=9,
    )
    starts = [
        "proposals, column “cost”: The cost of “p1” is below zero.",
        "proposals, column “proposal”: This proposal has no id.",
        "proposals, column “cost”: The cost of “” is above a thousand billion euros.",
        "proposals, column “proposal”: The id “p1” is used twice.",
        "criteria, column “weight”: The weight of “” is 0.",
        "criteria, column “criterion”: The criterion “” is there twice.",
        "The budget is 0 euros.",
        "The threshold 9 lies outside the scale from 1 to 5.",
        "scores, column “juror”: This row names no juror.",
        "scores, column “status”: The status “ill” is not known.",
        "scores, column “score”: There is no score.",
        "comments, column “proposal”: “p9” is not in the list of proposals.",
        "comments, column “kind”: The kind “maybe” is not known.",
    ]
    assert len(found) == len(starts)
    assert all(line.startswith(start) for line, start in zip(found, starts, strict=True))


def test_a_missing_score_with_a_number():
    assert sentences([*SCORES, ("c", "p1", 0, "", 1, "recused")], scale=(1, 5)) == [
        "scores, column “score”: The status is “recused”, yet there is a score 0. "
        "Remove the score or change the status."
    ]


def test_a_scale_too_short_for_grades_and_no_proposals():
    assert sentences([(a, p, s / 10) for a, p, s in SCORES])[0].startswith(
        "The scale from 0.1 to 0.5 holds fewer than two whole numbers"
    )
    assert sentences([], [])[0].startswith("proposals: There are no proposals.")


def test_an_amount_beyond_counting():
    assert sentences(budget=10**15) == ["The budget is above a thousand billion euros. Correct it."]


def test_ids_sort_as_people_read_them():
    assert sorted(["b", "p10", "p9", "10", "9", "p09"], key=natural) == [
        "9", "10", "b", "p09", "p9", "p10",
    ]  # fmt: skip
