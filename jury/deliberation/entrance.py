"""Entrance: from an address to the juror and the proposal, or to a page that says why not."""

from datetime import UTC, datetime

from flask import abort, make_response, redirect, render_template, url_for
from sqlalchemy import select

from jury.calls import find as calls
from jury.calls.models import Call
from jury.calls.timeline import bar
from jury.db import db
from jury.deliberation import seats
from jury.people import sessions
from jury.pool import find as pool
from jury.pool.models import Juror
from jury.proposals.models import Proposal


def the_seat(slug: str) -> Juror:
    """Return the seat of the person who is signed in; somebody without one is told why."""
    call = calls.by_slug(slug)
    juror = pool.juror_of(call, sessions.the_person())
    if juror is None:
        abort(403)
    if sentence := seats.why_not_seated(juror):
        abort(make_response(_stop(call, sentence, asked=juror.state == "asked")))
    return juror


def the_declared_seat(slug: str) -> Juror:
    """Return the seat of a juror who declared conflicts; others are sent to do so first."""
    juror = the_seat(slug)
    if not seats.has_declared(juror):
        abort(redirect(url_for("deliberation.conflicts", slug=slug)))
    return juror


def the_proposal(juror: Juror, number: int) -> Proposal:
    """Return the proposal that this juror may judge; a recused juror is told why not."""
    query = select(Proposal).where(
        Proposal.call_id == juror.call_id, Proposal.number == number, Proposal.state == "eligible"
    )
    proposal = db.session.scalars(query).one_or_none() or abort(404)
    if sentence := seats.why_barred(juror, proposal):
        abort(make_response(_stop(juror.call, sentence)))
    return proposal


def _stop(call: Call, sentence: str, asked: bool = False) -> tuple[str, int]:
    page = render_template(
        "juror/stop.html",
        call=call,
        call_bar=bar(call, datetime.now(UTC)),
        sentence=sentence,
        asked=asked,
    )
    return page, 403
