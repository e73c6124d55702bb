from datetime import timedelta

import pytest

from jury.calls.models import Call, Phase
from jury.db import db
from jury.errors import RuleBroken
from jury.pool import entering, excluding, find
from jury.pool.models import Draw, Freeze, Juror, Volunteer
from jury.roles import Role, grant

ANSWERS = {"sex": "female", "age": "old"}


@pytest.fixture
def five(asked, register):
    return {
        n: register(asked, f"{n}@people.example", ANSWERS)
        for n in ("ann", "bea", "cas", "dre", "eva")
    }


def test_applicants_and_staff_are_found_by_rule(asked, five, recruiter, now, events):
    grant(five["ann"].person, Role.APPLICANT, "parks", now, by="test")
    grant(five["bea"].person, Role.APPLICANT, "other", now, by="test")
    grant(five["cas"].person, Role.FACILITATOR, "other", now, by="test")
    grant(five["dre"].person, Role.VOLUNTEER, "other", now, by="test")

    counts = excluding.apply(asked, now, recruiter)

    assert counts == {"applicant": 1, "staff": 1}
    assert {n: v.excluded_because for n, v in five.items()} == {
        "ann": "applicant", "bea": None, "cas": "staff", "dre": None, "eva": None,
    }  # fmt: skip
    assert len(find.pool(asked)) == 3
    assert events()[-1] == "exclusions.applied"


def test_who_is_no_applicant_any_more_comes_back(asked, five, recruiter, now):
    held = grant(five["ann"].person, Role.APPLICANT, "parks", now, by="test")
    excluding.apply(asked, now, recruiter)
    held.revoked_at = now

    assert excluding.apply(asked, now, recruiter) == {}
    assert five["ann"].is_in_pool


@pytest.mark.parametrize("reason", excluding.MARKED)
def test_a_mark_of_the_recruiter_stays_when_rules_are_applied(asked, five, recruiter, now, reason):
    excluding.mark(five["ann"], reason, now, recruiter)

    assert excluding.apply(asked, now, recruiter) == {reason: 1}
    excluding.readmit(five["ann"], now, recruiter)
    assert five["ann"].is_in_pool


def test_the_excluded_hear_why_once(asked, five, recruiter, now, work, mailbox):
    excluding.mark(five["ann"], "office", now, recruiter)
    excluding.apply(asked, now, recruiter)
    work()

    subjects = [m["Subject"] for m in mailbox.to("ann@people.example")]
    assert len(subjects) == 3  # the link, the receipt, the reason


@pytest.fixture
def other_call(asked):
    """A second call of the same funder."""
    facts = {
        column.name: getattr(asked, column.name)
        for column in Call.__table__.columns
        if column.name not in ("id", "slug")
    }
    made = Call(slug="squares", **facts)
    made.phases = [
        Phase(kind=p.kind, opens_at=p.opens_at, closes_at=p.closes_at) for p in asked.phases
    ]
    db.session.add(made)
    db.session.flush()
    return made


@pytest.mark.parametrize(("days", "reason"), [(729, "recent_juror"), (731, None)])
def test_jurors_of_the_last_two_years_rest(five, asked, other_call, recruiter, now, days, reason):
    before = Volunteer(call=other_call, person=five["ann"].person, pseudonym="f" * 16,
                       started_at=now, confirmed_at=now, row_key="r")  # fmt: skip
    freeze = Freeze(call=other_call, purpose="draw", number=1, mix="", made_at=now, people=[])
    draw = Draw(freeze=freeze, value="1", ticket=1, drawn_at=now, record_file="x", digest="x")
    seat = Juror(call=other_call, draw=draw, volunteer=before, number=1, role="juror",
                 state="accepted", answered_at=now)  # fmt: skip
    db.session.add_all([before, freeze, draw, seat])
    db.session.flush()

    assert excluding.by_rule(asked, now + timedelta(days=days)).get(five["ann"].person_id) == reason


def test_paper_and_phone_count_like_the_site(asked, recruiter, now, events):
    made = entering.enter(
        asked, ANSWERS, now, recruiter, channel="phone", contact="An, 0470 12 34 56"
    )
    db.session.commit()

    assert made.is_in_pool
    assert (made.channel, made.contact, made.person.email) == ("phone", "An, 0470 12 34 56", "")
    assert made.commitment
    assert events()[-1] == "volunteer.entered"


@pytest.mark.parametrize(
    "wrong",
    [{"contact": ""}, {"channel": "web"}, {"contact": "An, 85.07.30-033.28"}],
)
def test_an_incomplete_paper_form_is_refused(asked, recruiter, now, wrong):
    with pytest.raises(RuleBroken):
        entering.enter(asked, ANSWERS, now, recruiter, **{"contact": "An", **wrong})


def test_paper_with_an_unknown_answer_is_refused(asked, recruiter, now):
    with pytest.raises(RuleBroken):
        entering.enter(asked, {"sex": "female"}, now, recruiter, contact="An")


def test_a_frozen_pool_does_not_change(frozen, sealed, pool, recruiter):
    for act in (
        lambda: excluding.apply(sealed.call, sealed.first_at, recruiter),
        lambda: excluding.mark(pool[0], "office", sealed.first_at, recruiter),
        lambda: excluding.readmit(pool[0], sealed.first_at, recruiter),
    ):
        with pytest.raises(RuleBroken):
            act()
