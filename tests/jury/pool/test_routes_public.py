import pytest

from jury.db import db
from jury.pool import find, seats
from sortition.participation import own_tickets


@pytest.fixture(autouse=True)
def _english(client):
    client.set_cookie("language", "en", domain="localhost")


def test_without_rules_the_page_says_so(call, client):
    assert "The rules of the draw are not fixed yet" in client.get("/calls/parks/draw").text
    for name in ("draw/lottery.json", "draw/draw.json", "draw/hall"):
        assert client.get(f"/calls/parks/{name}").status_code == 404


def test_a_draft_call_has_no_public_draw(call, client):
    call.state = "draft"
    db.session.commit()

    assert client.get("/calls/parks/draw").status_code == 404


def test_before_the_draw_it_shows_fingerprint_counts_and_downloads(announced, client, sealed):
    page = client.get("/calls/parks/draw").text

    assert announced.digest in page
    assert "40 people, 6 seats" in page
    assert "Until the draw" in page
    assert "sortition verify parks-lottery.json" in page
    assert client.get("/calls/parks/draw/hall").status_code == 200


def test_a_participant_finds_their_own_tickets_and_nobody_elses(announced, client, pool, sign_in):
    from jury.pool import freezing

    mine = pool[0]
    lottery, openings = freezing.records(announced)
    place = next(i for i, p in enumerate(openings["people"]) if p["id"] == mine.pseudonym)
    truth = [ticket for ticket, on in enumerate(openings["tickets"]) if place in on]
    assert own_tickets(lottery, mine.salt) == truth
    sign_in(mine.person)

    page = client.get("/calls/parks/draw").text

    assert f"You are on {len(truth)} of 1000 tickets" in page
    assert "You are on" not in client.__class__(client.application).get("/calls/parks/draw").text


def test_after_the_draw_it_shows_ticket_seats_and_mirrors_without_anybodys_name(
    drawn, client, pool, sealed
):
    juror = find.jurors(sealed.call)[0]
    seats.accept(juror, sealed.second_at, juror.person)
    db.session.commit()

    page = client.get("/calls/parks/draw").text

    assert "Ticket 741 was drawn" in page
    assert "Juror 1" in page
    assert "Vrouw" in page
    assert "sortition verify parks-draw.json" in page
    for volunteer in pool:
        assert volunteer.pseudonym not in page
        assert volunteer.commitment not in page
    assert "741" in client.get("/calls/parks/draw/hall").text


def test_the_seat_page_takes_an_answer(drawn, client, sealed, sign_in):
    first, second = find.jurors(sealed.call)[:2]
    sign_in(first.person)
    assert "You are drawn for the jury" in client.get("/calls/parks/my-seat").text
    client.post("/calls/parks/my-seat/accept")
    assert first.state == "accepted"

    odd = client.post("/calls/parks/my-seat/decline", data={"reason": "because"})
    assert (odd.status_code, first.state) == (409, "accepted")
    client.post("/calls/parks/my-seat/decline", data={"reason": "health"})
    assert (first.state, first.reason) == ("stopped", "health")

    sign_in(second.person)
    assert "You do not have to answer this." in client.get("/calls/parks/my-seat").text
    client.post("/calls/parks/my-seat/decline")
    assert (second.state, second.reason) == ("declined", "rather_not_say")


def test_somebody_without_a_seat_cannot_take_one(drawn, client, person, sign_in):
    sign_in(person("zoe"))

    assert "You have no seat on this jury" in client.get("/calls/parks/my-seat").text
    assert client.post("/calls/parks/my-seat/accept").status_code == 404
