"""Every role on every route: who is not named stays out, who is named gets in."""

import pytest
from werkzeug.routing import IntegerConverter

from jury.db import db
from jury.roles import STAFF, Role, grant

METHODS = ("GET", "POST")
ROLES = [role for role in Role if role not in (Role.ANYONE, Role.SIGNED_IN)]
VALUES = {"language": "nl", "code": "nl", "token": "made-up"}


def routes(app):
    """Yield (method, endpoint, address) of every route but the static files."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.rule, r.endpoint)):
        if rule.endpoint == "static":
            continue
        values = {name: VALUES.get(name, one_of(rule, name)) for name in rule.arguments}
        values |= {"slug": "parks"} if "slug" in values else {}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **{n: values[n] for n in rule.arguments})
        for method in sorted(rule.methods & set(METHODS)):
            yield method, rule.endpoint, address


def one_of(rule, name):
    """A value that this part of the address may have."""
    converter = rule._converters[name]
    return 999 if isinstance(converter, IntegerConverter) else min(getattr(converter, "items", "x"))


def asked_of(app, endpoint):
    return set(app.view_functions[endpoint].requires)


def is_turned_away(answer):
    return answer.status_code == 403 or answer.headers.get("Location", "").startswith("/sign-in?")


def test_a_stranger_enters_only_what_is_open_to_everyone(app, client, call):
    wrong = []
    for method, endpoint, address in routes(app):
        away = is_turned_away(client.open(address, method=method))
        if away == (Role.ANYONE in asked_of(app, endpoint)):
            wrong.append(f"{method} {address}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_enters_only_where_it_is_named(app, client, call, seat, person, sign_in, role):
    if role == Role.JUROR:
        seat("ann", 1)
    sign_in(person("ann"), role, call.slug)
    wrong = []
    for method, endpoint, address in routes(app):
        if endpoint in {"people.sign_out", "proposals.start"}:  # one ends, one gives a role
            continue
        named = asked_of(app, endpoint) & {role, Role.ANYONE, Role.SIGNED_IN}
        away = is_turned_away(client.open(address, method=method))
        if away == bool(named):
            wrong.append(f"{method} {address}")
        db.session.rollback()
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_in_another_call_opens_nothing_here(app, client, call, person, sign_in, role):
    sign_in(person("ann"), role, "rivers")
    wrong = [
        f"{method} {address}"
        for method, endpoint, address in routes(app)
        if "/parks" in address
        and not asked_of(app, endpoint) & {Role.ANYONE, Role.SIGNED_IN}
        and not is_turned_away(client.open(address, method=method))
    ]
    assert wrong == []


@pytest.mark.parametrize("role", sorted(STAFF))
def test_staff_without_second_proof_reach_no_desk(app, client, call, person, sign_in, role):
    sign_in(person("ann"), role, call.slug, second_factor=False)
    wrong = []
    for method, endpoint, address in routes(app):
        if role in asked_of(app, endpoint) and not asked_of(app, endpoint) & {
            Role.ANYONE,
            Role.SIGNED_IN,
        }:
            answer = client.open(address, method=method)
            if not answer.headers.get("Location", "").startswith("/second-factor"):
                wrong.append(f"{method} {address}")
    assert wrong == []


def test_staff_without_second_proof_can_give_it_or_leave(client, call, person, sign_in):
    sign_in(person("ann"), Role.MANAGER, call.slug, second_factor=False)
    assert client.get("/second-factor?next=/manage").status_code == 200
    assert client.post("/second-factor", data={"code": "000000"}).status_code != 302
    assert client.post("/sign-out").headers["Location"] == "/"


def test_who_edits_the_pool_cannot_draw_and_who_draws_cannot_edit_the_pool(app, call):
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("pool.") and "POST" in methods_of(app, endpoint):
            assert not {Role.RECRUITER, Role.MANAGER} <= set(view.requires), endpoint


def methods_of(app, endpoint):
    return set().union(*(rule.methods for rule in app.url_map.iter_rules(endpoint)))


def test_nobody_is_manager_and_recruiter_of_one_call(person, now, call):
    grant(person("ann"), Role.RECRUITER, call.slug, now, by="test")
    from jury.errors import RuleBroken

    with pytest.raises(RuleBroken):
        grant(person("ann"), Role.MANAGER, call.slug, now, by="test")
