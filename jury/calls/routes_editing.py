"""The editor of a call: one short page a part."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jury.calls import completeness, editing, find, spending, timeline
from jury.calls.blueprint import bp
from jury.calls.forms import ContactForm, InfluenceForm, QuestionForm, ReasonForm
from jury.calls.forms_desk import ResourceForm
from jury.calls.forms_jury import PhasesForm, weights_form
from jury.calls.models import Call, Resource
from jury.db import db
from jury.people.sessions import the_person
from jury.roles import Role, requires

PARTS = ["question", "influence", "phases", "criteria", "contact", "resources"]
FORMS: dict[str, Callable[[], Any]] = {
    "question": QuestionForm,
    "influence": InfluenceForm,
    "contact": ContactForm,
    "phases": PhasesForm,
}


def form_for(call: Call, part: str) -> Any:
    """Return the form of one part, as the browser sent it."""
    if part == "resources":
        return ResourceForm()
    form = weights_form(call) if part == "criteria" else FORMS[part]()
    if part in editing.WITH_REASON:
        form.insist(call)
    return form


def page(call: Call, part: str, form: Any) -> str:
    """Return the page of one part."""
    now = datetime.now(UTC)
    return render_template(
        f"manager/call_edit_{part}.html",
        call=call,
        part=part,
        form=form,
        fixed=editing.why_fixed(call, part, now),
        number=PARTS.index(part) + 1,
        total=len(PARTS),
        names=timeline.parts(),
        parts=PARTS,
        gaps=[gap for gap in completeness.gaps(call, now) if gap.part == part],
        next_address=after(call, part),
        meanings=spending.meanings(),
    )


def after(call: Call, part: str) -> str:
    """Return the address of the page that follows."""
    following = PARTS[PARTS.index(part) + 1 :]
    if following:
        return url_for("calls.edit", slug=call.slug, part=following[0])
    return url_for("calls.preview" if call.state == "draft" else "calls.manage", slug=call.slug)


@bp.get("/manage/<slug>/edit/<any(question,influence,phases,criteria,contact,resources):part>")
@requires(Role.MANAGER)
def edit(slug: str, part: str) -> Any:
    """Show one part of the call for editing."""
    call = find.by_slug(slug)
    form = form_for(call, part)
    if part in FORMS:
        form.load(call)
    return page(call, part, form)


def _saved(call: Call, part: str) -> Response:
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(after(call, part))


@bp.post("/manage/<slug>/edit/<any(question,influence,contact):part>")
@requires(Role.MANAGER)
def save_texts(slug: str, part: str) -> Any:
    """Keep the texts of one part."""
    call = find.by_slug(slug)
    form = form_for(call, part)
    if not form.validate():
        return page(call, part, form), 422
    editing.write_texts(
        call, part, form.texts(), datetime.now(UTC), the_person(), reason=form.reason()
    )
    return _saved(call, part)


@bp.post("/manage/<slug>/edit/phases")
@requires(Role.MANAGER)
def save_phases(slug: str) -> Any:
    """Keep the dates."""
    call = find.by_slug(slug)
    form: PhasesForm = form_for(call, "phases")
    if not form.validate():
        return page(call, "phases", form), 422
    editing.set_phases(call, form.dates(), datetime.now(UTC), the_person(), reason=form.reason())
    return _saved(call, "phases")


@bp.post("/manage/<slug>/edit/criteria")
@requires(Role.MANAGER)
def save_weights(slug: str) -> Any:
    """Keep the weights of the criteria."""
    call = find.by_slug(slug)
    form: ReasonForm = form_for(call, "criteria")
    weights = {one.key: form[f"weight_{one.key}"].data for one in call.criteria}
    good = form.validate()
    if good and sum(weights.values()) != 100:
        form.form_errors = [
            _("The weights add up to %(total)d. Make it 100.", total=sum(weights.values()))
        ]
        good = False
    if not good:
        return page(call, "criteria", form), 422
    editing.set_weights(call, weights, datetime.now(UTC), the_person(), reason=form.reason())
    return _saved(call, "criteria")


@bp.post("/manage/<slug>/edit/resources")
@requires(Role.MANAGER)
def add_resource(slug: str) -> Any:
    """Add a text to read first."""
    call, form = find.by_slug(slug), ResourceForm()
    if not form.validate():
        return page(call, "resources", form), 422
    made = Resource(title=form.text("title"), url=form.url.data, language=form.language.data)
    editing.set_resources(call, [*call.resources, made], datetime.now(UTC), the_person())
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for(".edit", slug=slug, part="resources"))


@bp.post("/manage/<slug>/resources/<int:id>/remove")
@requires(Role.MANAGER)
def remove_resource(slug: str, id: int) -> Any:
    """Take a text off the list."""
    call = find.by_slug(slug)
    left = [one for one in call.resources if one.id != id]
    if len(left) == len(call.resources):
        abort(404)
    editing.set_resources(call, left, datetime.now(UTC), the_person())
    db.session.commit()
    return redirect(url_for(".edit", slug=slug, part="resources"))
