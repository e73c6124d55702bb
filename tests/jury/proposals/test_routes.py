"""The pages of proposals: applicant, desk and public."""

import io
from datetime import timedelta

import pytest

from jury.db import db
from jury.proposals import eligibility, find, submission
from jury.proposals.models import Proposal
from jury.roles import Role, grant

ENGLISH = {"Accept-Language": "en"}
SECTIONS = ["idea", "summary", "work", "interests", "partners", "money", "files"]


@pytest.fixture
def applicant(sign_in, ann):
    """Ann, signed in."""
    return sign_in(ann)


@pytest.fixture
def base(draft):
    """The address of Ann's draft."""
    return f"/calls/parks/my-proposals/{draft.id}"


@pytest.fixture
def rik(person, sign_in, call):
    """A contact person, signed in."""
    return sign_in(person("rik"), Role.CONTACT, "parks")


@pytest.fixture
def submitted(complete, now):
    """A proposal that was handed in."""
    submission.submit(complete, now)
    db.session.commit()
    return complete


def test_anyone_signed_in_starts_a_draft(client, call, person, sign_in):
    sign_in(person("bea"))
    assert "Start a proposal" in client.get("/calls/parks/my-proposals", headers=ENGLISH).text

    answer = client.post("/calls/parks/my-proposals", headers={"Accept-Language": "fr"})

    made = find.of(person("bea"), call)
    assert answer.location == f"/calls/parks/my-proposals/{made[0].id}/idea"
    assert made[0].language == "fr"


def test_without_signing_in_the_way_leads_to_the_sign_in_page(client, call):
    assert "/sign-in" in client.get("/calls/parks/my-proposals").location


@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_opens(client, applicant, base, section):
    page = client.get(f"{base}/{section}", headers=ENGLISH)

    assert page.status_code == 200
    assert page.text.count("<h1") == 1


@pytest.mark.parametrize("section", ["", "/idea", "/files", "/receipt.json"])
def test_somebody_elses_draft_does_not_exist(client, base, person, sign_in, section):
    sign_in(person("bea"), Role.APPLICANT, "parks")

    assert client.get(f"{base}{section}").status_code == 404


def test_a_section_is_kept_and_the_next_opens(client, applicant, base, draft):
    answer = client.post(
        f"{base}/idea",
        data={
            "language": "fr",
            "title": "Bancs",
            "research_question": "Où ?",
            "place": "Forest",
            "theme": "food",
        },
    )

    assert answer.location == f"{base}/summary"
    assert (draft.title, draft.language, draft.theme) == ("Bancs", "fr", "food")


def test_autosave_answers_with_the_time(client, applicant, base, draft):
    answer = client.post(f"{base}/work/autosave", data={"how": "Half een z"})

    assert list(answer.json) == ["saved"]
    assert draft.how == "Half een z"


def test_a_national_register_number_comes_back_with_everything_typed(
    client, applicant, base, draft
):
    page = client.post(
        f"{base}/work", data={"how": "Ik ben 85.07.30-033.28", "uncertain": "Veel"}, headers=ENGLISH
    )

    assert page.status_code == 422
    assert "national register number" in page.text
    assert "85.07.30-033.28" in page.text
    assert "Veel" in page.text
    assert draft.how == ""


def test_a_long_summary_comes_back_with_its_number_of_words(client, applicant, base):
    page = client.post(f"{base}/summary", data={"nl": "woord " * 301, "fr": ""}, headers=ENGLISH)

    assert page.status_code == 422
    assert "This has 301 words." in page.text


def row(number, **texts):
    """One row as a browser sends it."""
    return {f"rows-{number}-{name}": text for name, text in texts.items()}


def test_partners_are_added_and_removed_without_a_script(client, applicant, base, draft):
    first = row(0, name="Bankgroep", kind="informal", role="Kiest", parts=["agenda", "decision"])
    second = row(1, name="Park vzw", kind="association", role="", cofinancing="500")

    answer = client.post(f"{base}/partners", data={**first, **second, "add": "1"})
    assert answer.location.startswith(f"{base}/partners")
    assert [(p.name, p.parts, p.cofinancing) for p in draft.partners] == [
        ("Bankgroep", ["agenda", "decision"], 0),
        ("Park vzw", [], 500_00),
    ]
    assert 'name="rows-2-name"' in client.get(f"{base}/partners").text

    client.post(f"{base}/partners", data={**first, **second, "remove": "0"})
    assert [p.name for p in draft.partners] == ["Park vzw"]


NAMELESS = [
    {"role": "Zaait en geeft water"},
    {"parts": ["agenda"]},
    {"cofinancing": "250"},
]


@pytest.mark.parametrize("filled", NAMELESS)
@pytest.mark.parametrize("way", ["", "/autosave"])
def test_a_partner_without_a_name_is_refused_and_nothing_typed_is_lost(
    client, applicant, base, complete, filled, way
):
    kept = row(0, name="Bankgroep", kind="informal", parts=["decision"])
    nameless = row(1, name=" ", kind="company", **filled)

    page = client.post(f"{base}/partners{way}", data={**kept, **nameless})

    assert page.status_code == 422
    assert [p.name for p in complete.partners] == ["Bankgroep", "Park vzw"]
    if way == "":
        assert '<a href="#rows-1-name">' in page.text
        assert page.text.count("Give this partner a name, or empty the rest too.") == 2
        assert "Bankgroep" in page.text
        assert 'name="remove" value="1"' in page.text
    if way == "" and "role" in filled:
        assert "Zaait en geeft water" in page.text


def test_an_empty_partner_is_left_out(client, applicant, base, draft):
    named = row(0, name="Bankgroep", kind="informal", parts=["decision"])
    empty = row(1, name="", kind="company", role=" ", cofinancing="")

    client.post(f"{base}/partners", data={**named, **empty})

    assert [p.name for p in draft.partners] == ["Bankgroep"]


@pytest.mark.parametrize("way", ["", "/autosave"])
def test_an_amount_without_words_is_refused_and_nothing_typed_is_lost(
    client, applicant, base, complete, way
):
    page = client.post(f"{base}/money{way}", data=row(0, label="", kind="staff", amount="777"))

    assert page.status_code == 422
    assert [line.label for line in complete.budget_lines] == ["Banken"]
    if way == "":
        assert '<a href="#rows-0-label">' in page.text
        assert "Say what this amount is for, or empty it." in page.text
        assert 'value="777"' in page.text


def test_the_page_of_the_money_says_what_the_call_has(client, applicant, base):
    assert "The call has €150,000 for all projects together." in client.get(f"{base}/money").text


def test_costs_are_typed_in_euros(client, applicant, base, draft):
    client.post(
        f"{base}/money",
        data={**row(0, label="Hout", kind="material", amount="120"), **row(1, label="")},
    )

    assert [(line.label, line.amount) for line in draft.budget_lines] == [("Hout", 120_00)]


def test_a_file_is_sent_fetched_and_removed(client, applicant, base, draft, pdf):
    client.post(f"{base}/files", data={"file": (io.BytesIO(pdf), "plan.pdf")})
    file = draft.attachments[0]

    answer = client.get(f"{base}/files/{file.id}")
    assert answer.data == pdf
    assert answer.headers["Content-Disposition"] == "attachment; filename=plan.pdf"

    client.post(f"{base}/files/{file.id}/remove")
    assert draft.attachments == []


def test_a_refused_file_says_why_on_the_page_of_the_files_and_nothing_is_lost(
    client, applicant, base, draft, pdf
):
    client.post(f"{base}/files", data={"file": (io.BytesIO(pdf), "plan.pdf")})

    page = client.post(f"{base}/files", data={"file": (io.BytesIO(b"MZ"), "foto.pdf")})

    assert page.status_code == 409
    assert 'role="alert"' in page.text
    assert "This file is not a PDF." in page.text
    assert 'type="file"' in page.text
    assert "plan.pdf" in page.text
    assert [file.title for file in draft.attachments] == ["plan.pdf"]


def test_a_file_that_comes_after_the_close_is_refused_on_the_overview(
    client, applicant, base, draft, only, pdf
):
    only("eligibility")

    page = client.post(f"{base}/files", data={"file": (io.BytesIO(pdf), "plan.pdf")})

    assert page.status_code == 409
    assert page.text.count("“Parken” closed on") == 1
    assert 'role="alert"' in page.text
    assert 'type="file"' not in page.text


def test_an_unfinished_proposal_is_refused_with_a_link_to_each_thing_that_is_missing(
    client, applicant, base, draft
):
    page = client.post(f"{base}/submit")

    alert = page.text.partition('role="alert"')[2].partition("</div>")[0]
    assert page.status_code == 409
    assert "Your proposal is kept, but 15 things are missing." in alert
    assert alert.count("<li><a href=") == 15
    assert f'href="{base}/money"' in alert
    assert draft.state == "draft"


def test_an_unfinished_correction_is_refused_on_the_overview(
    client, applicant, base, complete, now
):
    complete.state, complete.number = "ineligible", 1
    complete.correct_by, complete.judgement = now + timedelta(days=3), "Wat ontbreekt?"
    complete.title = ""
    db.session.commit()

    page = client.post(f"{base}/again")

    assert page.status_code == 409
    assert "Your proposal is kept, but 1 thing is missing." in page.text
    assert "Wat ontbreekt?" in page.text
    assert complete.state == "ineligible"


def test_the_overview_lists_what_is_missing_with_links(client, applicant, base):
    page = client.get(base, headers=ENGLISH)

    assert "15 things are missing before you can hand it in." in page.text
    assert f'href="{base}/money"' in page.text
    assert "Hand in the proposal" not in page.text


def test_a_complete_proposal_is_handed_in_and_shows_its_receipt(client, applicant, complete, base):
    assert "Hand in the proposal" in client.get(base, headers=ENGLISH).text

    client.post(f"{base}/submit")

    assert complete.receipt in client.get(base).text
    assert client.get(f"{base}/receipt.json").data == submission.canonical(complete)
    assert client.get(f"{base}/idea").location == base


def test_after_the_close_the_applicant_reads_when_it_closed_and_keeps_the_draft(
    client, applicant, complete, base, only
):
    only("eligibility")

    page = client.get(base, headers=ENGLISH)
    answer = client.post(f"{base}/submit", headers=ENGLISH)

    assert "What you wrote is kept" in page.text
    assert answer.status_code == 409
    assert "“Parken” closed on" in answer.text
    assert complete.state == "draft"


def test_once_the_decision_began_a_sentence_stands_where_the_button_was(
    client, applicant, complete, base, only
):
    only("proposals")
    before = client.get(base, headers=ENGLISH).text
    only("decision")
    after = client.get(base, headers=ENGLISH).text

    assert f'action="{base}/withdraw"' in before
    assert f'action="{base}/withdraw"' not in after
    assert "Call us if you want to stop." in after


def test_what_was_typed_too_late_stays_on_the_page_with_the_reason(
    client, applicant, complete, base, only
):
    only("eligibility")

    answer = client.post(f"{base}/idea", data={"title": "Banken in de zon"}, headers=ENGLISH)

    assert answer.status_code == 409
    assert "“Parken” closed on" in answer.text
    assert 'value="Banken in de zon"' in answer.text
    assert complete.title == "Banken voor iedereen"


def test_the_desk_shows_what_was_handed_in_and_by_whom(client, submitted, rik, call, person, now):
    db.session.add(
        Proposal(call=call, applicant=person("cis"), language="nl", summary={}, title="Nog niet af",
                 created_at=now, saved_at=now)
    )  # fmt: skip
    db.session.commit()

    desk = client.get("/manage/parks/proposals", headers=ENGLISH)
    page = client.get("/manage/parks/proposals/1", headers=ENGLISH)

    assert "1 proposal has no contact person yet." in desk.text
    assert "Nog niet af" not in desk.text
    assert "ann@people.example" in page.text


def test_a_proposal_is_assigned_and_found_eligible_on_the_desk(client, submitted, rik, only):
    only("eligibility")
    one = "/manage/parks/proposals/1"

    client.post(f"{one}/contact-person", data={"person": rik.id})
    empty = client.post(f"{one}/eligible", data={"reason": ""})
    client.post(f"{one}/eligible", data={"reason": "Past."})

    assert empty.status_code == 422
    assert (submitted.state, submitted.contact_person) == ("eligible", rik)
    assert "Banken voor iedereen" in client.get("/calls/parks/proposals").text


def test_a_proposal_is_sent_back_until_an_evening(client, submitted, rik, only, now):
    only("eligibility")
    one, day = "/manage/parks/proposals/1", (now + timedelta(days=4)).date()
    client.post(f"{one}/contact-person", data={"person": rik.id})

    client.post(f"{one}/ineligible", data={"reason": "Meer.", "correct_by": day.isoformat()})

    assert submitted.state == "ineligible"
    assert submitted.correct_by.date() == day


def test_once_jurors_read_the_desk_says_so_instead_of_asking(client, submitted, rik, only, now):
    only("eligibility")
    one = "/manage/parks/proposals/1"
    eligibility.assign(submitted, rik, now, rik)
    db.session.commit()
    assert f'action="{one}/eligible"' in client.get(one).text

    only("reading")

    page = client.get(one).text
    assert "/eligible" not in page
    assert "/ineligible" not in page
    assert "Jurors have been reading since" in page


def test_in_a_cancelled_call_the_desk_says_so_instead_of_asking(client, submitted, rik, only):
    only("eligibility").state = "cancelled"
    db.session.commit()

    page = client.get("/manage/parks/proposals/1").text

    assert "/eligible" not in page
    assert "The call does not run now, so nothing can be checked." in page


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.RECRUITER, Role.DECIDER, Role.AUDITOR])
def test_the_desk_is_closed_to_other_roles(client, submitted, person, sign_in, role):
    sign_in(person("zoe"), role, "parks")

    assert client.get("/manage/parks/proposals").status_code == 403
    assert client.get("/manage/parks/proposals/1").status_code == 403


@pytest.mark.parametrize("state", ["draft", "submitted", "ineligible", "withdrawn"])
def test_the_public_sees_eligible_proposals_only(client, submitted, state):
    submitted.state = state
    db.session.commit()

    assert client.get("/calls/parks/proposals/1").status_code == 404
    assert "Banken voor iedereen" not in client.get("/calls/parks/proposals").text


def test_the_public_page_shows_summary_partners_and_money_but_no_person(
    client, submitted, only, person, now
):
    only("eligibility")
    rik = person("rik")
    grant(rik, Role.CONTACT, "parks", now, by="test")
    eligibility.assign(submitted, rik, now, rik)
    eligibility.find_eligible(submitted, "Past.", now, rik)
    db.session.commit()

    page = client.get("/calls/parks/proposals/1", headers={"Accept-Language": "fr"})

    assert 'lang="fr">Des bancs.' in page.text
    assert "Bankgroep" in page.text
    assert "900\N{NO-BREAK SPACE}€" in page.text
    assert all(secret not in page.text for secret in ("Ann", "Rik", "people.example"))
