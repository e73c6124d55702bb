"""The criteria of a call: a ready-made set, or one's own words."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jury.calls import editing, find, ready_made
from jury.calls.blueprint import bp
from jury.calls.forms_jury import CriterionForm
from jury.calls.models import Call, Criterion
from jury.db import db
from jury.people.sessions import the_person
from jury.roles import Role, requires


def _criterion(call: Call, key: str) -> Criterion:
    return next((one for one in call.criteria if one.key == key), None) or abort(404)


@bp.app_context_processor
def offer_sets() -> dict[str, Any]:
    """Let the page of the criteria offer the ready-made sets."""
    return {"criteria_sets": ready_made.criteria_sets}


@bp.post("/manage/<slug>/criteria/set")
@requires(Role.MANAGER)
def load_set(slug: str) -> Any:
    """Replace the criteria by a ready-made set."""
    call, key = find.by_slug(slug), request.form.get("key", "")
    editing.load_criteria_set(call, key, datetime.now(UTC), the_person())
    db.session.commit()
    flash(_("The criteria are loaded. Change words and weights as you like."), "good")
    return redirect(url_for(".edit", slug=slug, part="criteria"))


@bp.post("/manage/<slug>/criteria/add")
@requires(Role.MANAGER)
def add_criterion(slug: str) -> Any:
    """Add an empty criterion."""
    made = editing.add_criterion(find.by_slug(slug), datetime.now(UTC), the_person())
    db.session.commit()
    return redirect(url_for(".edit_criterion", slug=slug, key=made.key))


@bp.post("/manage/<slug>/criteria/<key>/remove")
@requires(Role.MANAGER)
def remove_criterion(slug: str, key: str) -> Any:
    """Take a criterion out."""
    call = find.by_slug(slug)
    editing.remove_criterion(call, _criterion(call, key).key, datetime.now(UTC), the_person())
    db.session.commit()
    return redirect(url_for(".edit", slug=slug, part="criteria"))


@bp.get("/manage/<slug>/criteria/<key>")
@requires(Role.MANAGER)
def edit_criterion(slug: str, key: str) -> Any:
    """Show one criterion with its scale for editing."""
    call, form = find.by_slug(slug), CriterionForm()
    criterion = _criterion(call, key)
    form.load(criterion)
    return _page(call, criterion, form)


def _page(call: Call, criterion: Criterion, form: CriterionForm) -> str:
    fixed = editing.why_fixed(call, "criteria", datetime.now(UTC))
    return render_template(
        "manager/call_criterion.html", call=call, criterion=criterion, form=form, fixed=fixed
    )


@bp.post("/manage/<slug>/criteria/<key>")
@requires(Role.MANAGER)
def save_criterion(slug: str, key: str) -> Any:
    """Keep the words of one criterion."""
    call, form = find.by_slug(slug), CriterionForm()
    criterion = _criterion(call, key)
    form.insist(call)
    if not form.validate():
        return _page(call, criterion, form), 422
    editing.change_criterion(
        call, key, form.texts(), datetime.now(UTC), the_person(), reason=form.reason()
    )
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for(".edit", slug=slug, part="criteria"))
