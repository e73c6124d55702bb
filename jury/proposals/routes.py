"""The eligible proposals for everyone: plain summary first, no personal data."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, render_template

from jury.calls import find as find_call
from jury.calls import timeline
from jury.calls.models import PhaseKind
from jury.proposals import find, routes_desk, routes_mine, routes_sections, words
from jury.proposals.blueprint import bp
from jury.roles import Role, requires

OTHERS = (routes_desk, routes_mine, routes_sections)  # they hang their pages on bp


@bp.get("/calls/<slug>/proposals")
@requires(Role.ANYONE)
def listing(slug: str) -> Any:
    """List the proposals that go to the jury."""
    call, now = find_call.public(slug), datetime.now(UTC)
    proposals = find.eligible(call)
    return render_template(
        "public/proposals.html",
        call=call,
        call_bar=timeline.bar(call, now),
        proposals=proposals,
        asked=sum(proposal.cost for proposal in proposals),
        themes=words.themes(),
        closes=call.phase(PhaseKind.ELIGIBILITY),
    )


@bp.get("/calls/<slug>/proposals/<int:number>")
@requires(Role.ANYONE)
def show(slug: str, number: int) -> Any:
    """Show one proposal."""
    call, now = find_call.public(slug), datetime.now(UTC)
    return render_template(
        "public/proposal.html",
        call=call,
        call_bar=timeline.bar(call, now),
        proposal=find.eligible_numbered(call, number),
        words=words,
    )


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
