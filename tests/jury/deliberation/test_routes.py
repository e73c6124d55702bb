"""Pages of jurors: the desk, the conflicts, the opinions."""

import pytest

from jury.calls.models import PhaseKind
from jury.db import db
from jury.deliberation import conflicts, opinions
from jury.deliberation import reading as readings
from jury.roles import Role

DESK = "/calls/parks/jury"


@pytest.fixture
def ann(juror, sign_in):
    """Ann, a juror, signed in."""
    sign_in(juror.person)
    return juror


def test_the_desk_has_one_large_button_to_the_next_proposal(ann, proposals, reading, client, now):
    first, second = (s.proposal for s in readings.plan(ann, 1, now).stops[:2])
    readings.mark(ann, first, 1, True, now)
    db.session.commit()

    page = client.get(DESK, headers={"Accept-Language": "en"})

    assert "Today: 2 proposals, about 15 minutes" in page.text
    assert "1 of 3 done" in page.text
    assert page.text.count("button--large") == 1
    assert f'href="{DESK}/proposals/{second.number}">Read the next one</a>' in page.text


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (PhaseKind.CONFIRMATION, "Reading starts on"),
        (PhaseKind.READING, "Today: 3 proposals"),
        (PhaseKind.DELIBERATION, "Score the next one again"),
        (PhaseKind.DECISION, "Scoring is over. Thank you."),
        (PhaseKind.PUBLICATION, "Your work is done. Thank you."),
    ],
)
def test_the_desk_says_what_is_next_in_every_phase(ann, only, client, phase, words):
    only(phase)

    page = client.get(DESK, headers={"Accept-Language": "en"})

    assert words in page.text


def test_a_juror_who_finished_is_told_so(ann, proposals, reading, client, now):
    for proposal in proposals:
        readings.mark(ann, proposal, 1, True, now)
    db.session.commit()

    page = client.get(DESK, headers={"Accept-Language": "en"})

    assert "All done. You can still change your scores until" in page.text


def test_a_desk_without_proposals_says_so(seat, reading, sign_in, client):
    sign_in(seat("ann", 1, declared=False).person)

    page = client.get(DESK, headers={"Accept-Language": "en"})

    assert "The list of proposals is not ready yet" in page.text
    assert "There are no proposals for the jury yet." in page.text


def test_conflicts_come_first(seat, proposals, reading, sign_in, client):
    sign_in(seat("ann", 1, declared=False).person)

    page = client.get(DESK, headers={"Accept-Language": "en"})

    assert "First: do you know anybody behind a proposal?" in page.text
    assert f'href="{DESK}/conflicts">Look through the list</a>' in page.text
    assert f"{DESK}/proposals/" not in page.text
    for path in (f"{DESK}/proposals/1", f"{DESK}/opinions"):
        assert client.get(path).location == f"{DESK}/conflicts"


def test_the_list_names_the_partners_of_every_eligible_proposal(ann, proposals, client):
    page = client.get(f"{DESK}/conflicts", headers={"Accept-Language": "en"})

    assert [n for n in range(1, 6) if f"Buurtcomité {n}" in page.text] == [1, 2, 3]
    assert "people.example" not in page.text


def test_a_declared_conflict_is_saved_and_can_be_changed(ann, proposals, reading, client):
    fields = {f"proposal_{p.id}": "nothing" for p in proposals}

    client.post(f"{DESK}/conflicts", data=fields | {f"proposal_{proposals[0].id}": "family"})
    assert conflicts.standing(ann) == {proposals[0].id: "family"}
    page = client.get(DESK, headers={"Accept-Language": "en"})
    assert "Not for you: conflict" in page.text
    assert "0 of 2 done" in page.text

    client.post(f"{DESK}/conflicts", data=fields)
    db.session.expire_all()
    assert conflicts.standing(ann) == {}


def test_an_unknown_tie_is_sent_back_with_what_was_chosen(ann, proposals, client):
    fields = {f"proposal_{p.id}": "work" for p in proposals}

    page = client.post(f"{DESK}/conflicts", data=fields | {f"proposal_{proposals[0].id}": "pal"})

    assert page.status_code == 422
    assert page.text.count('<option selected value="work">') == 2
    assert conflicts.standing(ann) == {}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("asked", "Accept it first"),
        ("waiting", "You are an alternate"),
        ("declined", "You declined your seat"),
        ("stopped", "You stopped as a juror"),
    ],
)
@pytest.mark.parametrize("path", ["", "/conflicts", "/opinions", "/proposals/1", "/practice"])
def test_without_an_accepted_seat_every_page_says_why(
    proposals, seat, sign_in, client, reading, state, words, path
):
    sign_in(seat("bob", 2, state).person)

    page = client.get(DESK + path, headers={"Accept-Language": "en"})

    assert (page.status_code, words in page.text) == (403, True)


def test_a_juror_of_another_call_does_not_enter(call, proposals, person, sign_in, client):
    sign_in(person("bob"), Role.JUROR, "woods")
    assert client.get(DESK).status_code == 403


def test_somebody_with_the_role_but_no_seat_does_not_enter(
    call, proposals, person, sign_in, client
):
    sign_in(person("bob"), Role.JUROR, "parks")
    assert client.get(DESK).status_code == 403


class TestOpinions:
    """The page of minority opinions."""

    @pytest.fixture
    def opinion(self, ann, proposals, deliberation, seat, now):
        made = opinions.write(seat("bob", 2), proposals[0], "Dit lost niets op.", "nl", now)
        db.session.commit()
        return made

    def test_none_is_said_in_words(self, ann, deliberation, client):
        page = client.get(f"{DESK}/opinions", headers={"Accept-Language": "en"})
        assert "None. No juror has written a minority opinion." in page.text

    def test_an_opinion_is_written_in_the_language_of_the_page(
        self, call, ann, deliberation, client
    ):
        fields = {"proposal": "0", "text": "Trop cher."}
        client.post(f"{DESK}/opinions", data=fields, headers={"Accept-Language": "fr"})

        (made,) = opinions.standing(call)
        assert (made.text, made.language, made.proposal, made.author_id) == (
            "Trop cher.", "fr", None, ann.id,
        )  # fmt: skip

    def test_an_empty_one_comes_back(self, call, ann, deliberation, client):
        page = client.post(f"{DESK}/opinions", data={"proposal": "0", "text": ""})
        assert page.status_code == 422
        assert opinions.standing(call) == []

    def test_a_late_one_is_kept_on_the_page(self, call, ann, only, client):
        only(PhaseKind.PUBLICATION)
        fields = {"proposal": "0", "text": "Te laat geschreven."}
        page = client.post(f"{DESK}/opinions", data=fields, headers={"Accept-Language": "en"})

        assert page.status_code == 409
        assert "Opinions were fixed on" in page.text
        assert "Te laat geschreven." in page.text
        assert opinions.standing(call) == []

    def test_another_juror_signs_takes_back_and_cannot_withdraw(self, opinion, client):
        def act(name):
            return client.post(f"{DESK}/opinions/{opinion.id}/{name}").status_code

        assert (act("sign"), opinions.signers(opinion)) == (302, 2)
        assert (act("unsign"), opinions.signers(opinion)) == (302, 1)
        assert act("withdraw") == 409
        assert opinion.withdrawn_at is None

    def test_a_recused_juror_sees_nothing_of_it(self, ann, opinion, proposals, client, now):
        conflicts.declare(ann, {proposals[0].id: "family"}, now)
        db.session.commit()

        page = client.get(f"{DESK}/opinions")
        assert "Dit lost niets op." not in page.text
        assert f'value="{proposals[0].id}"' not in page.text
        assert client.post(f"{DESK}/opinions/{opinion.id}/sign").status_code == 409
        fields = {"proposal": str(proposals[0].id), "text": "Toch."}
        assert client.post(f"{DESK}/opinions", data=fields).status_code == 422

    def test_an_opinion_of_another_call_is_not_found(self, ann, client, deliberation):
        assert client.post(f"{DESK}/opinions/999/sign").status_code == 404
