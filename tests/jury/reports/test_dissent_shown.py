"""Whatever the scores and the rule: no case of dissent is missing from the report."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jury.reports import alone, bare
from jury.reports.command import printer
from jury.scoring import result
from jury.scoring.case import RULES, ProposalRow, ScoreRow

JURORS, PROPOSALS = 6, 6
GRADES = st.lists(st.integers(1, 5), min_size=JURORS * PROPOSALS, max_size=JURORS * PROPOSALS)


@pytest.fixture(scope="module")
def listed():
    """Returns whom a report lists: funded with opposition, unfunded with champions."""
    app = printer()

    def read(found):
        with app.app_context():
            page = alone.page(bare.of_result(found, result.as_text(found)), "en")
        part = page[page.index('id="minority"') :]
        _before, opposed, missed = part[: part.index("</section>")].split("<h3>")
        return [set(re.findall(r"<li>(p\d)\. ", part)) for part in (opposed, missed)]

    return read


def counted(grades, funded):
    """The same two sets, counted by hand: half of the scale, 3, is in favour."""
    columns = [grades[i::PROPOSALS] for i in range(PROPOSALS)]
    against = [Fraction(sum(mark < 3 for mark in column), JURORS) for column in columns]
    champions = [0] * PROPOSALS
    for juror in range(JURORS):
        own = grades[juror * PROPOSALS : (juror + 1) * PROPOSALS]
        for i, mark in enumerate(own):
            above, beside = sum(o > mark for o in own), sum(o == mark for o in own)
            champions[i] += above + Fraction(beside + 1, 2) <= max(1, Fraction(PROPOSALS, 5))
    names = [f"p{i}" for i in range(PROPOSALS)]
    return [
        {n for i, n in enumerate(names) if n in funded and against[i] >= Fraction(1, 4)},
        {
            n
            for i, n in enumerate(names)
            if n not in funded and Fraction(champions[i], JURORS) >= Fraction(1, 5)
        },
    ]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    grades=GRADES.filter(lambda marks: len(set(marks)) > 1),
    costs=st.lists(st.integers(1, 9), min_size=PROPOSALS, max_size=PROPOSALS),
    budget=st.integers(1, 40),
    rule=st.sampled_from(RULES),
)
def test_every_case_of_dissent_is_listed_and_nothing_else(listed, grades, costs, budget, rule):
    scores = [
        ScoreRow(f"j{k // PROPOSALS}", f"p{k % PROPOSALS}", float(mark))
        for k, mark in enumerate(grades)
    ]
    proposals = [ProposalRow(f"p{i}", f"Title {i}", cost * 100) for i, cost in enumerate(costs)]

    found = result.compute(scores, proposals, budget * 100, scale=(1, 5), rule=rule)

    assert listed(found) == counted(grades, set(found["allocation"]["funded"]))
