"""`jury assign`: lists in, one row a reading out."""

import csv
from collections import Counter

import pytest
from click.testing import CliRunner

from jury.cli import main

JURORS = "juror,name\n" + "".join(f"j{n},\n" for n in range(1, 8))
PROPOSALS = "proposal,title,cost\n" + "".join(f"p{n},T,100\n" for n in range(1, 8))


@pytest.fixture
def run(tmp_path):
    """Runs the command on files given as text; returns the outcome and the readings."""

    def call(each, jurors=JURORS, proposals=PROPOSALS, **others):
        options = ["assign", "--each", str(each), "--out", str(tmp_path / "readings.csv")]
        for name, text in {"jurors": jurors, "proposals": proposals, **others}.items():
            (tmp_path / f"{name}.csv").write_text(text)
            options += [f"--{name}", str(tmp_path / f"{name}.csv")]
        outcome = CliRunner().invoke(main, options)
        written = tmp_path / "readings.csv"
        text = written.read_text() if written.exists() else ""
        rows = csv.reader(text.splitlines())
        return outcome, [tuple(row) for row in rows]

    return call


def test_everyone_reads_as_many_and_any_two_proposals_share_one_reader(run):
    outcome, (head, *readings) = run(3)

    assert outcome.stdout.splitlines() == [
        "7 jurors read 3 of 7 proposals each; every proposal has 3 readers.",
        "The plan compares proposals 100.0 % as well as any plan of its size can.",
    ]
    assert head == ("juror", "proposal")
    assert set(Counter(juror for juror, _ in readings).values()) == {3}
    readers = {p: {j for j, q in readings if q == p} for _, p in readings}
    assert {len(readers[p] & readers[q]) for p in readers for q in readers if p < q} == {1}


def test_nobody_reads_where_interests_conflict_and_the_cost_is_told(run):
    barred = [("j1", f"p{n}") for n in range(1, 6)]
    text = "juror,proposal\n" + "".join(f"{j},{p}\n" for j, p in barred)

    outcome, readings = run(3, conflicts=text)

    assert not set(barred) & set(readings)
    assert "Conflicts of interest left 1 of the readings without a proposal." in outcome.stdout


def test_the_order_of_rows_changes_nothing(run):
    head, *rows = JURORS.splitlines(keepends=True)

    assert run(4, jurors=head + "".join(reversed(rows)))[1] == run(4)[1]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"jurors": "name\nj1\n"}, "jurors.csv, row 1, column “juror”: This column is missing."),
        ({"jurors": "juror,x\n,1\nj2,\n"}, "jurors.csv, row 2, column “juror”: There is no juror"),
        ({"jurors": "juror\nj1\nj1\n"}, "The juror “j1” is listed more than once."),
        ({"conflicts": "juror,proposal\nj9,p1\n"}, "names the juror “j9”, who is not in the list."),
        ({"jurors": "juror\nj1\nj2\n"}, "Let each juror read at least 4, or ask more jurors."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(run, files, sentence):
    outcome, readings = run(3, **files)

    assert outcome.exit_code == 1
    assert sentence in outcome.output
    assert readings == []
