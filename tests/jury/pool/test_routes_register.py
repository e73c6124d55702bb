import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from jury.calls.models import PhaseKind
from jury.db import db
from jury.pool import find, leaving
from jury.pool.models import Draft

HOME = "/calls/parks/register"


@pytest.fixture(autouse=True)
def _english(client):
    client.set_cookie("language", "en", domain="localhost")


def one_sitting(client, email="ann@people.example", sex="female", age="old"):
    """Answer everything up to the read-back."""
    client.post(HOME, data={"email": email})
    client.post(f"{HOME}/1", data={"answer": sex})
    client.post(f"{HOME}/2", data={"answer": age})
    return client.post(f"{HOME}/consents", data={"agreed": "y"}, follow_redirects=True)


def test_from_the_address_to_the_receipt(asked, client, work, mailbox, events):
    summary = one_sitting(client)
    assert "Is this right?" in summary.text
    assert "ann@people.example" in summary.text
    assert client.post(f"{HOME}/summary").location == f"{HOME}/sent"
    work()
    link = re.search(r"http://\S+/confirm/\S+", mailbox.text(mailbox.to("ann@people.example")[0]))
    path = urlsplit(link[0]).path

    assert client.get(path).status_code == 200
    assert find.volunteers(asked) == []
    mine = client.post(path, follow_redirects=True)
    work()

    assert "You are in the pool" in mine.text
    assert [v.answers for v in find.pool(asked)] == [{"sex": "female", "age": "old"}]
    assert len(mailbox.to("ann@people.example")) == 2
    assert client.post(path).status_code == 409


def test_each_question_stands_alone_with_why_and_how_far(asked, client):
    client.post(HOME, data={"email": "ann@people.example"})
    page = client.get(f"{HOME}/1").text

    assert page.count("<h1") == 1
    assert "1 of 2" in page
    assert "Zo zijn er evenveel." in page
    assert page.count('type="radio"') == 4
    assert "I would rather not say" in page


def test_a_question_without_an_answer_is_asked_again(asked, client):
    client.post(HOME, data={"email": "ann@people.example"})

    page = client.post(f"{HOME}/1", data={})

    assert page.status_code == 422
    alert = page.text.partition('role="alert"')[2].partition("</div>")[0]
    assert "Choose one of the answers." in alert
    assert '<a href="#answer">' in alert
    assert 'id="answer"' in page.text


def test_the_first_page_and_the_questions_count_the_same(asked, client):
    first = client.get(HOME).text
    client.post(HOME, data={"email": "ann@people.example"})

    assert "Then come 2 short questions." in first
    assert " of 5" not in first
    assert "2 of 2" in client.get(f"{HOME}/2").text


def test_one_changed_answer_leads_back_to_the_read_back_which_says_so(asked, client):
    summary = one_sitting(client, sex="female")
    assert f'href="{HOME}/1?change=1"' in summary.text
    assert 'name="answer"' in client.get(f"{HOME}/1?change=1").text
    assert f'action="{HOME}/1?change=1"' in client.get(f"{HOME}/1?change=1").text

    back = client.post(f"{HOME}/1?change=1", data={"answer": "male"})

    assert back.location == f"{HOME}/summary"
    assert "Changed. It counts once you press the button below." in client.get(back.location).text
    assert db.session.scalars(select(Draft)).one().answers == {"sex": "male", "age": "old"}


def test_the_same_answer_again_is_not_called_changed(asked, client):
    one_sitting(client, sex="female")

    back = client.post(f"{HOME}/1?change=1", data={"answer": "female"}, follow_redirects=True)

    assert "Is this right?" in back.text
    assert "Changed." not in back.text


def test_going_back_shows_the_answer_that_was_given(asked, client):
    client.post(HOME, data={"email": "ann@people.example"})
    client.post(f"{HOME}/1", data={"answer": "male"})

    page = client.get(f"{HOME}/1").text

    assert re.search(r'<input[^>]*checked[^>]*value="male"', page)


@pytest.mark.parametrize("email", ["", "ann", "85073003328@people.example"])
def test_a_wrong_address_is_sent_back_with_what_was_typed(asked, client, email):
    page = client.post(HOME, data={"email": email})

    assert page.status_code == 422
    assert f'value="{email}"' in page.text
    assert db.session.scalars(select(Draft)).all() == []


def test_no_answer_stands_in_an_address_or_in_the_cookie(asked, client):
    client.post(HOME, data={"email": "ann@people.example"})
    answer = client.post(f"{HOME}/1", data={"answer": "female"})

    assert "female" not in answer.location
    assert "female" not in client.get_cookie("session", domain="localhost").value


def test_another_browser_cannot_read_a_draft(asked, client, app):
    client.post(HOME, data={"email": "ann@people.example"})
    client.post(f"{HOME}/1", data={"answer": "female"})

    other = app.test_client()
    assert other.get(f"{HOME}/1").location == HOME
    assert other.get(f"{HOME}/summary").location == HOME


def test_the_page_says_the_same_for_a_registered_and_a_new_address(asked, client, register, work):
    register(asked, "ann@people.example", {"sex": "x", "age": "old"})
    db.session.commit()
    texts = []
    for email in ("ann@people.example", "new@people.example"):
        one_sitting(client, email)
        texts.append(client.post(f"{HOME}/summary", follow_redirects=True).text.replace(email, ""))

    assert re.sub(r"\s+", " ", texts[0]) == re.sub(r"\s+", " ", texts[1])
    assert find.pool(asked)[0].answers["sex"] == "x"


def test_somebody_signed_in_needs_no_mail_to_confirm(asked, client, person, sign_in):
    ann = sign_in(person("ann"))
    client.post(HOME)
    client.post(f"{HOME}/1", data={"answer": "male"})
    client.post(f"{HOME}/2", data={"answer": "rather_not_say"})
    client.post(f"{HOME}/consents", data={"agreed": "y", "keep_informed": "y"})

    assert client.post(f"{HOME}/summary").location == "/calls/parks/my-registration"
    mine = find.volunteer_of(asked, ann)
    assert mine.answers == {"sex": "male", "age": "rather_not_say"}
    assert mine.keep_informed
    assert not mine.keep_for_next


@pytest.mark.parametrize(
    ("shift", "words"), [(-40, "Registration is closed"), (40, "Registration has not opened yet")]
)
def test_outside_its_dates_the_page_says_when(asked, client, shift, words):
    phase = asked.phase(PhaseKind.REGISTRATION)
    phase.opens_at += timedelta(days=shift)
    phase.closes_at += timedelta(days=shift)
    db.session.commit()

    page = client.get(HOME)

    assert page.status_code == 200
    assert words in page.text
    assert client.post(HOME, data={"email": "ann@people.example"}).status_code == 409


def test_leaving_is_one_click_and_erases_the_answers(asked, client, register, sign_in, events):
    mine = register(asked, "ann@people.example", {"sex": "x", "age": "old"})
    sign_in(mine.person)

    page = client.post("/calls/parks/my-registration/leave", follow_redirects=True)

    assert "You have left the pool" in page.text
    assert (mine.answers, mine.salt, mine.commitment) == ({}, "", None)
    assert find.pool(asked) == []
    assert events()[-1] == "volunteer.left"


def test_one_who_left_can_come_back(asked, register, now):
    mine = register(asked, "ann@people.example", {"sex": "x", "age": "old"})
    leaving.leave(mine, now, mine.person)

    assert register(asked, "ann@people.example", {"sex": "male", "age": "old"}).is_in_pool


def test_changing_begins_at_the_read_back_of_my_answers(asked, client, register, sign_in):
    mine = register(asked, "ann@people.example", {"sex": "x", "age": "old"}, keep_for_next=True)
    before = mine.commitment
    sign_in(mine.person)

    page = client.post("/calls/parks/my-registration/change", follow_redirects=True)
    assert "Is this right?" in page.text
    question = client.get(f"{HOME}/1?change=1").text
    assert re.search(r'<input[^>]*checked[^>]*value="x"', question)
    assert client.post(f"{HOME}/1?change=1", data={"answer": "female"}).location.endswith("summary")
    assert "Yes, keep these answers" in client.get(f"{HOME}/summary").text
    done = client.post(f"{HOME}/summary", follow_redirects=True)

    assert "Changed. Your new receipt comes by mail." in done.text
    assert mine.answers == {"sex": "female", "age": "old"}
    assert mine.commitment != before
    assert mine.keep_for_next


def test_the_receipt_is_mine_alone(asked, client, register, sign_in, person):
    register(asked, "ann@people.example", {"sex": "x", "age": "old"})
    sign_in(person("bea"))

    assert client.get("/calls/parks/my-registration/receipt.json").status_code == 404
    assert "not registered" in client.get("/calls/parks/my-registration").text
