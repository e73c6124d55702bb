"""The timeline: done, now, later; and what the bar says between two phases."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import url_for

from jury import languages
from jury.calls import timeline
from jury.calls.models import Phase, PhaseKind


@pytest.fixture
def english(app):
    with app.test_request_context(), languages.speaking("en"):
        yield


@pytest.mark.parametrize(
    ("since_opening", "state"),
    [
        (timedelta(seconds=-1), "later"),
        (timedelta(0), "now"),
        (timedelta(days=10) - timedelta(seconds=1), "now"),
        (timedelta(days=10), "done"),
    ],
)
def test_a_phase_is_now_from_its_opening_until_just_before_its_close(
    english, call, now, since_opening, state
):
    call.phases = [Phase(kind="draw", opens_at=now, closes_at=now + timedelta(days=10))]

    assert [s.state for s in timeline.stations(call, now + since_opening)] == [state]


def test_stations_stand_in_the_order_of_their_dates(english, only, now):
    call = only("proposals", "registration")

    kinds = [s.kind for s in timeline.stations(call, now)]

    assert kinds == [kind.value for kind in PhaseKind]
    assert [s.kind for s in timeline.current(call, now)] == ["proposals", "registration"]
    assert timeline.coming(call, now).kind == "eligibility"


def test_dates_are_told_with_the_weekday_on_a_clock_in_brussels(english, call):
    call.phases = [
        Phase(
            kind="draw",
            opens_at=datetime(2027, 2, 1, 8, tzinfo=UTC),
            closes_at=datetime(2027, 7, 2, 16, tzinfo=UTC),
        )
    ]

    assert timeline.stations(call, datetime(2027, 1, 1, tzinfo=UTC))[0].when == (
        "Monday 1 February 2027 to Friday 2 July 2027, 18:00"
    )


@pytest.mark.parametrize("state", ["carried_over", "cancelled"])
def test_a_call_that_was_ended_is_nowhere_now(english, call, now, state):
    call.state = state

    assert timeline.current(call, now) == []
    assert [p.state for p in timeline.bar(call, now)["phases"]] == ["later"] * 9


def test_between_two_phases_the_bar_says_when_the_next_begins(english, call, now):
    call.phases = [
        Phase(kind="draw", opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    ]

    phase = timeline.bar(call, now)["phases"][0]

    assert (phase.state, phase.when) == (
        "now",
        f"Begins on {languages.day(now + timedelta(days=1))}",
    )


def test_the_bar_leads_to_the_call_and_names_whom_to_phone(english, call, now):
    bar = timeline.bar(call, now)

    assert bar["href"] == url_for("calls.show", slug="parks")
    assert "+32 2 555 01 40" in bar["contact"]


def test_the_facilitator_is_named_at_the_meetings(english, call, now):
    who = {s.kind: s.who for s in timeline.stations(call, now)}

    assert who["deliberation"] == "The jury, led by Kring vzw"
    assert who["decision"] == "De raad van het fonds"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", ["zondag 1 november 2026", "1 november 2026", "zo 1 nov"]),
        ("fr", ["dimanche 1er novembre 2026", "1er novembre 2026", "dim. 1er nov."]),
        ("de", ["Sonntag, 1. November 2026", "1. November 2026", "So., 1. Nov."]),
        ("en", ["Sunday 1 November 2026", "1 November 2026", "Sun 1 Nov"]),
    ],
)
def test_the_first_of_a_month_is_written_as_each_language_does(app, language, told):
    noon = datetime(2026, 11, 1, 11, tzinfo=UTC)
    with app.test_request_context(), languages.speaking(language):
        said = [languages.day(noon), languages.plain_day(noon.date()), languages.short_day(noon)]
        assert "1er" not in languages.day(noon + timedelta(days=10))
    assert said == told
