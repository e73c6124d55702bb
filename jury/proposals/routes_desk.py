"""The desk of the proposals: who looks after each, and whether it fits the call."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from jury.calls import find as find_call
from jury.calls import timeline
from jury.db import db
from jury.people.models import Person
from jury.people.sessions import the_person
from jury.proposals import eligibility, find, words
from jury.proposals.blueprint import bp
from jury.proposals.forms_desk import AssignForm, EligibleForm, IneligibleForm
from jury.proposals.models import Proposal
from jury.proposals.routes_sections import as_download, attachment_of
from jury.roles import Role, requires

ONE = "/manage/<slug>/proposals/<int:number>"


@bp.get("/manage/<slug>/proposals")
@requires(Role.MANAGER, Role.CONTACT)
def desk(slug: str) -> Any:
    """List what was handed in, with who looks after it."""
    call, now = find_call.by_slug(slug), datetime.now(UTC)
    proposals = find.on_desk(call)
    waiting = [one for one in proposals if one.state == "submitted"]
    return render_template(
        "manager/proposals.html",
        call=call,
        call_bar=timeline.bar(call, now),
        proposals=proposals,
        waiting=waiting,
        unassigned=eligibility.unassigned(call),
        states=words.states(),
        asked=sum(one.cost for one in proposals if one.state == "eligible"),
    )


def _page(proposal: Proposal, fits: EligibleForm, fits_not: IneligibleForm) -> str:
    assign = AssignForm()
    assign.offer(proposal.call)
    assign.person.data = proposal.contact_person_id
    return render_template(
        "manager/proposal.html",
        call=proposal.call,
        call_bar=timeline.bar(proposal.call, datetime.now(UTC)),
        proposal=proposal,
        state=words.states()[proposal.state],
        assign=assign,
        fits=fits,
        fits_not=fits_not,
        words=words,
        fixed=eligibility.why_not(proposal, datetime.now(UTC)),
    )


@bp.get(ONE)
@requires(Role.MANAGER, Role.CONTACT)
def judge(slug: str, number: int) -> Any:
    """Show one proposal with the questions to answer about it."""
    proposal = find.numbered(find_call.by_slug(slug), number)
    return _page(proposal, EligibleForm(formdata=None), IneligibleForm(formdata=None))


@bp.post(ONE + "/contact-person")
@requires(Role.MANAGER, Role.CONTACT)
def assign(slug: str, number: int) -> Any:
    """Choose who looks after the proposal."""
    proposal, form = find.numbered(find_call.by_slug(slug), number), AssignForm()
    form.offer(proposal.call)
    if not form.validate():
        abort(400)
    chosen: Person = db.get_or_abort(Person, form.person.data)
    eligibility.assign(proposal, chosen, datetime.now(UTC), the_person())
    db.session.commit()
    flash(_("The applicant hears who looks after the proposal."), "good")
    return redirect(url_for(".judge", slug=slug, number=number))


@bp.post(ONE + "/eligible")
@requires(Role.MANAGER, Role.CONTACT)
def find_eligible(slug: str, number: int) -> Any:
    """Say that the proposal fits the call."""
    proposal, form = find.numbered(find_call.by_slug(slug), number), EligibleForm()
    if not form.validate():
        return _page(proposal, form, IneligibleForm(formdata=None)), 422
    eligibility.find_eligible(proposal, form.reason.data or "", datetime.now(UTC), the_person())
    db.session.commit()
    flash(_("The proposal goes to the jury. The applicant hears it by mail."), "good")
    return redirect(url_for(".desk", slug=slug))


@bp.post(ONE + "/ineligible")
@requires(Role.MANAGER, Role.CONTACT)
def find_ineligible(slug: str, number: int) -> Any:
    """Send the proposal back to be corrected."""
    proposal, form = find.numbered(find_call.by_slug(slug), number), IneligibleForm()
    if not form.validate():
        return _page(proposal, EligibleForm(formdata=None), form), 422
    eligibility.find_ineligible(
        proposal, form.reason.data or "", form.moment(), datetime.now(UTC), the_person()
    )
    db.session.commit()
    flash(_("The applicant hears what must change, and until when."), "good")
    return redirect(url_for(".desk", slug=slug))


@bp.get(ONE + "/files/<int:file>")
@requires(Role.MANAGER, Role.CONTACT)
def read_file(slug: str, number: int, file: int) -> Any:
    """Give a file of the proposal to those who check it."""
    proposal = find.numbered(find_call.by_slug(slug), number)
    return as_download(attachment_of(proposal, file))
