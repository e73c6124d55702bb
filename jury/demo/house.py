"""The house of the demonstration: a folder of its own, with mail server, worker and web server."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from jury import create_app, keys, migrations
from jury.db import db, reading
from jury.demo import post
from jury.demo.chance import Entropy
from jury.jobs import Job

MARK = "a-demonstration-of-burgerjury"  # a folder without it is never emptied
PATIENCE = 300  # seconds for one job


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clear(folder: Path) -> None:
    """Empty the folder of an earlier demonstration; leave any other folder alone."""
    if folder.exists():
        if not (folder / MARK).exists() and any(folder.iterdir()):
            raise FileExistsError(f"{folder} is not a demonstration's folder; it was left alone.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).touch()


def furnish(folder: Path, seed: str, port: int) -> dict[str, str]:
    """Make the key file from the seed, and return the environment of the house."""
    settings = {
        "DATA_FOLDER": str(folder / "data"),
        "KEYS_FILE": str(folder / "keys.json"),
        "OUTBOX_FOLDER": str(folder / "outbox"),
        "DATABASE_URL": "",
        "MAIL_PORT": str(free_port()),
        "BASE_URL": f"http://localhost:{port}",  # a passkey wants a name, not a number
        "DEMO": "true",
    }
    chance = Entropy(f"{seed}/keys")
    keys.create(folder / "keys.json", lambda size: bytes.fromhex(chance(size)))
    return {f"JURY_{name}": value for name, value in settings.items()}


def start(command: str, environment: dict[str, str], *options: str) -> subprocess.Popen[bytes]:
    """Start one of our own commands in the house; what it says goes to a file."""
    folder = Path(environment["JURY_OUTBOX_FOLDER"]).parent
    with (folder / f"{command}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "jury.cli", command, *options],
            env=os.environ | environment,
            stdout=log,
            stderr=log,
        )


def settle(worker: subprocess.Popen[bytes]) -> None:
    """Return when no job waits or runs.

    Raises RuntimeError when the worker is gone, takes too long, or a job failed.
    """
    unfinished = select(func.count(Job.id)).where(Job.state.in_(["waiting", "running"]))
    deadline = time.monotonic() + PATIENCE
    with reading():
        while db.session.scalar(unfinished):
            db.session.rollback()
            if worker.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The worker of the demonstration stopped. See worker.log.")
            time.sleep(0.05)
        failed = db.session.scalars(select(Job).where(Job.state == "failed")).first()
        db.session.rollback()
    if failed is not None:
        raise RuntimeError(f"The job {failed.kind} failed: {failed.problem}")


@contextmanager
def opened(
    environment: dict[str, str], seed: str
) -> Iterator[tuple[Flask, subprocess.Popen[bytes]]]:
    """Yield the application of the house and its worker; both stop afterwards."""
    os.environ.update(environment)
    app = create_app()
    app.config["SERVER_NAME"] = environment["JURY_BASE_URL"].partition("//")[2]
    app.extensions["entropy"] = Entropy(seed)
    with app.app_context():
        migrations.upgrade()
    outbox, port = Path(environment["JURY_OUTBOX_FOLDER"]), int(environment["JURY_MAIL_PORT"])
    office, worker = post.open_office(outbox, port), start("worker", environment)
    try:
        yield app, worker
    finally:
        worker.terminate()
        worker.wait()
        office.stop()
