from datetime import timedelta

import pytest

from jury.errors import RuleBroken
from jury.pool import find, phoning, seats
from jury.roles import Role, holds


@pytest.fixture
def jurors(drawn, sealed):
    return find.jurors(sealed.call)


@pytest.fixture
def at(sealed):
    return sealed.second_at + timedelta(days=1)


def test_a_no_by_phone_takes_two_people(jurors, at, recruiter, manager, events):
    juror = jurors[0]
    phoning.enter_decline(juror, "no_answer", at, recruiter)
    assert juror.state == "asked"
    with pytest.raises(RuleBroken):
        phoning.confirm_decline(juror, at, recruiter)
    assert juror.state == "asked"

    [moved] = phoning.confirm_decline(juror, at, manager)

    assert (juror.state, juror.reason, juror.channel) == ("declined", "no_answer", "staff")
    assert moved.state == "asked"
    assert events()[-4:] == [
        "seat.decline-entered", "seat.decline-confirmed", "seat.declined", "seat.offered",
    ]  # fmt: skip


def test_the_juror_is_told_and_keeps_the_place_with_one_button(
    jurors, at, recruiter, manager, work, mailbox
):
    juror = jurors[0]
    juror.person.email = "jo@people.example"
    phoning.enter_decline(juror, "time", at, recruiter)
    work()
    assert len(mailbox.to("jo@people.example")) == 1

    with pytest.raises(RuleBroken):
        phoning.keep(juror, at, manager)
    phoning.keep(juror, at, juror.person)

    with pytest.raises(RuleBroken):
        phoning.confirm_decline(juror, at, manager)
    assert (juror.state, juror.reason) == ("asked", "")


def test_accepting_undoes_what_staff_entered(jurors, at, recruiter, manager):
    juror = jurors[0]
    phoning.enter_decline(juror, "time", at, recruiter)
    seats.accept(juror, at, juror.person)

    with pytest.raises(RuleBroken):
        phoning.confirm_decline(juror, at, manager)


def test_only_somebody_without_an_address_says_yes_by_phone(jurors, at, recruiter):
    on_paper, on_site = jurors[:2]
    on_paper.person.email, on_site.person.email = None, "jo@people.example"

    phoning.accept(on_paper, at, recruiter)
    with pytest.raises(RuleBroken):
        phoning.accept(on_site, at, recruiter)

    assert (on_paper.state, on_paper.channel) == ("accepted", "phone")
    assert holds(on_paper.person, Role.JUROR, "parks")
    assert on_site.state == "asked"


def test_through_the_pages(jurors, client, sign_in, recruiter, manager):
    juror = jurors[0]
    one = f"/manage/parks/pool/{juror.volunteer.pseudonym}"
    sign_in(recruiter)
    assert f"{one}/decline" in client.get(one).text
    client.post(f"{one}/decline", data={"reason": "health"})
    assert client.post("/manage/parks/draw/seats/1").status_code == 403

    sign_in(manager)
    assert "/manage/parks/draw/seats/1" in client.get("/manage/parks/draw").text
    client.post("/manage/parks/draw/seats/1")
    assert juror.state == "declined"
