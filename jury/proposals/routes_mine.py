"""The applicant's own proposals: starting, the overview, handing in, withdrawing."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from jury import languages
from jury.calls import find as find_call
from jury.calls import timeline
from jury.db import db
from jury.errors import refused_on
from jury.people.sessions import the_person
from jury.proposals import completeness, drafting, find, submission, words
from jury.proposals.blueprint import bp
from jury.proposals.models import Proposal
from jury.roles import Role, requires


def my(slug: str, id: int) -> Proposal:
    """Return my own proposal, or answer 404."""
    return find.own(the_person(), find_call.public(slug), id)


@bp.get("/calls/<slug>/my-proposals")
@requires(Role.SIGNED_IN)
def mine(slug: str) -> Any:
    """List my proposals in the call, and let me start one."""
    call, now = find_call.public(slug), datetime.now(UTC)
    return render_template(
        "applicant/mine.html",
        call=call,
        call_bar=timeline.bar(call, now),
        proposals=find.of(the_person(), call),
        closed=drafting.closed_sentence(call, now),
        states=words.states(),
    )


@bp.post("/calls/<slug>/my-proposals")
@requires(Role.SIGNED_IN)
def start(slug: str) -> Any:
    """Start a draft in my language."""
    call, now = find_call.public(slug), datetime.now(UTC)
    made = drafting.start(call, the_person(), languages.current(), now)
    db.session.commit()
    return redirect(url_for(".section", slug=slug, id=made.id, section="idea"))


def overview(slug: str, id: int, refused: str = "") -> str:
    """Return the page of my proposal, with the sentence by which something was refused."""
    proposal, now = my(slug, id), datetime.now(UTC)
    gaps = completeness.gaps(proposal)
    return render_template(
        "applicant/proposal.html",
        call=proposal.call,
        call_bar=timeline.bar(proposal.call, now),
        proposal=proposal,
        sections=completeness.sections(),
        gaps=gaps,
        missing={gap.section for gap in gaps},
        editable=drafting.is_editable(proposal, now),
        closed=drafting.closed_sentence(proposal.call, now),
        stays=submission.why_not_withdraw(proposal, now),
        state=words.states()[proposal.state],
        words=words,
        refused=refused,
    )


@bp.get("/calls/<slug>/my-proposals/<int:id>")
@requires(Role.APPLICANT)
def edit(slug: str, id: int) -> Any:
    """Show my proposal: what is done, what is missing, what to do next."""
    return overview(slug, id)


@bp.post("/calls/<slug>/my-proposals/<int:id>/submit")
@requires(Role.APPLICANT)
@refused_on(overview)
def submit(slug: str, id: int) -> Any:
    """Hand my proposal in."""
    submission.submit(my(slug, id), datetime.now(UTC))
    db.session.commit()
    flash(_("Your proposal is handed in. A copy comes by mail."), "good")
    return redirect(url_for(".edit", slug=slug, id=id))


@bp.post("/calls/<slug>/my-proposals/<int:id>/again")
@requires(Role.APPLICANT)
@refused_on(overview)
def hand_in_again(slug: str, id: int) -> Any:
    """Hand my corrected proposal in again."""
    submission.hand_in_again(my(slug, id), datetime.now(UTC))
    db.session.commit()
    flash(_("Your correction is handed in. A copy comes by mail."), "good")
    return redirect(url_for(".edit", slug=slug, id=id))


@bp.post("/calls/<slug>/my-proposals/<int:id>/withdraw")
@requires(Role.APPLICANT)
@refused_on(overview)
def withdraw(slug: str, id: int) -> Any:
    """Take my proposal out of the call."""
    submission.withdraw(my(slug, id), datetime.now(UTC))
    db.session.commit()
    flash(_("Your proposal is withdrawn."), "good")
    return redirect(url_for(".mine", slug=slug))


@bp.get("/calls/<slug>/my-proposals/<int:id>/receipt.json")
@requires(Role.APPLICANT)
def receipt(slug: str, id: int) -> Any:
    """Give the exact bytes of which the receipt is the SHA-256."""
    return Response(submission.canonical(my(slug, id)), mimetype="application/json")
