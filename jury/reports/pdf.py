"""PDF: the selection report on paper, tagged, in one language, with its data attached."""

import warnings
from datetime import UTC, datetime
from typing import Any

from flask import render_template
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration

from jury import languages
from jury.reports import facts, figures, open_data, pictures, reasons, variants
from jury.reports.content import Content
from jury.reports.fetching import OURS, OwnFilesOnly
from jury.reports.tagging import finish

UNDATED = "2000-01-01T00:00:00+00:00"  # of attachments where the input has no moment


def render(content: Content, language: str) -> bytes:
    """Return the report as a tagged PDF/A-3 with `result.json` and `proposals.csv` attached.

    The same content and language give the same bytes. Raises FatalURLFetchingError if the
    report asks for anything but our own static files.
    """
    with languages.speaking(language):
        page, drawn = pictures.lift(html(content, language))
        files = _attachments(content)
    fonts, fetcher = FontConfiguration(), OwnFilesOnly(drawn)
    sheet = CSS(url=f"{OURS}report.css", font_config=fonts, url_fetcher=fetcher)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint never closes its ICC file
        printed = HTML(string=page, base_url=OURS, url_fetcher=fetcher).write_pdf(
            stylesheets=[sheet],
            font_config=fonts,
            attachments=files,
            pdf_variant="pdf/a-3a",
            pdf_identifier=content.result_digest.encode(),
        )
    return finish(printed)


def html(content: Content, language: str) -> str:
    """Return the report as the page that is printed; speak ``language`` while calling it."""
    return render_template(
        "pdf/report.html",
        content=content,
        language=language,
        when=when(content),
        **_ways(),
    )


def _ways() -> dict[str, Any]:
    """Return what the templates call to draw and to word things."""
    return {
        "facts": facts,
        "figures": figures,
        "reasons": reasons,
        "variants": variants,
        "fixed": figures.fixed,
        "moment_of": datetime.fromisoformat,
    }


def when(content: Content) -> datetime | None:
    """Return the moment of the decision: the only date that a report carries as its own."""
    return datetime.fromisoformat(content.decision.decided_at) if content.decision else None


def _attachments(content: Content) -> list[Attachment]:
    """Return the data behind the report: readable by programs, equal for equal input."""
    moment = (when(content) or datetime.fromisoformat(UNDATED)).astimezone(UTC)
    files = [
        ("result.json", content.result_text, "The result of the scoring"),
        ("proposals.csv", open_data.proposals(content), "The proposals with their outcome"),
    ]
    return [
        Attachment(
            string=text,
            name=name,
            description=description,
            created=moment,
            modified=moment,
            relationship="Data",
        )
        for name, text, description in files
    ]
