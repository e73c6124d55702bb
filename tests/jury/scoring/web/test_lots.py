"""The lot for close calls: announced before the first score, drawn once, shown to everyone."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jury.calls import trail
from jury.db import db
from jury.errors import RuleBroken
from jury.ledger import entries
from jury.pool.models import DrawRules
from jury.roles import Role
from jury.scoring import looking, lot_drawing, lots, results, sheets
from sortition.randomness import QUICKNET_GENESIS, round_at

ENGLISH = {"Accept-Language": "en"}
RESULTS = "/manage/parks/results"
VECTORS = Path(__file__).parents[3] / "sortition" / "oracles" / "drand_vectors.json"
HALL = {"nl": "In de zaal.", "fr": "Dans la salle."}


@pytest.fixture
def jury(seat, proposals):
    """Six jurors, none with a conflict."""
    return [seat(f"juror{n}", n) for n in range(1, 7)]


@pytest.fixture
def balls(call, now):
    """The jury was drawn with four balls."""
    words = dict.fromkeys(("first_words", "second_words", "fallback_words"), HALL)
    db.session.add(DrawRules(
        call=call, seats=6, alternates=0, tickets=10_000, lead_hours=24, first_source="words",
        first_at=now, second_source="balls", second_at=now, **words,
    ))  # fmt: skip
    db.session.commit()


def judge(jury, proposals, number, now):
    """Nobody can tell the first two apart; everyone dislikes the third."""
    for juror in jury:
        for proposal in proposals:
            mark = 1 if proposal.number == 3 else 3 + (juror.number + proposal.number) % 2
            sheets.save(juror, proposal, dict.fromkeys(criteria(juror.call), mark), number, now)


def criteria(call):
    return [criterion.id for criterion in call.criteria]


@pytest.fixture
def close(call, balls, jury, proposals, only, now, once):
    """A computed result in which the money pays for one of two that cannot be told apart."""

    def play():
        call.budget = 22_500_00
        for number, phase in ((1, "reading"), (2, "deliberation")):
            only(phase)
            judge(jury, proposals, number, now)
        only("decision")
        results.compute(call, lots.of_call(call).moment)

    once("close", play)
    return call


@pytest.fixture
def later(close):
    """A moment at which the value is known."""
    return lots.of_call(close).moment


@pytest.fixture
def lea(person, sign_in):
    """Lea, the manager, signed in."""
    return sign_in(person("lea"), Role.MANAGER, "parks")


def said(event):
    return [entry.facts for entry in entries("parks") if entry.event == event]


def lot_of(call):
    return results.read(results.newest(call))["lot"]


def test_the_value_is_announced_before_the_first_score_and_once(
    call, jury, proposals, reading, now, events
):
    for mark in (3, 4):
        sheets.save(jury[0], proposals[0], {criteria(call)[0]: mark}, 1, now)

    closes = call.phase("deliberation").closes_at
    moment = closes + timedelta(hours=1)
    assert events()[-3:] == ["lot.announced", "sheet.saved", "sheet.saved"]
    assert said("lot.announced") == [
        {
            "source": "drand", "words": {}, "moment": moment.isoformat(), "round": round_at(moment),
            "fallback": {"source": "balls", "words": {}, "balls": 3},
        }
    ]  # fmt: skip


def test_the_source_is_that_of_the_draw(call, balls, jury, proposals, reading, now):
    sheets.save(jury[0], proposals[0], {criteria(call)[0]: 3}, 1, now)

    [facts] = said("lot.announced")
    assert (facts["source"], facts["balls"], facts["words"]) == ("balls", 4, HALL)
    assert facts["fallback"] == {"source": "words", "words": HALL}


@pytest.mark.parametrize(
    ("more", "announced"), [(timedelta(hours=1), 1), (timedelta(hours=1, seconds=1), 2)]
)
def test_no_value_is_known_while_scores_are_given(
    call, jury, proposals, reading, now, more, announced
):
    sheets.save(jury[0], proposals[0], {criteria(call)[0]: 3}, 1, now)
    call.phase("deliberation").closes_at += more
    sheets.save(jury[1], proposals[0], {criteria(call)[0]: 3}, 1, now)

    assert len(said("lot.announced")) == announced
    assert lots.of_call(call).moment >= call.phase("deliberation").closes_at


def test_a_rule_without_a_lot_announces_none(call, jury, proposals, reading, now):
    call.rule = "equal-shares"
    sheets.save(jury[0], proposals[0], {criteria(call)[0]: 3}, 1, now)

    assert lots.of_call(call) is None
    assert said("lot.announced") == []


@pytest.mark.parametrize("value", ["7 4 1 0", "1 2 3 4", "9 9 9 9", "0 0 0 1"])
def test_who_looks_at_another_budget_sees_the_drawn_lot_decide_there_too(
    close, later, person, work, value
):
    more = close.budget + 100
    waiting = looking.look(results.newest(close), more, "greedy").waiting

    lot_drawing.draw(close, value, later, person("lea"))
    work()
    seen = looking.look(results.newest(close), more, "greedy")
    by_sets = looking.look(results.newest(close), more, "knapsack")

    assert sorted(waiting) == ["1", "2"]
    assert seen.funded[0] == lot_of(close)["order"][0]
    assert (seen.waiting, seen.comes_in, seen.drops_out) == ([], [], [])
    assert by_sets.waiting == []


def test_a_lot_settles_what_is_too_close_to_call(close, later, person, work):
    undrawn = lot_of(close)
    assert (undrawn["needed"], undrawn["public_value"], undrawn["order"]) == (True, None, None)

    lot_drawing.draw(close, "7 4 1 0", later, person("lea"))
    work()

    drawn = lot_of(close)
    assert drawn["public_value"] == "7,4,1,0"
    assert sorted(drawn["order"]) == ["1", "2"]
    funded = results.read(results.newest(close))["allocation"]["funded"]
    assert funded == (["1"] if drawn["order"][0] == "1" else ["2"])
    assert said("lot.drawn") == [
        {"by": person("lea").pseudonym, "source": "balls", "value": "7,4,1,0"}
    ]


def test_a_second_value_and_later_scores_are_refused(
    close, later, jury, proposals, person, work, only, now
):
    lot_drawing.draw(close, "7 4 1 0", later, person("lea"))
    for value in ("7 4 1 0", "0 0 0 0"):
        with pytest.raises(RuleBroken, match=r"with 7 4 1 0\. A second value is refused"):
            lot_drawing.draw(close, value, later, person("lea"))
    work()
    first = lot_of(close)
    results.ask(close, later, person("lea"))
    work()
    only("deliberation")

    assert lot_of(close) == first
    with pytest.raises(RuleBroken, match="Scores can no longer change"):
        sheets.save(jury[0], proposals[0], {criteria(close)[0]: 1}, 2, now)


def test_a_value_is_refused_before_its_moment_and_with_another_number_of_balls(
    close, later, person
):
    with pytest.raises(RuleBroken, match="is known from"):
        lot_drawing.draw(close, "7 4 1 0", later - timedelta(seconds=1), person("lea"))
    with pytest.raises(RuleBroken, match=r"This lot has 4 balls\. You typed 3"):
        lot_drawing.draw(close, "7 4 1", later, person("lea"))

    assert lots.of_call(close).value is None
    assert said("lot.drawn") == []


def test_only_the_announced_round_draws_the_lot(close, person, work):
    vector = next(v for v in json.loads(VECTORS.read_text())["vectors"] if v["valid"])
    moment = datetime.fromtimestamp(QUICKNET_GENESIS, UTC)
    moment += timedelta(seconds=3 * (vector["round"] - 1))
    lot = lots.of_call(close)
    lot.source, lot.moment = "drand", moment
    close.phase("deliberation").closes_at = moment - timedelta(hours=1)
    close.phase("deliberation").opens_at = moment - timedelta(hours=2)
    given = {"round": vector["round"], "signature": vector["signature"]}

    with pytest.raises(RuleBroken, match=f"but round {vector['round']} was announced"):
        lot_drawing.draw(close, json.dumps(given | {"round": 7}), moment, person("lea"))
    lot_drawing.draw(close, json.dumps(given), moment, person("lea"))
    work()

    assert lot_of(close)["public_value"] == vector["randomness"]


def test_scores_that_closed_too_late_get_a_new_moment_with_the_result(close, later, person, now):
    phase = close.phase("deliberation")
    phase.closes_at = later + timedelta(seconds=1)
    with pytest.raises(RuleBroken, match="announces a new moment"):
        lot_drawing.draw(close, "7 4 1 0", later + timedelta(hours=9), person("lea"))

    asked = later + timedelta(days=1)
    results.compute(close, asked)

    assert lots.of_call(close).moment == asked + timedelta(hours=1)
    assert len(said("lot.announced")) == 2


def test_no_lot_without_a_result_or_without_a_need(call, jury, proposals, only, now, person):
    only("reading")
    judge(jury, proposals, 1, now)
    only("decision")
    with pytest.raises(RuleBroken, match="Compute the result first"):
        lot_drawing.draw(call, "7 4 1", now, person("lea"))

    results.compute(call, now)  # the budget pays for everything

    with pytest.raises(RuleBroken, match="No lot is needed"):
        lot_drawing.draw(call, "7 4 1", now, person("lea"))


def test_the_manager_draws_on_the_page_and_everyone_reads_it(close, lea, client, work):
    lot = lots.of_call(close)
    lot.moment = close.phase("deliberation").closes_at + timedelta(hours=1)  # over by now
    db.session.commit()
    assert "There are 4 balls." in client.get("/calls/parks").text

    before = client.get(RESULTS)
    assert "Draw the lot" in before.text
    assert "Funded, before the lot" in before.text
    unsure = client.post(f"{RESULTS}/lot", data={"given": "7 4 1 0"}, headers=ENGLISH)
    assert unsure.status_code == 422
    assert "Compare the value once more, then tick this." in unsure.text
    assert 'value="7 4 1 0"' in unsure.text
    assert lots.of_call(close).value is None

    given = {"given": "7 4 1 0", "sure": "y"}
    assert client.post(f"{RESULTS}/lot", data=given).location == RESULTS
    work()

    after, public = client.get(RESULTS).text, client.get("/calls/parks").text
    assert "Draw the lot" not in after
    assert "The lot put them in this order:" in after
    assert "Funded, before the lot" not in after
    listed = after.partition("in this order:")[2].partition("</ol>")[0]
    assert (listed.count("Funded"), listed.count("too little of the budget was left")) == (1, 1)
    assert "with 7 4 1 0." in after
    assert "with 7 4 1 0." in public
    told = [line.sentence for line in trail.lines(close, entries("parks"))]
    assert "The lot was drawn. Its public value: 7,4,1,0." in told


def test_an_auditor_reads_that_a_lot_is_needed_and_cannot_draw_it(close, person, sign_in, client):
    sign_in(person("rik"), Role.AUDITOR, "parks")

    page = client.get(RESULTS).text

    assert "cannot be told apart" in page
    assert "<form" not in page.partition('id="proposals"')[0].partition("<h1>")[2]
    assert client.post(f"{RESULTS}/lot", data={"given": "7 4 1 0"}).status_code == 403
