"""Sessions."""

from datetime import timedelta

from sqlalchemy import select

from jury.db import db
from jury.people import sessions
from jury.people.models import Session


def test_a_session_ends_after_thirty_days(person, now):
    token = sessions.start(person("ann"), now, "", second_factor=False)

    assert sessions.find(token, now + sessions.LASTS - timedelta(seconds=1)) is not None
    assert sessions.find(token, now + sessions.LASTS) is None


def test_the_database_does_not_hold_the_cookie(person, now):
    token = sessions.start(person("ann"), now, "", second_factor=False)
    db.session.flush()

    (kept,) = db.session.scalars(select(Session))
    assert token not in {kept.token_digest, kept.browser}


def test_signing_out_closes_the_session_for_good(client, person, sign_in, now):
    sign_in(person("ann"))
    cookie = client.get_cookie(sessions.COOKIE).value

    client.post("/sign-out")
    client.set_cookie(sessions.COOKIE, cookie, domain="localhost")

    assert client.get("/me").status_code == 302


def test_another_browser_of_mine_can_be_signed_out(client, person, sign_in, now):
    ann = sign_in(person("ann"))
    token = sessions.start(ann, now, "Chrome Android", second_factor=False)
    db.session.commit()
    other = sessions.find(token, now)

    client.post(f"/me/sessions/{other.id}/revoke")

    db.session.expire_all()
    assert sessions.find(token, now) is None
    assert client.get("/me").status_code == 200


def test_somebody_elses_session_is_not_found(client, person, sign_in, now):
    token = sessions.start(person("bob"), now, "", second_factor=False)
    db.session.commit()
    sign_in(person("ann"))

    answer = client.post(f"/me/sessions/{sessions.find(token, now).id}/revoke")

    db.session.expire_all()
    assert answer.status_code == 404
    assert sessions.find(token, now) is not None


def test_browsers_are_named_without_their_whole_header():
    agent = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
    assert sessions.browser_of(agent) == "Chrome · Android"
    assert sessions.browser_of("curl/8") == "? · ?"
