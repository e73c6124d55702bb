"""`jury score`: spreadsheets in, one result out, every mistake named with its place."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

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


def workbook(text, changes=None):
    """The bytes of an XLSX workbook with the rows of a CSV file, numbers as numbers."""
    book = Workbook()
    for row in csv.reader(StringIO(text)):
        book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell or None
                            for cell in row])  # fmt: skip
    for place, value in (changes or {}).items():
        book.active[place] = value
    book.active.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def run(tmp_path):
    """Runs the command on files given as text or bytes; returns the outcome and its result."""

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
    assert "1 of 2 proposals funded: 1,200.50 of 1,500 euros." in outcome.stdout
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
        ("", "scores.csv: The first row has none of the columns “juror”, “proposal”, “score”."),
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
    "arguments",
    [
        ("--scale", "5,1"),
        ("--scale", "high"),
        ("--rule", "dice"),
        ("--budget", "ten"),
        ("--weights", "citizens"),
        ("--weights", "citizens=0"),
        ("--weights", "citizens=1,citizens=2"),
        ("--rule", "knapsack", "--public-value", "7 4 1"),
    ],
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


def test_workbooks_say_what_the_same_csv_says(run):
    more = {
        "criteria": "criterion,weight\nheart,2.5\nhead,1\n",
        "comments": "proposal,kind,text\np1,for,Shade\n",
        "scores": SCORES.replace(",,1,,", ",heart,1,,"),
    }
    plain = run(**more)[1].read_bytes()
    books = {name: workbook(text) for name, text in ({"proposals": PROPOSALS} | more).items()}

    outcome, out = run(**books)

    assert outcome.exit_code == 0, outcome.stderr
    assert out.read_bytes() == plain


def test_a_cell_that_cannot_be_read_is_named_with_its_row_column_and_remedy(run):
    scores = workbook(SCORES, {"F2": "=1+2", "F3": date(2026, 5, 4), "B4": "#N/A", "H1": "seen",
                               "H4": date(2026, 5, 4)})  # fmt: skip
    outcome, out = run(scores=scores, proposals=workbook(PROPOSALS, {"C3": date(2026, 8, 1)}))

    assert outcome.exit_code == 1
    assert not out.exists()
    assert outcome.stderr.splitlines() == [
        "proposals.csv, row 3, column “cost”: This cell is a date or a time (2026-08-01), which "
        "spreadsheet programs make of a text such as 12-15; format the column as text and write "
        "it again.",
        "scores.csv, row 2, column “score”: This cell holds a formula without a result; open the "
        "file in a spreadsheet program, save it and try again.",
        "scores.csv, row 3, column “score”: This cell is a date or a time (2026-05-04), which "
        "spreadsheet programs make of a text such as 12-15; format the column as text and write "
        "it again.",
        "scores.csv, row 4, column “proposal”: This cell holds the error #N/A; correct its "
        "formula.",
    ]


def test_what_is_no_workbook_is_refused(run):
    outcome, _ = run(scores=b"PK\x03\x04 and nothing more")
    assert outcome.exit_code == 1
    assert outcome.stderr == (
        "scores.csv: The file cannot be read as an XLSX spreadsheet; save it again as XLSX or CSV."
        "\n"
    )


def test_the_declared_rule_is_in_the_result_and_in_the_bytes(run):
    found = {rule: json.loads(run("--rule", rule)[1].read_text(encoding="utf-8"))
             for rule in ("greedy", "knapsack", "equal-shares")}  # fmt: skip

    assert [each["allocation"]["rule"] for each in found.values()] == list(found)
    assert len({each["inputs"]["sha256"] for each in found.values()}) == 3


COLLEGES = "juror,proposal,score,college\n" + "".join(
    f"{juror},{proposal},{score},{college}\n"
    for college, own in {"citizens": "abc", "experts": "de"}.items()
    for juror in own
    for proposal, score in (("p1", 4 if juror in "ad" else 5), ("p2", 2 if juror in "be" else 1))
)


def test_weights_of_colleges_are_taken_and_pooling_is_said(run):
    outcome, out = run("--weights", "citizens=2, experts=0.5", scores=COLLEGES)
    assert outcome.exit_code == 0, outcome.stderr
    assert json.loads(out.read_text())["inputs"]["weights"] == {"citizens": "4/5", "experts": "1/5"}
    assert "colleges" not in outcome.stdout

    pooled = run(scores=COLLEGES)[0].stdout
    assert (
        "The scores come from 2 colleges (“citizens”, “experts”) without --weights: all jurors "
        "count as one jury, and each college is shown beside it." in pooled
    )


@pytest.mark.parametrize(
    ("weights", "scores", "said"),
    [
        ("citizens=1", COLLEGES, "There are scores of 2 colleges (“citizens”, “experts”)"),
        (
            "citizens=1,experts=1",
            COLLEGES.replace("e,p1,4,experts\n", "").replace("e,p1,5,experts\n", "")
            .replace("e,p2,2,experts\n", ""),
            "scores.csv: The number of jurors who scored in the college “experts” is 1.",
        ),
        (
            "citizens=1,experts=1",
            COLLEGES.replace("d,p2,1,experts\n", "").replace("e,p2,2,experts\n", ""),
            "proposals.csv: Nobody in the college “experts” scored “p2”",
        ),
        (
            "citizens=1,experts=1",
            COLLEGES + "f,p1,3,\n",
            "scores.csv, row 12, column “college”: “f” is in no college",
        ),
    ],
)  # fmt: skip
def test_colleges_that_cannot_be_weighed_are_refused(run, weights, scores, said):
    outcome, out = run("--weights", weights, scores=scores)
    assert outcome.exit_code == 1
    assert outcome.stderr.startswith(said), outcome.stderr
    assert not out.exists()


def test_what_is_named_a_workbook_and_is_none_is_said_to_be_none(run, tmp_path):
    whole = workbook(SCORES)
    path = tmp_path / "marks.XLSX"
    for content in (b"", b"hello there\n", whole[:2], whole[: len(whole) // 2], SCORES.encode()):
        path.write_bytes(content)

        outcome, out = run("--scores", str(path))

        assert outcome.exit_code == 1
        assert outcome.stderr == (
            "marks.XLSX: The file cannot be read as an XLSX spreadsheet; "
            "save it again as XLSX or CSV.\n"
        )
        assert not out.exists()


def test_a_file_that_was_given_is_never_written_over(run, tmp_path):
    outcome, _ = run("--out", str(tmp_path / "scores.csv"))

    assert outcome.exit_code == 2
    assert "is one of the files given. Name another one with --out." in outcome.stderr
    assert (tmp_path / "scores.csv").read_text().startswith("juror,")


def test_an_empty_public_value_draws_no_lot(run):
    for value in ("", "  "):
        outcome, out = run("--public-value", value)
        assert outcome.exit_code == 2
        assert "The public value is empty." in outcome.stderr
        assert not out.exists()
