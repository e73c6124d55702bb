"""What survives: a worker killed in the middle of its work, and many writers at once."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import func, select

from jury import create_app, jobs, ledger, mail
from jury.db import begin_writing, db

MESSAGES = 400
WRITERS, ENTRIES = 6, 150


def worker(settings):
    environment = {f"JURY_{name}": str(value) for name, value in settings.items()}
    return subprocess.Popen(
        [sys.executable, "-m", "jury.cli", "worker"],
        env=os.environ | environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def wait_until(done, seconds=120):
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_worker_killed_in_the_middle_loses_no_message(app, settings, mailbox, now):
    for number in range(MESSAGES):
        mail.write(f"p{number}@people.example", "sign_in", "nl", now, link="http://localhost/x")
    db.session.commit()

    first = worker(settings)
    wait_until(lambda: len(mailbox.messages) > MESSAGES // 4)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert len(mailbox.messages) < MESSAGES

    (job,) = db.session.scalars(select(jobs.Job))
    db.session.refresh(job)
    job.heartbeat_at = now - jobs.STALE * 2  # as if the two minutes had gone by
    db.session.commit()
    second = worker(settings)
    wait_until(lambda: {m["To"] for m in mailbox.messages} == {
        f"p{number}@people.example" for number in range(MESSAGES)
    })  # fmt: skip
    second.terminate()
    second.wait()
    assert len(mailbox.messages) <= MESSAGES + mail.BATCH


def write_entries(settings):
    app = create_app(settings)
    for number in range(ENTRIES):
        with app.app_context():
            begin_writing()
            ledger.record("stone.laid", datetime.now(UTC), number=number)
            db.session.commit()


def test_many_writers_at_once_keep_one_unbroken_chain(app, settings):
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write_entries, settings) for _writer in range(WRITERS)]:
            done.result()

    assert db.session.scalar(select(func.count(ledger.Entry.id))) == WRITERS * ENTRIES
    assert ledger.broken_links(ledger.entries()) == []
