"""The front door and the pages that are the same for everyone."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Flask, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jury import drawings
from jury.calls import find, next_step, timeline
from jury.calls.models import Call
from jury.pages import keeping, languages, outbox
from jury.roles import Role, requires

bp = Blueprint("pages", __name__)

EXAMPLE = [  # label, share of the population, share of the pool, seats
    (_l("has a diploma of higher education"), 0.42, 0.66, 10),
    (_l("has another diploma or none"), 0.58, 0.34, 14),
]


@bp.get("/")
@requires(Role.ANYONE)
def home() -> Any:
    """Say what this is, and show the calls."""
    now = datetime.now(UTC)
    calls = find.all_public()
    past = [call for call in calls if not timeline.current(call, now) and is_over(call, now)]
    return render_template(
        "public/home.html",
        crowd=drawings.crowd(),
        open=[card(call, now) for call in calls if call not in past],
        past=[card(call, now) for call in past],
    )


def is_over(call: Call, now: datetime) -> bool:
    """Say whether nothing more will happen in the call."""
    stopped = call.state in {"cancelled", "carried_over"}
    return stopped or timeline.coming(call, now) is None


def card(call: Call, now: datetime) -> dict[str, Any]:
    """Return what the home page says of a call: its stations now, and the best things to do."""
    return {
        "call": call,
        "state": timeline.state_words(call),
        "stations": timeline.current(call, now),
        "steps": next_step.for_visitors(call, now)[:2],
    }


@bp.get("/how-the-draw-works")
@requires(Role.ANYONE)
def how() -> Any:
    """Explain the draw to somebody who has never seen one."""
    example = drawings.mirror(_("Higher education"), EXAMPLE, seats=24)
    sheet = drawings.ticket_sheet(1000, drawn=741, mine=(77, 508, 911))
    return render_template("public/how.html", example=example, sheet=sheet)


@bp.get("/privacy")
@requires(Role.ANYONE)
def privacy() -> Any:
    """Say what is kept, why, how long, and how to see or erase it."""
    return render_template("public/privacy.html")


@bp.get("/accessibility")
@requires(Role.ANYONE)
def accessibility() -> Any:
    """Say how accessible the site is, and whom to tell when it is not."""
    return render_template("public/accessibility.html")


def init_app(app: Flask) -> None:
    """Open the room."""
    keeping.init_app(app)
    app.register_blueprint(bp)
    app.register_blueprint(languages.bp)
    if app.config["DEMO"]:
        app.register_blueprint(outbox.bp)


def current_app_is_demo(app: Flask) -> bool:
    """Say whether this is the demonstration, which shows the mail it sent."""
    return bool(app.config["DEMO"])
