"""Whatever the scores and the rule: no case of dissent is missing from the report."""

import re
from fractions import Fraction
from random import Random

import pytest

from jury.reports import alone, bare
from jury.reports.command import printer
from jury.scoring import result
from jury.scoring.case import RULES, ProposalRow, ScoreRow

JURORS, PROPOSALS = 6, 6


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


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5])
def test_every_case_of_dissent_is_listed_and_nothing_else(listed, seed):
    chance = Random(seed)
    grades = [chance.choice([1, 2, 3, 4, 5]) for _ in range(JURORS * PROPOSALS)]
    scores = [
        ScoreRow(f"j{k // PROPOSALS}", f"p{k % PROPOSALS}", float(mark))
        for k, mark in enumerate(grades)
    ]
    proposals = [
        ProposalRow(f"p{i}", f"Title {i}", chance.randint(1, 9) * 100) for i in range(PROPOSALS)
    ]

    found = result.compute(scores, proposals, 1500, scale=(1, 5), rule=RULES[seed % 3])
    opposed, missed = counted(grades, set(found["allocation"]["funded"]))

    assert listed(found) == [opposed, missed]
    assert opposed or missed
