"""Variants: other ways of counting name exactly the proposals whose fate depends on them."""

import json

from jury.reports import open_data, variants
from jury.reports.command import printer
from jury.reports.content import Content, Line
from jury.scoring import ways
from tests.jury.reports import story


def line(key, asked, calibrated, mean, funded, title="Benches"):
    numbers = {"calibrated": calibrated, "mean": mean, "median": mean, "trimmed_mean": mean,
               "funded": funded, "n_scores": 3}  # fmt: skip
    advice = "funded" if funded else "reserve"
    granted = asked if funded else 0
    return Line(key, title, advice, advice, asked, granted, numbers)


def test_only_disputed_fates_are_listed_with_the_ways_that_differ():
    named = ["mean", "median", "recusals_low"]
    fates = [
        {"id": "a", "funded_in": 4, "of": 6, "differs": ["median"], "single_jurors": 1},
        {"id": "b", "funded_in": 1, "of": 6, "differs": ["median"], "single_jurors": 0},
        {"id": "c", "funded_in": 6, "of": 6, "differs": [], "single_jurors": 0},
        {"id": "d", "funded_in": 0, "of": 6, "differs": [], "single_jurors": 0},
    ]
    document = {
        "allocation": {"rule": "greedy"},
        "robustness": {"ways": named, "jurors": 3, "proposals": fates},
    }
    lines = tuple(line(key, 60, 3, 3, key in "ac") for key in "abcd")
    with printer().app_context():
        found = variants.fates(Content(json.dumps(document), lines))

    assert found["total"] == 6
    assert [row["label"] for row in found["rows"]] == ["a. Benches", "b. Benches"]
    assert found["rows"][0]["differs"] == ["Middle score", "without one juror"]
    assert [row["times"] for row in found["rows"]] == [4, 1]


def test_every_way_of_counting_has_a_name():
    with printer().app_context():
        assert set(story.whole_content().result["robustness"]["ways"]) <= set(ways.names())


def test_a_title_never_becomes_a_formula_in_a_spreadsheet():
    table = open_data.proposals(Content("{}", (line("a", 1234, 1, 1, True, title="=1+1"),)))
    assert "'=1+1" in table
    assert "12.34" in table
