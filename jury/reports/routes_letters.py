"""Pages of the letters: each applicant reads their own, the programme manager all at once."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _

from jury import files
from jury.calls import find as calls
from jury.db import db
from jury.people import sessions
from jury.proposals import find as proposals
from jury.proposals.models import Proposal
from jury.reports import find, letters
from jury.reports.blueprint import bp
from jury.roles import Role, requires


@bp.get("/calls/<slug>/my-proposals/<int:id>/letter.pdf")
@requires(Role.APPLICANT)
def letter(slug: str, id: int) -> Any:
    """Give me the letter on my own proposal."""
    mine = proposals.own(sessions.the_person(), calls.public(slug), id)
    found = letters.of_proposal(mine) or abort(404)
    return files.as_file(files.read(found.file), "application/pdf", letters.name(mine.call, found))


@bp.get("/manage/<slug>/letters.zip")
@requires(Role.MANAGER)
def all_letters(slug: str) -> Any:
    """Give every letter of the call in one file."""
    call = calls.by_slug(slug)
    found = letters.of_call(call) or abort(404)
    return files.as_file(letters.together(call, found), "application/zip", f"{slug}-letters.zip")


@bp.post("/manage/<slug>/letters")
@requires(Role.MANAGER)
def write_letters(slug: str) -> Any:
    """Ask for the letters again, where printing them failed or never began."""
    letters.ask(calls.by_slug(slug), datetime.now(UTC))
    db.session.commit()
    flash(_("The letters are being printed. This takes less than a minute."), "info")
    return redirect(url_for(".decide", slug=slug))


def letter_on(proposal: Proposal) -> dict[str, Any] | None:
    """Return what was decided on a proposal, and the letter on it, once it is public."""
    decided = find.published(proposal.call)
    lines = decided.lines if decided is not None else ()
    line = next((line for line in lines if line.proposal == proposal), None)
    return None if line is None else {"line": line, "letter": letters.of_proposal(proposal)}
