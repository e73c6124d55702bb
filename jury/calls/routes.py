"""Pages of a call for everyone."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, render_template

from jury.calls import (
    colleges,
    find,
    next_step,
    routes_criteria,
    routes_desk,
    routes_editing,
    routes_team,
    spending,
    timeline,
)
from jury.calls.blueprint import bp
from jury.roles import Role, requires

OTHERS = (routes_criteria, routes_desk, routes_editing, routes_team)  # they hang their pages on bp


@bp.get("/calls/<slug>")
@requires(Role.ANYONE)
def show(slug: str) -> Any:
    """Say what the call asks, where it is now and what one can do."""
    call, now = find.public(slug), datetime.now(UTC)
    return render_template(
        "public/call.html",
        call=call,
        call_bar=timeline.bar(call, now),
        stations=timeline.stations(call, now),
        state_words=timeline.state_words(call),
        steps=next_step.for_visitors(call, now),
        parts=timeline.parts(),
    )


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        call_title=find.title_at, rule_name=spending.name, rule_meaning=spending.meaning,
        college_name=colleges.name, college_promise=colleges.promise,
    )  # fmt: skip
