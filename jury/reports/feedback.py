"""Feedback: what one applicant is told after the decision, as a letter ready to be printed.

It says of other applicants only how many there are: everything in it is public, or about the
applicant's own proposal.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import render_template

from jury import languages
from jury.reports import facts, laying_out, pictures, reasons
from jury.reports.content import CallPart, Content, Line
from jury.reports.paper import USUAL
from jury.reports.sheet import Sheet

EDITION = "4"  # of the letter's text and layout: another number prints every letter anew


@dataclass(frozen=True)
class Feedback:
    """One letter as plain data; the words of the reason are in its language."""

    language: str
    line: Line
    place: int  # by the jury's score, from 1
    proposals: int  # that the jury judged
    why: str
    threshold: float  # the score from which a juror is in favour
    experts: str  # that they count among the jurors, where there are any
    call: CallPart
    published_at: str  # ISO 8601, UTC
    object_by: str  # ISO 8601, UTC
    outcome_page: str  # its address
    result_digest: str
    edition: str = EDITION

    @property
    def digest(self) -> str:
        """The SHA-256 of everything that the letter prints."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def of(
    content: Content, line: Line, language: str, *, published_at: datetime, days: int, page: str
) -> Feedback:
    """Return what the applicant of ``line`` is told in ``language``.

    One may object for ``days`` days after the publication; ``page`` is the address of the
    outcome. Raises ValueError for a content without a call: there is nobody to write to.
    """
    if content.call is None:
        raise ValueError("A letter needs a call.")
    with languages.speaking(language):
        why, experts = reasons.why(line, content), facts.experts_words(content)
    return Feedback(
        language=language,
        line=line,
        place=reasons.place(line, content),
        proposals=len(content.lines),
        why=why,
        threshold=facts.threshold(content),
        experts=experts,
        call=content.call,
        published_at=published_at.astimezone(UTC).isoformat(),
        object_by=(published_at + timedelta(days=days)).astimezone(UTC).isoformat(),
        outcome_page=page,
        result_digest=content.result_digest,
    )


def lay_out(told: Feedback) -> Sheet:
    """Return the letter ready to be printed."""
    with languages.speaking(told.language):
        page, drawn = pictures.lift(render_template("pdf/letter.html", told=told, **_ways(told)))
    return Sheet(
        page=page,
        drawn=drawn,
        attached=(),
        moment=told.published_at,
        identifier=told.digest,
        styles=("report.css", "letter.css"),
    )


def _ways(told: Feedback) -> dict[str, Any]:
    return laying_out.ways() | {
        "language": told.language,
        "on_paper": True,
        "paper": USUAL,
        "line": told.line,
        "when": datetime.fromisoformat(told.published_at),
    }
