"""The public page of a call."""

import pytest

from jury.db import db


def test_a_call_shows_its_question_and_influence_in_the_readers_language(client, call):
    page = client.get("/calls/parks", headers={"Accept-Language": "fr"})

    assert page.status_code == 200
    assert "Qu’est-ce qui améliore notre parc ?" in page.text
    assert "Le jury fait la liste." in page.text
    assert "+32 2 555 01 40" in page.text


def test_a_draft_does_not_exist_for_the_public(client, call):
    call.state = "draft"
    db.session.commit()

    assert client.get("/calls/parks").status_code == 404


@pytest.mark.parametrize(
    ("kind", "button"),
    [
        ("proposals", "Hand in a proposal"),
        ("registration", "Register for the jury"),
        ("draw", "See the draw"),
        ("reading", "See the proposals"),
        ("publication", "See the outcome"),
    ],
)
def test_the_one_button_fits_the_phase(client, only, kind, button):
    only(kind)

    page = client.get("/calls/parks", headers={"Accept-Language": "en"})

    assert page.text.count("button--large") == 1
    assert button in page.text


def test_a_suspended_call_says_why_on_top_and_offers_no_button(client, call):
    call.state, call.state_reason = (
        "suspended",
        {"nl": "De raad vergadert.", "fr": "Le conseil se réunit."},
    )
    db.session.commit()

    page = client.get("/calls/parks", headers={"Accept-Language": "fr"})

    assert "Le conseil se réunit." in page.text
    assert "button--large" not in page.text
