from datetime import timedelta

import pytest

from jury.calls.models import PhaseKind
from jury.errors import RuleBroken
from jury.pool import find, leaving, seats
from jury.roles import Role, grant, holds


@pytest.fixture
def jurors(drawn, sealed):
    return find.jurors(sealed.call)


@pytest.fixture
def at(sealed):
    """A day after the draw, long before the jury has finished."""
    moment = sealed.second_at + timedelta(days=1)
    sealed.call.phase(PhaseKind.DELIBERATION).closes_at = moment + timedelta(days=60)
    return moment


def test_a_seat_goes_from_asked_to_accepted_to_the_next_by_lot(jurors, at, events):
    first, second = jurors[:2]
    seats.accept(first, at, first.person)
    seats.accept(first, at, first.person)  # a second click harms nothing
    assert (first.state, first.answered_at) == ("accepted", at)
    assert holds(first.person, Role.JUROR, "parks")
    assert events()[-2:] == ["role.granted", "seat.accepted"]

    [moved] = seats.decline(second, "time", at, second.person)
    assert (second.state, second.reason) == ("declined", "time")
    assert (moved.role, moved.state, moved.asked_at) == ("alternate", "asked", at)
    assert sum(juror.is_seated for juror in jurors) == 6
    assert events()[-2:] == ["seat.declined", "seat.offered"]

    seats.stop(first, "rather_not_say", at, first.person)
    assert first.state == "stopped"
    assert not holds(first.person, Role.JUROR, "parks")
    assert sum(juror.is_seated for juror in jurors) == 6


def test_the_one_who_moves_up_keeps_the_quotas_that_can_be_kept(jurors, at, sealed):
    gone = jurors[0]
    waiting = [juror for juror in jurors if juror.state == "waiting"]
    [moved] = seats.decline(gone, "care", at, gone.person)

    def broken(people):
        given = [juror.volunteer.answers for juror in people]
        return sum(
            max(0, quota.minimum - count) + max(0, count - quota.maximum)
            for category in find.categories(sealed.call)
            for quota in category.quotas
            for count in [sum(answers[category.key] == quota.value for answers in given)]
        )

    rest = [juror for juror in jurors[:6] if juror is not gone]
    best = min(broken([*rest, other]) for other in waiting)
    first = next(other for other in waiting if broken([*rest, other]) == best)
    assert moved is first


def test_who_moves_up_gets_a_mail(jurors, at, work, mailbox):
    for juror in jurors[6:]:
        juror.volunteer.person.email = f"alternate{juror.number}@people.example"
    [moved] = seats.decline(jurors[0], "time", at, jurors[0].person)
    work()

    assert [m["To"] for m in mailbox.messages if "alternate" in m["To"]] == [moved.person.email]


def test_nobody_answers_for_somebody_else(jurors, at, person):
    with pytest.raises(RuleBroken):
        seats.accept(jurors[0], at, jurors[1].person)
    with pytest.raises(RuleBroken):
        seats.decline(jurors[0], "time", at, person("rik"))

    assert jurors[0].state == "asked"


def test_a_jury_that_has_finished_loses_nobody(jurors, at, call):
    seats.accept(jurors[0], at, jurors[0].person)
    after = call.phase(PhaseKind.DELIBERATION).closes_at

    with pytest.raises(RuleBroken, match="finished its work"):
        seats.stop(jurors[0], "time", after, jurors[0].person)
    assert jurors[0].state == "accepted"


def test_an_alternate_has_no_seat_to_accept_and_may_stop_waiting(jurors, at):
    alternate = jurors[6]

    with pytest.raises(RuleBroken):
        seats.accept(alternate, at, alternate.person)
    assert seats.decline(alternate, "moved", at, alternate.person) == []
    assert alternate.state == "declined"


def test_a_declined_seat_is_not_taken_back(jurors, at):
    seats.decline(jurors[0], "time", at, jurors[0].person)

    with pytest.raises(RuleBroken):
        seats.accept(jurors[0], at, jurors[0].person)


def test_a_reason_outside_the_list_is_refused(jurors, at):
    with pytest.raises(RuleBroken):
        seats.decline(jurors[0], "ill since March", at, jurors[0].person)


def test_after_the_confirmations_nobody_moves_up(jurors, sealed):
    late = sealed.call.phase(PhaseKind.CONFIRMATION).closes_at

    assert seats.decline(jurors[0], "time", late, jurors[0].person) == []
    assert [seats.free(sealed.call), len(jurors)] == [1, 10]
    [moved, other] = seats.decline(jurors[1], "time", late - timedelta(seconds=1), jurors[1].person)
    assert {moved.state, other.state} == {"asked"}


def test_when_the_alternates_are_used_up_a_seat_stays_free(jurors, sealed, at):
    for _round in range(5):
        juror = next(juror for juror in jurors if juror.state == "asked")
        seats.decline(juror, "health", at, juror.person)

    assert seats.free(sealed.call) == 1


def test_an_applicant_cannot_become_a_juror(jurors, at):
    grant(jurors[0].person, Role.APPLICANT, "parks", at, by="test")

    with pytest.raises(RuleBroken):
        seats.accept(jurors[0], at, jurors[0].person)


def test_leaving_the_pool_gives_the_seat_back(jurors, at):
    mine = jurors[0]
    leaving.leave(mine.volunteer, at, mine.person)

    assert (mine.state, mine.reason) == ("declined", "left")
    assert sum(juror.is_seated for juror in jurors) == 6
    assert mine.volunteer.salt  # what was frozen stays checkable
