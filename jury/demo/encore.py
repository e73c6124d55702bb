"""Encore: what is there to try by hand: a second call that is open today, and more reports."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from jury.calls import ready_made
from jury.calls.completeness import NEEDED
from jury.calls.models import Call
from jury.calls.opening import planned_phases
from jury.db import db
from jury.demo import content, gathering, opening
from jury.demo.story import Story
from jury.languages import at_home
from jury.reports import making
from jury.reports.paper import LARGE_PRINT

BEGUN = range(29, 49)  # days ago: proposals and registration are both open then
MONDAY, FIVE_WEEKS = 0, 35


def begun_on(today: date, template: dict[str, Any]) -> date:
    """Return the day on which the second call began: a Monday five weeks ago, where possible.

    It is another day where a phase would else end in the winter holidays.
    """
    days = [today - timedelta(days=ago) for ago in BEGUN]
    days.sort(key=lambda day: (day.weekday() != MONDAY, abs((today - day).days - FIVE_WEEKS)))
    for day in days:
        ends = [at_home(phase.closes_at) for phase in planned_phases(template, day)]
        if not any(is_holiday(end) for end in ends):
            return day
    return days[0]


def is_holiday(day: date) -> bool:
    """Say whether the day lies between Christmas Eve and 2 January."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 2)


def play(story: Story, call: Call) -> Call:
    """Open a second call for whoever looks at the demonstration; return it.

    Meanwhile the worker prints the report on the first call in the other languages, and in large
    print.
    """
    text = content.read("call") | content.read("second_call")
    begun = begun_on(datetime.now(UTC).date(), ready_made.call_template(text["template"]))
    again = Story(story.seed, begun, story.settle)
    made = opening.open_call(again, text)
    gathering.prepare_pool(again, made)
    making.ask(call, ["de", "en"], datetime.now(UTC))
    making.ask(call, NEEDED, datetime.now(UTC), LARGE_PRINT)
    db.session.commit()
    return made
