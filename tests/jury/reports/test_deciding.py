"""Deciding: follow the jury, or say in two languages why not."""

from datetime import timedelta

import pytest

from jury.db import db
from jury.deliberation import seats
from jury.deliberation.opinions import closed_at
from jury.errors import RuleBroken
from jury.reports import deciding
from jury.reports.deciding import Choice
from jury.reports.models import Decision
from jury.scoring import lot_drawing, lots, results, sheets
from tests.jury.reports.conftest import REASON, WORDS


def outcomes(decision):
    return {line.proposal.number: line.outcome for line in decision.lines}


def test_without_choices_the_decision_follows_the_jury(call, scored, board, now, events):
    made = deciding.decide(call, {}, WORDS, now, board)

    assert outcomes(made) == {1: "funded", 2: "funded", 3: "not_funded"}
    assert [line.amount for line in made.lines] == [21_000_00, 22_000_00, 0]
    assert all(line.reason == {} for line in made.lines)
    assert events()[-2:] == ["opinions.closed", "decision.taken"]
    assert closed_at(call) == now


def test_a_departure_needs_a_reason_in_both_languages(call, scored, board, now):
    for reason in ({}, {"nl": "Te duur."}, {"nl": "Te duur.", "fr": "  "}):
        with pytest.raises(RuleBroken, match="You depart from the jury on “Bomen”"):
            deciding.decide(call, {2: Choice("not_funded", reason)}, WORDS, now, board)


def test_a_departure_keeps_advice_outcome_and_reason_apart(call, scored, board, now):
    made = deciding.decide(call, {2: Choice("reserve", REASON)}, WORDS, now, board)

    line = next(line for line in made.lines if line.proposal.number == 2)
    assert (line.advice, line.outcome, line.amount) == ("funded", "reserve", 0)
    assert (line.reserve_order, line.reason) == (1, REASON)


@pytest.mark.parametrize("reason", [REASON, {"nl": "", "fr": "Trop cher."}])
def test_a_reason_without_a_departure_is_refused_and_not_thrown_away(
    call, scored, board, now, reason
):
    with pytest.raises(RuleBroken, match="You gave a reason at “Banken”") as refused:
        deciding.decide(call, {1: Choice("funded", reason)}, WORDS, now, board)

    assert refused.value.sentence.count("You gave a reason") == 1
    assert db.session.query(Decision).all() == []


def test_the_budget_is_not_exceeded(call, scored, board, now):
    with pytest.raises(RuleBroken, match=r"ask €66,000, and the budget is €45,000\. Fund €21,000"):
        deciding.decide(call, {3: Choice("funded", REASON)}, WORDS, now, board)


@pytest.mark.parametrize("words", [{}, {"nl": "Ja."}, {"nl": " ", "fr": "Oui."}])
def test_the_answer_to_the_jury_is_given_in_dutch_and_french(call, scored, board, now, words):
    with pytest.raises(RuleBroken, match="Write your answer to the jury"):
        deciding.decide(call, {}, words, now, board)


def test_what_was_decided_on_is_not_computed_again(call, decided, person, now, client):
    with pytest.raises(RuleBroken, match="It stays as it is"):
        results.ask(call, now, person("mia"))


def test_one_decides_once(call, decided, board, now):
    with pytest.raises(RuleBroken, match="taken already"):
        deciding.decide(call, {}, WORDS, now, board)


def test_nothing_is_decided_before_its_phase(call, scored, board, now):
    opens = call.phase("decision").opens_at

    assert deciding.why_not(call, opens) == ""
    with pytest.raises(RuleBroken, match="You can decide from"):
        deciding.decide(call, {}, WORDS, opens - timedelta(seconds=1), board)


def test_nothing_is_decided_without_a_result(call, only, board, now):
    only("decision")

    with pytest.raises(RuleBroken, match="There is no result of the jury yet"):
        deciding.decide(call, {}, WORDS, now, board)


def test_nothing_is_decided_before_a_needed_lot(call, scored, board, person, only, now, work):
    call.budget = 22_500_00
    only("deliberation")
    for seated in seats.taken(call):
        for proposal in seats.eligible(call):
            if not seats.why_barred(seated, proposal):
                mark = 1 if proposal.number == 3 else 3 + (seated.number + proposal.number) % 2
                values = {criterion.id: mark for criterion in call.criteria}
                sheets.save(seated, proposal, values, 2, now)
    only("decision")
    lot, known = lots.of_call(call), call.phase("deliberation").closes_at
    lot.source, lot.moment = "words", known
    results.compute(call, now)

    with pytest.raises(RuleBroken, match="their lot is not drawn yet"):
        deciding.decide(call, {}, WORDS, now, board)
    lot_drawing.draw(call, "sun after rain", known, person("mia"))
    work()
    made = deciding.decide(call, {}, WORDS, now, board)

    assert [line.outcome for line in made.lines].count("funded") == 1
    with pytest.raises(RuleBroken, match="A second value is refused"):
        lot_drawing.draw(call, "sun after rain", known, person("mia"))


def test_a_suspended_call_is_not_decided(call, scored, board, now):
    call.state = "suspended"

    with pytest.raises(RuleBroken, match="does not run"):
        deciding.decide(call, {}, WORDS, now, board)


def test_a_proposal_that_left_since_the_scores_stops_the_decision(
    call, scored, proposals, board, now
):
    proposals[1].state = "withdrawn"

    with pytest.raises(RuleBroken, match="Proposal 2 is no longer in the running"):
        deciding.decide(call, {}, WORDS, now, board)


def test_an_unknown_outcome_or_proposal_is_refused(call, scored, board, now):
    with pytest.raises(RuleBroken, match="is funded, on the reserve list, or not funded"):
        deciding.decide(call, {1: Choice("maybe")}, WORDS, now, board)
    with pytest.raises(RuleBroken, match="Proposal 77 is not in the jury’s result"):
        deciding.decide(call, {77: Choice("funded")}, WORDS, now, board)


def test_a_refused_decision_leaves_nothing(call, scored, board, now, events):
    before = events()
    with pytest.raises(RuleBroken):
        deciding.decide(call, {}, {}, now, board)
    db.session.commit()

    assert events() == before
    assert db.session.query(Decision).count() == 0
