"""Experts beside the citizens: promised by the call, brought in by file, counted by weight."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from jury.calls import publishing, trail
from jury.db import db
from jury.errors import RuleBroken
from jury.ledger import entries
from jury.roles import Role
from jury.scoring import expert_scores, experts, lots, results, sheets
from jury.scoring.case import BadScores
from jury.scoring.models import ExpertScores

HEAD = "juror,proposal,criterion,score,status"
MARKS = {"dr. Zoe": {1: 2, 2: 4, 3: 5}, "Anna": {1: 1, 2: 4, 3: 4}}


def file_of(marks, keys=("impact", "together")):
    """A file in which each expert gives a proposal the same mark on every criterion."""
    lines = [
        f"{expert},{proposal},{key},{mark},"
        for expert, own in marks.items()
        for proposal, mark in own.items()
        for key in keys
    ]
    return "\n".join([HEAD, *lines]).encode()


@pytest.fixture
def promised(call, proposals, seat, deliberation):
    """A call in its second round, in which citizens count double beside experts."""
    call.citizen_weight, call.expert_weight = 2, 1
    db.session.commit()
    return call


@pytest.fixture
def boss(person):
    return person("lea")


@pytest.fixture
def scored(promised, proposals, seat, now, once):
    """Four citizens scored too, and prefer the first proposal."""
    jurors = [seat(f"juror{n}", n) for n in range(1, 5)]

    def judge():
        for juror in jurors:
            for proposal in proposals:
                mark = {1: 5, 2: 3, 3: 2}[proposal.number] - juror.number % 2
                sheets.save(
                    juror, proposal, {c.id: max(1, mark) for c in promised.criteria}, 2, now
                )

    once("four citizens", judge)
    return promised


def test_without_the_promise_nothing_of_the_inputs_or_the_digest_changes(call, juror, decision):
    given = results.inputs(call)

    assert {row.college for row in given["scores"]} == {""}
    assert given["jurors"] == ["1", "9"]
    assert "college_weights" not in given
    assert "colleges" not in publishing.wording(call)
    before = publishing.digest(call)
    call.expert_weight = 1
    assert publishing.wording(call)["colleges"] == {"citizens": 1, "experts": 1}
    assert publishing.digest(call) != before


def test_experts_are_numbered_and_nothing_names_them(promised, boss, now):
    kept = experts.bring_in(promised, file_of(MARKS), now, boss)

    rows = expert_scores.rows(promised)
    assert {(r.juror, r.proposal): r.score for r in rows} == {
        ("expert 1", "1"): 1, ("expert 1", "2"): 4, ("expert 1", "3"): 4,
        ("expert 2", "1"): 2, ("expert 2", "2"): 4, ("expert 2", "3"): 5,
    }  # fmt: skip
    assert {(r.college, r.round, r.status) for r in rows} == {("experts", 2, "scored")}
    entry = next(e for e in entries("parks") if e.event == "experts.scored")
    assert entry.facts == {"by": boss.pseudonym, "experts": 2, "digest": kept.digest}
    assert trail.sentence(entry.event, entry.facts).startswith("The scores of 2 experts")
    again = experts.bring_in(
        promised, file_of(dict(reversed(MARKS.items())), ("together", "impact")), now, boss
    )
    assert again.digest == kept.digest


def test_everything_wrong_is_said_at_once_and_what_was_there_stays(promised, boss, now):
    kept = experts.bring_in(promised, file_of(MARKS), now, boss)
    bad = file_of({"a": {1: 6, 2: 3, 3: 1}, "b": {1: 2, 2: 3, 9: 1}}, ("impact", "beauty"))

    with pytest.raises(BadScores) as refused:
        experts.bring_in(promised, bad, now, boss)

    said = str(refused.value)
    assert "scores, row 2, column “score”: The score 6 lies outside the scale from 1 to 5" in said
    assert "“beauty” is not in the list of criteria" in said
    assert "“9” is not in the list of proposals" in said
    assert expert_scores.newest(promised) is kept


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (file_of({"a": {1: 1, 2: 2, 3: 3}}), "Only one expert scored. At least 2 are needed"),
        (file_of({"a": {1: 1, 2: 2}, "b": {1: 1, 2: 4}}), "No expert scored “3”. Let at least one"),
        (file_of(MARKS | {"c": {1: ""}}), "“c” scored nothing. Fill in"),
        (
            b"juror,proposal,criterion,round,score\na,1,impact,1,3\na,1,impact,2,3\n",
            "There is more than one round",
        ),
        (b"\xff\xfe", "not in UTF-8"),
        (f"{HEAD}\na,1,impact,,\nb,1,impact,,recused\n".encode(), "no score in this file yet"),
    ],
)
def test_scores_that_cannot_stand_alone_are_refused(promised, boss, now, data, said):
    with pytest.raises(BadScores, match=said):
        experts.bring_in(promised, data, now, boss)
    with pytest.raises(RuleBroken, match="larger than 2 megabytes"):
        experts.bring_in(promised, b"x" * (experts.LARGEST + 1), now, boss)

    assert db.session.scalars(select(ExpertScores)).all() == []


def test_scores_are_replaced_until_the_second_scores_close(promised, boss, only, now):
    only("draw")
    with pytest.raises(RuleBroken, match="You can bring them in from"):
        experts.bring_in(promised, file_of(MARKS), now, boss)
    only("deliberation")
    experts.bring_in(promised, file_of(MARKS), now, boss)
    closes = promised.phase("deliberation").closes_at
    later = experts.bring_in(promised, file_of(MARKS), closes - timedelta(seconds=1), boss)
    with pytest.raises(RuleBroken, match="The experts’ scores stay as they are"):
        experts.bring_in(promised, file_of(MARKS), closes, boss)

    assert expert_scores.newest(promised) is later


def test_late_scores_are_taken_once_and_the_lot_waits_for_them(scored, boss, now):
    closes = scored.phase("deliberation").closes_at
    first = lots.of_call(scored).moment
    late = first + timedelta(days=1)
    with pytest.raises(RuleBroken, match="scores of the experts are missing"):
        results.check_final(scored, closes)

    experts.bring_in(scored, file_of(MARKS), late, boss)

    assert lots.of_call(scored).moment == late + lots.LEAD
    results.check_final(scored, late)
    with pytest.raises(RuleBroken, match="stay as they are"):
        experts.bring_in(scored, file_of(MARKS), late, boss)


def test_citizens_and_experts_count_by_their_weights(scored, boss, now, only):
    experts.bring_in(scored, file_of(MARKS), now, boss)
    only("decision")

    document = results.read(results.compute(scored, now))

    assert document["inputs"]["weights"] == {"citizens": "2/3", "experts": "1/3"}
    size = {name: own["size"] for name, own in document["colleges"].items()}
    assert size == {"citizens": 4, "experts": 2}
    alone = {
        name: [p["calibrated"] for p in own["proposals"]]
        for name, own in document["colleges"].items()
    }
    assert [p["calibrated"] for p in document["proposals"]] == pytest.approx(
        [(2 * c + e) / 3 for c, e in zip(alone["citizens"], alone["experts"], strict=True)]
    )
    assert max(range(3), key=alone["citizens"].__getitem__) == 0
    assert max(range(3), key=alone["experts"].__getitem__) == 2


def test_scores_changed_beside_the_ledger_are_not_counted(promised, boss, now):
    kept = experts.bring_in(promised, file_of(MARKS), now, boss)
    other = expert_scores.keep(
        promised, expert_scores.rows(promised)[:-1], now + timedelta(hours=1)
    )
    with pytest.raises(RuleBroken, match="differ from what the ledger says"):
        expert_scores.rows(promised)

    db.session.delete(other)
    assert expert_scores.newest(promised) is kept
    assert len(expert_scores.rows(promised)) == 12


def test_the_manager_fills_in_the_empty_file_and_sends_it(client, promised, sign_in, boss):
    sign_in(boss, Role.MANAGER, "parks")
    empty = client.get("/manage/parks/experts/empty.csv").text
    lines = empty.splitlines()
    assert lines[:2] == [HEAD, "expert 1,1,impact,,"]
    assert len(lines) == 1 + 2 * 3 * 2

    def send(text):
        data = {"file": (io.BytesIO(text.encode()), "scores.csv")}
        return client.post("/manage/parks/experts", data=data)

    nothing = client.post("/manage/parks/experts", data={})
    assert (nothing.status_code, "Choose the file first" in nothing.text) == (422, True)
    hollow = send("")
    assert (hollow.status_code, "This file is empty." in hollow.text) == (422, True)
    unfilled = send(empty)
    assert unfilled.status_code == 422
    assert unfilled.text.count("There is no score in this file yet.") == 1
    client.post("/language/nl")
    assert "In dit bestand staat nog geen score." in send(empty).text
    client.post("/language/en")
    filled = [line[:-1] + f"{n % 5 + 1}," for n, line in enumerate(lines[1:])]
    assert send("\n".join([HEAD, *filled])).status_code == 302
    page = client.get("/manage/parks/experts").text
    assert "The scores of 2 experts are in." in page
    assert "missing" not in page
    assert "Citizens count for 2 of 3 parts, experts for 1." in client.get("/calls/parks").text


def test_what_a_file_left_out_without_a_reason_is_said(client, promised, sign_in, boss, now):
    rows = [
        "a,1,impact,3,", "a,1,together,,cannot_judge", "a,2,impact,4,", "a,2,together,,",
        "a,3,impact,2,", "a,3,together,2,", "b,1,impact,5,", "b,1,together,5,",
        "b,2,impact,,recused", "b,3,impact,1,",
    ]  # fmt: skip
    kept = experts.bring_in(promised, "\n".join([HEAD, *rows]).encode(), now, boss)

    found = experts.gaps(promised, kept)
    assert (found.missing, found.every) == (2, 12)
    assert found.proposals == {"expert 1": ["2"], "expert 2": ["3"]}
    db.session.commit()
    sign_in(boss, Role.MANAGER, "parks")
    page = client.get("/manage/parks/experts").text
    assert "2 scores are missing, of 12. The result is counted without them." in page
    assert "Expert 1: proposal 2" in page


def test_what_is_wrong_goes_down_the_file_and_a_file_without_rows_says_only_why(
    promised, boss, now
):
    bad = f"{HEAD}\na,1,impact,3,\na,2,impact,three,\na,3,impact,9,\na,1,beauty,3,"
    with pytest.raises(BadScores) as refused:
        experts.bring_in(promised, bad.encode(), now, boss)
    lines = [problem.line for problem in refused.value.problems]
    assert lines == sorted(lines)
    assert len(lines) >= 3

    with pytest.raises(BadScores) as refused:
        experts.bring_in(promised, b"%PDF-1.7\n1 0 obj, <<>>\nstream, of, a, page\n", now, boss)
    [problem] = refused.value.problems
    assert str(problem.sentence).startswith("This is no table. Save it as CSV or XLSX")
    for other in (b"\xd0\xcf\x11\xe0\x00\x00", b"\x89PNG\r\n\x00"):
        with pytest.raises(BadScores, match="This is no table"):
            experts.bring_in(promised, other, now, boss)
    with pytest.raises(BadScores) as refused:
        experts.bring_in(promised, "juror,proposal,score\né,1,3".encode("latin-1"), now, boss)
    assert [str(each.sentence)[:24] for each in refused.value.problems] == [
        "The file is not in UTF-8"
    ]


def test_without_the_promise_the_page_takes_no_file(client, call, sign_in, boss):
    sign_in(boss, Role.MANAGER, "parks")

    page = client.get("/manage/parks/experts").text

    assert "In this call only the citizens score." in page
    assert 'type="file"' not in page


def test_the_result_shows_each_college(client, scored, sign_in, boss, now, only):
    sign_in(boss, Role.MANAGER, "parks")
    only("decision")
    assert "Bring in the scores of the experts first" in client.get("/manage/parks/results").text
    assert "The file that you send now is final." in client.get("/manage/parks/experts").text
    assert 'href="/manage/parks/experts"' in client.get("/manage/parks").text
    experts.bring_in(scored, file_of(MARKS), now, boss)
    results.compute(scored, now)
    db.session.commit()

    page = client.get("/manage/parks/results").text
    assert "What each college says" in page
    assert "counts for 67" in page
    assert "Experts are counted among the jurors here." in page
    assert "citizens" in page
