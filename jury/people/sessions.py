"""Sessions: one a browser, kept on the server, listed and revoked by their owner."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from flask import Response as FlaskResponse
from flask import current_app, has_request_context, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from jury.db import db
from jury.people.models import Person, Session

COOKIE = "jury_session"
LASTS = timedelta(days=30)
_SEEN = "jury.session"


def digest(token: str) -> str:
    """Return what is kept of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def browser_of(agent: str) -> str:
    """Return “Firefox on Android” from a browser's long description of itself."""
    names = ("Edg", "Firefox", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux")
    name = next((n for n in names if n in agent), "?").replace("Edg", "Edge")
    system = next((s for s in systems if s in agent), "?")
    return f"{name} · {system}"


def start(person: Person, now: datetime, agent: str, second_factor: bool) -> str:
    """Open a session for the person and return the secret for its cookie."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        Session(
            person=person,
            token_digest=digest(token),
            browser=browser_of(agent),
            created_at=now,
            expires_at=now + LASTS,
            second_factor_at=now if second_factor else None,
        )
    )
    return token


def find(token: str, now: datetime) -> Session | None:
    """Return the living session with this secret."""
    query = select(Session).where(Session.token_digest == digest(token))
    found = db.session.scalars(query).one_or_none()
    if found is None or found.revoked_at or found.expires_at <= now or found.person.erased_at:
        return None
    return found


def current() -> Session | None:
    """Return the session of this request."""
    if not has_request_context():
        return None
    if _SEEN not in request.environ:
        token = request.cookies.get(COOKIE, "")
        request.environ[_SEEN] = find(token, datetime.now(UTC)) if token else None
    found: Session | None = request.environ[_SEEN]
    return found


def me() -> Person | None:
    """Return the person who is signed in."""
    session = current()
    return session.person if session else None


def the_person() -> Person:
    """Return the person who is signed in; for views that only signed-in people reach."""
    person = me()
    if person is None:
        raise RuntimeError("This view is open to people who are not signed in.")
    return person


def living(person: Person, now: datetime) -> list[Session]:
    """Return the browsers in which the person is signed in, newest first."""
    query = (
        select(Session)
        .where(Session.person_id == person.id, Session.revoked_at.is_(None))
        .where(Session.expires_at > now)
        .order_by(Session.id.desc())
    )
    return list(db.session.scalars(query))


def set_cookie(answer: Response | FlaskResponse, token: str) -> None:
    """Hand the browser the secret of its session."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
