"""Who works on a call."""

import pytest

from jury import roles
from jury.calls import team
from jury.errors import RuleBroken
from jury.roles import Role, grant


@pytest.fixture
def boss(person, now):
    made = person("boss")
    grant(made, Role.MANAGER, "parks", now, by="test")
    return made


def test_a_manager_gives_a_role_and_the_person_hears_what_it_means(
    call, boss, now, work, mailbox, events
):
    team.give(call, "rik@people.example", Role.RECRUITER, now, boss)
    work()

    assert [(g.person.email, g.role) for g in team.members(call)] == [
        ("boss@people.example", "manager"),
        ("rik@people.example", "recruiter"),
    ]
    assert "/manage/parks" in mailbox.text(mailbox.to("rik@people.example")[0])
    assert events()[-1] == "role.granted"


def test_giving_a_role_twice_writes_one_mail(call, boss, now, work, mailbox):
    team.give(call, "rik@people.example", Role.AUDITOR, now, boss)
    team.give(call, "rik@people.example", Role.AUDITOR, now, boss)
    work()

    assert len(mailbox.messages) == 1


def test_who_draws_cannot_edit_the_pool(call, boss, now):
    with pytest.raises(RuleBroken):
        team.give(call, "boss@people.example", Role.RECRUITER, now, boss)


@pytest.mark.parametrize("role", [Role.JUROR, Role.APPLICANT, Role.VOLUNTEER, Role.ADMINISTRATOR])
def test_a_seat_on_the_jury_is_not_given_away(call, boss, now, role):
    with pytest.raises(RuleBroken):
        team.give(call, "rik@people.example", role, now, boss)


def test_the_manager_of_another_call_chooses_nobody_here(call, person, now):
    ann = person("ann")
    grant(ann, Role.MANAGER, "other", now, by="test")

    with pytest.raises(RuleBroken):
        team.give(call, "rik@people.example", Role.AUDITOR, now, ann)


def test_a_role_can_be_taken_back(call, boss, now, events):
    held = team.give(call, "rik@people.example", Role.AUDITOR, now, boss)
    team.take(call, held, now, boss)

    assert not roles.holds(held.person, Role.AUDITOR, "parks")
    assert events()[-1] == "role.revoked"


def test_the_last_manager_stays(call, boss, now):
    with pytest.raises(RuleBroken):
        team.take(call, team.members(call)[0], now, boss)
