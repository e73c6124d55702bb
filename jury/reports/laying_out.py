"""Laying out: from the content of a report to the sheet that is printed."""

from datetime import UTC, datetime
from typing import Any

from flask import render_template

from jury import languages
from jury.pool import sources
from jury.reports import (
    colleges,
    facts,
    figures,
    folding,
    open_data,
    pictures,
    reasons,
    rules,
    variants,
)  # fmt: skip
from jury.reports.content import Content
from jury.reports.paper import USUAL, Paper
from jury.reports.sheet import Sheet

UNDATED = "2000-01-01T00:00:00+00:00"  # of attachments where the input has no moment


def lay_out(content: Content, language: str, paper: Paper = USUAL) -> Sheet:
    """Return the report on ``content`` in ``language``, ready to be printed."""
    with languages.speaking(language):
        page, drawn = pictures.lift(html(content, language, paper))
        proposals = open_data.proposals(content)
    moment = when(content) or datetime.fromisoformat(UNDATED)
    return Sheet(
        page=page,
        drawn=pictures.stronger(drawn) if paper.large else drawn,
        attached=(
            ("result.json", content.result_text, "The result of the scoring"),
            ("proposals.csv", proposals, "The proposals with their outcome"),
        ),
        moment=moment.astimezone(UTC).isoformat(),
        identifier=content.result_digest,
        styles=paper.styles,
    )


def html(content: Content, language: str, paper: Paper = USUAL) -> str:
    """Return the report as the page that is printed; speak ``language`` while calling it."""
    page = render_template(
        "pdf/report.html", language=language, on_paper=True, **facts_on(content, paper)
    )
    return folding.fold(page) if paper.large else page


def facts_on(content: Content, paper: Paper = USUAL) -> dict[str, Any]:
    """Return the content, its date, and what templates call to draw it and to word it."""
    return {"content": content, "when": when(content), "paper": paper, **ways()}


def ways() -> dict[str, Any]:
    """Return what templates call to draw and to word things."""
    return {
        "facts": facts,
        "figures": figures,
        "reasons": reasons,
        "rules": rules,
        "colleges": colleges,
        "variants": variants,
        "fixed": figures.fixed,
        "source_words": sources.words,
        "moment_of": datetime.fromisoformat,
    }


def when(content: Content) -> datetime | None:
    """Return the moment of the decision: the only date that a report carries as its own."""
    return datetime.fromisoformat(content.decision.decided_at) if content.decision else None
