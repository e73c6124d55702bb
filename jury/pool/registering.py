"""Registering: answers are given one by one, and count only once the address has answered."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from jury import keys, mail
from jury.calls.models import Call, PhaseKind
from jury.db import db
from jury.errors import RuleBroken
from jury.forms import AN_ADDRESS
from jury.languages import local, moment
from jury.people import sessions
from jury.people.models import Person
from jury.pool import find, letters, national
from jury.pool.models import RATHER_NOT, Category, Draft

LASTS = timedelta(hours=24)  # of the link in the mail
KEPT = timedelta(days=7)  # of a draft that nobody confirmed
MOST_AN_HOUR = 5  # mails to one address


def refuse_unless_open(call: Call, now: datetime) -> None:
    """Raise RuleBroken, with the dates, unless people can register now."""
    if call.is_open(PhaseKind.REGISTRATION, now):
        return
    phase, title = call.phase(PhaseKind.REGISTRATION), local(call.title)
    if call.state != "published" or phase is None:
        raise RuleBroken(_("Nobody can register for “%(call)s” now.", call=title))
    if now < phase.opens_at:
        raise RuleBroken(
            _("Registration for “%(call)s” opens on %(when)s.", call=title,
              when=moment(phase.opens_at))
        )  # fmt: skip
    raise RuleBroken(
        _("Registration for “%(call)s” closed on %(when)s. Nothing can be added or changed now.",
          call=title, when=moment(phase.closes_at))
    )  # fmt: skip


def start(
    call: Call,
    email: str,
    language: str,
    now: datetime,
    *,
    person: Person | None = None,
    channel: str = "web",
    source: str = "",
) -> Draft:
    """Return a draft that is kept, so that its answers can be given one by one.

    It is for this address, or for the person who is signed in: who registered before finds
    the earlier answers in it. Raises RuleBroken if registration is not open, or the address
    is none.
    """
    draft = begin(call, email, language, now, person=person, channel=channel, source=source)
    db.session.add(draft)
    db.session.flush()
    return draft


def begin(
    call: Call,
    email: str,
    language: str,
    now: datetime,
    *,
    person: Person | None = None,
    channel: str = "web",
    source: str = "",
) -> Draft:
    """Return a draft like ``start`` that is not kept: to be confirmed in one sitting."""
    refuse_unless_open(call, now)
    email = (person.email if person else email).strip()
    if not re.fullmatch(AN_ADDRESS, email):
        raise RuleBroken(_("This is not a full e-mail address, like name@example.org."))
    national.refuse(email)
    draft = Draft(
        call=call, person=person, language=language, channel=channel,
        source=source[:40], started_at=now,
    )  # fmt: skip
    draft.email, draft.email_index = email, keys.ring().blind(email)
    known = find.volunteer_of(call, person) if person else None
    draft.answers = known.answers if known else {}
    if known and not known.left_at:
        draft.agreed, draft.keep_informed = True, known.keep_informed
        draft.keep_for_next = known.keep_for_next
    return draft


def refuse_unknown(category: Category, value: str) -> None:
    """Raise RuleBroken unless ``value`` answers this question."""
    if value != RATHER_NOT and all(quota.value != value for quota in category.quotas):
        raise RuleBroken(
            _("Choose one of the answers to “%(question)s”.", question=local(category.question))
        )


def answer(draft: Draft, category: Category, value: str, now: datetime) -> None:
    """Keep one answer; it replaces an earlier one."""
    refuse_unless_open(draft.call, now)
    refuse_unknown(category, value)
    draft.answers = {**draft.answers, category.key: value}


def consent(
    draft: Draft,
    now: datetime,
    agreed: bool,
    keep_informed: bool = False,
    keep_for_next: bool = False,
) -> None:
    """Keep what the person agreed to; only taking part in the draw is needed."""
    refuse_unless_open(draft.call, now)
    if not agreed:
        raise RuleBroken(_("Tick that you take part in the draw, or close this page."))
    draft.agreed, draft.keep_informed, draft.keep_for_next = True, keep_informed, keep_for_next


def refuse_incomplete(draft: Draft, asked: Sequence[Category]) -> None:
    """Raise RuleBroken if an answer to one of the questions, or the consent, is missing."""
    given = draft.answers
    missing = [category for category in asked if category.key not in given]
    if missing:
        raise RuleBroken(
            _("“%(question)s” has no answer yet. “I would rather not say” is an answer too.",
              question=local(missing[0].question))
        )  # fmt: skip
    if not draft.agreed:
        raise RuleBroken(_("Tick that you take part in the draw, or close this page."))


def send(draft: Draft, now: datetime, asked: Sequence[Category] | None = None) -> str:
    """Mail the link that confirms the draft, and return its secret.

    Who registers many at once looks the questions up once and passes them in ``asked``.
    Raises RuleBroken if something is missing, or after five mails in one hour.
    """
    refuse_unless_open(draft.call, now)
    refuse_incomplete(draft, asked or find.categories(draft.call))
    recent = select(func.count(Draft.id)).where(
        Draft.email_index == draft.email_index, Draft.sent_at > now - timedelta(hours=1)
    )
    if (db.session.scalar(recent) or 0) >= MOST_AN_HOUR:
        raise RuleBroken(
            _("We sent %(n)d mails to this address within the hour. Use the newest one, "
              "or wait an hour.", n=MOST_AN_HOUR)
        )  # fmt: skip
    token = secrets.token_urlsafe(24)
    draft.token_digest, draft.sent_at = sessions.digest(token), now
    link = mail.link_to("pool.confirm", slug=draft.call.slug, token=token)
    letters.mail_to_address(draft, now, link)
    return token


def find_sent(call: Call, token: str, now: datetime) -> Draft | None:
    """Return the draft whose mail held this secret, for a day."""
    query = select(Draft).where(
        Draft.call_id == call.id, Draft.token_digest == sessions.digest(token)
    )
    found = db.session.scalars(query).one_or_none()
    return found if found and found.sent_at and found.sent_at > now - LASTS else None


def forget(now: datetime) -> int:
    """Delete the drafts that nobody confirmed within a week; return how many."""
    old = delete(Draft).where(Draft.started_at < now - KEPT)
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
