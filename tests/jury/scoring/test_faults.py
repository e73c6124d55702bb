"""Faults: a sentence remembers what it was made of, and is told in the reader's language."""

import io
from datetime import date

import openpyxl
import pytest

from jury.languages import speaking, told
from jury.reports.command import printer
from jury.scoring import faults
from jury.scoring.case import BadScores, Problem, in_order
from jury.scoring.prepare import prepare
from jury.scoring.reading_files import read_scores
from jury.scoring.result import case_of
from sortition.saying import say

HEAD = "juror,proposal,criterion,score,status"
ROW = "a,1,impact,3,"


def workbook(*rows):
    """An XLSX file with these rows below the head."""
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in (HEAD.split(","), *rows):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.merge_cells("A4:A5")
    book.save(data)
    return data.getvalue()


def text(*rows):
    """A CSV file with these rows below the head."""
    return "\n".join([HEAD, *rows]).encode()


FILES = {
    "no scores": text(ROW.replace("3", "")),
    "outside the scale": text("a,1,impact,5.5,", "b,1,impact,3,"),
    "unknown names": text("a,9,impact,3,", "a,1,beauty,3,", ",1,impact,3,"),
    "no criterion": text("a,1,,3,"),
    "the same in every row": text(*(f"{juror},9,impact,3," for juror in "abcde")),
    "statuses": text("a,1,impact,3,perhaps", "b,1,impact,3,recused", "c,1,impact,,scored"),
    "twice": text(ROW, ROW),
    "recused": text("a,1,impact,,recused", "a,1,together,3,"),
    "no numbers": text("a,1,impact,three,"),
    "a cell without end": text('a,1,impact,"' + "3" * 140_000),
    "too many cells": text("a,1,impact,3,,,,more"),
    "unread": text(ROW, "b,1,impact,4,"),
    "alone": text(ROW, "a,2,impact,4,"),
    "all equal": text(ROW, "a,2,impact,3,", "b,1,impact,3,", "b,2,impact,3,"),
    "apart": text(ROW, "b,1,impact,4,", "c,2,impact,1,", "d,2,impact,2,"),
    "no column": b"juror,proposal\na,1",
    "column twice": b"juror,proposal,score,score\na,1,3,3",
    "not UTF-8": "juror,proposal,score\né,1,3".encode("latin-1"),
    "no workbook": b"PK\x03\x04 and nothing more",
    "workbook": workbook(
        ["a", 1, "impact", date(2026, 5, 3), ""],
        ["b", 1, "impact", 3],
        ["c", 1, "impact", "#N/A"],
        ["", 2, "impact", "=1+1"],
    ),
}


def problems_of(data):
    """Everything that is wrong with the file, as the page of the experts finds it."""
    rows, found = read_scores(data)
    frame = {"proposals": [("1", "One", 100), ("2", "Two", 200)], "budget_cents": 100,
             "criteria": [("impact", 1.0), ("together", 1.0)], "scale": (1, 5)}  # fmt: skip
    try:
        prepare(case_of(rows, **frame))
    except BadScores as bad:
        found += bad.problems
    return found


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_whatever_is_wrong_with_a_file_is_told_in_the_readers_language(name, language):
    found = problems_of(FILES[name])

    assert found
    with printer().test_request_context(), speaking(language):
        told = [faults.told(problem) for problem in found]
    assert not any(
        str(problem.sentence) in words for problem, words in zip(found, told, strict=True)
    )
    english = ["This ", "There ", "The ", "Nobody", "Keep ", "Write ", "Correct ", " or "]
    assert not any(word in words for words in told for word in english), told


def test_in_english_the_page_says_what_the_command_says():
    with printer().test_request_context(), speaking("en"):
        for data in FILES.values():
            for problem in problems_of(data):
                assert told(problem.sentence) == str(problem.sentence)


def test_the_row_and_the_column_come_first_and_numbers_have_the_readers_comma():
    [wrong] = problems_of(FILES["outside the scale"])[:1]

    with printer().test_request_context(), speaking("nl"):
        told = faults.told(wrong)
        bare = faults.told(Problem(say("There are no proposals. Add one row for each proposal.")))

    assert told == (
        "Rij 2, kolom “score”: De score 5,5 ligt buiten de schaal van 1 tot 5. Verbeter de score."
    )
    assert bare == "Er zijn geen voorstellen. Voeg voor elk voorstel een rij toe."


def test_what_many_rows_repeat_is_told_once_with_their_number():
    many = [Problem(say("Correct it."), "scores", line, "score") for line in (9, 2, 5, 7)]
    other = Problem(say("Remove it."), "scores", 3, "score")
    [folded, alone] = in_order([*many, other])

    assert (str(folded), alone) == ("scores, row 2 and 3 more, column “score”: Correct it.", other)
    with printer().test_request_context(), speaking("nl"):
        assert faults.told(folded).startswith("Rij 2 en 3 andere, kolom “score”: ")
    assert in_order(many[:3]) == [many[1], many[2], many[0]]


def test_a_criterion_that_is_not_known_is_not_called_scored_twice_too():
    found = problems_of(text("a,1,beauty,3,", "a,1,beauty,4,", "b,1,impact,4,"))

    assert [each.column for each in found] == ["criterion", "criterion"]


def test_a_sentence_keeps_its_template_and_its_facts():
    said = say("%(a)s of %(b)s", a=2.5, b=12000)

    assert said == "2.5 of 12,000"
    assert (said.template, said.facts) == ("%(a)s of %(b)s", {"a": 2.5, "b": 12000})
    assert say("Round %(n)s", n=2027) == "Round 2027"
    assert say("%(n)s votes", n=1_234_567) == "1,234,567 votes"
    assert say("%(n)s euros", n=1_234_567.0) == "1,234,567 euros"
    assert say("%(n)s", n=float("inf")) == "inf"


def test_a_file_with_the_line_ends_of_an_old_mac_is_read():
    data = text(ROW, "b,1,impact,4,").replace(b"\n", b"\r")

    rows, problems = read_scores(data)

    assert [(row.juror, row.score) for row in rows] == [("a", 3.0), ("b", 4.0)]
    assert problems == []


def test_a_score_just_outside_the_scale_keeps_its_decimals():
    [wrong] = [each for each in problems_of(text("a,1,impact,5.0004,")) if each.column == "score"]

    with printer().test_request_context(), speaking("nl"):
        assert "De score 5,0004 ligt buiten de schaal van 1 tot 5." in faults.told(wrong)
