"""The story: its days, its chance, and how it waits for the worker."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from jury.db import db
from jury.demo.chance import source
from jury.languages import BRUSSELS


@dataclass
class Story:
    """One telling: from which seed, beginning on which day, with how many residents."""

    seed: str
    first_day: date
    settle: Callable[[], None]  # returns when the worker has nothing left to do
    residents: int = 1200
    secrets: dict[str, str] = field(default_factory=dict)

    def at(self, day: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return the moment on that day of the story, on a clock in Brussels."""
        when = time(hour, minute, tzinfo=BRUSSELS)
        return datetime.combine(self.first_day + timedelta(days=day), when).astimezone(UTC)

    def chance(self, purpose: str) -> random.Random:
        """Return a stream of chance for one purpose."""
        return source(self.seed, purpose)

    def go_on(self) -> None:
        """Commit what was done; the worker does its part meanwhile, and nothing waits for it."""
        db.session.commit()
        db.session.expire_all()

    def pause(self) -> None:
        """Commit what was done and wait until the worker has done its part."""
        db.session.commit()
        self.settle()
        db.session.expire_all()


def first_day(seed: str) -> date:
    """Return the day on which the story of this seed begins: a Monday early in 2026."""
    return date(2026, 3, 2) + timedelta(weeks=source(seed, "first day").randrange(4))
