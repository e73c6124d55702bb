"""Sign-in links."""

from datetime import timedelta

import pytest

from jury.db import db
from jury.errors import RuleBroken
from jury.people import links, sessions


def test_a_link_signs_in_once(person, now):
    token = links.make(person("ann"), now, "/me")

    secret, link = links.use(token, now, "Firefox Linux")

    assert sessions.find(secret, now).person is person("ann")
    assert link.next_path == "/me"
    with pytest.raises(RuleBroken, match="used already"):
        links.use(token, now, "Firefox Linux")


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_a_link_of_a_day_ago_no_longer_works(person, now, late):
    token = links.make(person("ann"), now)

    with pytest.raises(RuleBroken, match="expired"):
        links.use(token, now + links.LASTS + late, "")


def test_an_unknown_link_is_refused(app, now):
    with pytest.raises(RuleBroken, match="expired"):
        links.use("made-up", now, "")


def test_the_sixth_link_within_an_hour_is_refused(person, now):
    for _n in range(links.MOST_AN_HOUR):
        links.make(person("ann"), now)

    links.make(person("bob"), now)
    with pytest.raises(RuleBroken, match="5 links"):
        links.make(person("ann"), now)
    links.make(person("ann"), now + timedelta(hours=1))


def test_one_address_is_one_person_whatever_its_spelling(app, now):
    ann = links.welcome("Ann@People.example ", now)

    assert links.welcome("ann@people.example", now) is ann
    assert links.welcome("bob@people.example", now) is not ann


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\r\nX: y"]
)
def test_a_link_never_leads_to_another_site(path):
    assert links.safe_path(path) == "/"


def test_opening_the_link_uses_nothing_and_pressing_the_button_signs_in(client, person, now, work):
    token = links.make(person("ann"), now, "/me")
    db.session.commit()

    first, again = (client.get(f"/sign-in/link/{token}") for _n in range(2))
    pressed = client.post(f"/sign-in/link/{token}")

    assert first.status_code == again.status_code == 200
    assert pressed.headers["Location"] == "/me"
    assert "HttpOnly" in pressed.headers["Set-Cookie"]
    assert "ann@people.example" in client.get("/me").text


def test_asking_for_a_link_mails_it(client, mailbox, work):
    answer = client.post("/sign-in", data={"email": "ann@people.example", "next": "/me"})
    work()

    (message,) = mailbox.to("ann@people.example")
    assert answer.headers["Location"] == "/sign-in/sent"
    assert "http://localhost/sign-in/link/" in mailbox.text(message)
    assert "+32 2 555" in mailbox.text(message)


@pytest.mark.parametrize("typed", ["", "ann", "ann@people", "a b@people.example"])
def test_half_an_address_is_kept_and_explained(client, typed):
    page = client.post("/sign-in", data={"email": typed})

    assert page.status_code == 422
    assert f'value="{typed}"' in page.text


def test_a_stranger_is_answered_like_a_known_address(client, person):
    person("ann")
    db.session.commit()

    answers = {
        client.post("/sign-in", data={"email": email}).headers["Location"]
        for email in ("ann@people.example", "nobody@people.example")
    }
    assert answers == {"/sign-in/sent"}
