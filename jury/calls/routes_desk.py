"""The manager's desk: the list of calls, one call with what to do now, publishing and halting."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from jury.calls import (
    completeness,
    find,
    halting,
    next_step,
    opening,
    publishing,
    ready_made,
    timeline,
)
from jury.calls.blueprint import bp
from jury.calls.forms_desk import HaltForm, OpenForm
from jury.calls.models import Call
from jury.db import db
from jury.jobs import Job
from jury.languages import local
from jury.people.sessions import the_person
from jury.roles import STAFF, Role, holds, requires

HALTS = {
    "suspended": halting.suspend,
    "carried_over": halting.carry_over,
    "cancelled": halting.cancel,
}  # by the state to which they lead


@bp.get("/manage")
@requires(*sorted(STAFF))
def desk_list() -> Any:
    """List the calls on which I work."""
    now = datetime.now(UTC)
    calls = [
        {
            "call": call,
            "state": timeline.state_words(call),
            "stations": timeline.current(call, now),
            "step": next_step.for_manager(call, now),
        }
        for call in find.worked_on_by(the_person())
    ]
    return render_template(
        "manager/calls.html", calls=calls, may_open=opening.may_open(the_person())
    )


@bp.get("/manage/new")
@requires(Role.MANAGER, Role.ADMINISTRATOR)
def new() -> Any:
    """Ask what a new call starts with."""
    form = OpenForm()
    form.offer()
    return _new_page(form)


def _new_page(form: OpenForm) -> str:
    hints = {one["key"]: local(one["description"]) for one in ready_made.call_templates()}
    return render_template("manager/call_new.html", form=form, hints=hints)


@bp.post("/manage/new")
@requires(Role.MANAGER, Role.ADMINISTRATOR)
def open_call() -> Any:
    """Open a draft."""
    form = OpenForm()
    form.offer()
    if not form.validate():
        return _new_page(form), 422
    now = datetime.now(UTC)
    call = opening.open_call(
        form.template.data,
        form.text("title"),
        form.text("question"),
        owner=form.owner.data or "",
        first_day=form.first_day.data or now.date(),
        now=now,
        by=the_person(),
    )
    db.session.commit()
    flash(_("The draft is made. Only its team sees it."), "good")
    return redirect(url_for(".manage", slug=call.slug))


def desks(call: Call) -> list[tuple[str, str, str]]:
    """Return name, address and purpose of each desk that the signed-in person may enter."""
    me, slug = the_person(), call.slug
    doors = [
        (_("Proposals"), "proposals.desk", _("Contact persons, first check"),
         (Role.MANAGER, Role.CONTACT)),
        (_("Pool"), "pool.desk", _("Who registered, by which way"), (Role.RECRUITER,)),
        (_("Quotas"), "pool.quotas", _("How the jury mirrors the population"), (Role.MANAGER,)),
        (_("Draw"), "pool.draw_desk", _("Freeze, announce, draw"), (Role.MANAGER,)),
        (_("Jury"), "deliberation.desk", _("What the jury sees"), (Role.FACILITATOR,)),
        (_("Results"), "scoring.results", _("Scores, spread, funding line"),
         (Role.MANAGER, Role.DECIDER, Role.AUDITOR, Role.FACILITATOR)),
        (_("Decision"), "reports.decide", _("The public answer to the jury"), (Role.DECIDER,)),
    ]  # fmt: skip
    return [
        (name, url_for(endpoint, slug=slug), purpose)
        for name, endpoint, purpose, allowed in doors
        if any(holds(me, role, slug) for role in allowed)
    ]


@bp.get("/manage/<slug>")
@requires(*sorted(STAFF))
def manage(slug: str) -> Any:
    """Say what to do now, and show the way to every desk."""
    call, now = find.by_slug(slug), datetime.now(UTC)
    return render_template(
        "manager/call.html",
        call=call,
        call_bar=timeline.bar(call, now),
        stations=timeline.stations(call, now),
        state_words=timeline.state_words(call),
        step=next_step.for_manager(call, now),
        gaps=completeness.gaps(call, now) if call.state == "draft" else [],
        parts=timeline.parts(),
        desks=desks(call),
        manages=holds(the_person(), Role.MANAGER, slug),
    )


@bp.get("/manage/<slug>/publish")
@requires(Role.MANAGER)
def preview(slug: str) -> Any:
    """Show Dutch and French beside each other, with everything that is missing."""
    call, now = find.by_slug(slug), datetime.now(UTC)
    return render_template(
        "manager/call_preview.html",
        call=call,
        gaps=completeness.gaps(call, now),
        parts=timeline.parts(),
        stations=timeline.stations(call, now),
    )


@bp.post("/manage/<slug>/publish")
@requires(Role.MANAGER)
def publish(slug: str) -> Any:
    """Let everyone see the call."""
    publishing.publish(find.by_slug(slug), datetime.now(UTC), the_person())
    db.session.commit()
    flash(_("The call is public, in Dutch and in French."), "good")
    return redirect(url_for(".manage", slug=slug))


@bp.get("/manage/<slug>/halt")
@requires(Role.MANAGER)
def halt(slug: str) -> Any:
    """Ask how the call halts, and why."""
    call, form = find.by_slug(slug), HaltForm()
    form.offer(halting.possible(call))
    return _halt_page(call, form)


def _halt_page(call: Call, form: HaltForm) -> str:
    return render_template(
        "manager/call_halt.html", call=call, form=form, fixed=halting.why_not(call)
    )


@bp.post("/manage/<slug>/halt")
@requires(Role.MANAGER)
def halted(slug: str) -> Any:
    """Suspend, carry over or cancel the call."""
    call, form = find.by_slug(slug), HaltForm()
    form.offer(halting.possible(call))
    if not form.validate():
        return _halt_page(call, form), 422
    HALTS[form.act.data](call, form.text("reason"), datetime.now(UTC), the_person())
    db.session.commit()
    flash(_("Done. Everyone involved gets the reason by mail."), "good")
    return redirect(url_for(".manage", slug=slug))


@bp.post("/manage/<slug>/resume")
@requires(Role.MANAGER)
def resume(slug: str) -> Any:
    """Let a suspended call run again."""
    halting.resume(find.by_slug(slug), datetime.now(UTC), the_person())
    db.session.commit()
    flash(_("The call runs again."), "good")
    return redirect(url_for(".manage", slug=slug))


@bp.get("/manage/<slug>/jobs/<int:id>")
@requires(*sorted(STAFF))
def job(slug: str, id: int) -> Any:
    """Say how far a job of this call is, for progress.js."""
    found = db.session.get(Job, id)
    if found is None or found.call != slug:
        abort(404)
    return {
        "state": found.state,
        "progress": found.fraction,
        "note": found.phase,
        "problem": found.problem,
    }
