"""Alone: the report as one HTML file, with its style and its data inside."""

from base64 import b64encode
from pathlib import Path

from flask import render_template

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
            files=[(each.name, _held(each, content), each.words) for each in open_data.FILES],
            **laying_out.facts_on(content),
        )


def _held(file: open_data.File, content: Content) -> str:
    """Return the file as an address that holds all of it."""
    return f"data:{file.kind};base64,{b64encode(file.text(content).encode()).decode()}"
