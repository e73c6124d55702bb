"""The ledger of a call in sentences."""

from jury import languages, ledger
from jury.calls import team, trail
from jury.roles import Role, grant


def test_acts_of_the_call_are_told_newest_first_with_the_names_of_staff_only(call, person, now):
    boss, ann = person("boss"), person("ann")
    grant(boss, Role.MANAGER, "parks", now, by="command-line")
    team.give(call, "rik@people.example", Role.AUDITOR, now, boss)
    grant(ann, Role.VOLUNTEER, "parks", now, by=ann.pseudonym)
    ledger.record("call.published", now, "other", by=boss.pseudonym)

    with languages.speaking("en"):
        told = [(line.who, line.sentence) for line in trail.lines(call)]

    rik = team.members(call)[1].person
    assert told == [
        (ann.pseudonym, f"{ann.pseudonym} became: Registrant."),
        ("Boss", f"{rik.shown_name} became: Auditor."),
        ("command-line", "Boss became: Programme manager."),
    ]


def test_an_event_without_a_sentence_shows_its_facts(app):
    assert trail.sentence("moon.landed", {"crew": 3, "by": "ann"}) == "moon.landed: crew 3"


def test_every_event_of_this_room_has_its_sentence(app):
    names = ["opened", "changed", "published", "suspended", "resumed", "carried-over", "cancelled"]

    assert all(trail.is_told(f"call.{name}") for name in names)
