"""The demonstration's outbox: what the mail server on this machine received."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, render_template

from jury.roles import Role, requires

SHOWN = 100  # newest messages on the page

bp = Blueprint("demo", __name__)


@dataclass(frozen=True)
class Received:
    """One message as it arrived."""

    number: int
    to: str
    subject: str
    message: EmailMessage
    language: str
    at: datetime

    @property
    def parts(self) -> list[str]:
        """The text in pieces: every second one is an address on this site."""
        base, body = re.escape(current_app.config["BASE_URL"]), self.message.get_body(("plain",))
        return re.split(rf"({base}/[^\s<]*)", body.get_content() if body else "")


def _files() -> list[Path]:
    folder = Path(current_app.config["OUTBOX_FOLDER"])
    return sorted(folder.glob("*.eml"), reverse=True) if folder.is_dir() else []


def _read(path: Path) -> Received:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return Received(
        int(path.stem),
        str(message["To"]),
        str(message["Subject"]),
        message,
        str(message["Content-Language"] or "nl"),
        datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
    )


@bp.get("/demo/outbox")
@requires(Role.ANYONE)
def outbox() -> Any:
    """List the messages, newest first."""
    files = _files()
    return render_template(
        "public/outbox.html", messages=[_read(path) for path in files[:SHOWN]], total=len(files)
    )


@bp.get("/demo/outbox/<int:number>")
@requires(Role.ANYONE)
def message(number: int) -> Any:
    """Show one message."""
    path = Path(current_app.config["OUTBOX_FOLDER"]) / f"{number:06d}.eml"
    if not path.is_file():
        abort(404)
    return render_template("public/outbox_message.html", message=_read(path))
