"""The bench's own parts: invented juries, a peer out of time, and the clock of the report."""

import logging
import sys
from subprocess import CalledProcessError

import pytest

from bench.juries import BUDGET_SHARE, SCALE, jury, long_form, read, write
from bench.measuring import told
from bench.report_one import START, Clock


def test_an_invented_jury_is_whole_and_the_same_for_every_process_that_reads_it(tmp_path):
    made = jury(4, 6)

    rows = long_form(made)

    assert read(write(made, tmp_path / "jury.json")) == jury(4, 6) == made
    assert sorted((j, i) for j, i, _ in rows) == [(j, i) for j in range(4) for i in range(6)]
    assert {score for *_, score in rows} <= set(range(SCALE[0], SCALE[1] + 1))
    assert made.budget == int(BUDGET_SHARE * sum(made.cost))
    assert (tmp_path / "jury.csv").read_text().splitlines()[1] == f"0,0,{made.score[0][0]}"


def test_a_peer_that_fails_is_not_taken_for_one_that_is_slow():
    slow = "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"

    assert told([sys.executable, "-c", slow]) is None
    with pytest.raises(CalledProcessError, match="exit status 3"):
        told([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_clock_books_every_second_to_the_stage_that_took_it(monkeypatch):
    moments = iter([1.0, 1.5, 3.5, 3.75, 9.0])
    monkeypatch.setattr("time.process_time", lambda: next(moments))
    clock = Clock()

    for words in ("Step 1 - Fetching", "Step 5 - Creating layout - Page 1", "a remark"):
        clock.emit(logging.makeLogRecord({"msg": words}))
    clock.turn(START)

    booked = {name: seconds for name, seconds in clock.seconds.items() if seconds}
    assert booked == {START: 1.0, "reading the page": 0.5, "laying out pages": 2.25}
    assert clock.laid_out == 1
