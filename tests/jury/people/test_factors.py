"""Second factors of staff."""

from datetime import timedelta

import pyotp
import pytest

from jury.db import db
from jury.errors import RuleBroken
from jury.people import factors, sessions
from jury.roles import Role


@pytest.fixture
def session(person, now):
    return sessions.find(sessions.start(person("ann"), now, "", second_factor=False), now)


def code(factor, when):
    return pyotp.TOTP(factor.secret).at(when)


def test_the_first_right_code_confirms_the_app(session, now, events):
    factor = factors.pending_totp(session.person, now)

    factors.accept_code(session, code(factor, now), now)

    assert session.second_factor_at == now
    assert factors.has_any(session.person)
    assert events() == ["factor.added"]


@pytest.mark.parametrize("wrong", ["000000", "", "abcdef", "é"])
def test_a_wrong_code_proves_nothing(session, now, wrong):
    factors.pending_totp(session.person, now)

    with pytest.raises(RuleBroken, match="six digits"):
        factors.accept_code(session, wrong, now)
    assert session.second_factor_at is None


def test_a_code_works_once(session, now):
    factor = factors.pending_totp(session.person, now)
    factors.accept_code(session, code(factor, now), now)

    with pytest.raises(RuleBroken):
        factors.accept_code(session, code(factor, now), now)


@pytest.mark.parametrize(
    ("drift", "accepted"), [(-30, True), (30, True), (-90, False), (90, False)]
)
def test_a_clock_may_be_half_a_minute_off(session, now, drift, accepted):
    factor = factors.pending_totp(session.person, now)
    typed = code(factor, now + timedelta(seconds=drift))

    if accepted:
        factors.accept_code(session, typed, now)
    else:
        with pytest.raises(RuleBroken):
            factors.accept_code(session, typed, now)
    assert (session.second_factor_at is not None) == accepted


def test_staff_without_a_second_proof_are_led_to_it(client, person, sign_in, call):
    sign_in(person("ann"), Role.MANAGER, call.slug, second_factor=False)

    answer = client.get(f"/manage/{call.slug}")
    page = client.get(answer.headers["Location"])

    assert answer.headers["Location"].startswith("/second-factor?next=")
    assert "<svg" in page.text


def test_a_code_typed_on_the_page_opens_the_desk(client, person, sign_in, call, now):
    ann = sign_in(person("ann"), Role.MANAGER, call.slug, second_factor=False)
    factor = factors.pending_totp(ann, now)
    db.session.commit()

    answer = client.post("/second-factor", data={"code": code(factor, now), "next": "/me"})

    assert answer.headers["Location"] == "/me"
    assert client.get(f"/manage/{call.slug}").status_code == 200
