"""The door of the room: its blueprint, and what every page of it needs."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, session, url_for

from jury.calls import find as calls
from jury.calls.models import Call
from jury.calls.timeline import bar
from jury.db import db
from jury.people import sessions
from jury.pool.models import Draft

bp = Blueprint("pool", __name__)


def now() -> datetime:
    """Return the present moment; the only place of the room that asks the clock."""
    return datetime.now(UTC)


def page(template: str, call: Call, **facts: Any) -> str:
    """Return a page of a call, with its timeline on top."""
    return render_template(template, call=call, call_bar=bar(call, now()), now=now(), **facts)


def question_page(template: str, call: Call, **facts: Any) -> str:
    """Return one screen of the registration: the question first, without the timeline."""
    return render_template(template, call=call, now=now(), **facts)


def public_call(slug: str) -> Call:
    """Return a call that the public may see, or answer 404."""
    return calls.public(slug)


def any_call(slug: str) -> Call:
    """Return a call, also a draft: for its staff."""
    return calls.by_slug(slug)


def remember(draft: Draft) -> None:
    """Tie the draft to this browser; the signed cookie holds its number and no answer."""
    session["drafts"] = {**session.get("drafts", {}), draft.call.slug: draft.id}


def forget(call: Call) -> None:
    """Cut the tie between this browser and its draft."""
    kept = session.get("drafts", {})
    session["drafts"] = {slug: number for slug, number in kept.items() if slug != call.slug}


def draft_of(call: Call) -> Draft | None:
    """Return this browser's draft for the call; never one of somebody else who signed in."""
    number = session.get("drafts", {}).get(call.slug)
    found = db.session.get(Draft, number) if number else None
    if found is None or found.call_id != call.id:
        return None
    me = sessions.me()
    if found.person_id is not None and (me is None or me.id != found.person_id):
        return None
    return found


def the_draft(call: Call) -> Draft:
    """Return this browser's draft, or send the reader to the first question."""
    return draft_of(call) or abort(redirect(url_for("pool.register", slug=call.slug)))
