"""Pages of jurors: the desk and the conflicts of interest."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from jury.calls import trail
from jury.calls.timeline import bar
from jury.db import db
from jury.deliberation import conflicts as declaring
from jury.deliberation import desk as desks
from jury.deliberation import (
    entrance,
    forms,
    opinions,
    rounds,
    routes_opinions,  # noqa: F401 - its pages are in the same blueprint
    seats,
    told,
)
from jury.deliberation.blueprint import bp
from jury.pool.models import Juror
from jury.roles import Role, requires


@bp.get("")
@requires(Role.JUROR)
def desk(slug: str) -> Any:
    """Show what to do today, with the next thing as the only large button."""
    juror, now = entrance.the_seat(slug), datetime.now(UTC)
    number, plan = desks.list_of(juror, now)
    return render_template(
        "juror/desk.html",
        call=juror.call,
        call_bar=bar(juror.call, now),
        juror=juror,
        number=number,
        plan=plan,
        next=desks.next_of(juror, number, plan, now),
        declared=seats.has_declared(juror),
        opinions=len(opinions.open_to(juror)),
    )


@bp.get("/conflicts")
@requires(Role.JUROR)
def conflicts(slug: str) -> Any:
    """Show every proposal with who is behind it, and what was declared."""
    juror = entrance.the_seat(slug)
    form = forms.conflicts_form(seats.eligible(juror.call), declaring.standing(juror))
    return _conflicts_page(juror, form), 200


def _conflicts_page(juror: Juror, form: FlaskForm) -> str:
    now = datetime.now(UTC)
    return render_template(
        "juror/conflicts.html",
        call=juror.call,
        call_bar=bar(juror.call, now),
        form=form,
        rows=[(p, form[forms.name_of(p)]) for p in seats.eligible(juror.call)],
        closed=declaring.why_closed(juror.call, now),
        late=rounds.is_over(juror.call, 1, now),
        declared=seats.has_declared(juror),
    )


@bp.post("/conflicts")
@requires(Role.JUROR)
def declare(slug: str) -> Any:
    """Write the conflicts down, or send the list back with what is wrong."""
    juror = entrance.the_seat(slug)
    proposals = seats.eligible(juror.call)
    form = forms.conflicts_form(proposals, declaring.standing(juror))
    if not form.validate():
        return _conflicts_page(juror, form), 422
    declaring.declare(juror, forms.answers(form, proposals), datetime.now(UTC))
    db.session.commit()
    flash(_("Thank you. What you declared is saved."), "good")
    return redirect(url_for(".desk", slug=slug))


def init_app(app: Flask) -> None:
    """Open the room, and give its events their sentences in the trail."""
    app.register_blueprint(bp)
    for event, sentence in told.SENTENCES.items():
        trail.tell(event, sentence)
