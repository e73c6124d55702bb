"""The doctor: what is wrong with this installation, and how to mend it."""

import shutil
import smtplib
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from jury import files, keys, ledger, mail, migrations
from jury.db import db
from jury.errors import RuleBroken
from jury.jobs import Job
from jury.languages import LANGUAGES
from jury.reports import certificates
from jury.roles import Grant, Role

LATE = timedelta(minutes=10)  # a job that waits for longer has no worker
SOON = timedelta(days=31)  # a new certificate takes weeks to get
ROOM = 1024**3  # bytes that should be free on the disk


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``remedy`` is empty when it is well."""

    name: str
    remedy: str = ""


def _keys() -> str:
    path = keys.path(current_app.config)
    mode = stat.S_IMODE(path.stat().st_mode)
    data = Path(current_app.config["DATA_FOLDER"]).resolve()
    if mode & 0o077:
        return f"Others can read {path}. Run: chmod 600 {path}"
    if data in path.resolve().parents:
        return f"Move {path} out of {data}, so that a backup never holds keys and data together."
    return ""


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as wrong:
        return f"The database does not answer ({type(wrong).__name__}). Check JURY_DATABASE_URL."
    return "" if migrations.is_present() else "The database is of an older version: jury migrate"


def _ledger() -> str:
    problems = ledger.broken_links(ledger.entries())
    return f"{problems[0]} Compare with your backups: jury verify-ledger" if problems else ""


def _administrator() -> str:
    query = select(Grant.id).where(Grant.role == Role.ADMINISTRATOR, Grant.revoked_at.is_(None))
    if db.session.scalars(query).first():
        return ""
    return "Nobody is administrator. Run: jury grant you@your.domain administrator"


def _mail_server() -> str:
    try:
        with mail.connect() as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as wrong:
        host, port = current_app.config["MAIL_HOST"], current_app.config["MAIL_PORT"]
        return f"No mail server answers at {host}:{port} ({wrong}). Check JURY_MAIL_HOST."
    return ""


def _worker() -> str:
    oldest = datetime.now(UTC) - LATE
    query = select(func.count(Job.id)).where(Job.state == "waiting", Job.asked_at < oldest)
    late = db.session.scalar(query) or 0
    return f"{late} jobs wait for longer than 10 minutes. Start: jury worker" if late else ""


def _failed_jobs() -> str:
    week = datetime.now(UTC) - timedelta(days=7)
    query = select(Job).where(Job.state == "failed", Job.ended_at > week).order_by(Job.id.desc())
    failed = db.session.scalars(query).first()
    return f"Job {failed.id} ({failed.kind}) failed: {failed.problem}" if failed else ""


def _disk() -> str:
    free = shutil.disk_usage(files.folder()).free
    return "" if free > ROOM else f"Only {free // 1024**2} MB are free. Make room on the disk."


def _translations() -> str:
    folder = Path(current_app.root_path) / "translations"
    missing = [
        code
        for code in LANGUAGES
        if code != "en" and not (folder / code / "LC_MESSAGES" / "messages.mo").exists()
    ]
    return f"No translation for {', '.join(missing)}. Run: ./run setup" if missing else ""


def _certificate() -> str:
    now = datetime.now(UTC)
    try:
        by = certificates.signer(now)
    except RuleBroken as broken:
        return broken.sentence
    if by is None or by.ends_at > now + SOON:
        return ""
    return f"The certificate that signs reports ends on {by.ends_at:%d %B %Y}. Ask for a new one."


def _address() -> str:
    address = current_app.config["BASE_URL"]
    if address.startswith("https://") or current_app.config["DEMO"]:
        return ""
    return f"{address} is not encrypted. Put a server with HTTPS in front; set JURY_BASE_URL."


CHECKS: list[tuple[str, Callable[[], str]]] = [
    ("key file", _keys),
    ("database", _database),
    ("ledger", _ledger),
    ("administrator", _administrator),
    ("mail server", _mail_server),
    ("worker", _worker),
    ("failed jobs", _failed_jobs),
    ("disk", _disk),
    ("translations", _translations),
    ("certificate", _certificate),
    ("address", _address),
]


def examine() -> Iterator[Finding]:
    """Look at everything in turn; a database that does not answer ends the examination."""
    for name, look in CHECKS:
        finding = Finding(name, look())
        yield finding
        if name == "database" and finding.remedy:
            return
