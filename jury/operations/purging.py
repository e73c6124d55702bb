"""Purging: personal data that is no longer needed goes, and a report says what went."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, func, select

from jury import files, ledger
from jury.calls.models import Call, Phase
from jury.db import db
from jury.mail import Mail
from jury.people.models import Person, SecondFactor, Session, SignInLink
from jury.pool import registering
from jury.pool.models import Freeze, Juror, Volunteer
from jury.roles import STAFF, Grant


def _days(name: str) -> timedelta:
    return timedelta(days=current_app.config[name])


def ended_before(moment: datetime) -> list[int]:
    """Return the ids of the calls whose last phase closed before ``moment``."""
    query = select(Phase.call_id).group_by(Phase.call_id).having(func.max(Phase.closes_at) < moment)
    return list(db.session.scalars(query))


def _mails(now: datetime) -> int:
    query = select(Mail).where(
        Mail.sent_at < now - _days("KEEP_MAIL_DAYS"), Mail.address_sealed.is_not(None)
    )
    found = list(db.session.scalars(query))
    for mail in found:
        mail.address = mail.subject = mail.body = ""
    return len(found)


def _ways_in(now: datetime) -> int:
    gone = 0
    for model in (SignInLink, Session):
        done = db.session.execute(delete(model).where(model.expires_at < now - timedelta(days=7)))
        gone += done.rowcount  # type: ignore[attr-defined]
    return gone


def _empty(volunteers: list[Volunteer]) -> int:
    for volunteer in volunteers:
        volunteer.answers_text = volunteer.salt = volunteer.contact = ""
    return len(volunteers)


def _not_drawn(now: datetime) -> int:
    seated = select(Juror.volunteer_id)
    query = select(Volunteer).where(
        Volunteer.call_id.in_(ended_before(now - _days("KEEP_POOL_DAYS"))),
        Volunteer.keep_for_next.is_(False),
        Volunteer.id.not_in(seated),
        Volunteer.answers_sealed.is_not(None),
    )
    return _empty(list(db.session.scalars(query)))


def _jurors(now: datetime) -> int:
    query = select(Volunteer).where(
        Volunteer.call_id.in_(ended_before(now - _days("KEEP_JURY_DAYS"))),
        Volunteer.id.in_(select(Juror.volunteer_id)),
        Volunteer.answers_sealed.is_not(None),
    )
    return _empty(list(db.session.scalars(query)))


def _openings(now: datetime) -> int:
    """Delete the openings of old draws: they hold answers and salts. The public records stay."""
    query = select(Freeze).where(
        Freeze.call_id.in_(ended_before(now - _days("KEEP_JURY_DAYS"))),
        Freeze.openings_file.is_not(None),
    )
    found = list(db.session.scalars(query))
    for freeze in found:
        files.drop(freeze.openings_file or "")
        freeze.openings_file = None
    return len(found)


def _is_needed() -> list[Callable[[], set[int]]]:
    """Return the reasons to keep a person: answers that remain, a role of staff, a running call."""
    return [
        lambda: set(
            db.session.scalars(
                select(Volunteer.person_id).where(Volunteer.answers_sealed.is_not(None))
            )
        ),
        lambda: set(
            db.session.scalars(
                select(Grant.person_id).where(Grant.role.in_(STAFF), Grant.revoked_at.is_(None))
            )
        ),
    ]


def _people(now: datetime) -> int:
    old = ended_before(now - _days("KEEP_JURY_DAYS"))
    slugs = set(db.session.scalars(select(Call.slug).where(Call.id.not_in(old))))
    needed = set().union(*(reason() for reason in _is_needed()))
    needed |= set(db.session.scalars(select(Grant.person_id).where(Grant.call.in_(slugs))))
    query = select(Person).where(
        Person.erased_at.is_(None), Person.created_at < now - _days("KEEP_POOL_DAYS")
    )
    found = [person for person in db.session.scalars(query) if person.id not in needed]
    for person in found:
        erase(person, now)
    return len(found)


def erase(person: Person, now: datetime) -> None:
    """Forget who the person is; the pseudonym stays, because the ledger cannot change."""
    person.email = person.name = ""
    person.email_index, person.erased_at = None, now
    for model in (SignInLink, Session, SecondFactor):
        db.session.execute(delete(model).where(model.person_id == person.id))


STEPS: list[tuple[str, Callable[[datetime], int]]] = [
    ("messages", _mails),
    ("links_and_sessions", _ways_in),
    ("unconfirmed_registrations", registering.forget),
    ("answers_of_people_not_drawn", _not_drawn),
    ("answers_of_jurors", _jurors),
    ("openings_of_draws", _openings),
    ("people", _people),
]


def purge(now: datetime) -> dict[str, int]:
    """Delete what is due at ``now`` and return how much of each; the ledger keeps the counts."""
    report = {name: step(now) for name, step in STEPS}
    ledger.record("data.purged", now, call=None, **report)
    return report
