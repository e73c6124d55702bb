"""`jury score`: spreadsheets in, one result out, every mistake named with its place."""

import json

import pytest
from click.testing import CliRunner

from jury.scoring.command import score

SCORES = """juror,proposal,criterion,round,college,score,status
a,p1,,1,,4,scored
a,p2,,1,,2,
b,p1,,1,,5,scored
b,p2,,1,,,recused
c,p1,,1,,3,
c,p2,,1,,1,
"""
PROPOSALS = "proposal,title,cost\np1,Benches,1200.50\np2,Bees,800\n"


@pytest.fixture
def run(tmp_path):
    """Runs the command on files given as text; returns the outcome and the path of its result."""

    def call(*arguments, scores=SCORES, proposals=PROPOSALS, budget="1500", **others):
        given = {"scores": scores, "proposals": proposals, **others}
        options = ["--budget", budget, "--out", str(tmp_path / "result.json")]
        for name, text in given.items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            options += [f"--{name}", str(path)]
        return CliRunner().invoke(score, [*options, *arguments]), tmp_path / "result.json"

    return call


def test_a_result_is_written_and_summed_up(run):
    outcome, out = run("--scale", "1,5")

    assert outcome.exit_code == 0
    assert "1 of 2 proposals funded: 1200.5 of 1500 euros." in outcome.stdout
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["allocation"]["funded"] == ["p1"]
    assert found["proposals"][1]["missing"]["recused"] == 1
    assert found["inputs"]["scale"] == [1.0, 5.0]


def test_semicolons_a_byte_order_mark_and_decimal_commas_are_read(run):
    plain = run(scores="juror,proposal,score\na,p1,4.5\na,p2,2\nb,p1,5\nb,p2,1\n")[1].read_bytes()
    scores = "\ufeffjuror;proposal;score\r\na;p1;4,5\r\na;p2;2\r\nb;p1;5\r\n\r\nb;p2;1\r\n"
    proposals = "proposal;title;cost\np1;Benches;1200,50\np2;Bees;800\n"

    outcome, out = run(scores=scores, proposals=proposals)

    assert outcome.exit_code == 0
    assert out.read_bytes() == plain


def test_the_same_files_give_the_same_bytes_and_full_adds_jurors(run):
    first, again, full = (run(*extra)[1].read_bytes() for extra in ((), (), ("--full",)))
    assert first == again
    assert set(json.loads(full)) - set(json.loads(first)) == {"jurors"}


def test_every_mistake_of_every_file_is_named_at_once(run):
    outcome, out = run(
        scores=SCORES + "d,p1,,1,,many,\nd,p2,,one,,9,\na,p1,,1,,4,\nd,p7,,1,,3,\n",
        proposals=PROPOSALS + "p3,Bikes,12.500\n",
        criteria="criterion,weight\n,heavy\n",
        comments="proposal,kind,text\np1,perhaps,Nice\n",
        budget="0",
    )

    assert outcome.exit_code == 1
    assert not out.exists()
    assert outcome.stdout == ""
    assert [line.split(". ")[0] for line in outcome.stderr.splitlines()] == [
        "The budget is 0 euros",
        "comments.csv, row 2, column “kind”: The kind “perhaps” is not known",
        "criteria.csv, row 2, column “weight”: “heavy” is not a number",
        "proposals.csv, row 4, column “cost”: “12.500” is not an amount",
        "scores.csv, row 8, column “score”: “many” is not a number",
        "scores.csv, row 9, column “round”: “one” is not a whole number",
        "scores.csv, row 10, column “score”: “a” has two scores for “p1” in round 1",
        "scores.csv, row 11, column “proposal”: “p7” is not in the list of proposals",
    ]


def test_what_only_the_whole_shows_is_named_too(run):
    outcome, _ = run(scores="juror,proposal,score\na,p1,4\na,p2,3\n")
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("scores.csv: Only “a” scored in the last round.")


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ("juror,proposal\na,p1\n", "scores.csv, row 1, column “score”: This column is missing."),
        ("", "scores.csv, row 1, column “juror”: This column is missing."),
        (
            "juror,proposal,score,score\na,p1,4,4\n",
            "scores.csv, row 1, column “score”: This column is there twice.",
        ),
        (SCORES.encode("utf-16"), "scores.csv: The file is not in UTF-8."),
        ("juror,proposal,score\na,p1,4,5\n", "scores.csv, row 2: This row has 4 cells"),
    ],
)
def test_a_file_that_is_no_table_is_refused(run, scores, said):
    outcome, _ = run(scores=scores)
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith(said)


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    outcome, _ = run("--comments", str(tmp_path / "nothing.csv"))
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith("nothing.csv: The file cannot be opened")


@pytest.mark.parametrize(
    "arguments", [("--scale", "5,1"), ("--scale", "high"), ("--rule", "dice"), ("--budget", "ten")]
)
def test_wrong_usage_is_told_apart_from_wrong_data(run, arguments):
    assert run(*arguments)[0].exit_code == 2


def test_a_place_that_cannot_be_written_is_named(run, tmp_path):
    outcome, _ = run("--out", str(tmp_path / "missing" / "result.json"))
    assert outcome.exit_code == 1
    assert "cannot be written" in outcome.stderr


def test_text_with_line_breaks_keeps_the_rows_counted(run):
    comments = 'proposal,kind,text\np1,for,"Two\nlines"\np9,for,Which?\n'
    outcome, _ = run(comments=comments)
    assert outcome.stderr.startswith("comments.csv, row 4, column “proposal”: “p9”")
