"""Sign-in links: asked for by address, sent by mail, used once by pressing a button."""

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from jury import entropy, keys, ledger, mail
from jury.db import db
from jury.errors import RuleBroken
from jury.people import sessions
from jury.people.models import Person, SignInLink

LASTS = timedelta(hours=24)
MOST_AN_HOUR = 5  # links for one address


def safe_path(path: str) -> str:
    """Return ``path`` when it stays on this site, else the home page."""
    stays = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if stays and "\n" not in path and "\r" not in path else "/"


def with_email(email: str) -> Person | None:
    """Return the person with this address."""
    index = keys.ring().blind(email)
    return db.session.scalars(select(Person).where(Person.email_index == index)).one_or_none()


def welcome(email: str, now: datetime, language: str = "nl", name: str = "") -> Person:
    """Return the person with this address; a newcomer is written down with a pseudonym."""
    found = with_email(email)
    if found is None:
        found = Person(pseudonym=entropy.token_hex(8), language=language, created_at=now)
        found.email = email.strip()
        found.email_index = keys.ring().blind(email)
        db.session.add(found)
    if name:
        found.name = name
    return found


def make(
    person: Person, now: datetime, next_path: str = "/", counts_as_second_factor: bool = False
) -> str:
    """Make a link for the person and return its secret.

    Raises RuleBroken after five links in one hour.
    """
    recent = select(func.count(SignInLink.id)).where(
        SignInLink.person_id == person.id, SignInLink.created_at > now - timedelta(hours=1)
    )
    if (db.session.scalar(recent) or 0) >= MOST_AN_HOUR and not counts_as_second_factor:
        raise RuleBroken(
            _("We sent %(n)d links to this address within the hour. Use the newest one, "
              "or wait an hour.", n=MOST_AN_HOUR)
        )  # fmt: skip
    token = secrets.token_urlsafe(24)
    db.session.add(
        SignInLink(
            person=person,
            token_digest=sessions.digest(token),
            created_at=now,
            expires_at=now + LASTS,
            next_path=safe_path(next_path),
            counts_as_second_factor=counts_as_second_factor,
        )
    )
    return token


def ask(email: str, now: datetime, next_path: str, language: str) -> None:
    """Send a sign-in link to the address, known or new."""
    person = welcome(email, now, language)
    token = make(person, now, next_path)
    address = mail.link_to("people.landing", token=token)
    mail.write(person.email, "sign_in", person.language, now, link=address)


def find(token: str) -> SignInLink | None:
    """Return the link with this secret, used or not."""
    query = select(SignInLink).where(SignInLink.token_digest == sessions.digest(token))
    return db.session.scalars(query).one_or_none()


def use(token: str, now: datetime, agent: str) -> tuple[str, SignInLink]:
    """Sign the person in: return the session's secret and the link, now used up.

    Raises RuleBroken if the link is unknown, used or older than a day.
    """
    link = find(token)
    if link is None or link.expires_at <= now:
        raise RuleBroken(_("This link has expired. Ask for a new one with your e-mail address."))
    taken = db.session.execute(
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .values(used_at=now)
    )
    if taken.rowcount == 0:  # type: ignore[attr-defined]
        raise RuleBroken(
            _("This link was used already. Ask for a new one with your e-mail address.")
        )
    ledger.record("person.signed-in", now, person=link.person.pseudonym)
    return sessions.start(link.person, now, agent, link.counts_as_second_factor), link
