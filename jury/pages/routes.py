"""The front door and the pages that are the same for everyone."""

from typing import Any

from flask import Blueprint, Flask, render_template

from jury.pages import languages, outbox
from jury.roles import Role, requires

bp = Blueprint("pages", __name__)


@bp.get("/")
@requires(Role.ANYONE)
def home() -> Any:
    """Say what this is, and show the calls."""
    return render_template("public/home.html")


@bp.get("/how-the-draw-works")
@requires(Role.ANYONE)
def how() -> Any:
    """Explain the draw to somebody who has never seen one."""
    return render_template("public/how.html")


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
    app.register_blueprint(bp)
    app.register_blueprint(languages.bp)
    if app.config["DEMO"]:
        app.register_blueprint(outbox.bp)


def current_app_is_demo(app: Flask) -> bool:
    """Say whether this is the demonstration, which shows the mail it sent."""
    return bool(app.config["DEMO"])
