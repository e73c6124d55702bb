"""Quotas: the questions of the registration and how many seats go to each answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil, floor
from typing import Any

from flask_babel import gettext as _

from jury import ledger
from jury.calls.models import Call
from jury.db import db
from jury.errors import RuleBroken
from jury.languages import local
from jury.people.models import Person
from jury.pool import find
from jury.pool.models import RATHER_NOT, Category, Quota

Bounds = Mapping[int, tuple[int, int]]  # quota id -> fewest and most seats


def refuse_when_sealed(call: Call) -> None:
    """Raise RuleBroken once the rules are sealed: then a public reason is needed."""
    rules = find.rules(call)
    if rules is not None and rules.sealed_at:
        raise RuleBroken(
            _("The rules are sealed. A change needs a public reason and a mail to all registrants.")
        )


def _refuse_when_answered(call: Call) -> None:
    if find.volunteers(call):
        raise RuleBroken(
            _("Somebody has registered already, so the questions stay as they are. "
              "You can still change how many seats go to each answer.")
        )  # fmt: skip


def load(
    call: Call, table: Sequence[Mapping[str, Any]], now: datetime, by: Person
) -> list[Category]:
    """Replace all questions by those of a reference table, and return them.

    Each has key, question, why, source (name and reference_date) and values (key, label, share).
    Raises RuleBroken once somebody has registered or the rules are sealed.
    """
    refuse_when_sealed(call)
    _refuse_when_answered(call)
    for old in find.categories(call):
        db.session.delete(old)
    db.session.flush()
    for position, row in enumerate(table):
        _add(call, position, row)
    ledger.record(
        "quotas.loaded", now, call.slug, by=by.pseudonym, categories=[row["key"] for row in table]
    )
    return find.categories(call)


def _add(call: Call, position: int, row: Mapping[str, Any]) -> None:
    values = {value["key"] for value in row["values"]}
    if len(values - {RATHER_NOT}) < max(2, len(row["values"])):
        raise RuleBroken(
            _("“%(question)s” needs at least two answers, each one once.",
              question=local(row["question"]))
        )  # fmt: skip
    source = row.get("source") or {"name": "", "reference_date": ""}
    category = Category(
        call=call, position=position, key=row["key"], question=row["question"], why=row["why"],
        source=" ".join([source["name"], source["reference_date"]]).strip(),
    )  # fmt: skip
    category.quotas = [
        Quota(
            value=value["key"], label=value["label"], position=place, minimum=0, maximum=0,
            population_share=value.get("share") or None,
        )
        for place, value in enumerate(row["values"])
    ]  # fmt: skip
    db.session.add(category)
    db.session.flush()


def bound(call: Call, bounds: Bounds, now: datetime, by: Person) -> None:
    """Set the fewest and the most seats of these quotas.

    Raises RuleBroken if the rules are sealed or a minimum is above its maximum.
    """
    refuse_when_sealed(call)
    put(call, bounds)
    ledger.record("quotas.set", now, call.slug, by=by.pseudonym, quotas=as_facts(call))


def put(call: Call, bounds: Bounds) -> None:
    """Change the bounds, whatever the state of the rules; sealed ones go through amending."""
    for category in find.categories(call):
        for quota in category.quotas:
            minimum, maximum = bounds.get(quota.id, (quota.minimum, quota.maximum))
            if not 0 <= minimum <= maximum:
                raise RuleBroken(
                    _("“%(answer)s” asks for at least %(least)d and at most %(most)d seats. "
                      "The first number cannot be above the second.",
                      answer=local(quota.label), least=minimum, most=maximum)
                )  # fmt: skip
            quota.minimum, quota.maximum = minimum, maximum


def as_facts(call: Call) -> list[list[Any]]:
    """Return category, answer, fewest and most seats of every quota, in order."""
    return [
        [category.key, quota.value, quota.minimum, quota.maximum]
        for category in find.categories(call)
        for quota in category.quotas
    ]


def from_share(share: float | None, seats: int, tolerance: float) -> tuple[int, int]:
    """Return the fewest and most seats for a share of the population.

    Rounded outwards, so that whole seats always fit; an answer without a known share may
    have any number of seats.

    >>> from_share(0.5, 24, 0.1), from_share(0.05, 24, 0.1), from_share(None, 24, 0.1)
    ((10, 14), (1, 2), (0, 24))
    """
    if share is None:
        return 0, seats
    exact = share * seats
    least, most = floor(exact * (1 - tolerance) + 1e-9), ceil(exact * (1 + tolerance) - 1e-9)
    return least, min(seats, max(most, least + 1))


def fill(call: Call, seats: int, now: datetime, by: Person, tolerance: float = 0.1) -> None:
    """Set every quota from its population share, with ``tolerance`` as a part of that share."""
    bounds = {
        quota.id: from_share(quota.population_share, seats, tolerance)
        for category in find.categories(call)
        for quota in category.quotas
    }
    bound(call, bounds, now, by)
