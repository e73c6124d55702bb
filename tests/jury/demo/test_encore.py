"""The second call of the demonstration, whatever the day on which it is served."""

from datetime import date, timedelta

import pytest

from jury.calls import ready_made
from jury.calls.models import PhaseKind
from jury.calls.opening import planned_phases
from jury.demo import encore
from jury.languages import at_home

TEMPLATE = ready_made.call_template("small_jury")
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(731)]


def phases(today):
    """The phases of the second call, as somebody sees them on that day."""
    return planned_phases(TEMPLATE, encore.begun_on(today, TEMPLATE))


def test_no_phase_ends_between_christmas_eve_and_the_second_of_january():
    ends = {at_home(phase.closes_at).date() for today in DAYS for phase in phases(today)}

    assert [end for end in sorted(ends) if encore.is_holiday(end)] == []


def test_one_can_register_and_hand_in_whatever_the_day():
    doors = (PhaseKind.PROPOSALS, PhaseKind.REGISTRATION)

    for today in DAYS:
        for phase in phases(today):
            if phase.kind in doors:
                assert at_home(phase.opens_at).date() <= today, today
                assert at_home(phase.closes_at).date() > today + timedelta(days=6), today


@pytest.mark.parametrize(
    ("day", "holiday"),
    [((12, 23), False), ((12, 24), True), ((1, 2), True), ((1, 3), False), ((7, 21), False)],
)
def test_the_winter_holidays_have_their_bounds(day, holiday):
    assert encore.is_holiday(date(2026, *day)) == holiday
