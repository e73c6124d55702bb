"""Roles and the one access check."""

import pytest
from flask import Flask

from jury.db import db
from jury.errors import RuleBroken
from jury.roles import Role, grant, grants_of, holders, holds, refuse_open_routes, revoke


def test_a_role_counts_in_its_own_call_only(person, now):
    ann = person("ann")
    grant(ann, Role.MANAGER, "parks", now, by="test")

    assert holds(ann, Role.MANAGER, "parks")
    assert holds(ann, Role.MANAGER)
    assert not holds(ann, Role.MANAGER, "rivers")
    assert not holds(ann, Role.RECRUITER, "parks")


def test_a_role_without_a_call_counts_everywhere(person, now):
    ann = person("ann")
    grant(ann, Role.ADMINISTRATOR, None, now, by="test")
    assert holds(ann, Role.ADMINISTRATOR, "parks")


def test_a_grant_and_its_end_are_in_the_ledger_once(person, now, events):
    given = grant(person("ann"), Role.MANAGER, "parks", now, by="test")
    assert grant(person("ann"), Role.MANAGER, "parks", now, by="test") is given

    revoke(given, now, by="test")
    revoke(given, now, by="test")

    assert events() == ["role.granted", "role.revoked"]
    assert grants_of(person("ann")) == []


@pytest.mark.parametrize(
    ("held", "wanted"),
    [(Role.RECRUITER, Role.MANAGER), (Role.MANAGER, Role.RECRUITER), (Role.MANAGER, Role.AUDITOR),
     (Role.APPLICANT, Role.JUROR), (Role.FACILITATOR, Role.JUROR)],
)  # fmt: skip
def test_duties_that_must_stay_apart_stay_apart(person, now, held, wanted):
    ann = person("ann")
    grant(ann, held, "parks", now, by="test")

    with pytest.raises(RuleBroken):
        grant(ann, wanted, "parks", now, by="test")
    grant(ann, wanted, "rivers", now, by="test")


def test_a_role_everywhere_stands_in_the_way_in_each_call(person, now):
    ann = person("ann")
    grant(ann, Role.MANAGER, None, now, by="test")

    with pytest.raises(RuleBroken):
        grant(ann, Role.RECRUITER, "parks", now, by="test")


def test_a_person_may_hold_roles_that_go_together(person, now):
    ann = person("ann")
    grant(ann, Role.MANAGER, "parks", now, by="test")
    grant(ann, Role.CONTACT, "parks", now, by="test")
    assert holders(Role.CONTACT, "parks") == [ann]


def test_a_route_that_does_not_say_who_may_see_it_stops_the_start():
    app = Flask("careless")
    app.add_url_rule("/open", "open", lambda: "everyone")

    with pytest.raises(RuntimeError, match="“open” does not say who may see it"):
        refuse_open_routes(app)


def test_a_stranger_is_led_to_sign_in_and_back(client):
    answer = client.get("/me")
    assert answer.headers["Location"] == "/sign-in?next=/me"


def test_an_erased_person_is_signed_out(client, person, sign_in, now):
    sign_in(person("ann")).erased_at = now
    db.session.commit()
    assert client.get("/me").status_code == 302
