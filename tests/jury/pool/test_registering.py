from datetime import timedelta

import pytest
from sqlalchemy import func, select

from jury.db import db
from jury.errors import RuleBroken
from jury.languages import speaking
from jury.people.models import Person
from jury.pool import confirming, find, registering
from jury.pool.models import Draft, Volunteer
from jury.roles import Role, holds
from sortition.canonical import commitment

FULL = {"sex": "female", "age": "old"}


@pytest.fixture
def draft(asked, now):
    found = registering.start(asked, "ann@people.example", "nl", now)
    for category in find.categories(asked):
        registering.answer(found, category, FULL[category.key], now)
    registering.consent(found, now, agreed=True, keep_for_next=True)
    return found


def test_a_confirmed_draft_becomes_a_registration_with_a_commitment(draft, now, events):
    volunteer = confirming.confirm(draft, now)
    db.session.commit()

    assert volunteer.is_in_pool
    assert volunteer.answers == FULL
    assert (volunteer.keep_informed, volunteer.keep_for_next) == (False, True)
    assert volunteer.commitment == commitment("parks", volunteer.pseudonym, volunteer.salt, FULL)
    assert holds(volunteer.person, Role.VOLUNTEER, "parks")
    assert db.session.scalar(select(func.count(Draft.id))) == 0
    assert events()[-2:] == ["role.granted", "volunteer.registered"]


def test_the_salt_is_128_bits_of_its_own(asked, register):
    salts = {register(asked, f"p{i}@people.example", FULL).salt for i in range(3)}

    assert len(salts) == 3
    assert {len(salt) for salt in salts} == {32}


def test_the_receipt_in_the_mail_is_the_json_that_the_program_reads(
    asked, register, work, mailbox, tmp_path
):
    from sortition.files import read_plain

    volunteer = register(asked, "ann@people.example", FULL)
    work()
    text = mailbox.text(mailbox.to("ann@people.example")[-1])
    path = tmp_path / "receipt.json"
    path.write_text(text[text.index("{") : text.index("\n}") + 2])

    assert read_plain(path) == {
        "version": "burgerjury/1", "call": "parks", "pseudonym": volunteer.pseudonym,
        "salt": volunteer.salt, "answers": FULL, "commitment": volunteer.commitment,
    }  # fmt: skip


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=9)])
def test_nobody_registers_after_the_closing_moment(draft, closes, late):
    with (
        speaking("en"),
        pytest.raises(RuleBroken, match=r"closed on \w+day \d+ \w+ \d{4}, \d\d:\d\d"),
    ):
        confirming.confirm(draft, closes + late)


def test_somebody_registers_in_the_last_second(draft, closes):
    assert confirming.confirm(draft, closes - timedelta(seconds=1)).is_in_pool


def test_before_the_opening_the_date_is_said(asked, now):
    with speaking("en"), pytest.raises(RuleBroken, match="opens on"):
        registering.start(asked, "ann@people.example", "nl", now - timedelta(days=31))


def test_a_suspended_call_takes_nobody(asked, now):
    asked.state = "suspended"

    with pytest.raises(RuleBroken):
        registering.start(asked, "ann@people.example", "nl", now)


def test_an_unanswered_question_keeps_the_draft_a_draft(asked, now):
    draft = registering.start(asked, "ann@people.example", "nl", now)
    registering.answer(draft, find.categories(asked)[0], "x", now)

    with pytest.raises(RuleBroken, match="Hoe oud bent u"):
        registering.send(draft, now)


def test_an_answer_outside_the_list_is_refused(asked, now):
    draft = registering.start(asked, "ann@people.example", "nl", now)

    with pytest.raises(RuleBroken):
        registering.answer(draft, find.categories(asked)[0], "Ann Peeters", now)

    assert draft.answers == {}


def test_rather_not_say_answers_every_question(asked, register):
    silent = dict.fromkeys(FULL, "rather_not_say")

    assert register(asked, "ann@people.example", silent).answers == silent


def test_nobody_registers_without_agreeing(asked, now):
    draft = registering.start(asked, "ann@people.example", "nl", now)

    with pytest.raises(RuleBroken):
        registering.consent(draft, now, agreed=False, keep_informed=True)

    assert not draft.keep_informed


def test_a_national_number_is_no_address(asked, now):
    with pytest.raises(RuleBroken):
        registering.start(asked, "85.07.30-033.28@people.example", "nl", now)


def test_an_address_gets_five_mails_an_hour(draft, now, asked):
    for _time in range(5):
        registering.send(draft, now)
        draft = registering.start(asked, "ANN@people.example ", "nl", now)
        draft.answers, draft.agreed = FULL, True

    with pytest.raises(RuleBroken):
        registering.send(draft, now)
    registering.send(draft, now + timedelta(hours=1))


def test_a_link_is_found_for_a_day(draft, now):
    token = registering.send(draft, now)

    assert registering.find_sent(draft.call, token, now + timedelta(hours=23)) is draft
    assert registering.find_sent(draft.call, token, now + timedelta(hours=24)) is None
    assert registering.find_sent(draft.call, "other", now) is None


def test_a_draft_belongs_to_nobody_until_it_is_confirmed(draft, now):
    registering.send(draft, now)

    query = select(func.count(Person.id)).where(Person.email_index == draft.email_index)
    assert db.session.scalar(query) == 0
    assert db.session.scalar(select(func.count(Volunteer.id))) == 0


def test_a_second_registration_replaces_the_first(asked, register):
    first = register(asked, "ann@people.example", FULL)
    commitment_before = first.commitment
    second = register(asked, "Ann@People.example", {"sex": "x", "age": "young"})

    assert second is first
    assert second.commitment != commitment_before
    assert len(find.pool(asked)) == 1


def test_changed_answers_give_a_new_salt_and_a_new_receipt(asked, register, now, events):
    volunteer = register(asked, "ann@people.example", FULL)
    before = (volunteer.salt, volunteer.commitment)

    confirming.change(volunteer, {"age": "young"}, now)

    assert volunteer.answers == {"sex": "female", "age": "young"}
    assert volunteer.salt != before[0]
    assert volunteer.commitment != before[1]
    assert events()[-1] == "volunteer.changed"


def test_answers_stay_as_they_are_after_closing(asked, register, closes):
    volunteer = register(asked, "ann@people.example", FULL)

    with pytest.raises(RuleBroken):
        confirming.change(volunteer, {"age": "young"}, closes)

    assert volunteer.answers == FULL


def test_old_drafts_are_forgotten_and_fresh_ones_kept(draft, asked, now):
    fresh = registering.start(asked, "bea@people.example", "nl", now + timedelta(days=7))
    db.session.flush()

    assert registering.forget(now + timedelta(days=7, seconds=1)) == 1
    assert list(db.session.scalars(select(Draft))) == [fresh]
