"""Majority judgment: published tallies, and the literal removal of medians."""

import json
from functools import cmp_to_key
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.scoring.majority import majority_grade, majority_ranks

ORACLES = Path(__file__).parent / "oracles/majority_judgment"
ASSERTIONS = json.loads((ORACLES / "mieuxvoter_assertions.json").read_text())


def with_default_votes(case):
    """The tallies after giving everybody's missing votes the grade that the case prescribes."""
    filled = []
    for tally in case["tallies"]:
        grades = list(tally)
        missing = case["participants"] - sum(grades)
        if case.get("mode") == "MedianDefault":
            grades[majority_grade(grades)] += missing
        elif case.get("mode") != "Normalized":
            grades[case.get("default", 0)] += missing
        filled.append(grades)
    return filled


@pytest.mark.parametrize("case", ASSERTIONS, ids=lambda case: case["title"])
def test_published_tallies_are_ranked_as_published(case):
    assert majority_ranks(with_default_votes(case)) == case["ranks"]


def test_tennessee_chooses_nashville():
    tennessee = json.loads((ORACLES / "tennessee.json").read_text())
    ranks = majority_ranks(list(tennessee["tallies_percent"].values()))
    assert dict(zip(tennessee["tallies_percent"], ranks, strict=True)) == tennessee["ranks"]


def test_the_condorcet_counterexample_chooses_c():
    example = json.loads((ORACLES / "condorcet_counterexample.json").read_text())
    grades = ["poor", "fair", "good", "excellent"]
    tallies = {name: [0] * 4 for name in "ABC"}
    for votes, ballot in example["ballots"]:
        for name, grade in ballot.items():
            tallies[name][grades.index(grade)] += votes

    ranks = majority_ranks(list(tallies.values()))

    assert dict(zip("ABC", ranks, strict=True)) == example["ranks"]
    assert grades[majority_grade(tallies["B"])] == "fair"


def literal(first, second):
    """Compare two tallies of as many votes by removing one median after another."""
    a = [grade for grade, votes in enumerate(first) for _ in range(votes)]
    b = [grade for grade, votes in enumerate(second) for _ in range(votes)]
    while a:
        one, other = a.pop((len(a) - 1) // 2), b.pop((len(b) - 1) // 2)
        if one != other:
            return one - other
    return 0


ballots = st.integers(1, 9).flatmap(
    lambda votes: st.lists(
        st.lists(st.integers(0, 3), min_size=votes, max_size=votes), min_size=1, max_size=5
    )
)


@given(ballots)
def test_ranks_follow_from_removing_medians_literally(candidates):
    tallies = [[votes.count(grade) for grade in range(4)] for votes in candidates]
    ordered = sorted(tallies, key=cmp_to_key(literal), reverse=True)

    expected = [
        next(k for k, other in enumerate(ordered) if literal(tally, other) == 0) + 1
        for tally in tallies
    ]

    assert majority_ranks(tallies) == expected


@given(ballots, st.integers(2, 5))
def test_having_more_voters_of_the_same_opinion_changes_no_rank(candidates, times):
    tallies = [[votes.count(grade) for grade in range(4)] for votes in candidates]
    wider = [[times * votes for votes in tallies[0]], *tallies[1:]]

    assert majority_ranks(wider) == majority_ranks(tallies)
