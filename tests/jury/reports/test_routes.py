"""Pages: who may decide, publish, print and read."""

import csv
import io
import re

import pytest

from jury import files
from jury.calls import trail
from jury.db import db
from jury.languages import LANGUAGES
from jury.people.models import Person
from jury.reports import find, making, publishing
from jury.reports.models import Report
from jury.reports.paper import LARGE_PRINT
from jury.roles import Role
from tests.jury.reports.conftest import REASON, WORDS


def answer(**more):
    return {"words_nl": WORDS["nl"], "words_fr": WORDS["fr"], "final": "y"} | {
        "outcome_1": "funded", "outcome_2": "funded", "outcome_3": "not_funded",
    } | more  # fmt: skip


@pytest.fixture
def published(call, decided, person, now):
    publishing.publish(call, now, person("mia"))
    db.session.commit()
    return decided


def test_the_deciding_body_sees_the_advice_and_decides(call, scored, client, person, sign_in):
    sign_in(person("board"), Role.DECIDER, "parks")

    page = client.get("/manage/parks/decision")
    assert page.status_code == 200
    assert "The jury advises to fund 2 of 3 proposals" in page.text

    gone = client.post("/manage/parks/decision", data=answer())
    assert gone.status_code == 302
    assert [line.outcome for line in find.decision(call).lines] == [
        "funded",
        "funded",
        "not_funded",
    ]
    assert "The decision is taken" in client.get("/manage/parks/decision").text


def test_a_departure_without_reason_keeps_everything_typed(call, scored, client, person, sign_in):
    sign_in(person("board"), Role.DECIDER, "parks")

    page = client.post(
        "/manage/parks/decision",
        data=answer(outcome_2="reserve", reason_2_nl="Te vroeg.", words_nl="Bijzonder antwoord"),
    )

    assert page.status_code == 422
    assert "You depart from the jury on “Bomen”" in page.text
    assert "Te vroeg." in page.text
    assert "Bijzonder antwoord" in page.text
    optional = re.findall(r'for="reason_(\d)_\w\w">[^<]*<span class="optional">', page.text)
    assert optional == ["1", "1", "3", "3"]  # where the outcome is the jury's
    assert find.decision(call) is None


def test_each_reason_unfolds_when_its_own_outcome_departs(call, scored, client, person, sign_in):
    sign_in(person("board"), Role.DECIDER, "parks")

    page = client.get("/manage/parks/decision").text

    parts = re.findall(r'data-unfold-for="outcome_(\d)" data-unfold-unless="(\w+)"', page)
    advised = {"1": "funded", "2": "funded", "3": "not_funded"}
    assert dict(parts) == advised
    chosen = r'<select class="input" id="outcome_(\d)"[^>]*>.*?<option selected value="(\w+)"'
    assert dict(re.findall(chosen, page, re.DOTALL)) == advised


def test_too_much_money_and_a_missing_tick_are_said_on_the_form(
    call, scored, client, person, sign_in
):
    sign_in(person("board"), Role.DECIDER, "parks")
    reasons = {"reason_3_nl": REASON["nl"], "reason_3_fr": REASON["fr"]}

    page = client.post("/manage/parks/decision", data=answer(outcome_3="funded", **reasons))
    assert page.status_code == 422
    assert "Fund €21,000 less" in page.text

    page = client.post("/manage/parks/decision", data=answer(final=""))
    assert page.status_code == 422
    assert "Tick this" in page.text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.AUDITOR])
def test_others_read_along_and_cannot_decide(call, scored, client, person, sign_in, role):
    sign_in(person("eve"), role, "parks")

    assert "You can read along" in client.get("/manage/parks/decision").text
    assert client.post("/manage/parks/decision", data=answer()).status_code == 403


def test_a_decision_is_not_taken_twice(call, decided, client, person, sign_in):
    sign_in(person("board"), Role.DECIDER, "parks")

    assert client.post("/manage/parks/decision", data=answer()).status_code == 409


def test_the_manager_publishes_and_the_deciding_body_does_not(
    call, decided, client, person, sign_in
):
    sign_in(person("board"), Role.DECIDER, "parks")
    assert client.post("/manage/parks/publication").status_code == 403

    sign_in(person("mia"), Role.MANAGER, "parks")
    assert "Publish the outcome" in client.get("/manage/parks/decision").text
    assert client.post("/manage/parks/publication").status_code == 302
    assert find.published(call) is not None


def test_before_publication_the_outcome_is_not_shown(call, decided, client):
    page = client.get("/calls/parks/outcome")

    assert page.status_code == 200
    assert "The outcome is not known yet" in page.text
    assert "Banken" not in page.text
    for path in ("outcome/result.json", "outcome/proposals.csv", "report/nl.pdf"):
        assert client.get(f"/calls/parks/{path}").status_code == 404


def test_the_outcome_says_who_is_funded_and_what_the_jury_said(call, published, client):
    page = client.get("/calls/parks/outcome", headers={"Accept-Language": "en"})

    assert page.status_code == 200
    for words in (
        "2 of 3 proposals are funded", "The decision follows the jury in everything",
        "Wij volgen de jury", "Iedereen doet mee.", "C’est trop cher.", "Wij wilden dit wel.",
        "1 juror did not score because of a conflict of interest", "being printed",
    ):  # fmt: skip
        assert words in page.text, words
    for someone in db.session.query(Person):
        assert someone.email not in page.text


def test_the_data_of_the_outcome_is_open(call, published, client):
    table = client.get("/calls/parks/outcome/proposals.csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [(r["proposal"], r["outcome"], r["granted_euros"]) for r in rows] == [
        ("1", "funded", "21000.00"), ("2", "funded", "22000.00"), ("3", "not_funded", "0.00"),
    ]  # fmt: skip
    assert client.get("/calls/parks/outcome/result.json").json["allocation"]["spent"] == 43000


def test_the_report_is_a_page_in_the_readers_language(call, published, client):
    assert 'href="/calls/parks/report"' in client.get("/calls/parks/outcome").text
    for language, words in (
        ("en", "2 of 3 proposals are funded"), ("nl", "2 van de 3 voorstellen"),
        ("fr", "2 projets sur 3"), ("de", "2 von 3 Anträgen werden"),
    ):  # fmt: skip
        page = client.get("/calls/parks/report", headers={"Accept-Language": language})
        assert f'<html lang="{language}">' in page.text
        assert words in page.text
        assert 'href="/calls/parks/outcome/result.json" download="result.json"' in page.text


def test_before_there_is_a_report_its_page_leads_to_what_is_known(call, client, person, sign_in):
    assert client.get("/calls/parks/report").location == "/calls/parks/outcome"
    sign_in(person("mia"), Role.MANAGER, "parks")
    assert client.get("/manage/parks/report").location == "/manage/parks/decision"


def test_before_a_decision_the_managers_read_the_report_as_a_page(
    call, scored, client, person, sign_in
):
    sign_in(person("mia"), Role.MANAGER, "parks")
    assert 'href="/manage/parks/report"' in client.get("/manage/parks/decision").text
    page = client.get("/manage/parks/report")
    assert "The jury advises to fund 2 of 3 proposals" in page.text
    assert "download=" not in page.text  # the data is open once the outcome is public


def keep(call, now, **given):
    """Keep a report whose file says what it is."""
    facts = {"large_print": False, "language": "nl"} | given
    file = files.keep(f"%PDF-1.7 {facts}".encode())
    digest = "l" if facts["large_print"] else "u"
    db.session.add(
        Report(call=call, input_digest="i", digest=64 * digest, file=file, made_at=now, **facts)
    )
    db.session.commit()


@pytest.mark.parametrize(("between", "large"), [("", False), ("large-print/", True)])
def test_a_printed_report_is_for_its_makers_first_and_then_for_all(
    call, decided, client, person, sign_in, now, between, large
):
    keep(call, now, large_print=large)
    keep(call, now, large_print=not large, language="fr")
    assert client.get(f"/calls/parks/report/{between}nl.pdf").status_code == 404
    assert client.get(f"/manage/parks/reports/{between}nl.pdf").status_code == 302  # to sign in

    sign_in(person("eve"), Role.AUDITOR, "parks")
    assert client.get(f"/manage/parks/reports/{between}nl.pdf").data.startswith(b"%PDF")
    assert client.get(f"/manage/parks/reports/{between}fr.pdf").status_code == 404

    publishing.publish(call, now, person("mia"))
    db.session.commit()
    client.delete_cookie("jury", domain="localhost")
    given = client.get(f"/calls/parks/report/{between}nl.pdf")
    assert given.mimetype == "application/pdf"
    assert f"'large_print': {large}" in given.text
    name = "parks-large-print-nl.pdf" if large else "parks-report-nl.pdf"
    assert name in given.headers["Content-Disposition"]


def test_the_outcome_offers_large_print_where_it_is_printed(call, published, client, now):
    keep(call, now)
    keep(call, now, large_print=True)
    keep(call, now, language="fr")

    page = client.get("/calls/parks/outcome").text

    assert [name for name in LANGUAGES.values() if f"Large print in {name} (PDF)" in page] == [
        "Nederlands"
    ]
    assert 'href="/calls/parks/report/large-print/nl.pdf" hreflang="nl"' in page
    assert "Do you need large print in a language that has none yet? Call" in page
    assert (page.count(64 * "u"), page.count(64 * "l")) == (2, 1)
    assert "Nederlands, large print" in page

    for language in set(LANGUAGES) - {"nl"}:
        keep(call, now, language=language, large_print=True)
    assert "Do you need large print" not in client.get("/calls/parks/outcome").text


def test_the_manager_asks_for_a_report_in_one_language(call, scored, client, person, sign_in):
    sign_in(person("mia"), Role.MANAGER, "parks")

    assert client.post("/manage/parks/reports/de").status_code == 302
    assert making.newest_job(call, "de").state == "waiting"
    assert "The report is being printed" in client.get("/manage/parks/decision").text
    assert client.post("/manage/parks/reports/es").status_code == 409


def test_the_manager_asks_for_large_print_in_one_language(
    call, scored, client, person, sign_in, now
):
    keep(call, now)
    sign_in(person("mia"), Role.MANAGER, "parks")
    assert "Print it in Nederlands, in large print" in client.get("/manage/parks/decision").text

    assert client.post("/manage/parks/reports/large-print/nl").status_code == 302

    assert making.newest_job(call, "nl") is None
    assert making.newest_job(call, "nl", LARGE_PRINT).state == "waiting"
    page = client.get("/manage/parks/decision").text
    assert "The report is being printed" in page
    assert "Print it in Nederlands, in large print" not in page
    assert "Large print in Nederlands: none yet" in page
    assert client.post("/manage/parks/reports/large-print/es").status_code == 409

    keep(call, now, large_print=True)
    page = client.get("/manage/parks/decision").text
    assert 'href="/manage/parks/reports/large-print/nl.pdf">Large print in Nederlands (PDF)' in page


def test_whoever_only_reads_along_cannot_ask_for_large_print(call, scored, client, person, sign_in):
    sign_in(person("eve"), Role.AUDITOR, "parks")
    assert client.post("/manage/parks/reports/large-print/nl").status_code == 403
    assert "in large print</button>" not in client.get("/manage/parks/decision").text


def test_the_ledger_tells_of_large_print_in_words():
    facts = {"language": "Deutsch", "digest": "d1"}
    assert trail.sentence("large-print.made", facts) == (
        "The report in large print was printed in “Deutsch”; its digest is d1."
    )
