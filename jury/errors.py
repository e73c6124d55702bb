"""Errors: a broken rule is a whole sentence, shown in the reader's language on a calm page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from jury.db import db

LARGEST_NUMBER = 2**31 - 1  # of a row in PostgreSQL


class RuleBroken(Exception):
    """A rule of the house forbids this act; the message says which, and what can be done."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _page(code: int, title: str, sentence: str) -> tuple[str, int]:
    page = render_template(
        "shared/error.html", title=title, sentence=sentence, back=request.referrer or "/"
    )
    return page, code


def rule_broken(error: RuleBroken) -> tuple[str, int]:
    """Undo what was begun and say which rule stands in the way."""
    db.session.rollback()
    return _page(409, _("This cannot be done now"), error.sentence)


def refused_on(page: Callable[..., str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer a broken rule of a view with its own page instead of the bare one.

    ``page`` gets what the address names and the sentence, as ``refused``.
    """

    def wrap(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def refusing(**arguments: Any) -> Any:
            try:
                return view(**arguments)
            except RuleBroken as broken:
                db.session.rollback()
                return page(**arguments, refused=broken.sentence), 409

        return refusing

    return wrap


def http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    """Answer the errors of HTTP in plain words."""
    words = {
        400: (_("Something was missing"), _("Go back, reload the page and try again.")),
        403: (_("This page is not for you"), _("Sign in with another address, or call us.")),
        404: (_("This page does not exist"), _("Check the address, or start from the home page.")),
        405: (_("This cannot be opened like that"), _("Go back and use the button on the page.")),
        413: (_("This file is too large"), _("Go back: the page says how large a file may be.")),
        429: (_("Too many tries"), _("Wait a few minutes and try again.")),
    }
    if error.code not in words:
        return error
    return _page(error.code, *words[error.code])


def crashed(_error: Exception) -> tuple[str, int]:
    """Say that it is our mistake; the details go to the log, never to the page."""
    db.session.rollback()
    return _page(500, _("Something broke on our side"), _("Nothing was lost. Try again later."))


class ExistingNumber(IntegerConverter):
    """A number in an address that a row can have: a larger one leads to no page."""

    def __init__(self, url_map: Map, **given: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST_NUMBER} | given)


def init_app(app: Flask) -> None:
    """Give every kind of error its one handler."""
    app.url_map.converters["int"] = ExistingNumber
    app.register_error_handler(RuleBroken, rule_broken)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(500, crashed)
