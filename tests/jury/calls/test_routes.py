"""The public page of a call."""

import pytest

from jury.calls.models import PhaseKind
from jury.db import db
from jury.roles import Role


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


@pytest.mark.parametrize(
    "page", ["edit/question", "edit/influence", "edit/criteria", "criteria/impact"]
)
def test_what_was_promised_is_shown_and_not_offered_once_the_call_has_begun(
    client, call, only, person, sign_in, page
):
    sign_in(person("lea"), Role.MANAGER, "parks")
    address = f"/manage/parks/{page}"
    only(PhaseKind.PROPOSALS)

    shown = client.get(address, headers={"Accept-Language": "en"}).text
    main = shown.partition("<main")[2]

    assert "people rely on what it promised" in main
    assert '<fieldset class="bare" disabled>' in main
    assert "Save" not in main
    assert "reason_nl" not in main


def test_dates_can_still_change_once_the_call_has_begun(client, call, only, person, sign_in):
    sign_in(person("lea"), Role.MANAGER, "parks")
    only(PhaseKind.PROPOSALS)

    shown = client.get("/manage/parks/edit/phases", headers={"Accept-Language": "en"}).text

    assert '<fieldset class="bare">' in shown
    assert "reason_nl" in shown
    assert "Save and go on" in shown
