"""Saving score sheets."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, update

from jury import files
from jury.db import begin_writing, db
from jury.deliberation import conflicts
from jury.deliberation import reading as readings
from jury.errors import RuleBroken
from jury.ledger import entries, head
from jury.pool.models import Juror
from jury.proposals.models import Proposal
from jury.scoring import sheets
from jury.scoring.models import Score


@pytest.fixture
def criteria(call):
    """The ids of the two criteria."""
    return [criterion.id for criterion in call.criteria]


def all_scores():
    """Every stored score: (juror, proposal, criterion, round) -> (value, status)."""
    return {
        (s.juror_id, s.proposal_id, s.criterion_id, s.round): (s.value, s.status)
        for s in db.session.scalars(select(Score))
    }


def test_cannot_judge_is_an_answer_and_not_a_zero(juror, proposals, criteria, reading, now):
    one, two = criteria

    sheets.save(juror, proposals[0], {one: 4, two: None}, 1, now)

    assert all_scores() == {
        (juror.id, proposals[0].id, one, 1): (4, "scored"),
        (juror.id, proposals[0].id, two, 1): (None, "cannot_judge"),
    }
    assert sheets.own(juror, proposals[0], 1) == {one: 4, two: None}


def test_a_sheet_is_done_when_every_criterion_has_an_answer(
    juror, proposals, criteria, reading, now
):
    sheets.save(juror, proposals[0], {criteria[0]: 4}, 1, now)
    assert readings.plan(juror, 1, now).done == 0

    sheets.save(juror, proposals[0], {criteria[1]: None}, 1, now)
    assert readings.plan(juror, 1, now).done == 1
    assert sheets.own(juror, proposals[0], 1) == {criteria[0]: 4, criteria[1]: None}


def test_only_a_save_that_changes_something_is_in_the_ledger(
    juror, proposals, criteria, reading, now, events
):
    for value in (4, 4, 5, 5):
        sheets.save(juror, proposals[0], {criteria[0]: value}, 1, now)

    assert events().count("sheet.saved") == 2


def test_the_ledger_shows_neither_scores_nor_which_proposal(
    juror, proposals, criteria, reading, now
):
    sheets.save(juror, proposals[0], dict.fromkeys(criteria, 5), 1, now)

    facts = head().facts
    assert set(facts) == {"by", "round", "sheet", "seal"}
    guess = json.dumps([[juror.id, proposals[0].id, 1], [[c, 5] for c in criteria]])
    assert files.digest(guess.encode()) != facts["seal"]


def test_the_second_round_stands_beside_the_first(juror, proposals, criteria, reading, only, now):
    sheets.save(juror, proposals[0], {criteria[0]: 2}, 1, now)
    only("deliberation")
    sheets.save(juror, proposals[0], {criteria[0]: 5}, 2, now)

    assert sheets.own(juror, proposals[0], 1) == {criteria[0]: 2}
    assert sheets.own(juror, proposals[0], 2) == {criteria[0]: 5}


@pytest.mark.parametrize(
    ("phase", "number", "sentence"),
    [
        ("confirmation", 1, "You can score from"),
        ("reading", 2, "You can score from"),
        ("deliberation", 1, "Scoring closed on"),
        ("decision", 2, "Scoring closed on"),
    ],
)
def test_scores_are_taken_only_in_their_round(
    juror, proposals, criteria, only, now, phase, number, sentence
):
    only(phase)

    with pytest.raises(RuleBroken, match=sentence):
        sheets.save(juror, proposals[0], {criteria[0]: 3}, number, now)

    assert all_scores() == {}


def test_the_closing_moment_is_too_late(call, juror, proposals, criteria, reading):
    moment = call.phase("reading").closes_at

    with pytest.raises(RuleBroken, match="Scoring closed on"):
        sheets.save(juror, proposals[0], {criteria[0]: 3}, 1, moment)


def test_a_recused_juror_scores_no_more_and_the_old_scores_stay_as_they_were(
    juror, proposals, criteria, reading, now
):
    sheets.save(juror, proposals[0], {criteria[0]: 2}, 1, now)
    conflicts.declare(juror, {proposals[0].id: "work"}, now)
    before = all_scores()

    with pytest.raises(RuleBroken, match="conflict of interest on “Banken”"):
        sheets.save(juror, proposals[0], {criteria[0]: 5}, 1, now)

    assert all_scores() == before
    sheets.save(juror, proposals[1], {criteria[0]: 5}, 1, now)


def test_without_a_declaration_nobody_scores(seat, proposals, criteria, reading, now):
    bob = seat("bob", 2, declared=False)

    with pytest.raises(RuleBroken, match="Say there whom you know"):
        sheets.save(bob, proposals[0], {criteria[0]: 5}, 1, now)


@pytest.mark.parametrize("state", ["asked", "waiting", "declined", "stopped"])
def test_without_an_accepted_seat_nobody_scores(seat, proposals, criteria, reading, now, state):
    with pytest.raises(RuleBroken):
        sheets.save(seat("bob", 2, state), proposals[0], {criteria[0]: 5}, 1, now)


@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_score_is_on_the_scale(juror, proposals, criteria, reading, now, value):
    with pytest.raises(RuleBroken, match="one of the 5 answers"):
        sheets.save(juror, proposals[0], {criteria[0]: value}, 1, now)


def test_a_criterion_of_another_call_is_refused(juror, proposals, criteria, reading, now):
    with pytest.raises(RuleBroken, match="not part of this call"):
        sheets.save(juror, proposals[0], {max(criteria) + 1: 3}, 1, now)


def test_an_ineligible_proposal_takes_no_scores(juror, proposals, criteria, reading, now):
    proposals[0].state = "ineligible"

    with pytest.raises(RuleBroken, match="not before your jury"):
        sheets.save(juror, proposals[0], {criteria[0]: 3}, 1, now)


def test_two_saves_at_the_same_moment_follow_each_other(
    app, juror, proposals, criteria, reading, now
):
    db.session.commit()
    start = Barrier(2)

    def save(value):
        with app.app_context():
            begin_writing()
            me = db.session.get(Juror, juror.id)
            proposal = db.session.get(Proposal, proposals[0].id)
            db.session.commit()
            start.wait()
            sheets.save(me, proposal, dict.fromkeys(criteria, value), 1, now)
            db.session.commit()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(save, (3, 4)))

    db.session.expire_all()
    assert set(sheets.own(juror, proposals[0], 1).values()) in ({3}, {4})
    assert sheets.untraced(juror.call) == 0


class TestUntraced:
    """Scores that were changed beside the program."""

    @pytest.fixture(autouse=True)
    def saved(self, juror, proposals, criteria, reading, now):
        sheets.save(juror, proposals[0], dict.fromkeys(criteria, 3), 1, now)
        sheets.save(juror, proposals[0], dict.fromkeys(criteria, 4), 1, now)
        sheets.save(juror, proposals[1], {criteria[0]: None}, 1, now)
        db.session.commit()

    def test_what_jurors_saved_is_in_the_ledger(self, call):
        assert sheets.untraced(call) == 0

    def test_a_changed_score_is_found(self, call, proposals):
        query = update(Score).where(Score.proposal_id == proposals[0].id)
        db.session.execute(query.values(value=3))  # an earlier value does not help

        assert sheets.untraced(call) == 1

    def test_a_removed_sheet_is_found(self, call, proposals):
        for row in db.session.scalars(select(Score).where(Score.proposal_id == proposals[1].id)):
            db.session.delete(row)

        assert sheets.untraced(call) == 1

    def test_an_added_sheet_is_found(self, call, juror, proposals, criteria, now):
        db.session.add(
            Score(
                juror_id=juror.id, proposal_id=proposals[2].id, criterion_id=criteria[0],
                round=1, value=5, status="scored", saved_at=now,
            )
        )  # fmt: skip

        assert sheets.untraced(call) == 1
        assert len([e for e in entries() if e.event == "sheet.saved"]) == 3
