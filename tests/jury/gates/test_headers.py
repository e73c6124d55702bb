"""Every answer carries the headers, every form its proof."""

import re

import pytest

from jury import create_app
from jury.db import db
from jury.security import HEADERS
from tests.jury.gates.test_access import routes


def test_every_route_answers_with_every_header(app, client, call):
    for method, _endpoint, address in routes(app):
        answer = client.open(address, method=method)
        missing = {name for name, value in HEADERS.items() if answer.headers.get(name) != value}
        assert not missing, f"{method} {address}"
        assert answer.headers["Cache-Control"] == "no-store"


def test_static_files_carry_them_too(client):
    with client.get("/static/style.css") as answer:
        assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_a_browser_keeps_a_style_sheet_until_it_changes(client):
    (address,) = re.findall(r'href="(/static/style.css[^"]*)"', client.get("/").text)
    with client.get(address) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for older in ("/static/style.css", "/static/style.css?v=0", "/static/style.css?v="):
        with client.get(older) as answer:
            assert answer.headers["Cache-Control"] == "no-cache"


def test_the_policy_opens_nothing_it_need_not():
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "*" not in policy


def test_an_encrypted_site_asks_to_stay_encrypted(client):
    assert "Strict-Transport-Security" not in client.get("/").headers
    answer = client.get("/", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_every_post_without_the_proof_of_our_own_page_is_refused(settings, call):
    app = create_app(settings | {"WTF_CSRF_ENABLED": True})
    client = app.test_client()
    for method, _endpoint, address in routes(app):
        if method == "POST":
            assert client.post(address).status_code == 400, address
    db.session.rollback()


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_are_secure_where_the_site_is(settings, secure):
    address = "https://jury.example" if secure else "http://jury.example"
    assert create_app(settings | {"BASE_URL": address}).config["SESSION_COOKIE_SECURE"] == secure
