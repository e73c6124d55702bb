"""The front door."""

from datetime import timedelta

import pytest

from jury.db import db


@pytest.mark.parametrize("address", ["/", "/how-the-draw-works", "/privacy", "/accessibility"])
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_front_pages_open_for_everyone_in_every_language(client, address, language):
    page = client.get(address, headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text


def test_an_open_call_is_on_the_home_page_with_its_next_step(client, call):
    page = client.get("/", headers={"Accept-Language": "nl"})
    assert "Wat maakt ons park beter?" in page.text
    assert f'href="/calls/{call.slug}"' in page.text


def test_a_draft_is_not_on_the_home_page(client, call):
    call.state = "draft"
    db.session.commit()
    assert "Wat maakt ons park beter?" not in client.get("/").text


def test_a_call_that_is_over_stands_among_the_past_ones(client, call, now):
    for phase in call.phases:
        phase.opens_at -= timedelta(days=100)
        phase.closes_at -= timedelta(days=100)
    db.session.commit()

    page = client.get("/", headers={"Accept-Language": "en"}).text
    assert page.index("Past calls") < page.index("Parken")


def test_a_chosen_language_is_remembered(client):
    answer = client.post("/language/fr", data={"next": "/privacy"})

    assert answer.headers["Location"] == "/privacy"
    assert '<html lang="fr">' in client.get("/privacy", headers={"Accept-Language": "de"}).text


def test_a_language_that_somebody_signed_in_chooses_is_that_of_their_mail_too(
    client, person, sign_in
):
    ann, bea = sign_in(person("ann", "nl")), person("bea", "nl")

    client.post("/language/xx")
    assert ann.language == "nl"
    client.post("/language/fr")

    assert (ann.language, bea.language) == ("fr", "nl")


def test_a_call_open_for_projects_and_for_residents_says_both(client, only):
    only("proposals", "registration")

    page = client.get("/").text

    assert '<span class="badge badge--info">Proposals</span>' in page
    assert '<span class="badge badge--info">Registering for the jury</span>' in page
    assert "Register for the jury</a>" in page
    assert "Hand in a proposal</a>" in page


def test_an_unknown_language_changes_nothing_and_leads_nowhere_else(client):
    answer = client.post("/language/xx", data={"next": "https://evil.example"})

    assert answer.headers["Location"] == "/"
    assert "Set-Cookie" not in answer.headers
