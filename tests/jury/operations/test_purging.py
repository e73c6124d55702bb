"""Purging by retention."""

from datetime import timedelta

import pytest

from jury import files, mail
from jury.db import db
from jury.operations.purging import purge
from jury.people import links
from jury.pool.models import Freeze, Volunteer
from jury.roles import Role, grant


@pytest.fixture
def end(call):
    """When the call's last phase closes."""
    return max(phase.closes_at for phase in call.phases)


@pytest.fixture
def volunteer(call, person, now):
    def make(name, **facts):
        found = Volunteer(
            call=call,
            person=person(name),
            pseudonym=name,
            started_at=now,
            confirmed_at=now,
            **facts,
        )
        found.answers, found.salt = {"sex": "x"}, "ab" * 16
        found.commitment = "c" * 64
        grant(found.person, Role.VOLUNTEER, call.slug, now, by="test")
        db.session.add(found)
        db.session.flush()
        return found

    return make


@pytest.mark.parametrize(("days", "gone"), [(90, 0), (91, 1)])
def test_answers_of_people_not_drawn_go_ninety_days_after_the_call(volunteer, end, days, gone):
    ann = volunteer("ann")

    report = purge(end + timedelta(days=days))

    assert report["answers_of_people_not_drawn"] == gone
    assert (ann.answers == {}) == bool(gone)
    assert ann.commitment == "c" * 64


def test_who_asked_to_be_kept_for_the_next_call_is_kept(volunteer, end):
    ann = volunteer("ann", keep_for_next=True)

    purge(end + timedelta(days=3650))

    assert ann.answers == {"sex": "x"}
    assert ann.person.email == "ann@people.example"


def test_a_person_nobody_needs_any_more_is_forgotten(volunteer, end, person):
    ann = volunteer("ann").person

    report = purge(end + timedelta(days=366))

    assert report["people"] == 1
    assert (ann.email, ann.name, ann.email_index) == ("", "", None)
    assert links.with_email("ann@people.example") is None


@pytest.mark.parametrize(("days", "kept"), [(365, True), (366, False)])
def test_openings_of_a_draw_go_a_year_after_the_call_and_its_record_stays(
    call, end, now, days, kept
):
    made = Freeze(
        call=call, purpose="draw", number=1, mix="a b c", made_at=now, people=[],
        lottery_file=files.keep(b"{}"), openings_file=files.keep(b"secret"),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    opened = made.openings_file

    purge(end + timedelta(days=days))

    assert (made.openings_file == opened) == kept
    assert (files.folder() / opened).exists() == kept
    assert files.read(made.lottery_file) == b"{}"


def test_staff_are_kept(volunteer, end, person, now, call):
    grant(person("max"), Role.MANAGER, call.slug, now, by="test")
    purge(end + timedelta(days=366))
    assert person("max").erased_at is None


@pytest.mark.parametrize(("days", "gone"), [(30, 0), (31, 1)])
def test_a_sent_message_is_emptied_after_thirty_days(app, now, mailbox, work, days, gone):
    message = mail.write("ann@people.example", "sign_in", "nl", now, link="http://localhost/x")
    work()

    assert purge(now + timedelta(days=days))["messages"] == gone
    assert (message.body == "") == bool(gone)


def test_old_ways_in_are_deleted_and_young_ones_stay(person, now):
    links.make(person("ann"), now)
    assert purge(now + timedelta(days=8))["links_and_sessions"] == 0
    assert purge(now + timedelta(days=8, seconds=1))["links_and_sessions"] == 1


def test_a_purge_leaves_its_counts_in_the_ledger(app, now, events):
    purge(now)
    assert events() == ["data.purged"]
