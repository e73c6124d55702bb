"""Burgerjury: a citizen jury, drawn by lot, chooses projects, and everyone can check it."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

# Before NumPy loads: a second thread makes the draw's many small products far slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Return the application: the base first, then the rooms from the ground up.

    Raises KeysUnusable without a key file, RuntimeError for a route open to nobody knows whom.
    """
    from jury import db, drawings, errors, jobs, keys, languages, migrations, roles, security
    from jury.calls import routes as calls
    from jury.deliberation import routes as deliberation
    from jury.pages import routes as pages
    from jury.people import routes as people
    from jury.pool import routes as pool
    from jury.proposals import routes as proposals
    from jury.reports import routes as reports
    from jury.scoring import routes as scoring

    app = Flask(__name__, template_folder="../templates")
    app.config.from_object("config")
    app.config.from_prefixed_env("JURY")
    app.config.update(settings or {})
    Path(app.config["DATA_FOLDER"]).mkdir(parents=True, exist_ok=True)
    app.config.update(
        SESSION_COOKIE_SECURE=app.config["BASE_URL"].startswith("https://"),
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=[urlsplit(app.config["BASE_URL"]).hostname, "127.0.0.1", "localhost"],
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    for base in (keys, db, migrations, errors, languages, drawings, jobs, security):
        base.init_app(app)
    for room in (pages, people, calls, proposals, pool, deliberation, scoring, reports):
        room.init_app(app)

    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]
    roles.refuse_open_routes(app)
    return app
