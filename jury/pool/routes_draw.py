"""The draw desk of the manager, who draws and cannot edit the pool."""

from typing import Any

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext as _

from jury import files, jobs, ledger
from jury.calls.models import Call
from jury.db import db
from jury.forms import ValueForm
from jury.people import sessions
from jury.pool import (
    announcing,
    annulling,
    drawing,
    find,
    freezing,
    phoning,
    seats,
    summing,
    values,
)
from jury.pool import rules as rules_of
from jury.pool.door import any_call, bp, now, page
from jury.pool.forms_staff import AnnulForm, PublicReasonForm
from jury.pool.routes_public import left
from jury.roles import Role, requires


def _busy(call: Call) -> jobs.Job | None:
    """Return the job of the draw that is on its way."""
    found = [jobs.latest(kind, call.slug) for kind in ("draw.freeze", "draw.draw")]
    return next((job for job in found if job and not job.is_over), None)


def _failed(call: Call) -> str:
    """Return why the newest job of the draw failed, if it did."""
    found = [jobs.latest(kind, call.slug) for kind in ("draw.freeze", "draw.draw")]
    newest = max((job for job in found if job), key=lambda job: job.id, default=None)
    return newest.problem if newest and newest.state == "failed" else ""


@bp.get("/manage/<slug>/draw")
@requires(Role.MANAGER)
def draw_desk(slug: str) -> Any:
    """Show the steps of the draw, the one to take now, and the rehearsals."""
    call = any_call(slug)
    rules, freeze = find.rules(call), find.freeze(call)
    rehearsal = find.freeze(call, "rehearsal")
    drawn, rehearsed = find.draw(freeze), find.draw(rehearsal)
    jurors = find.jurors(call)
    return page(
        "manager/draw.html", call, rules=rules, freeze=freeze, drawn=drawn,
        busy=_busy(call), failed=_failed(call), rehearsal=rehearsal, rehearsed=rehearsed,
        mirrors=summing.mirrors(rehearsal.summary or {}) if rehearsal and rehearsed else [],
        lopsided=freeze is not None and announcing.is_lopsided(freeze), jurors=jurors,
        reasons={j.id: seats.reason_words(j.reason) for j in jurors}, shown=values.shown,
        value_form=ValueForm(formdata=None), reason_form=PublicReasonForm(formdata=None),
        annul_form=AnnulForm(formdata=None), ended=rules_of.why_not(call),
        no_rehearsal=freezing.why_no_rehearsal(call), no_annulling=annulling.why_not(call, now()),
        too_late=announcing.why_not(rules, now()) if rules else "",
        left=left(now(), rules.second_at) if rules and rules.second_at > now() else "",
    )  # fmt: skip


@bp.post("/manage/<slug>/draw/freeze")
@requires(Role.MANAGER)
def freeze(slug: str) -> Any:
    """Freeze the pool with the first public value."""
    freezing.ask(any_call(slug), ValueForm().text, now(), sessions.the_person())
    db.session.commit()
    return redirect(url_for(".draw_desk", slug=slug))


@bp.post("/manage/<slug>/draw/announce")
@requires(Role.MANAGER)
def announce(slug: str) -> Any:
    """Announce the frozen pool to everyone in it."""
    announcing.announce(any_call(slug), now(), sessions.the_person(), PublicReasonForm().reason)
    db.session.commit()
    flash(_("Everyone in the pool gets a mail with the fingerprint."), "good")
    return redirect(url_for(".draw_desk", slug=slug))


@bp.post("/manage/<slug>/draw/draw")
@requires(Role.MANAGER)
def draw_now(slug: str) -> Any:
    """Draw with the second public value."""
    drawing.ask(any_call(slug), ValueForm().text, now(), sessions.the_person())
    db.session.commit()
    return redirect(url_for(".draw_desk", slug=slug))


@bp.post("/manage/<slug>/draw/rehearse")
@requires(Role.MANAGER)
def rehearse(slug: str) -> Any:
    """Play the whole draw without any effect."""
    freezing.rehearse(any_call(slug), now(), sessions.the_person())
    db.session.commit()
    return redirect(url_for(".draw_desk", slug=slug))


@bp.post("/manage/<slug>/draw/annul")
@requires(Role.MANAGER)
def annul(slug: str) -> Any:
    """Annul the frozen pool or its draw in public."""
    call, form = any_call(slug), AnnulForm()
    if not form.validate():
        flash(_("Tick that you mean it. Nothing was annulled."), "stop")
        return redirect(url_for(".draw_desk", slug=slug))
    annulling.annul(call, form.reason, now(), sessions.the_person())
    db.session.commit()
    flash(_("Annulled. The reason is public."), "good")
    return redirect(url_for(".draw_desk", slug=slug))


@bp.post("/manage/<slug>/draw/seats/<int:number>")
@requires(Role.MANAGER)
def confirm_decline(slug: str, number: int) -> Any:
    """Confirm, as the second person, a decline that the recruiter entered."""
    call = any_call(slug)
    juror = next((one for one in find.jurors(call) if one.number == number), None) or abort(404)
    phoning.confirm_decline(juror, now(), sessions.the_person())
    db.session.commit()
    return redirect(url_for(".draw_desk", slug=slug))


@bp.get("/manage/<slug>/draw/openings.json")
@requires(Role.AUDITOR)
def openings_json(slug: str) -> Any:
    """Give the auditor what proves the draw: answers and salts by pseudonym."""
    call = any_call(slug)
    found = find.freeze(call)
    if found is None or not found.openings_file:
        abort(404)
    auditor = sessions.the_person().pseudonym
    ledger.record("openings.fetched", now(), call.slug, by=auditor, number=found.number)
    db.session.commit()
    answer = Response(files.read(found.openings_file), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-openings.json"'
    return answer
