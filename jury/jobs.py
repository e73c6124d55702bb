"""Jobs: long work outside the page; a row in the database is the truth, the queue only wakes."""

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app
from flask_babel import gettext as _
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from sqlalchemy import event, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from jury import languages
from jury.db import Model, begin_writing, db, url
from jury.errors import RuleBroken

Work = Callable[["Job"], dict[str, Any]]
STALE = timedelta(minutes=2)  # a running job without a heartbeat for so long was lost
_work: dict[str, Work] = {}
log = logging.getLogger(__name__)


class Job(Model):
    """One piece of work: what, with which input, how far, and what came of it."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    call: Mapped[str | None] = mapped_column(index=True)  # slug
    input: Mapped[dict[str, Any]]  # never personal data
    input_digest: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")  # waiting, running, done, failed
    phase: Mapped[str] = mapped_column(default="")
    fraction: Mapped[float] = mapped_column(default=0.0)
    asked_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]
    problem: Mapped[str] = mapped_column(default="")  # a whole sentence, in `language`
    language: Mapped[str] = mapped_column(default="en", server_default="en")  # of who asked

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to wait for."""
        return self.state in {"done", "failed"}


def kind(name: str) -> Callable[[Work], Work]:
    """Name a function that does jobs of this kind; doing it twice must do no harm."""

    def named(work: Work) -> Work:
        _work[name] = work
        return work

    return named


def ask(name: str, now: datetime, call: str | None = None, **facts: Any) -> Job:
    """Write a job down; it reaches the worker after the commit. An equal waiting one is reused."""
    if name not in _work:
        raise ValueError(f"No work is called “{name}”.")
    digest = hashlib.sha256(json.dumps([name, call, facts], sort_keys=True).encode()).hexdigest()
    asked: dict[str, Job] = db.session.info.setdefault("asked", {})
    query = select(Job).where(Job.input_digest == digest, Job.state == "waiting")
    found = asked.get(digest) or db.session.scalars(query).first()
    if found is None:
        found = asked[digest] = Job(
            kind=name, call=call, input=facts, input_digest=digest, asked_at=now,
            language=languages.current(),
        )  # fmt: skip
        db.session.add(found)
        db.session.flush()
        db.session.info.setdefault("jobs", []).append(found.id)
    return found


def latest(name: str, call: str) -> Job | None:
    """Return the newest job of this kind in the call."""
    query = select(Job).where(Job.kind == name, Job.call == call).order_by(Job.id.desc())
    return db.session.scalars(query.limit(1)).first()


def progress(job: Job) -> Callable[[str, float], None]:
    """Return a function that writes phase and fraction on the job, at most ten times a second."""
    last = datetime.now(UTC)

    def tell(phase: str, fraction: float) -> None:
        nonlocal last
        now = datetime.now(UTC)
        if now - last >= timedelta(seconds=0.1):
            last = now
            job.phase, job.fraction, job.heartbeat_at = phase, fraction, now
            db.session.commit()

    return tell


def run(app: Flask, number: int) -> None:
    """Do the job with this number, unless it is over or somebody else does it."""
    with app.app_context():
        begin_writing()
        now = datetime.now(UTC)
        taken = db.session.execute(
            update(Job)
            .where(Job.id == number, Job.state == "waiting")
            .values(state="running", heartbeat_at=now)
        )
        db.session.commit()
        job = db.session.get(Job, number)
        if job is None or cast(Any, taken).rowcount == 0:
            return
        with languages.speaking(job.language):
            job = _done(job)
        job.ended_at = datetime.now(UTC)
        db.session.commit()


def _done(job: Job) -> Job:
    """Do the job; what it breaks on becomes a sentence for who asked."""
    number = job.id
    try:
        job.result = _work[job.kind](job)
        job.state, job.fraction = "done", 1.0
    except RuleBroken as broken:
        return _failed(number, broken.sentence)
    except Exception:
        log.exception("Job %s failed", number)
        return _failed(
            number,
            _("A fault in the software stopped this. Nothing is half done. Ask the administrator "
              "to look for job %(number)d in the log of the worker.", number=number),
        )  # fmt: skip
    return job


def _failed(number: int, sentence: str) -> Job:
    db.session.rollback()
    job = db.session.get_one(Job, number)
    job.state, job.problem = "failed", sentence
    return job


def sweep(now: datetime) -> list[int]:
    """Put lost jobs back in the queue and return their numbers; the worker does so at its start."""
    running = select(Job).where(Job.state == "running")
    for job in db.session.scalars(running):
        if job.heartbeat_at is None or job.heartbeat_at < now - STALE:
            job.state = "waiting"
    db.session.flush()
    waiting = list(db.session.scalars(select(Job.id).where(Job.state == "waiting")))
    db.session.commit()
    for number in waiting:
        current_app.extensions["wake"](number)
    return waiting


def wake_again(app: Flask) -> None:
    """Take up jobs whose call to the worker was lost; the worker looks once a minute."""
    if app.extensions["queue"].pending_count() == 0:
        with app.app_context():
            begin_writing()
            sweep(datetime.now(UTC))


def _queue(app: Flask) -> Huey:
    if app.config["DATABASE_URL"]:
        return PostgresHuey("jury", dsn=url(app.config).replace("+psycopg", ""), results=False)
    folder = Path(app.config["DATA_FOLDER"])
    folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("jury", filename=str(folder / "jobs.sqlite"), results=False, fsync=True)


def init_app(app: Flask) -> None:
    """Connect the application to its queue."""
    queue = _queue(app)
    app.extensions["queue"] = queue
    app.extensions["wake"] = queue.task(name="run_job")(lambda number: run(app, number))
    queue.periodic_task(crontab(minute="*"), name="wake_again")(lambda: wake_again(app))


@event.listens_for(Session, "after_commit")
def _wake_worker(session: Session) -> None:
    session.info.pop("asked", None)
    for number in session.info.pop("jobs", []):
        current_app.extensions["wake"](number)


@event.listens_for(Session, "after_rollback")
def _forget_jobs(session: Session) -> None:
    session.info.pop("jobs", None)
    session.info.pop("asked", None)
