"""How far a juror is, and what there is to do today."""

from datetime import timedelta

import pytest

from jury.deliberation import conflicts
from jury.deliberation import reading as readings
from jury.deliberation.reading import share_of_today


@pytest.mark.parametrize(
    ("left", "days", "share"),
    [(24, 8, 3), (24, 5, 5), (24, 2, 6), (24, 1, 24), (2, 10, 2), (0, 3, 0), (7, 7, 3)],
)
def test_a_share_of_today_is_small_unless_time_is_short(left, days, share):
    assert share_of_today(left, days) == share


def test_a_plan_knows_done_begun_new_and_barred(juror, proposals, reading, now):
    conflicts.declare(juror, {proposals[2].id: "work"}, now)
    readings.mark(juror, proposals[0], 1, True, now)
    readings.mark(juror, proposals[1], 1, False, now)

    plan = readings.plan(juror, 1, now)

    assert {s.proposal.number: s.state for s in plan.stops} == {1: "done", 2: "begun", 3: "barred"}
    assert (plan.done, plan.total, plan.today, plan.minutes) == (1, 2, 1, 10)
    assert plan.next is proposals[1]


def test_a_finished_proposal_stays_finished_since_its_first_moment(juror, proposals, now):
    readings.mark(juror, proposals[0], 1, True, now)
    readings.mark(juror, proposals[0], 1, False, now + timedelta(hours=1))

    assert readings.plan(juror, 1, now).done == 1
    assert readings.plan(juror, 2, now).done == 0


def test_jurors_begin_at_different_proposals(proposals, seat, now):
    lists = [readings.plan(seat(f"j{n}", n), 1, now).stops[0].proposal.number for n in (1, 2, 3)]

    assert sorted(lists) == [1, 2, 3]


def test_after_the_last_one_the_list_starts_again(juror, proposals, now):
    plan = readings.plan(juror, 1, now)
    first, last = plan.stops[0].proposal, plan.stops[-1].proposal
    readings.mark(juror, plan.stops[1].proposal, 1, True, now)

    plan = readings.plan(juror, 1, now)

    assert plan.after(last) is first
    assert plan.after(first) is last


def test_progress_counts_seated_jurors_without_the_recused(call, juror, proposals, seat, now):
    bob = seat("bob", 2)
    for one in (juror, bob):
        readings.mark(one, proposals[0], 1, True, now)
    conflicts.declare(bob, {proposals[0].id: "know"}, now)

    assert readings.progress(call, 1) == {proposals[0].id: 1}
    for proposal in proposals[1:]:
        readings.mark(bob, proposal, 1, True, now)
    assert bob not in readings.unfinished(call, 1)
    assert juror in readings.unfinished(call, 1)
