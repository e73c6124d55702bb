"""Languages: nl, fr, de and en; which one a reader gets, and how dates and money are written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from jury.db import Localised
from sortition.saying import Said

LANGUAGES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
BRUSSELS = ZoneInfo("Europe/Brussels")
COOKIE = "language"


def chosen() -> str:
    """Return the reader's language: the one chosen on the page, else the browser's, else Dutch."""
    if not has_request_context():
        return "en"  # commands and jobs; mail and reports say which language they speak
    wanted = request.cookies.get(COOKIE, "")
    if wanted in LANGUAGES:
        return wanted
    return request.accept_languages.best_match(list(LANGUAGES), "nl") or "nl"


def current() -> str:
    """Return the language in which we now speak."""
    locale = get_locale()
    return locale.language if locale else "nl"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` inside this block, whatever the page's language is."""
    with flask_babel.force_locale(language):
        yield


def local(text: Localised | None) -> str:
    """Return ``text`` in the reader's language, else in the first language it has."""
    if not text:
        return ""
    for language in (current(), *LANGUAGES):
        if text.get(language):
            return text[language]
    return ""


def language_of(text: Localised | None) -> str:
    """Return the language in which ``local`` gives ``text``, for the lang attribute."""
    for language in (current(), *LANGUAGES):
        if text and text.get(language):
            return language
    return current()


def at_home(moment: datetime) -> datetime:
    """Return ``moment`` on a clock in Brussels."""
    return moment.astimezone(BRUSSELS)


def day(moment: datetime | date) -> str:
    """Return the date with its weekday: “Monday 1 February 2027”."""
    where = at_home(moment) if isinstance(moment, datetime) else moment
    pattern = {"de": "EEEE, d. MMMM y"}.get(current(), "EEEE d MMMM y")
    return _with_first(format_date(where, pattern, locale=current()))


def plain_day(when: date) -> str:
    """Return the date without its weekday: “1 February 2027”."""
    pattern = {"de": "d. MMMM y"}.get(current(), "d MMMM y")
    return _with_first(format_date(when, pattern, locale=current()))


def _with_first(date: str) -> str:
    """Return a date as it is written: in French the first of a month is an ordinal."""
    return re.sub(r"\b1 (?=\D)", "1er ", date) if current() == "fr" else date


def moment(when: datetime) -> str:
    """Return date, weekday and time in Brussels: “Monday 1 February 2027, 18:00”."""
    return f"{day(when)}, {clock(when)}"


def clock(when: datetime) -> str:
    """Return the time of day in Brussels: “18:00”."""
    return format_time(at_home(when), "HH:mm", locale=current())


def short_day(when: datetime) -> str:
    """Return a short date: “Mon 1 Feb”."""
    pattern = {"de": "EEE, d. MMM"}.get(current(), "EEE d MMM")
    return _with_first(format_datetime(at_home(when), pattern, locale=current()))


def euros(cents: int) -> str:
    """Return an amount of money, without cents where there are none."""
    pattern = {"nl": "€\N{NO-BREAK SPACE}#,##0.00", "en": "€#,##0.00"}.get(
        current(), "#,##0.00\N{NO-BREAK SPACE}€"
    )
    if cents % 100 == 0:
        pattern = pattern.replace(".00", "")
    return format_currency(cents / 100, "EUR", pattern, locale=current(), currency_digits=False)


def number(value: float) -> str:
    """Return a number as the reader writes it."""
    return format_decimal(value, locale=current())


def percent(share: float, places: int = 0) -> str:
    """Return a share, 0 to 1, in percents as the reader writes it: “47%” or “51,6 %”."""
    pattern = Locale.parse(current()).percent_formats[None].pattern
    if places:
        pattern = pattern.replace("##0", "##0." + "0" * places)
    return str(format_percent(share, pattern, locale=current()))


def told(said: Said) -> str:
    """Return a sentence of the library in the reader's language, its numbers as they write them."""
    return flask_babel.gettext(
        said.template, **{name: _fact(fact) for name, fact in said.facts.items()}
    )


def _fact(fact: object) -> str:
    if isinstance(fact, Said):
        return told(fact)
    if isinstance(fact, int | float):
        return str(format_decimal(fact, "#,##0.######", locale=current()))
    return str(fact)


def colon(text: Any) -> str:
    """Return ``text`` with the colon that announces what follows, as the reader writes it.

    After a question nothing is added: its mark announces enough.
    """
    words: str = text if isinstance(text, str) else str(text)
    if words.rstrip().endswith("?"):
        return words
    return words + ("\N{NO-BREAK SPACE}:" if current() == "fr" else ":")


def init_app(app: Flask) -> None:
    """Translate pages and give templates the ways of writing things."""
    Babel(app, locale_selector=chosen, default_translation_directories="translations")
    app.before_request(flask_babel.refresh)
    _translate_templates(app)
    app.jinja_env.filters.update(
        local=local, language_of=language_of, day=day, moment=moment, clock=clock,
        short_day=short_day, euros=euros, number=number, percent=percent, colon=colon,
    )  # fmt: skip
    app.context_processor(lambda: {"languages": list(LANGUAGES.items()), "language": current()})


def _translate_templates(app: Flask) -> None:
    """Let templates keep each language's catalogue at hand: Babel looks it up anew each time."""
    known: dict[str, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        language = current()
        if language not in known:
            known[language] = Domain().get_translations()
        return known[language]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue().gettext(text),
        lambda one, many, n: catalogue().ngettext(one, many, n),
        newstyle=True,
    )
