"""Making: the worker prints a report, keeps it, and does not print an equal one twice."""

from io import BytesIO

import pikepdf
import pytest

from jury import files, jobs
from jury.db import db
from jury.errors import RuleBroken
from jury.reports import find, gather, making
from jury.reports.models import Report
from jury.reports.paper import LARGE_PRINT


def test_a_report_is_printed_once_for_equal_input(call, decided, now, work, events):
    job = making.ask(call, ["fr"], now)
    work()
    made = find.report(call, "fr")

    assert (job.state, job.result) == ("done", {"digests": {"fr": made.digest}})
    assert events()[-1] == "report.made"
    kept = files.read(made.file)
    assert files.digest(kept) == made.digest
    with pikepdf.open(BytesIO(kept)) as document:
        attached = document.attachments["result.json"].get_file().read_bytes()
    assert files.digest(attached) == decided.result.digest

    making.ask(call, ["fr"], now)
    work()

    assert db.session.query(Report).count() == 1
    assert events().count("report.made") == 1


def test_large_print_is_a_report_of_its_own_beside_the_usual_one(call, decided, now, work, events):
    making.ask(call, ["fr"], now)
    job = making.ask(call, ["fr", "nl"], now, LARGE_PRINT)
    work()
    usual, large = find.report(call, "fr"), find.report(call, "fr", LARGE_PRINT)

    assert (usual.large_print, large.large_print) == (False, True)
    assert job.result["digests"]["fr"] == large.digest != usual.digest
    assert (set(find.reports(call)), set(find.reports(call, LARGE_PRINT))) == ({"fr"}, {"fr", "nl"})
    assert events()[-3:] == ["report.made", "large-print.made", "large-print.made"]
    with pikepdf.open(BytesIO(files.read(large.file))) as document:
        assert "(gros caractères)" in str(document.open_metadata()["dc:title"])
        attached = document.attachments["result.json"].get_file().read_bytes()
    assert files.digest(attached) == decided.result.digest

    making.ask(call, ["fr"], now, LARGE_PRINT)
    work()
    assert db.session.query(Report).count() == 3


def test_other_languages_are_not_made(call, decided, now):
    with pytest.raises(RuleBroken, match="Reports are made in nl, fr, de, en"):
        making.ask(call, ["es"], now)


def test_without_a_result_the_job_says_what_is_missing(call, now, work):
    job = making.ask(call, ["nl"], now)
    work()

    assert job.state == "failed"
    assert "There is no result yet" in job.problem
    assert making.newest_job(call, "nl").id == job.id
    assert making.newest_job(call, "fr") is None
    assert making.newest_job(call, "nl", LARGE_PRINT) is None


def test_content_holds_votes_words_and_no_names(call, decided, now):
    found = gather.content(call)

    first, second, third = found.lines
    assert [line.id for line in found.lines] == ["1", "2", "3"]
    assert [(s.text, s.language) for s in first.said_for] == [("Iedereen doet mee.", "nl")]
    assert [(s.text, s.language) for s in first.said_against] == [("C’est trop cher.", "fr")]
    assert (second.recusals, third.recusals) == ({}, {"work": 1})
    assert [(o.proposal, o.signatures) for o in found.minority] == [("Repair café", 1)]
    assert found.decision.words == decided.words
    assert found.jury is None  # nothing is known of this draw
    assert found.granted == 43_000_00
    assert "@people.example" not in str(found)


def test_before_a_decision_the_content_is_the_jurys_advice(call, scored, now):
    found = gather.content(call)

    assert found.decision is None
    assert [line.outcome for line in found.lines] == ["funded", "funded", "not_funded"]


def test_small_groups_of_the_pool_are_left_out(call, decided, draw, now):
    rows = [("a", 700, 0.7, 2), ("b", 4, 0.1, 1), ("rather_not_say", 96, None, 1)]
    draw.freeze.summary = {
        "people": 800, "seats": 4, "tickets": 1000,
        "categories": [{
            "key": "x", "question": {"nl": "Vraag"}, "source": "Statbel",
            "answers": [
                {"value": v, "label": {"nl": v}, "population": share, "pool": n, "jury": jury}
                for v, n, share, jury in rows
            ],
        }],
    }  # fmt: skip
    db.session.add(rules(call, now))
    db.session.commit()

    found = gather.content(call).jury

    assert found.in_pool == 800
    assert found.mirrors[0].groups[0].label == {"nl": "a"}
    assert [(g.population, g.jurors) for g in found.mirrors[0].groups] == [(0.7, 2), (None, 1)]
    assert found.served == 4


def rules(call, now):
    from jury.pool.models import DrawRules

    return DrawRules(
        call=call, seats=4, alternates=0, first_source="balls", first_words={}, first_at=now,
        second_source="balls", second_words={}, second_at=now, fallback_words={}, sealed_at=now,
        digest="c3",
    )  # fmt: skip


def test_jobs_of_this_room_are_known():
    assert {"report.make", "large-print.make"} <= set(jobs._work)
