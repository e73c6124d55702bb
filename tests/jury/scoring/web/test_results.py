"""From stored scores to the result."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from jury import files, jobs
from jury.calls import trail
from jury.db import db
from jury.deliberation import comments, conflicts, opinions
from jury.errors import RuleBroken
from jury.ledger import entries
from jury.scoring import results, sheets
from jury.scoring.models import Result, Score


@pytest.fixture
def jury(seat, proposals):
    """Six jurors, none with a conflict."""
    return [seat(f"juror{n}", n) for n in range(1, 7)]


@pytest.fixture
def criteria(call):
    """The ids of the two criteria."""
    return [criterion.id for criterion in call.criteria]


def grade(juror, proposal):
    """What this juror thinks of this proposal: some like the second, all dislike the third."""
    return max(1, min(5, {1: 4, 2: 3, 3: 2}[proposal.number] + (juror.number % 3) - 1))


@pytest.fixture
def scored(call, jury, proposals, criteria, only, now, once):
    """Both rounds are scored by everyone, and closed."""

    def judge():
        for number, phase in ((1, "reading"), (2, "deliberation")):
            only(phase)
            for juror in jury:
                for proposal in proposals:
                    marks = dict.fromkeys(criteria, grade(juror, proposal))
                    sheets.save(juror, proposal, marks, number, now)
        comments.write(jury[0], proposals[0], "for", "Mooi.", now, language="nl")
        opinions.write(jury[1], proposals[2], "Toch doen.", "nl", now)
        only("decision")

    once("scored", judge)
    return call


def rows_of(call, juror, proposal, number):
    """The rows of one sheet as (criterion, score, status)."""
    return [
        (row.criterion, row.score, row.status)
        for row in results.score_rows(call)
        if (row.juror, row.proposal, row.round) == (str(juror.number), str(proposal.number), number)
    ]


def test_every_seated_juror_has_a_row_for_everything(call, jury, proposals, criteria, reading, now):
    ann = jury[0]
    sheets.save(ann, proposals[0], {criteria[0]: 4, criteria[1]: None}, 1, now)
    sheets.save(ann, proposals[1], {criteria[0]: 2}, 1, now)
    conflicts.declare(ann, {proposals[2].id: "work"}, now)

    assert len(list(results.score_rows(call))) == 6 * 3 * 2 * 2
    assert rows_of(call, ann, proposals[0], 1) == [
        ("impact", 4.0, "scored"),
        ("together", None, "cannot_judge"),
    ]
    assert rows_of(call, ann, proposals[1], 1) == [
        ("impact", 2.0, "scored"),
        ("together", None, "not_answered"),
    ]
    assert rows_of(call, ann, proposals[2], 1) == [
        ("impact", None, "recused"),
        ("together", None, "recused"),
    ]


def test_first_scores_stand_where_a_juror_gave_no_second_ones(
    call, jury, proposals, criteria, reading, only, now
):
    ann, bob = jury[:2]
    for juror in (ann, bob):
        sheets.save(juror, proposals[0], dict.fromkeys(criteria, 2), 1, now)
    only("deliberation")
    sheets.save(bob, proposals[0], {criteria[0]: 5}, 2, now)

    assert rows_of(call, ann, proposals[0], 2) == [
        ("impact", 2.0, "scored"),
        ("together", 2.0, "scored"),
    ]
    assert rows_of(call, bob, proposals[0], 2) == [
        ("impact", 5.0, "scored"),
        ("together", None, "not_answered"),
    ]
    assert results.carried_over(call) == 1
    assert len(db.session.scalars(select(Score).where(Score.round == 2)).all()) == 1


def test_a_juror_who_stopped_is_left_out(call, jury, proposals, criteria, reading, now):
    sheets.save(jury[0], proposals[0], {criteria[0]: 4}, 1, now)
    jury[0].state = "stopped"

    assert "1" not in {row.juror for row in results.score_rows(call)}


def test_the_worker_computes_what_was_asked(call, scored, person, now, work):
    job = results.ask(call, now, person("lea"))
    work()

    found = results.newest(call)
    document = results.read(found)
    assert (job.state, job.problem) == ("done", "")
    assert files.digest(files.read(found.file)) == found.digest
    assert [p["id"] for p in document["proposals"]] == ["1", "2", "3"]
    assert document["allocation"]["budget"] == 150_000
    assert document["allocation"]["order"] == ["1", "2", "3"]
    assert document["proposals"][0]["comments"]["for"] == ["Mooi."]
    assert document["proposals"][2]["comments"]["minority"] == ["Toch doen."]
    assert "jurors" not in document


def test_the_ledger_holds_the_digest_and_who_asked(call, scored, person, now, work):
    results.ask(call, now, person("lea"))
    work()

    asked, computed = [e for e in entries() if e.event.startswith("result.")]
    assert asked.facts == {"by": person("lea").pseudonym}
    assert computed.facts["digest"] == results.newest(call).digest


def test_the_same_scores_give_the_same_document(call, scored, now):
    first, second = results.compute(call, now), results.compute(call, now + timedelta(hours=1))

    assert first.digest == second.digest
    assert results.newest(call) is second
    assert len(db.session.scalars(select(Result)).all()) == 2


def test_no_result_while_scores_can_still_change(call, jury, deliberation, person, now):
    with pytest.raises(RuleBroken, match="Jurors can still score until"):
        results.ask(call, now, person("lea"))
    with pytest.raises(RuleBroken, match="Jurors can still score until"):
        results.compute(call, now)


def test_no_result_from_scores_that_were_changed_beside_the_program(call, scored, person, now):
    query = update(Score).where(Score.round == 2, Score.juror_id == 1)
    db.session.execute(query.values(value=5))

    with pytest.raises(RuleBroken, match="3 score sheets differ"):
        results.ask(call, now, person("lea"))


def test_a_jury_that_scored_nothing_gets_sentences(call, jury, decision, person, now, work):
    results.ask(call, now, person("lea"))
    work()

    job = jobs.latest(results.KIND, "parks")
    assert job.state == "failed"
    assert "no scores" in job.problem
    assert results.newest(call) is None


def test_a_recused_juror_counts_as_recused_and_has_no_say(call, scored, jury, now, only, proposals):
    only("deliberation")
    conflicts.declare(jury[0], {proposals[0].id: "work"}, now)
    only("decision")

    document = results.read(results.compute(call, now))

    first = document["proposals"][0]
    assert (first["n_scores"], first["missing"]["recused"]) == (5, 1)
    assert first["comments"]["for"] == []
    assert json.dumps(document).count("juror1") == 0


def test_the_trail_tells_the_whole_story_in_sentences(call, scored, person, now, work):
    results.ask(call, now, person("lea"))
    work()

    told = {entry.event for entry in entries(call.slug)} - {"role.granted"}
    assert told == {
        "conflicts.declared", "sheet.saved", "comment.written", "opinion.written",
        "lot.announced", "result.asked", "result.computed",
    }  # fmt: skip
    assert all(trail.is_told(event) for event in told)
    assert all("%(" not in line.sentence for line in trail.lines(call, entries(call.slug)))
