import re
from datetime import timedelta

import pytest

from jury.db import db
from jury.pool import find, freezing, quotas, rules, seats
from jury.roles import Role

POOL = ["/manage/parks/pool", "/manage/parks/pool/new"]
POOL_POSTS = ["/manage/parks/pool/apply", "/manage/parks/pool/new"]
DRAW = ["/manage/parks/quotas", "/manage/parks/rules", "/manage/parks/draw"]
DRAW_POSTS = [
    f"/manage/parks/{act}"
    for act in ("quotas", "quotas/fill", "quotas/load", "rules", "rules/seal", "draw/freeze",
                "draw/announce", "draw/draw", "draw/rehearse", "draw/annul")
]  # fmt: skip


@pytest.fixture(autouse=True)
def _english(client):
    client.set_cookie("language", "en", domain="localhost")


def test_the_recruiter_edits_the_pool_and_cannot_draw(asked, client, recruiter, sign_in):
    sign_in(recruiter)

    assert {client.get(path).status_code for path in POOL} == {200}
    assert {client.get(path).status_code for path in DRAW} == {403}
    assert {client.post(path).status_code for path in DRAW_POSTS} == {403}


def test_who_draws_cannot_edit_the_pool(asked, client, manager, sign_in, register, now):
    someone = register(asked, "ann@people.example", {"sex": "x", "age": "old"})
    sign_in(manager)
    one = f"/manage/parks/pool/{someone.pseudonym}"

    assert {client.get(path).status_code for path in DRAW} == {200}
    assert {client.get(path).status_code for path in [*POOL, one, f"{one}/letter"]} == {403}
    posts = [*POOL_POSTS, f"{one}/exclude", f"{one}/readmit"]
    assert {client.post(path).status_code for path in posts} == {403}
    assert someone.is_in_pool


@pytest.mark.parametrize(
    "role", [Role.FACILITATOR, Role.DECIDER, Role.CONTACT, Role.AUDITOR, Role.VOLUNTEER]
)
def test_others_do_neither(asked, client, person, sign_in, role):
    sign_in(person("zoe"), role, "parks")

    assert {client.get(path).status_code for path in POOL + DRAW} == {403}


def test_staff_of_another_call_stay_out(asked, client, person, sign_in):
    sign_in(person("zoe"), Role.MANAGER, "other")

    assert {client.get(path).status_code for path in DRAW} == {403}


def test_only_the_auditor_gets_the_openings_and_it_is_noted(
    frozen, client, manager, person, sign_in, events
):
    sign_in(manager)
    assert client.get("/manage/parks/draw/openings.json").status_code == 403
    sign_in(person("otto"), Role.AUDITOR, "parks")

    assert b'"salt"' in client.get("/manage/parks/draw/openings.json").data
    assert events()[-1] == "openings.fetched"


def test_the_recruiter_sees_counts_and_pseudonyms_but_no_answer_of_anyone(
    asked, client, recruiter, sign_in, register
):
    someone = register(asked, "ann@people.example", {"sex": "x", "age": "old"})
    register(asked, "bea@people.example", {"sex": "female", "age": "old"})
    sign_in(recruiter)

    desk = client.get("/manage/parks/pool").text
    one = client.get(f"/manage/parks/pool/{someone.pseudonym}").text

    assert someone.pseudonym in desk
    assert "Who is missing" in desk
    assert "ann@people.example" not in desk + one
    assert "Oud" not in one
    assert someone.salt not in desk + one


def test_a_paper_registration_through_the_page(asked, client, recruiter, sign_in):
    sign_in(recruiter)
    form = {"answer_sex": "male", "answer_age": "old", "channel": "paper", "language": "fr",
            "contact": "Jo, Dorpsstraat 1"}  # fmt: skip
    page = client.post("/manage/parks/pool/new", data=form, follow_redirects=True)

    [made] = find.pool(asked)
    assert made.pseudonym in page.text
    assert made.person.language == "fr"
    assert made.salt in client.get(f"/manage/parks/pool/{made.pseudonym}/letter").text


def test_an_unanswered_paper_form_keeps_what_was_typed(asked, client, recruiter, sign_in):
    sign_in(recruiter)

    page = client.post("/manage/parks/pool/new", data={"answer_sex": "male", "contact": "Jo"})

    assert page.status_code == 422
    assert 'value="Jo"' in page.text
    assert re.search(r'<option selected value="male"', page.text)


def test_marking_and_readmitting_through_the_page(asked, client, recruiter, sign_in, register):
    someone = register(asked, "ann@people.example", {"sex": "x", "age": "old"})
    sign_in(recruiter)
    path = f"/manage/parks/pool/{someone.pseudonym}"

    client.post(f"{path}/exclude", data={"reason": "office"})
    assert someone.excluded_because == "office"
    client.post(f"{path}/readmit")
    assert someone.is_in_pool


def test_the_brussels_table_loads_and_can_be_edited(call, client, manager, sign_in):
    sign_in(manager)
    assert "Load the figures for Brussels" in client.get("/manage/parks/quotas").text

    page = client.post("/manage/parks/quotas/load", follow_redirects=True).text
    categories = find.categories(call)
    form = {
        f"{end}-{quota.id}": "1" if end == "min" else "12"
        for category in categories for quota in category.quotas for end in ("min", "max")
    }  # fmt: skip
    client.post("/manage/parks/quotas", data=form)

    assert len(categories) == 5
    assert "The pool has 0 people for 24 seats" in page
    assert {(q.minimum, q.maximum) for c in find.categories(call) for q in c.quotas} == {(1, 12)}


def test_a_typed_word_is_no_number_of_seats(asked, client, manager, sign_in):
    sign_in(manager)
    quota = find.categories(asked)[0].quotas[0]

    page = client.post("/manage/parks/quotas", data={f"min-{quota.id}": "two"})

    assert page.status_code == 422
    assert 'value="two"' in page.text


def rules_form(proposed):
    from jury.languages import at_home

    form = {
        name: proposed[name] for name in ("seats", "alternates", "first_source", "second_source")
    }
    form |= {"tickets": 1000, "lead_hours": 24}
    for name in ("first_words", "second_words", "fallback_words"):
        form |= {f"{name}_{code}": proposed[name][code] for code in ("nl", "fr")}
    for name in ("first_at", "second_at"):
        form[name] = f"{at_home(proposed[name]):%Y-%m-%dT%H:%M}"
    return form


def test_rules_are_saved_and_sealed_through_the_pages(asked, client, manager, sign_in, proposed):
    sign_in(manager)
    moments = {"first_at": "2099-01-01T10:00", "second_at": "2099-01-05T10:00"}
    client.post("/manage/parks/rules", data=rules_form(proposed) | moments)
    ready = client.get("/manage/parks/rules").text
    assert "Ready to be sealed" in ready
    assert "6, and 4 alternates" in ready
    assert ready.count("2 to 4") == 4
    assert "Nobody can undo the seal." in ready

    page = client.post("/manage/parks/rules/seal", follow_redirects=True)

    assert find.rules(asked).sealed_at
    assert find.rules(asked).digest in page.text
    assert "Mia sealed them." in page.text
    assert "Seal the rules</button>" not in page.text
    assert find.rules(asked).digest in client.get("/calls/parks/draw").text


@pytest.mark.parametrize(
    ("language", "written"),
    [("nl", "1.000"), ("de", "1.000"), ("en", "1,000"), ("fr", "1\u202f000")],
)
def test_numbers_of_tickets_are_written_as_the_reader_does(
    asked, client, manager, sign_in, language, written
):
    client.set_cookie("language", language, domain="localhost")
    sign_in(manager)

    page = client.get("/manage/parks/rules").text

    assert page.count(written) == 2
    assert f">{written}<" in page


def test_both_pages_say_the_same_of_the_pool_of_today(
    asked, client, manager, sign_in, proposed, now
):
    rules.propose(asked, now, manager, **proposed)
    db.session.commit()
    sign_in(manager)
    short = "The pool has 0 people for 6 seats. It needs 6 more."

    pages = [client.get(f"/manage/parks/{page}").text for page in ("quotas", "rules")]

    assert [page.count(short) for page in pages] == [1, 1]
    assert [page.count("Not possible with the pool of today") for page in pages] == [1, 1]


def test_both_pages_say_which_numbers_cannot_work(asked, client, manager, sign_in, proposed, now):
    rules.propose(asked, now, manager, **proposed)
    quotas.put(asked, {q.id: (6, 6) for q in find.categories(asked)[0].quotas})
    db.session.commit()
    sign_in(manager)

    pages = [client.get(f"/manage/parks/{page}").text for page in ("quotas", "rules")]

    assert ["the minima add up to 18" in page for page in pages] == [True, True]
    assert "Seal the rules</button>" not in pages[1]


def test_sealed_rules_saved_unchanged_ask_for_a_reason_and_change_nothing(
    sealed, client, manager, sign_in, proposed
):
    sign_in(manager)
    before = sealed.digest

    answer = client.post("/manage/parks/rules", data=rules_form(proposed) | {"seats": 7})

    assert answer.status_code == 409
    assert "public reason" in answer.text
    db.session.refresh(sealed)
    assert (sealed.seats, sealed.digest) == (6, before)


def test_the_draw_desk_says_the_one_next_step(asked, client, manager, sign_in, proposed, now):
    sign_in(manager)
    assert "First seal the quotas" in client.get("/manage/parks/draw").text
    rules.propose(asked, now, manager, **proposed)
    rules.seal(asked, now, manager)
    db.session.commit()

    assert "1. Freeze the pool" in client.get("/manage/parks/draw").text


def test_a_frozen_pool_waits_for_its_announcement(frozen, client, manager, sign_in):
    sign_in(manager)

    page = client.get("/manage/parks/draw").text

    assert "2. Announce it" in page
    assert frozen.digest in page


def test_a_drawn_jury_leaves_nothing_to_rehearse_and_once_accepted_nothing_to_annul(
    drawn, sealed, client, manager, sign_in
):
    sign_in(manager)
    asked = client.get("/manage/parks/draw").text
    assert "/draw/annul" in asked
    assert "/draw/rehearse" not in asked
    assert "nothing left to rehearse" in asked

    juror = next(one for one in find.jurors(sealed.call) if one.state == "asked")
    seats.accept(juror, sealed.second_at, juror.person)
    db.session.commit()

    page = client.get("/manage/parks/draw").text
    assert "/draw/annul" not in page
    assert "1 juror has accepted the seat. The draw can no longer be annulled." in page


@pytest.mark.parametrize("step", ["freeze", "announce", "draw", "rehearse", "annul"])
def test_an_ended_call_offers_and_takes_no_step_of_the_draw(
    frozen, sealed, client, manager, sign_in, step
):
    sealed.call.state = "cancelled"
    db.session.commit()
    sign_in(manager)

    page = client.get("/manage/parks/draw").text
    refused = client.post(
        f"/manage/parks/draw/{step}",
        data={"given": "3 1 4", "reason_nl": "Ja.", "reason_fr": "Oui.", "sure": "y"},
    )

    assert '<form method="post" action="/manage' not in page
    assert "This call has ended. Nothing more is drawn in it." in page
    assert refused.status_code == 409
    assert "This call has ended. Nothing more is drawn in it." in refused.text


def test_a_draw_that_is_too_near_is_not_offered_for_announcement(
    frozen, sealed, client, manager, sign_in, now
):
    sealed.second_at = now + timedelta(hours=23)
    db.session.commit()
    sign_in(manager)

    page = client.get("/manage/parks/draw").text

    assert "/draw/announce" not in page
    assert "Everyone must know it 24 hours before." in page


def test_a_rehearsal_shows_its_watermark_on_the_desk_alone(
    pool, sealed, client, manager, sign_in, work, now
):
    freezing.rehearse(sealed.call, now, manager)
    work()
    sign_in(manager)

    assert "REHEARSAL: this decides nothing" in client.get("/manage/parks/draw").text
    assert "REHEARSAL" not in client.get("/calls/parks/draw").text
