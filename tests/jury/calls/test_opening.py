"""Opening a call from a template."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jury.calls import opening, ready_made
from jury.errors import RuleBroken
from jury.roles import Role, grant, holds


@pytest.fixture
def now():
    """A winter evening: still the 15th in Greenwich, already the 16th in Brussels."""
    return datetime(2027, 1, 15, 23, 30, tzinfo=UTC)


def open_one(
    by, now, template="small_jury", slug="", title="Élan Wijk", first_day=date(2027, 3, 1)
):
    return opening.open_call(
        template,
        {"nl": title, "fr": "Élan"},
        {"nl": "Wat?", "fr": "Quoi ?"},
        owner="Fonds",
        first_day=first_day,
        now=now,
        by=by,
        slug=slug,
    )


@pytest.mark.parametrize("template", ["small_jury", "large_jury", "advice_only"])
def test_each_template_gives_dates_criteria_that_add_up_and_an_influence(boss, now, template):
    made = open_one(boss, now, template)

    plan = ready_made.call_template(template)
    assert made.state == "draft"
    assert sum(criterion.weight for criterion in made.criteria) == 100
    assert {phase.kind for phase in made.phases} == {phase["kind"] for phase in plan["phases"]}
    assert made.influence == plan["influence"]
    assert set(made.influence_words) == {"nl", "fr", "de", "en"}


def test_phases_open_at_nine_and_close_at_six_on_a_clock_in_brussels_also_in_summer(boss, now):
    made = open_one(boss, now)

    proposals = made.phase("proposals")
    assert proposals.opens_at.astimezone(UTC) == datetime(2027, 3, 1, 8, tzinfo=UTC)
    assert proposals.closes_at.astimezone(UTC) == datetime(2027, 4, 25, 16, tzinfo=UTC)


def test_the_opener_manages_the_call_and_both_acts_are_in_the_ledger(boss, now, events):
    made = open_one(boss, now)

    assert holds(boss, Role.MANAGER, made.slug)
    assert events()[-2:] == ["call.opened", "role.granted"]


def test_the_address_comes_from_the_title_and_is_never_taken_twice(boss, now):
    assert [open_one(boss, now).slug for _ in range(3)] == [
        "elan-wijk",
        "elan-wijk-2",
        "elan-wijk-3",
    ]


def test_a_call_begins_today_at_the_earliest_on_a_calendar_in_brussels(boss, now):
    today = date(2027, 1, 16)

    assert open_one(boss, now, first_day=today).state == "draft"
    with pytest.raises(RuleBroken, match="Friday 15 January 2027 is past"):
        open_one(boss, now, first_day=today - timedelta(days=1))


@pytest.mark.parametrize("slug", ["new", "A", "met spatie", "x" * 61])
def test_an_address_that_cannot_be_one_is_refused(boss, now, slug):
    with pytest.raises(RuleBroken, match=f"“{slug}”"):
        open_one(boss, now, slug=slug)


def test_an_address_that_is_taken_is_refused(boss, now):
    open_one(boss, now, slug="straat")

    with pytest.raises(RuleBroken, match="straat"):
        open_one(boss, now, slug="straat")


def test_the_manager_of_one_call_opens_no_other(person, now):
    ann = person("ann")
    grant(ann, Role.MANAGER, "parks", now, by="test")

    with pytest.raises(RuleBroken):
        open_one(ann, now)


def test_an_administrator_may_open_a_call(person, now):
    ann = person("ann")
    grant(ann, Role.ADMINISTRATOR, None, now, by="test")

    assert open_one(ann, now).state == "draft"
