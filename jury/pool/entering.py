"""Entering: registrations on paper and by phone, typed in by the recruiter."""

from datetime import datetime

from flask_babel import gettext as _

from jury import entropy, ledger
from jury.calls.models import Call
from jury.db import db
from jury.errors import RuleBroken
from jury.people import links
from jury.people.models import Person
from jury.pool import confirming, excluding, find, national, registering
from jury.pool.models import Draft, Volunteer

CHANNELS = ("paper", "phone", "helper")


def enter(
    call: Call,
    answers: dict[str, str],
    now: datetime,
    by: Person,
    *,
    channel: str = "paper",
    email: str = "",
    contact: str = "",
    language: str = "nl",
    keep_informed: bool = False,
    keep_for_next: bool = False,
    source: str = "",
) -> Volunteer:
    """Put one registration in the pool that came on paper or by phone.

    Raises RuleBroken if registration is closed, an answer is missing or unknown, or there
    is neither an e-mail address nor another way to reach the person.
    """
    registering.refuse_unless_open(call, now)
    excluding.refuse_when_frozen(call)
    if not email.strip() and not contact.strip():
        raise RuleBroken(_("Write down how we reach this person: e-mail, phone or address."))
    if channel not in CHANNELS:
        raise RuleBroken(_("Choose how this registration came: on paper, by phone or by a helper."))
    national.refuse(f"{contact} {email}")
    asked = find.categories(call)
    for category in asked:
        registering.refuse_unknown(category, answers.get(category.key, ""))
    draft = Draft(
        call=call, language=language, channel=channel, source=source[:40], agreed=True,
        keep_informed=keep_informed, keep_for_next=keep_for_next, started_at=now,
    )  # fmt: skip
    draft.answers = answers
    volunteer = confirming.enter(_somebody(email, language, now), draft, asked, now)
    volunteer.contact = contact.strip()
    ledger.record(
        "volunteer.entered", now, call.slug, by=by.pseudonym, volunteer=volunteer.pseudonym
    )
    return volunteer


def _somebody(email: str, language: str, now: datetime) -> Person:
    if email.strip():
        return links.welcome(email, now, language)
    person = Person(pseudonym=entropy.token_hex(8), language=language, created_at=now)
    person.name = None
    db.session.add(person)
    return person
