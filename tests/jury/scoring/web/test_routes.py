"""The score sheet on the page: saved, private, closed in time."""

import pytest
from sqlalchemy import func, select

from jury.calls.models import PhaseKind
from jury.db import db
from jury.deliberation import comments, conflicts
from jury.deliberation import reading as readings
from jury.scoring import sheets
from jury.scoring.models import Score

DESK = "/calls/parks/jury"
PAGE = f"{DESK}/proposals/1"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def ann(juror, sign_in):
    """Ann, a juror, signed in."""
    sign_in(juror.person)
    return juror


@pytest.fixture
def filled(call):
    """A complete sheet as the browser sends it."""
    one, two = call.criteria
    return {
        f"criterion_{one.id}": "4",
        f"criterion_{two.id}": "cannot_judge",
        "comment_for": "Mooi.",
        "comment_against": "",
    }


def chosen(page):
    """The answers that are checked on the page."""
    inputs = page.text.split("<input")[1:]
    return [i.split('value="')[1].split('"')[0] for i in inputs if "checked" in i.split(">")[0]]


def test_the_sheet_shows_the_proposal_and_the_worded_scale(ann, reading, client):
    page = client.get(PAGE)

    assert "Wij maken Banken met de buurt." in page.text
    assert "Elke maand een avond met iedereen." in page.text
    assert page.text.count('type="radio"') == 2 * 6
    assert "heel goed" in page.text


def test_save_and_go_on_works_without_javascript(
    ann, proposals, reading, client, filled, call, now
):
    after = readings.plan(ann, 1, now).after(proposals[0])

    answer = client.post(PAGE, data=filled)

    one, two = call.criteria
    assert answer.location == f"{DESK}/proposals/{after.number}"
    assert sheets.own(ann, proposals[0], 1) == {one.id: 4, two.id: None}
    assert comments.own(ann, proposals[0])["for"].text == "Mooi."
    assert sorted(chosen(client.get(PAGE))) == ["4", "cannot_judge"]


def test_the_last_sheet_leads_back_to_the_desk(ann, proposals, reading, client, filled, now):
    for proposal in proposals[1:]:
        readings.mark(ann, proposal, 1, True, now)
    db.session.commit()

    assert client.post(PAGE, data=filled).location == DESK


def test_an_incomplete_sheet_is_saved_and_says_what_is_open(ann, proposals, reading, client, call):
    fields = {f"criterion_{call.criteria[0].id}": "2"}

    page = client.post(PAGE, data=fields, headers=ENGLISH, follow_redirects=True)

    assert "1 question on that proposal has no answer yet." in page.text
    assert sheets.own(ann, proposals[0], 1) == {call.criteria[0].id: 2}


def test_autosave_answers_with_the_time(ann, proposals, reading, client, filled):
    answer = client.post(f"{PAGE}/autosave", data=filled)

    assert answer.status_code == 200
    assert len(answer.json["saved"]) == 5
    assert len(sheets.own(ann, proposals[0], 1)) == 2


def test_an_answer_beside_the_scale_is_sent_back(ann, proposals, reading, client, filled, call):
    wrong = filled | {f"criterion_{call.criteria[0].id}": "6"}

    page = client.post(PAGE, data=wrong)

    assert page.status_code == 422
    assert "Mooi." in page.text
    assert client.post(f"{PAGE}/autosave", data=wrong).status_code == 422
    assert sheets.own(ann, proposals[0], 1) == {}


@pytest.mark.parametrize("phase", [PhaseKind.CONFIRMATION, PhaseKind.DECISION])
def test_a_closed_round_keeps_what_was_typed_on_the_page(
    ann, proposals, only, client, filled, phase
):
    only(phase)

    page = client.post(PAGE, data=filled, headers=ENGLISH)

    assert page.status_code == 409
    words = "Scoring closed on" if phase == PhaseKind.DECISION else "You can score from"
    assert words in page.text
    assert "still on this page, but it is not saved" in page.text
    assert '<fieldset class="bare">' in page.text
    later = client.get(PAGE, headers=ENGLISH).text
    assert "still on this page" not in later
    assert '<fieldset class="bare" disabled>' in later
    assert sorted(chosen(page)) == ["4", "cannot_judge"]
    assert "Mooi." in page.text
    assert client.post(f"{PAGE}/autosave", data=filled).status_code == 409
    assert db.session.scalar(select(func.count(Score.id))) == 0


def test_the_second_round_shows_ones_own_first_score(
    ann, proposals, reading, only, client, call, now
):
    sheets.save(ann, proposals[0], {call.criteria[0].id: 2}, 1, now)
    only(PhaseKind.DELIBERATION)

    page = client.get(PAGE, headers=ENGLISH)

    assert page.text.count("Your first score</span>") == 1
    assert chosen(page) == []
    client.post(PAGE, data={f"criterion_{call.criteria[0].id}": "5"})
    assert sheets.own(ann, proposals[0], 1) == {call.criteria[0].id: 2}
    assert sheets.own(ann, proposals[0], 2) == {call.criteria[0].id: 5}


def test_a_recused_juror_is_told_why_on_every_route(ann, proposals, reading, client, filled, now):
    client.post(PAGE, data=filled)
    conflicts.declare(ann, {proposals[0].id: "family"}, now)
    db.session.commit()
    changed = filled | {"comment_for": "Toch nog iets."}

    answers = [
        client.get(PAGE, headers=ENGLISH),
        client.post(PAGE, data=changed, headers=ENGLISH),
        client.post(f"{PAGE}/autosave", data=changed, headers=ENGLISH),
    ]

    for answer in answers:
        assert answer.status_code == 403
        assert "You declared a conflict of interest on “Banken”." in answer.text
        assert "Mooi." not in answer.text
    assert comments.own(ann, proposals[0])["for"].text == "Mooi."
    assert client.get(f"{DESK}/proposals/2").status_code == 200


@pytest.mark.parametrize("number", [4, 5, 99])
def test_a_proposal_that_is_not_before_the_jury_is_not_found(ann, reading, client, number):
    assert client.get(f"{DESK}/proposals/{number}").status_code == 404


def test_no_page_shows_another_jurors_scores_or_comments(
    app, ann, proposals, seat, reading, only, client, call, now, sign_in
):
    bob = seat("bob", 2)
    for phase, number in ((PhaseKind.READING, 1), (PhaseKind.DELIBERATION, 2)):
        only(phase)
        sheets.save(bob, proposals[0], {c.id: 5 for c in call.criteria}, number, now)
        comments.write(bob, proposals[0], "for", "Van bob alleen.", now, language="nl")
    db.session.commit()

    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and "<slug>/jury" in rule.rule:
            values = {"slug": "parks", **dict.fromkeys(rule.arguments - {"slug"}, 1)}
            page = client.get(app.url_map.bind("localhost").build(rule.endpoint, values))
            assert "Van bob alleen." not in page.text, rule
            assert chosen(page) == [], rule


def test_the_practice_keeps_nothing(ann, reading, client, filled, events):
    before = events()

    page = client.post(f"{DESK}/practice", data=filled, headers=ENGLISH)

    assert page.status_code == 200
    assert "That is all there is to it" in page.text
    assert events() == before
    assert db.session.scalar(select(func.count(Score.id))) == 0
