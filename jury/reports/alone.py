"""Alone: the report as one HTML file, with its style and its data inside."""

from base64 import b64encode
from pathlib import Path

from flask import render_template
from flask_babel import gettext as _

from jury import languages
from jury.reports import laying_out, open_data
from jury.reports.content import Content

STATIC = Path(__file__).parent.parent / "static"
SHEETS = ("style.css", "report-page.css")


def page(content: Content, language: str) -> str:
    """Return the report on ``content`` in ``language`` as a page that loads nothing."""
    style = "\n".join((STATIC / name).read_text() for name in SHEETS)
    with languages.speaking(language):
        return render_template(
            "public/report_alone.html",
            language=language,
            style=style,
            files=_files(content),
            **laying_out.facts_on(content),
        )


def _files(content: Content) -> list[tuple[str, str, str]]:
    """Return the data behind the report: name, what it holds as an address, words."""
    table = open_data.proposals(content)
    return [
        ("proposals.csv", _held("text/csv", table), _("All proposals with their outcome (CSV)")),
        (
            "result.json",
            _held("application/json", content.result_text),
            _("Every number of the result (JSON)"),
        ),
    ]


def _held(kind: str, text: str) -> str:
    return f"data:{kind};base64,{b64encode(text.encode()).decode()}"
