"""The step that draws the lot, for the manager."""

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from jury.calls import find as calls
from jury.db import db
from jury.forms import ValueForm
from jury.people import sessions
from jury.roles import Role, requires
from jury.scoring import lot_drawing
from jury.scoring.blueprint import bp


@bp.post("/manage/<slug>/results/lot")
@requires(Role.MANAGER)
def draw_lot(slug: str) -> Any:
    """Draw the lot with the announced value."""
    call = calls.by_slug(slug)
    lot_drawing.draw(call, ValueForm().text, datetime.now(UTC), sessions.the_person())
    db.session.commit()
    flash(_("The lot is drawn. The result is being computed with it."), "good")
    return redirect(url_for(".results", slug=slug))
