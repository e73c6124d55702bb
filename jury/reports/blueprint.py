"""The blueprint of this room, and the little that each of its pages needs."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, render_template

from jury.calls.models import Call
from jury.calls.timeline import bar
from jury.reports import laying_out

bp = Blueprint("reports", __name__)


def now() -> datetime:
    """Return the present moment; the only place of the room that asks the clock."""
    return datetime.now(UTC)


def page(template: str, call: Call, **given: Any) -> str:
    """Return a page of a call, with its timeline on top and the ways to draw and to word."""
    return render_template(
        template, call=call, call_bar=bar(call, now()), now=now(),
        **(laying_out.ways() | given),
    )  # fmt: skip
