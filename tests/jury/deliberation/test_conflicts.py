"""Declaring conflicts of interest."""

import pytest
from sqlalchemy import select

from jury.calls.models import PhaseKind
from jury.db import db
from jury.deliberation import conflicts, seats
from jury.deliberation.models import Recusal
from jury.errors import RuleBroken


def test_a_declaration_names_conflicts_and_leaves_the_rest_free(call, proposals, seat, now, events):
    ann, bob = seat("ann", 1, declared=False), seat("bob", 2, declared=False)

    conflicts.declare(ann, {proposals[0].id: "family", proposals[2].id: "work"}, now)

    assert conflicts.standing(ann) == {proposals[0].id: "family", proposals[2].id: "work"}
    assert (seats.has_declared(ann), seats.has_declared(bob)) == (True, False)
    assert seats.recusals(call) == {(ann.id, proposals[0].id), (ann.id, proposals[2].id)}
    assert events()[-1] == "conflicts.declared"


def test_a_declaration_can_change_until_reading_closes(juror, proposals, now):
    conflicts.declare(juror, {proposals[0].id: "know"}, now)
    conflicts.declare(juror, {proposals[1].id: "work"}, now)
    conflicts.declare(juror, {proposals[0].id: "family"}, now)

    assert conflicts.standing(juror) == {proposals[0].id: "family"}
    assert len(db.session.scalars(select(Recusal)).all()) == 2  # kept, one of them withdrawn


def test_after_reading_a_conflict_can_be_added_but_not_taken_back(juror, proposals, only, now):
    conflicts.declare(juror, {proposals[0].id: "know"}, now)
    only(PhaseKind.DELIBERATION)

    with pytest.raises(RuleBroken, match="can no longer be taken back"):
        conflicts.declare(juror, {}, now)
    conflicts.declare(juror, {proposals[0].id: "know", proposals[1].id: "work"}, now)

    assert seats.recused_from(juror) == {proposals[0].id, proposals[1].id}


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [(PhaseKind.DRAW, "You can declare conflicts from"), (PhaseKind.DECISION, "The scores closed")],
)
def test_declaring_has_its_time(juror, only, now, phase, sentence):
    only(phase)

    with pytest.raises(RuleBroken, match=sentence):
        conflicts.declare(juror, {}, now)


def test_only_proposals_before_the_jury_can_be_named(call, juror, now, proposals):
    others = [p.id + 100 for p in proposals]

    with pytest.raises(RuleBroken, match="not before your jury"):
        conflicts.declare(juror, dict.fromkeys(others, "know"), now)


@pytest.mark.parametrize("state", ["asked", "waiting", "declined", "stopped"])
def test_only_somebody_with_a_seat_declares(proposals, seat, now, state):
    with pytest.raises(RuleBroken):
        conflicts.declare(seat("ann", 1, state), {}, now)


def test_the_ledger_counts_conflicts_and_names_no_proposal(juror, proposals, now, app):
    from jury.ledger import head

    conflicts.declare(juror, {proposals[0].id: "family"}, now)

    assert head().facts == {
        "by": juror.person.pseudonym, "conflicts": 1, "added": 1, "withdrawn": 0,
    }  # fmt: skip
