"""Jobs, with the real queue."""

from datetime import timedelta

import pytest

from jury import jobs, languages
from jury.db import db
from jury.errors import RuleBroken


@jobs.kind("test.double")
def double(job):
    return {"twice": job.input["number"] * 2}


@jobs.kind("test.refuse")
def refuse(job):
    raise RuleBroken("The stone is too heavy. Ask a second person.")


@jobs.kind("test.crash")
def crash(job):
    raise ZeroDivisionError("1/0")


def test_a_job_is_done_after_the_commit(app, now, work):
    job = jobs.ask("test.double", now, "parks", number=21)
    assert work() == 1

    assert (job.state, job.result, job.fraction) == ("done", {"twice": 42}, 1.0)


def test_a_job_that_was_rolled_back_never_runs(app, now, work):
    jobs.ask("test.double", now, number=21)
    db.session.rollback()

    assert work() == 0


def test_an_equal_waiting_job_is_asked_once(app, now, work):
    first, second = (jobs.ask("test.double", now, number=21) for _n in range(2))
    other = jobs.ask("test.double", now, number=22)

    assert first is second
    assert work() == 2
    assert other.result == {"twice": 44}


def test_a_broken_rule_is_the_jobs_answer(app, now, work):
    job = jobs.ask("test.refuse", now)
    work()

    assert (job.state, job.problem) == ("failed", "The stone is too heavy. Ask a second person.")


def test_a_crash_fails_the_job_and_not_the_worker(app, now, work, caplog):
    crashed, after = jobs.ask("test.crash", now), jobs.ask("test.double", now, number=1)
    work()

    assert (crashed.state, after.state) == ("failed", "done")
    assert f"look for job {crashed.id} in the log of the worker" in crashed.problem
    assert "ZeroDivisionError" in caplog.text


def test_what_a_job_says_is_in_the_language_of_who_asked(app, now, work, caplog):
    with languages.speaking("fr"):
        crashed = jobs.ask("test.crash", now)
    work()

    assert crashed.language == "fr"
    assert f"recherchez la tâche {crashed.id}" in crashed.problem


def test_a_job_lost_with_its_worker_is_taken_up_again(app, now, work):
    job = jobs.ask("test.double", now, number=4)
    db.session.commit()
    app.extensions["queue"].flush()
    job.state, job.heartbeat_at = "running", now - jobs.STALE - timedelta(seconds=1)
    db.session.commit()

    assert jobs.sweep(now) == [job.id]
    assert work() == 1
    assert job.result == {"twice": 8}


def test_a_job_whose_call_was_lost_is_woken_again(app, now, work):
    job = jobs.ask("test.double", now, number=4)
    db.session.commit()
    app.extensions["queue"].flush()

    jobs.wake_again(app)

    assert work() == 1
    assert job.result == {"twice": 8}


def test_a_busy_queue_is_not_filled_twice(app, now, work):
    jobs.ask("test.double", now, number=4)
    db.session.commit()

    jobs.wake_again(app)

    assert work() == 1


def test_a_job_that_still_runs_is_left_alone(app, now):
    job = jobs.ask("test.double", now, number=4)
    job.state, job.heartbeat_at = "running", now - jobs.STALE
    db.session.commit()

    assert jobs.sweep(now) == []


def test_a_job_done_twice_runs_once(app, now, work):
    job = jobs.ask("test.double", now, number=4)
    db.session.commit()
    app.extensions["wake"](job.id)
    work()
    ended = job.ended_at

    jobs.run(app, job.id)
    db.session.expire_all()
    assert job.ended_at == ended


def test_unknown_work_is_refused_at_once(app, now):
    with pytest.raises(ValueError, match="No work is called"):
        jobs.ask("test.unknown", now)
