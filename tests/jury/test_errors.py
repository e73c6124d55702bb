"""Errors in plain words."""

import pytest
from werkzeug.exceptions import NotFound

from jury import create_app
from jury.errors import RuleBroken
from jury.roles import Role, requires


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere", 404, "This page does not exist"),
        ("/sign-out", 405, "cannot be opened like that"),
    ],
)
def test_an_error_is_a_page_with_a_way_back(client, address, status, words):
    page = client.get(address, headers={"Accept-Language": "en"})

    assert page.status_code == status
    assert words in page.text
    assert "Go back" in page.text


@pytest.mark.parametrize("number", [2**31, 10**30])
def test_a_number_that_no_row_can_have_leads_to_no_page(app, number):
    routes = app.url_map.bind("localhost")
    sheet = "/calls/parks/jury/proposals/{}"

    assert routes.match(sheet.format(2**31 - 1))[1]["number"] == 2**31 - 1
    with pytest.raises(NotFound):
        routes.match(sheet.format(number))


def test_too_large_a_file_leads_back_to_the_page_that_says_its_limit(client):
    page = client.post(
        "/language/en", data={"next": "x" * 13_000_000}, headers={"Accept-Language": "en"}
    )

    assert page.status_code == 413
    assert "Go back: the page says how large a file may be." in page.text


@pytest.fixture
def faulty(settings):
    app = create_app(settings | {"TESTING": False, "PROPAGATE_EXCEPTIONS": False})

    @app.get("/rule")
    @requires(Role.ANYONE)
    def rule():
        raise RuleBroken("The gate is closed. Come back on Monday.")

    @app.get("/crash")
    @requires(Role.ANYONE)
    def crash():
        raise ZeroDivisionError("secret detail")

    return app.test_client()


def test_a_broken_rule_is_shown_as_its_sentence(faulty):
    page = faulty.get("/rule")
    assert page.status_code == 409
    assert "The gate is closed. Come back on Monday." in page.text


def test_a_crash_shows_no_detail(faulty, caplog):
    page = faulty.get("/crash", headers={"Accept-Language": "en"})
    assert page.status_code == 500
    assert "Something broke on our side" in page.text
    assert "secret detail" not in page.text
