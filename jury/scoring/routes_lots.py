"""The steps that draw the lot, or take its fallback, for the manager."""

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from jury.calls import find as calls
from jury.db import db
from jury.errors import refused_on
from jury.people import sessions
from jury.roles import Role, requires
from jury.scoring import lot_drawing, lot_fallback
from jury.scoring.blueprint import bp
from jury.scoring.forms_lots import FallbackForm, LotForm
from jury.scoring.routes_results import page


def _page_as_typed(slug: str, refused: str) -> str:
    return page(slug, refused, FallbackForm())


@bp.post("/manage/<slug>/results/lot")
@requires(Role.MANAGER)
@refused_on(page)
def draw_lot(slug: str) -> Any:
    """Draw the lot with the announced value."""
    call, form = calls.by_slug(slug), LotForm()
    if not form.validate():
        return page(slug, value_form=form), 422
    lot_drawing.draw(call, form.text, datetime.now(UTC), sessions.the_person())
    db.session.commit()
    flash(_("The lot is drawn. The result is being computed with it."), "good")
    return redirect(url_for(".results", slug=slug))


@bp.post("/manage/<slug>/results/lot/fallback")
@requires(Role.MANAGER)
@refused_on(_page_as_typed)
def take_fallback(slug: str) -> Any:
    """Let the fallback count, because the announced value did not come."""
    call, form = calls.by_slug(slug), FallbackForm()
    if not form.validate():
        return page(slug, fallback_form=form), 422
    now = datetime.now(UTC)
    lot_fallback.take(call, form.reason, form.moment, now, sessions.the_person())
    db.session.commit()
    flash(_("The fallback counts. Its reason and its moment are public."), "good")
    return redirect(url_for(".results", slug=slug))
