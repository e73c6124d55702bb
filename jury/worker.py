"""The worker: takes up jobs that were lost, then waits for new ones."""

from datetime import UTC, datetime

from flask import Flask

from jury import jobs


def work(app: Flask) -> None:
    """Work until told to stop (SIGINT or SIGTERM)."""
    with app.app_context():
        jobs.sweep(datetime.now(UTC))
    consumer = app.extensions["queue"].create_consumer(
        workers=1, periodic=True, initial_delay=0.05, max_delay=0.1
    )  # somebody waits for the mail with the link
    consumer.run()


def drain(app: Flask) -> int:
    """Do every job that waits now and those that they ask for; return how many were done."""
    queue, done = app.extensions["queue"], 0
    while queue.pending_count() and (task := queue.dequeue()) is not None:  # never waits
        queue.execute(task)
        done += 1
    return done
