"""Publishing: after the decision, once, and everyone concerned hears of it."""

import pytest

from jury.db import db
from jury.errors import RuleBroken
from jury.jobs import Job
from jury.mail import Mail
from jury.pool.models import Juror
from jury.reports import publishing
from jury.reports.models import Report


def written():
    return sorted(
        (mail.kind, mail.address) for mail in db.session.query(Mail) if "outcome" in mail.kind
    )


def test_before_a_decision_there_is_nothing_to_publish(call, scored, person, now):
    with pytest.raises(RuleBroken, match="Nothing was decided yet"):
        publishing.publish(call, now, person("mia"))


def test_publishing_tells_applicants_jurors_and_followers_once(call, decided, seat, person, now):
    seat("gone", 8, "declined")
    follower = seat("eve", 9, "declined").volunteer
    follower.keep_informed = True
    db.session.commit()

    publishing.publish(call, now, person("mia"))

    assert written() == [
        ("outcome_applicant", "applicant1@people.example"),
        ("outcome_applicant", "applicant2@people.example"),
        ("outcome_applicant", "applicant3@people.example"),
        ("outcome_follower", "eve@people.example"),
        *[("outcome_juror", f"{name}@people.example") for name in "abcd"],
    ]
    assert decided.published_at == now


def test_a_juror_who_asked_for_news_gets_one_mail(call, decided, person, now):
    for juror in db.session.query(Juror):
        juror.volunteer.keep_informed = True

    publishing.publish(call, now, person("mia"))

    assert [address for _kind, address in written()].count("a@people.example") == 1


def test_publishing_asks_for_the_report_in_dutch_and_french(call, decided, person, now, events):
    publishing.publish(call, now, person("mia"))

    asked = db.session.query(Job).filter(Job.kind == "report.make").one()
    assert asked.input["languages"] == ["nl", "fr"]
    assert db.session.query(Job).filter(Job.kind == "large-print.make").count() == 0
    assert events()[-1] == "decision.published"


def test_what_was_printed_before_in_other_languages_or_letters_is_printed_again(
    call, decided, person, now
):
    for language in ("en", "de"):
        db.session.add(
            Report(call=call, language=language, large_print=language == "de", input_digest="i",
                   digest="d", file="f", made_at=now)
        )  # fmt: skip

    publishing.publish(call, now, person("mia"))

    asked = db.session.query(Job).filter(Job.kind == "large-print.make").one()
    assert asked.input["languages"] == ["de"]
    usual = db.session.query(Job).filter(Job.kind == "report.make").one()
    assert usual.input["languages"] == ["nl", "fr", "en"]


def test_the_mail_to_an_applicant_says_what_became_of_the_proposal(call, decided, person, now):
    publishing.publish(call, now, person("mia"))

    texts = {
        m.address: (m.subject, m.body)
        for m in db.session.query(Mail)
        if m.kind == "outcome_applicant"
    }
    subject, body = texts["applicant1@people.example"]
    assert "Banken" in subject
    assert "21.000" in body
    assert "http://localhost/calls/parks/outcome" in body


def test_one_publishes_once_and_not_while_suspended(call, decided, person, now):
    call.state = "suspended"
    with pytest.raises(RuleBroken, match="Resume it"):
        publishing.publish(call, now, person("mia"))
    call.state = "published"
    publishing.publish(call, now, person("mia"))
    with pytest.raises(RuleBroken, match="public already"):
        publishing.publish(call, now, person("mia"))
