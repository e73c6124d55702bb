"""Choosing the language: one button each, remembered for a year."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from jury.db import db
from jury.languages import COOKIE, LANGUAGES
from jury.people import sessions
from jury.people.links import safe_path
from jury.roles import Role, requires

A_YEAR = 365 * 24 * 3600  # seconds

bp = Blueprint("languages", __name__)


@bp.post("/language/<code>")
@requires(Role.ANYONE)
def choose(code: str) -> Response:
    """Remember the language for a year, also for my mail, and go back to the page."""
    answer = redirect(safe_path(request.form.get("next", "/")))
    if code in LANGUAGES:
        if (me := sessions.me()) is not None:
            me.language = code
            db.session.commit()
        answer.set_cookie(COOKIE, code, max_age=A_YEAR, samesite="Lax", httponly=True)
    return answer
