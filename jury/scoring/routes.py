"""Pages of jurors: the score sheet and the practice proposal."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from jury import languages
from jury.calls import trail
from jury.calls.timeline import bar
from jury.db import db
from jury.deliberation import comments, entrance, reading, rounds
from jury.languages import local, moment
from jury.pool import values
from jury.pool.models import Juror
from jury.proposals.models import Proposal
from jury.roles import Role, requires
from jury.scoring import (
    faults,
    forms,
    lots,
    routes_experts,  # noqa: F401 - its page is in the same blueprint
    routes_looking,  # noqa: F401 - its page is in the same blueprint
    routes_lots,  # noqa: F401 - so is its step
    routes_results,  # noqa: F401 - its pages are in the same blueprint
    routes_talks,  # noqa: F401 - so are these
    sheets,
    shown,
    told,
)
from jury.scoring.blueprint import bp
from sortition.randomness import round_at


@bp.get("/calls/<slug>/jury/proposals/<int:number>")
@requires(Role.JUROR)
def score(slug: str, number: int) -> Any:
    """Show the proposal beside the juror's own sheet."""
    juror = entrance.the_declared_seat(slug)
    proposal = entrance.the_proposal(juror, number)
    return _page(juror, proposal, _form(juror, proposal))


def _round(juror: Juror, now: datetime) -> int:
    """Return the round whose sheet is shown: the open one, else the last that began."""
    second = rounds.phase_of(juror.call, 2)
    last = 2 if second and now >= second.opens_at else 1
    return rounds.open_round(juror.call, now) or last


def _form(juror: Juror, proposal: Proposal) -> forms.SheetForm:
    number = _round(juror, datetime.now(UTC))
    written = {kind: row.text for kind, row in comments.own(juror, proposal).items()}
    return forms.sheet_form(juror.call.criteria, sheets.own(juror, proposal, number), written)


def _page(juror: Juror, proposal: Proposal, form: forms.SheetForm, unsaved: bool = False) -> str:
    now = datetime.now(UTC)
    number = _round(juror, now)
    first = sheets.own(juror, proposal, 1) if number == 2 else {}
    return render_template(
        "juror/score.html",
        call=juror.call,
        call_bar=bar(juror.call, now),
        proposal=proposal,
        budget=[(line.label, languages.euros(line.amount)) for line in proposal.budget_lines],
        number=number,
        form=form,
        questions=[
            (c, form[forms.name_of(c)], {forms.word_of(first[c.id]): _("Your first score")}
             if c.id in first else {})
            for c in juror.call.criteria
        ],
        closed=rounds.why_closed(juror.call, number, now),
        unsaved=unsaved,
        saved_time=sheets.saved_at(juror, proposal, number),
        closes=rounds.phase_of(juror.call, number),
    )  # fmt: skip


@bp.post("/calls/<slug>/jury/proposals/<int:number>")
@requires(Role.JUROR)
def save(slug: str, number: int) -> Any:
    """Save the sheet and go on to the next one; when scoring is closed, keep what was typed."""
    juror = entrance.the_declared_seat(slug)
    proposal = entrance.the_proposal(juror, number)
    form, now = _form(juror, proposal), datetime.now(UTC)
    if not form.validate():
        return _page(juror, proposal, form), 422
    if rounds.why_closed(juror.call, _round(juror, now), now):
        return _page(juror, proposal, form, unsaved=True), 409
    _keep(juror, proposal, form, now)
    db.session.commit()
    _say_what_is_open(juror, form)
    following = reading.plan(juror, _round(juror, now), now).after(proposal)
    if following is None:
        return redirect(url_for("deliberation.desk", slug=slug))
    return redirect(url_for(".score", slug=slug, number=following.number))


def _keep(juror: Juror, proposal: Proposal, form: forms.SheetForm, now: datetime) -> None:
    answers = forms.answers(form, juror.call.criteria)
    sheets.save(juror, proposal, answers, _round(juror, now), now)
    for kind in comments.KINDS:
        said = form[f"comment_{kind}"].data or ""
        comments.write(juror, proposal, kind, said, now, language=languages.current())


def _say_what_is_open(juror: Juror, form: forms.SheetForm) -> None:
    missing = len(juror.call.criteria) - len(forms.answers(form, juror.call.criteria))
    if missing:
        flash(
            ngettext(
                "Saved. %(num)d question on that proposal has no answer yet.",
                "Saved. %(num)d questions on that proposal have no answer yet.",
                missing,
            ),
            "warm",
        )
    else:
        flash(_("Saved."), "good")


@bp.post("/calls/<slug>/jury/proposals/<int:number>/autosave")
@requires(Role.JUROR)
def autosave(slug: str, number: int) -> Any:
    """Save the sheet while the juror works on it, and tell when."""
    juror = entrance.the_declared_seat(slug)
    proposal = entrance.the_proposal(juror, number)
    form, now = _form(juror, proposal), datetime.now(UTC)
    if not form.validate():
        return jsonify(problems=form.errors), 422
    _keep(juror, proposal, form, now)
    db.session.commit()
    return jsonify(saved=languages.clock(now))


@bp.get("/calls/<slug>/jury/practice")
@requires(Role.JUROR)
def practice(slug: str) -> Any:
    """Let a juror try the scale on a proposal that nobody handed in."""
    juror = entrance.the_seat(slug)
    return _practice_page(juror, forms.sheet_form(juror.call.criteria, {}, {}), tried=False)


def _practice_page(juror: Juror, form: forms.SheetForm, tried: bool) -> str:
    criteria = juror.call.criteria
    return render_template(
        "juror/practice.html",
        call=juror.call,
        call_bar=bar(juror.call, datetime.now(UTC)),
        form=form,
        questions=[(c, form[forms.name_of(c)], {}) for c in criteria],
        tried=tried,
        missing=len(criteria) - len(forms.answers(form, criteria)),
    )


@bp.post("/calls/<slug>/jury/practice")
@requires(Role.JUROR)
def try_out(slug: str) -> Any:
    """Show what was answered; nothing is kept."""
    juror = entrance.the_seat(slug)
    form = forms.sheet_form(juror.call.criteria, {}, {})
    status = 200 if form.validate() else 422
    return _practice_page(juror, form, tried=status == 200), status


def init_app(app: Flask) -> None:
    """Open the room, tell templates how scores are written, and the trail what happened."""
    app.jinja_env.filters.update(
        score=shown.as_score,
        lot_of=lots.of_call,
        value_shown=values.shown,
        drand_round=round_at,
        fault_told=faults.told,
    )
    app.register_blueprint(bp)
    for event, sentence in told.SENTENCES.items():
        trail.tell(event, sentence)
    for event in ("lot.announced", "lot.fallback"):
        trail.word(event, "moment", lambda at: moment(datetime.fromisoformat(at)))
    trail.word("lot.fallback", "reason", local)
