"""Encore: what is there to try by hand: a second call that is open today, and more reports."""

from datetime import UTC, datetime, timedelta

from jury.calls.models import Call
from jury.db import db
from jury.demo import content, gathering, opening
from jury.demo.story import Story
from jury.reports import making

BEGUN = timedelta(weeks=5)  # ago: proposals and registration are both open then


def play(story: Story, call: Call) -> Call:
    """Open a second call for whoever looks at the demonstration; return it.

    Meanwhile the worker prints the report on the first call in the other languages.
    """
    today = datetime.now(UTC).date()
    monday = today - BEGUN - timedelta(days=today.weekday())
    again = Story(story.seed, monday, story.settle)
    made = opening.open_call(again, content.read("call") | content.read("second_call"))
    gathering.prepare_pool(again, made)
    making.ask(call, ["de", "en"], datetime.now(UTC))
    db.session.commit()
    return made
