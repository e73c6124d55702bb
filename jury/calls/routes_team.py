"""Who works on a call, and its trail."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jury import ledger, roles
from jury.calls import find, team, trail
from jury.calls.blueprint import bp
from jury.calls.forms_desk import TeamForm
from jury.db import db
from jury.languages import told
from jury.people.sessions import the_person
from jury.roles import Grant, Role, requires

A_PAGE = 100  # lines of the trail


def _team_page(slug: str, form: TeamForm) -> str:
    call = find.by_slug(slug)
    members = [(held, roles.title(held.role)) for held in team.members(call)]
    hints = {role.value: team.duties(role) for role in team.GIVEN_HERE}
    return render_template("manager/team.html", call=call, form=form, members=members, hints=hints)


@bp.get("/manage/<slug>/team", endpoint="team")
@requires(Role.MANAGER, Role.ADMINISTRATOR)
def show_team(slug: str) -> Any:
    """Show who works on the call."""
    form = TeamForm()
    form.offer()
    return _team_page(slug, form)


@bp.post("/manage/<slug>/team")
@requires(Role.MANAGER, Role.ADMINISTRATOR)
def give_role(slug: str) -> Any:
    """Give somebody a role."""
    form = TeamForm()
    form.offer()
    if not form.validate():
        return _team_page(slug, form), 422
    call, now = find.by_slug(slug), datetime.now(UTC)
    team.give(call, form.email.data or "", form.chosen(), now, the_person())
    db.session.commit()
    flash(_("Done. The person hears it by mail."), "good")
    return redirect(url_for(".team", slug=slug))


@bp.post("/manage/<slug>/team/<int:id>/revoke")
@requires(Role.MANAGER, Role.ADMINISTRATOR)
def take_role(slug: str, id: int) -> Any:
    """Take a role back."""
    call, held = find.by_slug(slug), db.session.get(Grant, id)
    if held is None or held.call != slug or held.role not in team.GIVEN_HERE:
        abort(404)
    team.take(call, held, datetime.now(UTC), the_person())
    db.session.commit()
    flash(_("The role is taken back."), "good")
    return redirect(url_for(".team", slug=slug))


@bp.get("/manage/<slug>/trail", endpoint="trail")
@requires(Role.MANAGER, Role.AUDITOR, Role.ADMINISTRATOR)
def show_trail(slug: str) -> Any:
    """Tell everything that happened in the call."""
    call, head = find.by_slug(slug), ledger.head()
    entries, number = ledger.entries(slug)[::-1], max(1, request.args.get("page", 1, int))
    return render_template(
        "manager/trail.html",
        call=call,
        lines=trail.lines(call, entries[(number - 1) * A_PAGE : number * A_PAGE]),
        number=number,
        pages=-(-len(entries) // A_PAGE),
        head=head.digest if head else "",
        broken=[told(each) for each in ledger.broken_links(ledger.entries())],
    )
