"""The manager's desk: opening, editing, publishing, halting, team and trail in the browser."""

from datetime import UTC, datetime, timedelta

import pytest

from jury import jobs
from jury.calls import find, publishing
from jury.db import db
from jury.roles import Role, grant, grants_of, holds

ENGLISH = {"Accept-Language": "en"}
GRADES = [f"grade_{number}" for number in range(1, 6)]
PARTS = ["question", "influence", "phases", "criteria", "contact", "resources"]


@pytest.fixture
def at_desk(sign_in, boss):
    """The manager, signed in."""
    return sign_in(boss)


def test_a_manager_opens_a_draft_from_a_template(client, at_desk):
    assert client.get("/manage/new").status_code == 200

    answer = client.post(
        "/manage/new",
        data={
            "template": "small_jury",
            "title_nl": "Waterwijk",
            "title_fr": "Quartier d’eau",
            "owner": "Fonds",
            "first_day": "2099-03-02",
        },
    )

    assert answer.location == "/manage/waterwijk"
    assert "Waterwijk" in client.get("/manage").text


def test_an_unfinished_form_comes_back_with_what_was_typed(client, at_desk):
    answer = client.post("/manage/new", data={"title_nl": "Waterwijk"}, headers=ENGLISH)

    assert answer.status_code == 422
    assert "Waterwijk" in answer.text
    assert "Choose a day." in answer.text


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("published", ["suspended", "carried_over", "cancelled"]),
        ("suspended", ["carried_over", "cancelled"]),
        ("cancelled", []),
    ],
)
def test_the_halt_page_offers_what_is_possible(client, call, person, sign_in, state, offered):
    sign_in(person("ann"), Role.MANAGER, "parks")
    call.state = state
    db.session.commit()

    page = client.get("/manage/parks/halt").text

    assert [way for way in ("suspended", "carried_over", "cancelled")
            if f'value="{way}"' in page] == offered  # fmt: skip
    assert ("Only a call that runs can be halted" in page) == (not offered)


def test_a_first_day_that_is_past_comes_back_with_what_was_typed(client, at_desk):
    answer = client.post(
        "/manage/new",
        data={"template": "small_jury", "title_nl": "Waterwijk", "owner": "Fonds",
              "first_day": "2026-03-02"},
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Monday 2 March 2026 is past. Choose today or a later day." in answer.text
    assert 'value="2026-03-02"' in answer.text
    assert "Waterwijk" in answer.text


def test_an_empty_form_speaks_in_our_own_words(client, at_desk):
    page = client.post("/manage/new", data={}, headers={"Accept-Language": "nl"}).text

    assert "Dit veld is vereist" not in page


def test_the_manager_of_one_call_cannot_open_another(client, call, person, sign_in):
    sign_in(person("ann"), Role.MANAGER, "parks")

    answer = client.post(
        "/manage/new",
        data={"template": "small_jury", "title_nl": "X", "owner": "F", "first_day": "2099-03-02"},
    )

    assert answer.status_code == 409


@pytest.mark.parametrize("part", PARTS)
def test_each_page_of_the_editor_opens(client, at_desk, draft, part):
    page = client.get(f"/manage/{draft.slug}/edit/{part}", headers=ENGLISH)

    assert page.status_code == 200
    assert page.text.count("<h1") == 1


def test_texts_are_saved_in_both_languages_and_the_next_page_opens(client, at_desk, draft):
    answer = client.post(
        f"/manage/{draft.slug}/edit/question",
        data={
            "title_nl": "A", "title_fr": "B", "question_nl": "C?", "question_fr": "D ?",
            "owner": "Fonds", "funder": "Gewest", "facilitator": "",
        },
    )  # fmt: skip

    assert answer.location == f"/manage/{draft.slug}/edit/influence"
    assert (draft.title, draft.funder) == ({"nl": "A", "fr": "B"}, "Gewest")


def test_money_is_typed_in_euros_and_kept_in_cents(client, at_desk, draft):
    client.post(
        f"/manage/{draft.slug}/edit/influence",
        data={
            "influence": "advice",
            "budget": "1500",
            "rule": "knapsack",
            "citizen_weight": "2",
            "expert_weight": "1",
            "answer_by": "2099-05-04",
        },
    )

    assert (draft.influence, draft.budget, draft.rule) == ("advice", 1500_00, "knapsack")
    assert (draft.citizen_weight, draft.expert_weight) == (2, 1)
    assert draft.answer_by == datetime(2099, 5, 4, 16, tzinfo=UTC)


def dates_of(call, **changes):
    """The dates of the call as a browser sends them, some days later where asked."""
    found = {}
    for phase in call.phases:
        move = timedelta(days=changes.get(phase.kind, 0))
        found[f"{phase.kind}_opens"] = (phase.opens_at + move).strftime("%Y-%m-%dT%H:%M")
        found[f"{phase.kind}_closes"] = (phase.closes_at + move).strftime("%Y-%m-%dT%H:%M")
    return found


def test_dates_that_fit_are_kept(client, at_desk, draft):
    data = dates_of(draft, publication=1)

    answer = client.post(f"/manage/{draft.slug}/edit/phases", data=data)

    assert answer.location == f"/manage/{draft.slug}/edit/criteria"


def test_dates_that_do_not_fit_come_back_with_a_sentence(client, at_desk, draft):
    data = dates_of(draft, reading=-60)

    answer = client.post(f"/manage/{draft.slug}/edit/phases", data=data, headers=ENGLISH)

    assert answer.status_code == 422
    assert "“Reading and scoring” begins before “Draw” ends." in answer.text


@pytest.mark.parametrize(("last", "status"), [(20, 302), (19, 422)])
def test_weights_are_kept_when_they_add_up_to_100(client, at_desk, draft, last, status):
    weights = dict(zip([c.key for c in draft.criteria], [40, 20, 20, last], strict=True))

    answer = client.post(
        f"/manage/{draft.slug}/edit/criteria",
        data={f"weight_{key}": weight for key, weight in weights.items()},
    )

    assert answer.status_code == status
    assert (draft.criteria[0].weight == 40) is (status == 302)


def test_a_set_is_loaded_a_criterion_reworded_one_added_and_taken_out(client, at_desk, draft):
    base = f"/manage/{draft.slug}/criteria"
    client.post(f"{base}/set", data={"key": "impact_feasibility"})
    assert client.get(f"{base}/impact").status_code == 200
    client.post(f"{base}/impact", data={"kind": "impact", "name_nl": "Effect", "name_fr": "Effet"})
    added = client.post(f"{base}/add")
    client.post(f"{base}/feasibility/remove")

    assert added.location == f"{base}/own_1"
    assert [c.key for c in draft.criteria] == ["impact", "shared_interest", "own_1"]
    assert draft.criteria[0].name == {"nl": "Effect", "fr": "Effet"}


def test_texts_to_read_are_added_and_removed(client, at_desk, draft):
    base = f"/manage/{draft.slug}"
    client.post(
        f"{base}/edit/resources",
        data={
            "title_nl": "Gids",
            "title_fr": "Guide",
            "url": "https://x.example",
            "language": "nl",
        },
    )
    assert [r.title["fr"] for r in draft.resources] == ["Guide"]

    client.post(f"{base}/resources/{draft.resources[0].id}/remove")
    assert draft.resources == []


def test_the_preview_lists_every_gap_and_offers_no_button(client, at_desk, draft):
    page = client.get(f"/manage/{draft.slug}/publish", headers=ENGLISH)

    assert "9 things are missing" in page.text
    assert "Publish in Dutch and French" not in page.text


def test_a_complete_draft_is_published_with_one_button(client, at_desk, complete):
    assert client.get(f"/calls/{complete.slug}").status_code == 404
    assert (
        "Publish in Dutch and French"
        in client.get(f"/manage/{complete.slug}/publish", headers=ENGLISH).text
    )

    client.post(f"/manage/{complete.slug}/publish")

    assert client.get(f"/calls/{complete.slug}").status_code == 200


def test_a_call_is_suspended_with_a_reason_and_resumed(client, call, person, sign_in):
    sign_in(person("ann"), Role.MANAGER, "parks")
    bare = client.post("/manage/parks/halt", data={"act": "suspended", "reason_nl": "Even."})
    assert bare.status_code == 422

    client.post(
        "/manage/parks/halt",
        data={"act": "suspended", "reason_nl": "Even.", "reason_fr": "Un peu."},
    )
    assert find.by_slug("parks").state == "suspended"
    assert "Un peu." in client.get("/calls/parks", headers={"Accept-Language": "fr"}).text

    client.post("/manage/parks/resume")
    assert find.by_slug("parks").state == "published"


def test_roles_are_given_and_taken_back_on_the_team_page(client, call, person, sign_in):
    sign_in(person("ann"), Role.MANAGER, "parks")
    rik = person("rik")

    client.post("/manage/parks/team", data={"email": "rik@people.example", "role": "contact"})
    assert holds(rik, Role.CONTACT, "parks")
    assert "Rik" in client.get("/manage/parks/team").text

    held = next(g for g in grants_of(rik) if g.role == "contact")
    client.post(f"/manage/parks/team/{held.id}/revoke")
    assert not holds(rik, Role.CONTACT, "parks")


def test_a_grant_of_another_call_is_not_found_here(client, call, person, sign_in, now):
    sign_in(person("ann"), Role.MANAGER, "parks")
    held = grant(person("rik"), Role.CONTACT, "other", now, by="test")
    db.session.commit()

    assert client.post(f"/manage/parks/team/{held.id}/revoke").status_code == 404


def test_the_trail_tells_what_happened_and_that_the_chain_holds(client, at_desk, complete):
    client.post(f"/manage/{complete.slug}/publish")

    page = client.get(f"/manage/{complete.slug}/trail", headers=ENGLISH)

    assert "The call was published in Dutch and French." in page.text
    assert "Boss" in page.text
    assert "Unbroken until" in page.text


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        (Role.AUDITOR, "trail", 200),
        (Role.AUDITOR, "team", 403),
        (Role.RECRUITER, "edit/question", 403),
        (Role.FACILITATOR, "", 200),
        (Role.CONTACT, "publish", 403),
    ],
)
def test_each_role_finds_its_own_doors(client, call, person, sign_in, role, page, status):
    sign_in(person("ann"), role, "parks")

    assert client.get(f"/manage/parks/{page}".rstrip("/")).status_code == status


def test_a_job_says_how_far_it_is_to_the_team_of_its_call_only(client, call, person, sign_in, now):
    sign_in(person("ann"), Role.MANAGER, "parks")
    job = jobs.Job(kind="x", call="parks", input={}, input_digest="d", asked_at=now, fraction=0.5)
    other = jobs.Job(kind="x", call="other", input={}, input_digest="e", asked_at=now)
    db.session.add_all([job, other])
    db.session.commit()

    assert client.get(f"/manage/parks/jobs/{job.id}").json == {
        "state": "waiting", "progress": 0.5, "note": "", "problem": "",
    }  # fmt: skip
    assert client.get(f"/manage/parks/jobs/{other.id}").status_code == 404


@pytest.fixture
def public(complete, boss, now):
    """A published call whose first phase has not begun."""
    publishing.publish(complete, now, boss)
    db.session.commit()
    return complete


def test_new_dates_of_a_public_call_ask_for_a_reason_and_everyone_reads_it(client, at_desk, public):
    address, data = f"/manage/{public.slug}/edit/phases", dates_of(public, publication=1)

    bare = client.post(address, data=data, headers=ENGLISH)
    assert bare.status_code == 422
    assert "Say why, in both languages." in bare.text

    client.post(address, data={**data, "reason_nl": "Zaal bezet.", "reason_fr": "Salle prise."})
    page = client.get(f"/calls/{public.slug}", headers={"Accept-Language": "fr"})
    assert "Salle prise." in page.text


def test_a_criterion_of_a_public_call_is_reworded_with_a_reason(client, at_desk, public):
    address = f"/manage/{public.slug}/criteria/impact"
    form = client.get(address)
    assert form.status_code == 200
    words = {f"{name}_{code}": "x" for name in ("name", "help", *GRADES) for code in ("nl", "fr")}

    client.post(address, data={"kind": "impact", **words})
    assert public.changes == []

    client.post(
        address, data={"kind": "impact", **words, "reason_nl": "Fout.", "reason_fr": "Erreur."}
    )
    assert [change.part for change in public.changes] == ["criteria"]


def test_between_two_phases_the_manager_reads_what_is_next_without_an_empty_button(
    call, client, person, sign_in, now
):
    sign_in(person("lea"), Role.MANAGER, call.slug)
    for number, phase in enumerate(call.phases, 1):
        phase.opens_at, phase.closes_at = (now + timedelta(days=number + d) for d in (0, 1))
    db.session.commit()

    page = client.get(f"/manage/{call.slug}", headers={"Accept-Language": "en"})

    assert "Next: " in page.text
    assert 'href=""' not in page.text
