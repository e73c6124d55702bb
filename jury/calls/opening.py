"""Opening a call: from a template, as a draft that only its team sees."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from jury import languages, ledger, roles
from jury.calls import ready_made
from jury.calls.models import Call, Criterion, Phase
from jury.db import Localised, db
from jury.errors import RuleBroken
from jury.languages import BRUSSELS, at_home
from jury.people.models import Person
from jury.roles import Role

MORNING, EVENING = time(9), time(18)  # when phases open and close, in Brussels
RESERVED = {"new"}  # addresses that pages of the desk have


def may_open(person: Person) -> bool:
    """Say whether the person is an administrator, or a programme manager everywhere."""
    return any(
        held.call is None and held.role in (Role.MANAGER, Role.ADMINISTRATOR)
        for held in roles.grants_of(person)
    )


def address_for(title: str) -> str:
    """Return a free web address made from the title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50] or "call"
    taken = set(db.session.scalars(select(Call.slug).where(Call.slug.like(f"{base}%"))))
    taken |= RESERVED
    number, found = 2, base
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def _checked_address(slug: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{3,60}", slug) or slug in RESERVED:
        raise RuleBroken(
            _("The address “%(slug)s” cannot be used: take 3 to 60 letters, digits and hyphens.",
              slug=slug)
        )  # fmt: skip
    if db.session.scalars(select(Call.id).where(Call.slug == slug)).first():
        raise RuleBroken(_("There is already a call at “%(slug)s”. Choose another.", slug=slug))
    return slug


def moment_on(day: date, at: time) -> datetime:
    """Return the moment at which clocks in Brussels show ``at`` on that day."""
    return datetime.combine(day, at, tzinfo=BRUSSELS)


def planned_phases(template: dict[str, Any], first_day: date) -> list[Phase]:
    """Return the template's phases with dates, counted from the first day."""
    found = []
    for phase in template["phases"]:
        opens = first_day + timedelta(days=phase["starts_day"])
        closes = opens + timedelta(days=phase["days"] - 1)
        found.append(
            Phase(
                kind=phase["kind"],
                opens_at=moment_on(opens, MORNING),
                closes_at=moment_on(closes, EVENING),
            )
        )
    return found


def planned_criteria(key: str) -> list[Criterion]:
    """Return the criteria of a ready-made set."""
    return [
        Criterion(
            key=one["key"],
            position=position,
            weight=one["weight"],
            kind=one["kind"],
            name=one["name"],
            help=one["help"],
            scale=one["scale"],
        )
        for position, one in enumerate(ready_made.criteria_set(key)["criteria"], 1)
    ]


def _as_planned(template: dict[str, Any], first_day: date) -> Call:
    """Return a call with everything that its template fills in."""
    made = Call(
        template=template["key"],
        influence=template["influence"],
        influence_words=ready_made.influence_words(template["influence"]),
        decider={},
        juror_words=dict(template.get("juror_words", {})),
        phases=planned_phases(template, first_day),
        criteria=planned_criteria(template["criteria_set"]),
    )
    decision = made.phase("decision")
    made.answer_by = decision.closes_at if decision else None
    return made


def why_not_from(first_day: date, now: datetime) -> str:
    """Return why a call cannot begin on that day; empty when it can."""
    if first_day >= at_home(now).date():
        return ""
    return _("%(day)s is past. Choose today or a later day.", day=languages.day(first_day))


def open_call(
    template: str,
    title: Localised,
    question: Localised,
    *,
    owner: str,
    first_day: date,
    now: datetime,
    by: Person,
    slug: str = "",
) -> Call:
    """Make a draft from a template, with dates counted from ``first_day``; ``by`` manages it.

    Raises RuleBroken for somebody who may not open calls, for a first day that is past, and for
    an address that is taken.
    """
    if not may_open(by):
        raise RuleBroken(
            _("Only a programme manager of the whole programme opens a call. "
              "Ask an administrator to give you that role.")
        )  # fmt: skip
    if sentence := why_not_from(first_day, now):
        raise RuleBroken(sentence)
    made = _as_planned(ready_made.call_template(template), first_day)
    made.slug = _checked_address(slug) if slug else address_for(title.get("nl") or owner)
    made.title, made.question, made.created_at = title, question, now
    made.owner = made.funder = owner
    db.session.add(made)
    db.session.flush()
    ledger.record("call.opened", now, made.slug, template=template, by=by.pseudonym)
    roles.grant(by, Role.MANAGER, made.slug, now, by.pseudonym)
    return made
