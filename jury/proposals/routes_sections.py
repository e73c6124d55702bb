"""The sections of a proposal: filled in one by one, kept while one types."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jury import languages
from jury.calls import timeline
from jury.db import db
from jury.errors import refused_on
from jury.proposals import attaching, completeness, drafting, words
from jury.proposals.blueprint import bp
from jury.proposals.forms import (
    IdeaForm,
    InterestsForm,
    MoneyForm,
    PartnersForm,
    SummaryForm,
    TextsForm,
    WorkForm,
)
from jury.proposals.models import Attachment, Proposal
from jury.proposals.routes_mine import my, overview
from jury.roles import Role, requires

FORMS: dict[str, Callable[[], Any]] = {
    "idea": IdeaForm,
    "summary": SummaryForm,
    "work": WorkForm,
    "interests": InterestsForm,
    "partners": PartnersForm,
    "money": MoneyForm,
}
SECTION = (
    "/calls/<slug>/my-proposals/<int:id>/<any(idea,summary,work,interests,partners,money):section>"
)


def _form(section: str, proposal: Proposal) -> Any:
    form = FORMS[section]()
    if isinstance(form, IdeaForm):
        form.offer()
    if isinstance(form, TextsForm):
        form.speak(proposal.language)
    return form


def _page(proposal: Proposal, section: str, form: Any, refused: str = "") -> str:
    now, names = datetime.now(UTC), completeness.sections()
    return render_template(
        f"applicant/section_{section}.html",
        call=proposal.call,
        call_bar=timeline.bar(proposal.call, now),
        proposal=proposal,
        form=form,
        section=section,
        sections=names,
        number=list(names).index(section) + 1,
        largest=attaching.LARGEST // 1024**2,
        most=attaching.MOST,
        words=words,
        refused=refused,
    )


def _keep(proposal: Proposal, form: Any, now: datetime) -> None:
    """Let the verb of the section keep what was typed."""
    if isinstance(form, TextsForm):
        drafting.write(proposal, form.texts(), now)
    elif isinstance(form, SummaryForm):
        drafting.summarise(proposal, {"nl": form.nl.data or "", "fr": form.fr.data or ""}, now)
    elif isinstance(form, PartnersForm):
        drafting.set_partners(proposal, form.partners(), now)
    else:
        drafting.set_budget(proposal, form.lines(), now)


@bp.get(SECTION)
@requires(Role.APPLICANT)
def section(slug: str, id: int, section: str) -> Any:
    """Show one section, with what was kept."""
    proposal = my(slug, id)
    if not drafting.is_editable(proposal, datetime.now(UTC)):
        return redirect(url_for(".edit", slug=slug, id=id))
    form = _form(section, proposal)
    if isinstance(form, SummaryForm):
        form.nl.data, form.fr.data = (proposal.summary.get(code, "") for code in ("nl", "fr"))
    else:
        form.load(proposal)
    return _page(proposal, section, form)


def _without_removed_row(form: Any) -> None:
    """Leave out the row whose “remove” was pressed."""
    pressed = request.form.get("remove", "")
    if hasattr(form, "rows") and pressed.isdigit() and int(pressed) < len(form.rows.entries):
        del form.rows.entries[int(pressed)]


def _typed(slug: str, id: int, section: str, refused: str) -> str:
    """Return the page of the section with what was typed, to be copied."""
    proposal = my(slug, id)
    return _page(proposal, section, _form(section, proposal), refused)


@bp.post(SECTION)
@requires(Role.APPLICANT)
@refused_on(_typed)
def save(slug: str, id: int, section: str) -> Any:
    """Keep one section, and go to the next or add a row."""
    proposal, now = my(slug, id), datetime.now(UTC)
    drafting.check_editable(proposal, now)
    form = _form(section, proposal)
    _without_removed_row(form)
    if not form.validate():
        return _page(proposal, section, form), 422
    _keep(proposal, form, now)
    db.session.commit()
    flash(_("Saved %(time)s.", time=languages.clock(now)), "good")
    if "remove" in request.form or "add" in request.form:
        return redirect(url_for(".section", slug=slug, id=id, section=section) + "#rows-end")
    following = dict(zip(FORMS, [*list(FORMS)[1:], ""], strict=True))[section]
    if following:
        return redirect(url_for(".section", slug=slug, id=id, section=following))
    return redirect(url_for(".files", slug=slug, id=id))


@bp.post(SECTION + "/autosave")
@requires(Role.APPLICANT)
def autosave(slug: str, id: int, section: str) -> Any:
    """Keep one section while its applicant types."""
    proposal, now = my(slug, id), datetime.now(UTC)
    drafting.check_editable(proposal, now)
    form = _form(section, proposal)
    if not form.validate():
        return {"errors": list(form.errors)}, 422
    _keep(proposal, form, now)
    db.session.commit()
    return {"saved": languages.clock(now)}


@bp.get("/calls/<slug>/my-proposals/<int:id>/files")
@requires(Role.APPLICANT)
def files(slug: str, id: int) -> Any:
    """Show the files of my proposal."""
    proposal = my(slug, id)
    if not drafting.is_editable(proposal, datetime.now(UTC)):
        return redirect(url_for(".edit", slug=slug, id=id))
    return _page(proposal, "files", None)


def _files(slug: str, id: int, refused: str, **_file: int) -> str:
    """Return the page of the files, or the overview once nothing can be changed."""
    proposal = my(slug, id)
    if not drafting.is_editable(proposal, datetime.now(UTC)):
        return overview(slug, id, refused)
    return _page(proposal, "files", None, refused)


@bp.post("/calls/<slug>/my-proposals/<int:id>/files")
@requires(Role.APPLICANT)
@refused_on(_files)
def attach(slug: str, id: int) -> Any:
    """Add a PDF to my proposal."""
    proposal, sent = my(slug, id), request.files.get("file")
    if sent is None or not sent.filename:
        flash(_("Choose a file first."), "warm")
        return redirect(url_for(".files", slug=slug, id=id))
    attaching.attach(proposal, sent.filename, sent.read(), datetime.now(UTC))
    db.session.commit()
    flash(_("The file is kept."), "good")
    return redirect(url_for(".files", slug=slug, id=id))


def attachment_of(proposal: Proposal, file: int) -> Attachment:
    """Return this file of the proposal, or answer 404."""
    return next((one for one in proposal.attachments if one.id == file), None) or abort(404)


@bp.post("/calls/<slug>/my-proposals/<int:id>/files/<int:file>/remove")
@requires(Role.APPLICANT)
@refused_on(_files)
def detach(slug: str, id: int, file: int) -> Any:
    """Remove a file from my proposal."""
    proposal = my(slug, id)
    attaching.detach(proposal, attachment_of(proposal, file), datetime.now(UTC))
    db.session.commit()
    flash(_("The file is removed."), "good")
    return redirect(url_for(".files", slug=slug, id=id))


def as_download(attachment: Attachment) -> Response:
    """Answer with the file, to be kept and not to be run."""
    answer = Response(attaching.content(attachment), mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=attachment.title)
    return answer


@bp.get("/calls/<slug>/my-proposals/<int:id>/files/<int:file>")
@requires(Role.APPLICANT)
def download(slug: str, id: int, file: int) -> Any:
    """Give me my file back."""
    return as_download(attachment_of(my(slug, id), file))
