"""The ledger of a call in sentences."""

import re
from pathlib import Path

from sqlalchemy import text

from jury import languages, ledger
from jury.calls import team, trail
from jury.db import db
from jury.roles import Role, grant

ROOT = Path(__file__).parents[3]


def test_acts_of_the_call_are_told_newest_first_with_the_names_of_staff_only(call, person, now):
    boss, ann = person("boss"), person("ann")
    grant(boss, Role.MANAGER, "parks", now, by="command-line")
    team.give(call, "rik@people.example", Role.AUDITOR, now, boss)
    grant(ann, Role.VOLUNTEER, "parks", now, by=ann.pseudonym)
    ledger.record("call.published", now, "other", by=boss.pseudonym)

    with languages.speaking("en"):
        told = [
            (line.who, line.sentence) for line in trail.lines(call, ledger.entries(call.slug)[::-1])
        ]

    rik = team.members(call)[1].person
    assert told == [
        (ann.pseudonym, f"{ann.pseudonym} became: Registrant."),
        ("Boss", f"{rik.shown_name} became: Auditor."),
        ("command-line", "Boss became: Programme manager."),
    ]


def test_an_event_without_a_sentence_shows_its_facts(app):
    assert trail.sentence("moon.landed", {"crew": 3, "by": "ann"}) == "moon.landed: crew 3"


def recorded():
    """The names of all events that the rooms of a call write down, as their code has them."""
    rooms = ["calls", "proposals", "pool", "deliberation", "scoring", "reports"]
    code = "".join(
        path.read_text() for room in rooms for path in (ROOT / "jury" / room).glob("*.py")
    )
    return set(re.findall(r"record\(\s*\"([a-z]+\.[a-z-]+)\"", code))


def test_every_event_that_a_room_records_has_its_sentence(app):
    assert len(recorded()) > 30
    assert {event for event in recorded() if not trail.is_told(event)} == set()


def test_an_entry_without_a_fact_is_told_all_the_same(app):
    with languages.speaking("en"):
        assert trail.sentence("seat.offered", {}) == "Seat of juror …: offered."


def test_a_long_trail_comes_in_pages_newest_first(client, call, person, sign_in, now):
    for crew in range(100):
        ledger.record("moon.landed", now, "parks", crew=crew)
    sign_in(person("boss"), Role.MANAGER, "parks")  # the newest line of the trail
    english = {"Accept-Language": "en"}

    first = client.get("/manage/parks/trail", headers=english).text
    second = client.get("/manage/parks/trail?page=2", headers=english).text

    assert (first.count("moon.landed"), second.count("moon.landed")) == (99, 1)
    assert "Page 1 of 2" in first
    assert "crew 0" in second


def test_a_damaged_trail_is_told_in_the_readers_language(client, call, person, sign_in, now):
    ledger.record("moon.landed", now, "parks", crew=3)
    sign_in(person("boss"), Role.MANAGER, "parks")
    db.session.execute(text("UPDATE entry SET body = '{}' WHERE event = 'moon.landed'"))
    db.session.commit()

    page = client.get("/manage/parks/trail", headers={"Accept-Language": "nl"}).text

    assert "(moon.landed) is veranderd nadat hij geschreven was." in page
    assert 'lang="en"' not in page.partition("<main")[2].partition("</main>")[0]
