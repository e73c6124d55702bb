"""The rule that counts: the report explains it, and says nothing that is true of another one."""

import copy
import json
import re

import pytest

from jury import languages
from jury.reports.bare import of_result
from jury.reports.command import printer
from jury.reports.laying_out import html
from jury.reports.soundness import problems
from jury.scoring import result
from tests.jury.scoring.test_result import jury

OWN = {
    "greedy": (
        "From the highest score down",
        "best score first</caption>",
        "The money ends here",
        "too little of the budget was left",
        "by the jury’s score, and the budget pays for it",
        "The line is the expected place",
    ),
    "knapsack": (
        "The set with the most points is funded",
        "comes from 500 of these draws",
        "This rule draws no lot",
        "other proposals together have more points",
        "it is in the set with the most points for the money",
    ),
    "equal-shares": (
        "The colleges share the money by their weight",
        "that they score above 3.0",
        "comes from 500 juries",
        "This rule draws no lot",
        "parts of the money did not reach it",
        "and the parts of the jurors in favour pay for it",
    ),
}
NAMES = {
    "greedy": "best score first",
    "knapsack": "most points for the money",
    "equal-shares": "equal shares of the money",
}


@pytest.fixture(scope="module")
def printed():
    """The result and the text of a report by each rule, on the same scores of two colleges."""
    scores, proposals = jury(seed=5, proposals=9, jurors=9)
    scores = [(*row, "scored", None, "citizens" if row[0] < "juror 6" else "experts")
              for row in scores]  # fmt: skip
    found = {}
    with printer().app_context(), languages.speaking("en"):
        for rule in OWN:
            document = result.compute(
                scores, proposals, 1_300_000, scale=(1, 5), rule=rule,
                college_weights={"citizens": 2, "experts": 1},
            )  # fmt: skip
            page = html(of_result(document, json.dumps(document)), "en")
            found[rule] = document, re.sub(r"\s+", " ", page)
    return found


@pytest.mark.parametrize("rule", list(OWN))
def test_a_report_says_of_its_rule_what_is_true_of_it_and_of_no_other(printed, rule):
    _, page = printed[rule]

    assert [said for said in OWN[rule] if said not in page] == []
    of_others = {said for other in OWN for said in OWN[other]} - set(OWN[rule])
    assert [said for said in of_others if said in page] == []
    assert "citizens 2/3, experts 1/3" in page
    assert "Experts are counted among the jurors here." in page
    total, ways = re.search(r"in ([0-9]+) ways\. .*? count otherwise: (.*?)\.", page).groups()
    assert {other for other in NAMES if NAMES[other] in ways.lower()} == set(NAMES) - {rule}
    assert f"One is the rule that counts. {len(ways.split(', '))} count otherwise" in page
    jurors = int(re.search(r"each leave one of the ([0-9]+) jurors out", page)[1])
    assert int(total) == 1 + len(ways.split(", ")) + jurors


@pytest.mark.parametrize("rule", ["knapsack", "equal-shares"])
def test_what_is_too_close_to_call_is_named_and_hatched(printed, rule):
    document, page = printed[rule]
    close = {row["id"] for row in document["proposals"] if row["too_close_to_call"]}

    named = re.search(r"Too close to tell apart: ([p0-9, ]+)\.", page)

    assert close == (set(named[1].split(", ")) if named else set())
    assert page.count('class="hatch"') == len(close)


def test_a_report_prints_the_score_and_place_of_each_proposal_by_each_college(printed):
    document, page = printed["greedy"]
    names = list(document["colleges"])

    said = page[page.index("What each college says") :]
    rows = {
        cells[0].partition(".")[0]: cells[1:]
        for cells in (re.findall(r"<td[^>]*>(.*?)</td>", row) for row in said.split("<tr>"))
        if len(cells) == 2 + 2 * len(names)
    }

    assert rows == {
        each["id"]: [
            f"{each['calibrated']:.2f}",
            *(
                cell
                for name in names
                for own in document["colleges"][name]["proposals"]
                if own["id"] == each["id"]
                for cell in (f"{own['calibrated']:.2f}", f"{own['place']:g}")
            ),
        ]
        for each in document["proposals"]
    }
    assert "2 groups, called colleges" in said
    assert "67%" in said


def test_a_college_that_cannot_stand_on_its_own_is_named_without_numbers():
    scores, proposals = jury(seed=5, proposals=4, jurors=5)
    one = [(*row, "scored", None, "experts" if row[0] == scores[0][0] else "citizens")
           for row in scores]  # fmt: skip
    document = result.compute(one, proposals, 1_300_000, scale=(1, 5))
    with printer().app_context(), languages.speaking("en"):
        page = html(of_result(document, json.dumps(document)), "en")

    assert "experts: too few jurors or scores to show on their own." in page
    assert "Their scores count as those of one jury" in page


def test_a_jury_without_colleges_has_no_word_of_them():
    document = result.compute(*jury(seed=5, proposals=4, jurors=5), 1_300_000, scale=(1, 5))
    with printer().app_context(), languages.speaking("en"):
        assert "college" not in html(of_result(document, json.dumps(document)), "en")


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (("citizens", "size"), -1, "“colleges.citizens.size” is not a whole number from 0"),
        (("citizens", "proposals"), [], "“colleges.citizens.proposals” names other proposals"),
        (("citizens", "agreement"), None, "“colleges.citizens.agreement” is not an object"),
        (("citizens", "weight"), None, "“colleges.citizens.weight” does not fit"),
        (("experts", "proposals", 0, "place"), "first", "“colleges.experts.proposals[0].place” is"),
        (("experts",), {}, "“colleges.experts.size” is missing"),
        (("experts", "problem"), "Too few.", "“colleges.experts.proposals” names other proposals"),
    ],
)
def test_colleges_changed_by_hand_are_refused_with_what_is_wrong(printed, place, value, words):
    changed = copy.deepcopy(printed["greedy"][0])
    inside = changed["colleges"]
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value

    assert [said for said in problems(changed) if said.startswith(words)]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ({}, "“severity” is not a list"),
        ([{"points": "high", "jurors": 1}], "“severity[0].points” is not a number"),
        ([{"points": 0.5}], "“severity[0].jurors” is missing"),
        ([{"points": 0.5, "jurors": 10**12}], "“severity” counts more than 20000 jurors"),
    ],
)
def test_a_severity_changed_by_hand_is_refused(printed, steps, words):
    changed = copy.deepcopy(printed["greedy"][0])
    assert list(problems(changed)) == []
    changed["severity"] = steps

    assert list(problems(changed)) == [words]


def test_a_grade_that_is_no_number_is_refused(printed):
    changed = copy.deepcopy(printed["greedy"][0])
    for each in changed["proposals"]:
        each["rounds"] = [{"good": 3}]

    assert "“rounds” counts a grade that is no number" in problems(changed)


def test_a_first_round_that_ranks_nothing_is_sound():
    scores, proposals = jury(rounds=2, proposals=4)
    sides = [(*row, "scored", None, "experts" if row[0] < "juror 3" else "citizens")
             for row in scores]  # fmt: skip
    late = [row for row in sides if row[4] == 2 or row[0] == "juror 4"]  # one citizen alone
    document = result.compute(
        late, proposals, 1_300_000, scale=(1, 5), college_weights={"citizens": 2, "experts": 1}
    )

    assert {each["before"] for each in document["deliberation"]["ranks"]} == {None}
    assert list(problems(document)) == []
