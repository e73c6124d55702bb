"""Migrations: from every earlier database to the present one, on SQLite and PostgreSQL."""

import logging

from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import inspect

from jury import jobs, ledger, mail, roles
from jury.calls import models as calls
from jury.db import Model, Moment, db
from jury.deliberation import models as deliberation
from jury.people import models as people
from jury.pool import models as pool
from jury.proposals import models as proposals
from jury.reports import models as reports
from jury.scoring import models as scoring

# every module with a table: what is imported here, the migrations know
NOUNS = (jobs, ledger, mail, people, roles, calls, proposals, pool, deliberation, scoring, reports)


alembic = Alembic(metadatas=Model.metadata, run_mkdir=False, command_name="")


def _plain_types(kind: str, column_type: object, _context: object) -> str | bool:
    """Write our own column types as what the database knows, so that migrations stand alone."""
    return (
        "sa.DateTime(timezone=True)"
        if kind == "type" and isinstance(column_type, Moment)
        else False
    )


def _is_ours(_thing: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave the queue's own tables to the queue."""
    return not (kind == "table" and (name or "").startswith("huey"))


def init_app(app: Flask) -> None:
    """Tell the migrations where they live; SQLite alters tables by copying them."""
    app.config["ALEMBIC"] = {"script_location": "migrations/versions"}
    app.config["ALEMBIC_CONTEXT"] = {
        "render_as_batch": True,
        "transactional_ddl": True,
        "render_item": _plain_types,
        "include_object": _is_ours,
    }
    alembic.init_app(app)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def upgrade() -> None:
    """Bring the database to the present state; a present one stays as it is."""
    alembic.upgrade()


def differences() -> list[str]:
    """Return how the database differs from the models; empty when it does not."""
    return [repr(step) for step in alembic.compare_metadata()]


def is_present() -> bool:
    """Say whether the database has every migration."""
    if not inspect(db.engine).has_table("alembic_version"):
        return False
    heads = {script.revision for script in alembic.heads()}
    return {script.revision for script in alembic.current()} == heads
