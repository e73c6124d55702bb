"""Letters: each applicant is told the decision on their own proposal, and nobody else reads it."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import outloud
import pymupdf
import pytest

from jury import files
from jury.db import db
from jury.errors import RuleBroken
from jury.mail import Mail
from jury.proposals.models import Proposal
from jury.reports import feedback, letters, presses, publishing
from jury.reports.command import printer
from jury.reports.models import Letter
from jury.roles import Role, grant

PUBLIC = datetime(2027, 5, 21, 10, tzinfo=UTC)
PAGE = "http://localhost/calls/parks/outcome"


def told(content, line, language):
    return feedback.of(content, line, language, published_at=PUBLIC, days=30, page=PAGE)


@pytest.fixture(scope="module")
def waiting(whole):
    """The first proposal on the reserve list."""
    return whole.with_outcome("reserve")[0]


@pytest.fixture(scope="module")
def departed(waiting):
    """A proposal that the jury would have funded, without a comment."""
    reason = {"nl": "De stad betaalt het.", "fr": "La ville le paie."}
    return replace(
        waiting, advice="funded", outcome="not_funded", reason=reason, said_for=(), said_against=()
    )


@pytest.fixture(scope="module")
def written(whole, waiting, departed):
    """Three letters, printed: funded in English, waiting in Dutch, not funded in French."""
    with printer().app_context():
        said = [
            told(whole, whole.lines[0], "en"), told(whole, waiting, "nl"),
            told(whole, departed, "fr"),
        ]  # fmt: skip
        return presses.print_all([feedback.lay_out(each) for each in said])


def text_of(data):
    with pymupdf.open(stream=data) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_it_says_the_decision_its_reason_the_numbers_and_how_to_object(whole, written):
    line, text = whole.lines[0], text_of(written[0])
    n, places = line.numbers, line.numbers["rank_quantiles"]
    first, second = (" ".join(map(str, tally.values())) for tally in n["rounds"])
    scale = " ".join(n["rounds"][0])
    for words in (
        line.title, "Your proposal is funded. You get €118,000.",
        "Place 1 of 5 by the jury’s score, and the budget pays for it.",
        f"{n['calibrated']:.2f} between {n['interval_90'][0]:.2f} and {n['interval_90'][1]:.2f}",
        f"1 of 5 between {places['q05']:.1f} and {places['q95']:.1f}",
        f"○ Alone {first} Score {scale} ● After {second}",
        "Tell us until Sunday 20 June 2027", PAGE,
        *(said.text for said in (*line.said_for, *line.said_against)),
    ):  # fmt: skip
        assert words in text


def test_it_speaks_the_language_of_the_applicant_and_of_the_outcome(written):
    _funded, waiting, departed = map(text_of, written)
    assert "Uw voorstel staat op plaats 1 van de reservelijst." in waiting
    assert "Votre projet n’est pas financé." in departed
    assert "La ville le paie." in departed
    assert "Aucun juré, aucune jurée n’a écrit" in departed


def test_it_names_no_other_proposal(whole, waiting, written):
    own = {whole.lines[0].id: written[0], waiting.id: written[1]}
    for id, data in own.items():
        others = [line.title for line in whole.lines if line.id != id]
        assert [title for title in others if title in text_of(data)] == []


def test_it_is_one_or_two_tagged_pages_without_accessibility_errors(written, tmp_path):
    for number, data in enumerate(written):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        with pymupdf.open(path) as document:
            assert document.page_count <= 2
        assert outloud.check(str(path)).errors == 0


def test_alone_or_after_others_it_is_printed_in_equal_bytes(whole, waiting, written):
    with printer().app_context():
        assert presses.print_all([feedback.lay_out(told(whole, waiting, "nl"))]) == [written[1]]


def test_the_digest_covers_language_numbers_and_dates(whole, waiting):
    with printer().app_context():
        one = told(whole, waiting, "nl")
        others = [
            told(whole, waiting, "fr"), replace(one, place=2), replace(one, object_by="2027"),
            told(whole, replace(waiting, asked=1), "nl"),
        ]  # fmt: skip
        assert told(whole, waiting, "nl").digest == one.digest
    assert len({each.digest for each in (one, *others)}) == 5


def test_before_publication_nobody_is_written_to(call, decided, now):
    with pytest.raises(RuleBroken, match="Publish it first"):
        letters.ask(call, now)


@pytest.fixture
def posted(call, decided, person, now, work, once):
    """The outcome is public; the worker printed the letters, and a report nobody looks at here."""

    def publish():
        publishing.publish(call, now, person("mia"))
        work()

    once("posted", publish)
    return letters.of_call(call)


def test_publication_prints_a_letter_to_each_applicant_once(call, posted, now, work, events):
    assert [letter.proposal.number for letter in posted] == [1, 2, 3]
    assert events().count("letter.made") == 3
    for letter in posted:
        assert files.digest(files.read(letter.file)) == letter.digest
        assert letter.proposal.title in text_of(files.read(letter.file))

    job = letters.ask(call, now)
    work()

    assert (job.state, job.result) == ("done", {"letters": 3})
    assert db.session.query(Letter).count() == 3


def test_the_mail_leads_to_the_page_with_the_letter(call, posted, client, person, sign_in):
    [first] = db.session.query(Proposal).filter_by(number=1)
    page = f"/calls/parks/my-proposals/{first.id}"
    found = db.session.query(Mail).filter_by(kind="outcome_applicant")
    assert [mail.address for mail in found if f"http://localhost{page}\n" in mail.body] == [
        "applicant1@people.example"
    ]

    sign_in(person("applicant1"), Role.APPLICANT, "parks")
    shown = client.get(page).text
    assert f'href="{page}/letter.pdf"' in shown
    assert "Your proposal goes to the jury" not in shown
    letter = client.get(f"{page}/letter.pdf")
    assert (letter.status_code, letter.mimetype) == (200, "application/pdf")
    assert "Banken" in text_of(letter.data)


def test_an_applicant_and_everyone_read_the_outcome_where_the_proposal_stands(
    call, decided, client, person, sign_in, now
):
    proposals = (
        db.session.query(Proposal).filter(Proposal.number <= 3).order_by(Proposal.number).all()
    )
    public = [f"/calls/parks/proposals/{n}" for n in (1, 2, 3)]
    outcomes = ("Funded", "Reserve list, place 1", "Not funded")
    decided.lines[1].outcome, decided.lines[1].reserve_order = "reserve", 1
    db.session.commit()
    for address in public:
        page = client.get(address).text
        assert "The whole outcome" not in page
        assert not any(f">{words}<" in page for words in outcomes)

    publishing.publish(call, now, person("mia"))
    db.session.commit()

    for address, words in zip(public, outcomes, strict=True):
        page = client.get(address).text
        assert f">{words}<" in page
        assert 'href="/calls/parks/outcome"' in page
    told = (
        "Your proposal is funded. You get €21,000. Your letter says why.",
        "Your proposal is at place 1 of the reserve list. Your letter says why.",
        "Your proposal is not funded. Your letter says why.",
    )
    for number, (proposal, words, sentence) in enumerate(
        zip(proposals, outcomes, told, strict=True), 1
    ):
        sign_in(person(f"applicant{number}"), Role.APPLICANT, "parks")
        assert f">{words}<" in client.get("/calls/parks/my-proposals").text
        assert sentence in client.get(f"/calls/parks/my-proposals/{proposal.id}").text


def test_nobody_else_reads_a_letter(call, posted, client, person, sign_in, now):
    [first] = db.session.query(Proposal).filter_by(number=1)
    address, bundle = (
        f"/calls/parks/my-proposals/{first.id}/letter.pdf",
        "/manage/parks/letters.zip",
    )
    assert [client.get(each).status_code for each in (address, bundle)] == [302, 302]
    for name, role, expected in (
        ("applicant2", Role.APPLICANT, [404, 403]), ("eve", Role.AUDITOR, [403, 403]),
        ("board", Role.DECIDER, [403, 403]), ("mia", Role.MANAGER, [403, 200]),
    ):  # fmt: skip
        sign_in(person(name), role, "parks")
        assert [client.get(each).status_code for each in (address, bundle)] == expected
    grant(person("mo"), Role.MANAGER, "rivers", now, by="test")
    sign_in(person("mo"))
    assert client.get(bundle).status_code == 403


def test_the_manager_gets_all_letters_in_one_file(call, posted, client, person, sign_in):
    sign_in(person("mia"), Role.MANAGER, "parks")
    assert "All 3 letters (ZIP)" in client.get("/manage/parks/decision").text

    one, other = (client.get("/manage/parks/letters.zip").data for _ in range(2))

    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as bundle:
        assert {name: bundle.read(name) for name in bundle.namelist()} == {
            f"parks-letter-{n}-nl.pdf": files.read(letter.file)
            for n, letter in enumerate(posted, start=1)
        }


def test_before_they_are_printed_the_pages_say_so(call, decided, client, person, sign_in, now):
    publishing.publish(call, now, person("mia"))
    db.session.commit()
    [first] = db.session.query(Proposal).filter_by(number=1)
    sign_in(person("applicant1"), Role.APPLICANT, "parks")
    page = f"/calls/parks/my-proposals/{first.id}"
    assert "Your letter is being printed" in client.get(page).text
    assert client.get(f"{page}/letter.pdf").status_code == 404

    sign_in(person("mia"), Role.MANAGER, "parks")
    assert "The letters are being printed" in client.get("/manage/parks/decision").text
    assert client.get("/manage/parks/letters.zip").status_code == 404
    assert client.post("/manage/parks/letters").status_code == 302
