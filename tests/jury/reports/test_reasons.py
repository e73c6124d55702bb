"""Reasons: each outcome in a sentence whose numbers are those of the result."""

from dataclasses import replace

import pytest

from jury.languages import speaking
from jury.reports import reasons
from jury.reports.bare import of_result
from jury.reports.command import printer
from jury.reports.content import Content, DecisionPart
from jury.reports.laying_out import html
from jury.scoring import result
from jury.scoring.case import ScoreRow
from tests.jury.reports.test_variants import line


@pytest.fixture(autouse=True)
def english():
    with printer().app_context(), speaking("en"):
        yield


def content(*lines, budget=100, decided=False, **more):
    text = f'{{"allocation": {{"budget": {budget}}}, "lot": {more.get("lot", "{}")}}}'
    decision = DecisionPart({}, "2027-05-20T16:00:00+00:00") if decided else None
    return Content(text, lines, decision=decision)


def test_the_headline_is_advice_until_somebody_decides():
    one = line("a", 9000, 4, 4, True)
    assert reasons.headline(content(one)) == ("The jury advises to fund 1 of 1 proposals, for €90.")
    assert reasons.headline(content(one, decided=True)) == "1 of 1 proposals is funded, for €90."


def test_departures_are_counted():
    one = line("a", 9000, 4, 4, True)
    other = replace(one, outcome="reserve", reason={"en": "Too soon."})
    assert reasons.departures(content(one)) == "Nobody has decided on it yet."
    assert "in everything" in reasons.departures(content(one, decided=True))
    assert "on 1 proposal;" in reasons.departures(content(other, decided=True))
    assert reasons.why(other, content(other)).endswith("another one: Too soon.")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([line("a", 10000, 4, 4, True)], "The whole budget of €100 is spent."),
        ([line("a", 9000, 4, 4, True)], "€10 of €100 is not needed."),
        ([line("a", 9000, 4, 4, True), line("b", 1001, 3, 3, False)], "too little for any other"),
        ([line("a", 9000, 4, 4, True), line("b", 1000, 3, 3, False)], "€10 of €100 is not spent."),
        ([line("a", 90000, 4, 4, False)], "The budget of €100 is too little for any proposal."),
    ],
)  # fmt: skip
def test_what_is_left_is_said_with_its_cause(lines, words):
    assert words in reasons.money_left(content(*lines))


def test_a_lot_is_named_with_its_public_value():
    one = line("a", 9000, 4, 4, True)
    close = replace(one, numbers=one.numbers | {"group": "lottery"})
    undrawn = '{"needed": true, "public_value": null, "order": null}'
    drawn = '{"needed": true, "public_value": "741", "order": ["b", "a"]}'
    assert reasons.lot(content(one)) == "No lot was needed."
    assert reasons.lot(content(close, lot=undrawn)).endswith("The lot is still to be drawn.")
    assert "No lot was drawn" in reasons.lot(content(close, lot=undrawn, decided=True))
    assert "“741” gave their order: b, a." in reasons.lot(content(close, lot=drawn))
    assert reasons.lot_command(content(close, lot=undrawn)) == ""
    assert '"close-call", "741"' in reasons.lot_command(content(close, lot=drawn))


def test_who_was_in_the_lot_reads_so():
    first = line("a", 9000, 4, 4, False)
    other = line("b", 9000, 3, 3, True)
    drawn = '{"needed": true, "public_value": "741", "order": ["b", "a"]}'
    told = Content(f'{{"lot": {drawn}, "inputs": {{}}}}', (first, other))
    assert reasons.why(other, told).startswith("Place 2 of 2 by the jury’s score, too close")
    assert "It came 1 of 2 in the lot, and the budget pays for it." in reasons.why(other, told)
    waiting = replace(first, advice="reserve", outcome="reserve")
    assert "it came 2 of 2 in the lot, and too little of the budget was" in reasons.why(
        waiting, told
    )


def test_money_beyond_the_jurors_parts_and_proposals_that_ask_none_have_their_own_reasons():
    one, other, free = (line(key, cost, 4, 4, True) for key, cost in [("a", 9), ("b", 9), ("c", 0)])
    shares = Content(
        '{"inputs": {}, "allocation": {"rule": "equal-shares", "first_pass": ["c", "a"]}}',
        (one, other, free),
    )
    assert reasons.why(one, shares).endswith("and the parts of the jurors in favour pay for it.")
    assert reasons.why(other, shares).endswith("and the money that was left pays for it.")
    assert reasons.why(free, shares).endswith("and it asks no money.")


def test_one_reader_in_favour_is_one():
    some = [
        replace(line(key, 9, 3, 3, False), outcome=outcome, advice=outcome)
        for key, outcome in (("a", "reserve"), ("b", "not_funded"))
    ]
    for favour, words in ((1, "1 of 4 readers was in favour"), (2, "2 of 4 readers were in")):
        lines = [replace(o, numbers=o.numbers | {"in_favour": favour / 4, "n_scores": 4})
                 for o in some]  # fmt: skip
        whole = Content('{"inputs": {}, "allocation": {"rule": "greedy"}}', tuple(lines))
        assert all(words in reasons.why(each, whole) for each in lines)


def test_three_rounds_are_said_to_be_three():
    rows = [ScoreRow(f"j{j}", f"{i}", 1 + (i * j + turn) % 5, round=turn)
            for turn in (1, 2, 3) for i in (1, 2) for j in range(4)]  # fmt: skip
    found = result.compute(rows, [("1", "One", 20), ("2", "Two", 20)], 20, scale=(1, 5))
    page = html(of_result(found, result.as_text(found)), "en")
    assert "Experts are counted" not in page
    assert "The jurors scored 3 times. The first and the last are compared here." in page


def test_jurors_who_are_equally_strict_are_not_said_to_differ():
    rows = [ScoreRow(f"j{j}", f"{i}", i) for i in (1, 2, 3) for j in range(4)]
    found = result.compute(rows, [(f"{i}", "Garden", 20) for i in (1, 2, 3)], 20, scale=(1, 5))
    page = html(of_result(found, result.as_text(found)), "en")
    assert "No juror is clearly stricter or milder than the others" in page
    assert "Jurors differ in how high they score" not in page


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 of 100"), (0.0004, "fewer than 1 of 100"), (0.01, "1 of 100"),
     (0.99, "99 of 100"), (0.9999, "more than 99 of 100"), (1.0, "100 of 100")],
)  # fmt: skip
def test_a_chance_is_never_rounded_to_certainty(share, words):
    one = line("a", 1, 1, 1, True)
    assert reasons.chance(replace(one, numbers=one.numbers | {"p_funded": share})) == words


def test_places_by_score_are_shared_by_equals():
    lines = [line(key, 1, score, 1, True) for key, score in [("a", 4), ("b", 4), ("c", 3)]]
    whole = content(*lines)
    assert [reasons.why(each, whole)[:12] for each in lines] == [
        "Place 1 of 3", "Place 1 of 3", "Place 3 of 3",
    ]  # fmt: skip


def test_the_report_says_that_the_fallback_of_the_lot_counted_and_why(small):
    why = {"nl": "De zaal stond onder water.", "fr": "La salle était inondée."}

    assert "The announced value of the lot did not come." not in html(small, "en")
    page = html(replace(small, lot_fallbacks=(why,)), "en").partition('id="line"')[2]

    assert "The announced value of the lot did not come." in page
    assert f'<span lang="nl">{why["nl"]}</span>' in page
