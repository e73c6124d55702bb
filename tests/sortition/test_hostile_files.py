"""Hostile files: what each broken file is told, word for word, and what is never refused."""

import datetime
import zipfile

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook

from sortition.instance import InputProblems
from sortition.reading import read_instance, read_people, read_quotas

QUOTAS = "category,feature,min,max\ngender,woman,1,2\ngender,man,1,2\n"
PEOPLE = "id,gender\na,woman\nb,man\nc,woman\n"
NUMBER = "85073003328"  # made: the check digits are right, the person does not exist


def told(tmp_path, quotas=QUOTAS, people=PEOPLE, names=("q.csv", "p.csv"), id_column=None):
    """Every problem of two files; empty if there is none."""
    paths = [tmp_path / name for name in names]
    for path, content in zip(paths, (quotas, people), strict=True):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        read_instance(*paths, 2, id_column)
    except InputProblems as found:
        return list(found.problems)
    return []


def quota(line, header="category,feature,min,max"):
    return f"{header}\ngender,woman,1,2\ngender,man,1,2\n{line}\n"


BROKEN_QUOTAS = {
    "no file content": ("", "q.csv: is empty; the first row must name the columns."),
    "a mark and nothing else": (
        "\ufeff\n",
        "q.csv: is empty; the first row must name the columns.",
    ),
    "UTF-16": (
        QUOTAS.encode("utf-16"),
        "q.csv: is UTF-16 (“Unicode text”) or no text; save the file as “CSV UTF-8”.",
    ),
    "UTF-16 without a mark": (
        QUOTAS.encode("utf-16-le"),
        "q.csv: is UTF-16 (“Unicode text”) or no text; save the file as “CSV UTF-8”.",
    ),
    "Latin-1": (
        "category,feature,min,max\r\nville,Liège,1,2\r\n".encode("latin-1"),
        "q.csv, row 2: is not UTF-8 text; save the file as “CSV UTF-8”.",
    ),
    "an old Excel file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "q.csv: is an old Excel file, or one with a password; "
        "save it as XLSX or CSV without a password.",
    ),
    "a PDF": (
        b"%PDF-1.7\n",
        "q.csv: is a PDF; save the spreadsheet that it was made from as XLSX or CSV.",
    ),
    "a web page": (
        "\ufeff\n<table><tr><td>category",
        "q.csv: is a web page or another XML file; save it as XLSX or CSV.",
    ),
    "JSON": ('{"gender": 1}', "q.csv: is JSON; save the data as XLSX or CSV."),
    "a torn archive": (
        b"PK\x03\x04 torn",
        "q.csv: cannot be read as an XLSX spreadsheet; save it again as XLSX or CSV.",
    ),
    "an OpenDocument spreadsheet": (
        b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "q.csv: is an OpenDocument spreadsheet; save it as XLSX or CSV.",
    ),
    "a quotation mark without end": (
        quota('age,"18–29,1,2'),
        "q.csv, row 4: a quotation mark is opened and not closed, or stands inside a value; "
        "write it twice (“\"\"”) where it belongs to the text, else take it out.",
    ),
    "a quotation mark inside a value": (
        quota('age,"young" people,1,2'),
        "q.csv, row 4: a quotation mark is opened and not closed, or stands inside a value; "
        "write it twice (“\"\"”) where it belongs to the text, else take it out.",
    ),
    "the two files swapped": (
        PEOPLE,
        "q.csv, row 1: there is no column “feature”; add it or rename one of “id”, “gender”.",
        "q.csv, row 1: there is no column “value”; add it or rename one of “id”, “gender”.",
        "q.csv, row 1: there is no column “min”; add it or rename one of “id”, “gender”.",
        "q.csv, row 1: there is no column “max”; add it or rename one of “id”, “gender”.",
    ),
    "a title above the header": (
        "\nQuotas 2026,,,\n" + QUOTAS,
        "q.csv, row 2: there is no column “feature”; add it or rename one of “Quotas 2026”.",
        "q.csv, row 2: there is no column “value”; add it or rename one of “Quotas 2026”.",
        "q.csv, row 2: there is no column “min”; add it or rename one of “Quotas 2026”.",
        "q.csv, row 2: there is no column “max”; add it or rename one of “Quotas 2026”.",
    ),
    "a header alone": ("feature,value,min,max\n", "q.csv: has no quotas; add a row for each."),
    "a column twice": (
        quota("age,old,1,2,2", "category,feature,min,max,max"),
        "q.csv, row 1: the column “max” comes twice; keep one.",
    ),
    "two names for one column": (
        quota("age,old,1,2,x", "category,feature,min,max,value"),
        "q.csv, row 1: the columns “feature” and “value” say the same; keep one.",
    ),
    "an empty category": (
        quota(",old,1,2"),
        "q.csv, row 4: the category or its value is empty; fill it in.",
    ),
    "an empty value": (
        quota("gender,,1,2"),
        "q.csv, row 4: the category or its value is empty; fill it in.",
    ),
    "an empty bound": (
        quota("gender,none,,2"),
        "q.csv, row 4, column “min”: “” is not a whole number; write one.",
    ),
    "half a person": (
        quota("gender,none,0.5,2"),
        "q.csv, row 4, column “min”: “0.5” is not a whole number; write one.",
    ),
    "a percentage": (
        quota("gender,none,0,50 %"),
        "q.csv, row 4, column “max”: “50 %” is not a whole number; write one.",
    ),
    "a number in words": (
        quota("gender,none,zero,two"),
        "q.csv, row 4, column “min”: “zero” is not a whole number; write one.",
        "q.csv, row 4, column “max”: “two” is not a whole number; write one.",
    ),
    "an endless number": (
        quota("gender,none,0," + "9" * 99),
        f"q.csv, row 4, column “max”: “{'9' * 60}…” is not a whole number; write one.",
    ),
    "a negative minimum": (
        quota("gender,none,-1,2"),
        "q.csv, row 4, “gender: none”: the minimum is -1; it must be 0 or more.",
    ),
    "bounds the wrong way round": (
        quota("gender,none,3,2"),
        "q.csv, row 4, “gender: none”: the maximum 2 is below the minimum 3; "
        "raise the maximum or lower the minimum.",
    ),
    "flexible bounds inside the others": (
        "feature,value,min,max,min_flex,max_flex\n"
        "gender,woman,1,2,2,1\ngender,man,1,2,x,\n",
        "q.csv, row 2, “gender: woman”: min_flex 2 is above the minimum 1.",
        "q.csv, row 2, “gender: woman”: max_flex 1 is below the maximum 2.",
        "q.csv, row 3, column “min_flex”: “x” is not a whole number; write one.",
    ),
    "a quota twice": (
        quota("gender,man,0,2"),
        "q.csv, row 4: “gender: man” is already in row 3; keep one of them.",
    ),
    "a separator inside a value": (
        quota("gender,x,0,1,2"),
        "q.csv, row 4: has 5 cells under 4 column names; "
        "put quotes around a value that holds a separator.",
    ),
    "a national register number": (
        quota(f"gender,{NUMBER},0,1"),
        "q.csv, row 4, column “feature”: looks like a national register number; "
        "take these numbers out of the file.",
    ),
}  # fmt: skip
BROKEN_PEOPLE = {
    "nobody": ("id,gender\n", "p.csv: has nobody in it; add a row for each volunteer."),
    "no column for a category": (
        "id,sex\na,woman\n",
        "p.csv, row 1: there is no column “gender”; add it or rename one of “id”, “sex”.",
    ),
    "a category twice": (
        "gender,gender\nman,man\n",
        "p.csv, row 1: the column “gender” comes twice; keep one.",
    ),
    "ids twice": (
        "id,Id,gender\na,b,man\nb,c,woman\n",
        "",
    ),
    "two columns of ids": (
        "ID,Id,gender\na,b,man\nb,c,woman\n",
        "p.csv, row 1: the columns “ID” and “Id” say the same; keep one.",
    ),
    "an id twice": (
        "id,gender\na,woman\nb,man\na,man\n",
        "p.csv, row 4 (person 3): the id “a” is already in row 2; give each person one id.",
    ),
    "an id twice, accents made in two ways": (
        "id,gender\nRen\u00e9,woman\nRene\u0301,man\n",
        "p.csv, row 3 (person 2): the id “René” is already in row 2; give each person one id.",
    ),
    "ids that a spreadsheet computes": (
        "id,gender\n=1+1,woman\n@SUM,man\n-A,man\n+A1,man\n-12,man\n+32 475,man\n",
        *(
            f"p.csv, row {row} (person {row - 1}): a spreadsheet computes the id “{name}”; "
            "begin it with a letter or a digit."
            for row, name in [(2, "=1+1"), (3, "@SUM"), (4, "-A"), (5, "+A1")]
        ),
    ),
    "ids with a line break and with a mark that turns the text": (
        'id,gender\n"a\nb",woman\nx\u202ey,man\n',
        "p.csv, row 2 (person 1): the id “a b” holds a line break or a character that nobody "
        "sees; type it again on one line.",
        "p.csv, row 3 (person 2): the id “x�y” holds a line break or a character that nobody "
        "sees; type it again on one line.",
    ),
    "an empty id after a blank row": (
        "id,gender\na,woman\n\n ,man\n",
        "p.csv, row 4 (person 2): the id is empty; give each person an id.",
    ),
    "no answer": (
        "id,gender\na,\nb,man\n",
        "p.csv, row 2 (person 1), column “gender”: there is no answer; "
        "fill it in or take this person out.",
    ),
    "an unknown answer over two lines": (
        'id,gender\na,woman\nb,man\nc,"wo\nman"\nd,x\n',
        "p.csv, row 4 (person 3), column “gender”: “wo man” has no quota; "
        "use one of “woman”, “man”, or add a quota for it.",
        "p.csv, row 5 (person 4), column “gender”: “x” has no quota; "
        "use one of “woman”, “man”, or add a quota for it.",
    ),
    "a short row and a long one": (
        "id,gender\na\nb,man,x\n",
        "p.csv, row 2 (person 1), column “gender”: there is no answer; "
        "fill it in or take this person out.",
        "p.csv, row 3 (person 2): has 3 cells under 2 column names; "
        "put quotes around a value that holds a separator.",
    ),
    "numbers as ids, twice": (
        f"id,gender\n{NUMBER},woman\n{NUMBER},man\n",
        "p.csv, row 2 (person 1), column “id”: looks like a national register number; "
        "take these numbers out of the file.",
        "p.csv, row 3 (person 2), column “id”: looks like a national register number; "
        "take these numbers out of the file.",
    ),
    "a number as an answer": (
        "id,gender\na,85.07.30-033.28\nb,man\n",
        "p.csv, row 2 (person 1), column “gender”: looks like a national register number; "
        "take these numbers out of the file.",
    ),
    "a number beyond the header": (
        f"id,gender\na,woman,{NUMBER}\nb,man\n",
        "p.csv, row 2 (person 1): has 3 cells under 2 column names; "
        "put quotes around a value that holds a separator.",
        "p.csv, row 2 (person 1), column “”: looks like a national register number; "
        "take these numbers out of the file.",
    ),
    "a number in the header": (
        f"{NUMBER},woman\nb,man\n",
        "p.csv, row 1: looks like a national register number; "
        "the first row must name the columns, and these numbers must leave the file.",
        "p.csv, row 1: there is no column “gender”; add it or rename one of “…”, “woman”.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN_QUOTAS)
def test_broken_quotas_are_told_word_for_word(tmp_path, case):
    content, *sentences = BROKEN_QUOTAS[case]

    assert told(tmp_path, quotas=content) == sentences


@pytest.mark.parametrize("case", BROKEN_PEOPLE)
def test_broken_people_are_told_word_for_word(tmp_path, case):
    content, *sentences = BROKEN_PEOPLE[case]

    found = told(tmp_path, people=content)

    assert found == [sentence for sentence in sentences if sentence]
    assert NUMBER not in "".join(found)


def test_two_broken_files_are_told_in_one_list(tmp_path):
    wrong = quota("gender,none,x,2")

    found = told(tmp_path, wrong, "id,gender\na,none\nb,other\n")

    assert found == [
        "q.csv, row 4, column “min”: “x” is not a whole number; write one.",
        "p.csv, row 3 (person 2), column “gender”: “other” has no quota; "
        "use one of “woman”, “man”, “none”, or add a quota for it.",
    ]


@pytest.fixture
def book(tmp_path):
    """A function that saves rows as a spreadsheet, after ``change`` has changed its sheet."""

    def save(rows, change=None, name="p.xlsx"):
        made = Workbook()
        for row in rows:
            made.active.append(row)
        if change:
            change(made.active)
        made.save(tmp_path / name)
        return tmp_path / name

    return save


def rewritten(path, *changes):
    """The same spreadsheet with texts of its sheets replaced."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        for old, new in changes:
            assert old in parts[name]
            parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return path


def faults(path, categories=("gender",)):
    with pytest.raises(InputProblems) as caught:
        read_people(path, categories)
    return list(caught.value.problems)


START = [["id", "gender"], ["a", "woman"], ["b", "man"], ["c", "woman"]]


def test_a_formula_without_a_result_is_told_and_one_with_a_result_is_read(book):
    rows = [START[0], *([name, f"=LOWER({name})"] for name in "abcd")]
    path = rewritten(
        book(rows),
        (b'<c r="B2"><f>LOWER(a)</f><v></v>', b'<c r="B2" t="str"><f>LOWER(a)</f><v>man</v>'),
        (b"<f>LOWER(b)</f><v></v>", b"<f>LOWER(b)</f>"),
        (b'<c r="B4"><f>LOWER(c)</f><v></v>', b'<c r="B4" t="str"><f>LOWER(c)</f><v></v>'),
        (b"<f>LOWER(d)</f><v></v>", b'<f t="shared" si="0"/><v/>'),
    )

    assert faults(path) == [
        "p.xlsx, row 3 (person 2), column “gender”: holds a formula without a "
        "result; open the file in a spreadsheet program, save it and try again.",
        "p.xlsx, row 4 (person 3), column “gender”: there is no answer; "
        "fill it in or take this person out.",
        "p.xlsx, row 5 (person 4), column “gender”: holds a formula without a "
        "result; open the file in a spreadsheet program, save it and try again.",
    ]


def test_merged_cells_are_told_one_by_one(book):
    path = book(START, lambda sheet: sheet.merge_cells("B2:B4"))

    assert faults(path) == [
        f"p.xlsx, row {row} (person {row - 1}), column “gender”: is merged with cell B2; "
        "split the cells and fill in each of them."
        for row in (3, 4)
    ]


def test_a_row_that_a_filter_hides_is_told(book):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[9].hidden = True  # blank: nobody is lost

    assert faults(book(START, hide)) == [
        "p.xlsx, row 3 (person 2): is hidden; show it, or take it out."
    ]


def test_dates_that_were_ages_and_errors_are_told(book):
    rows = [
        ["id", "age"],
        ["a", datetime.date(2026, 12, 15)],
        ["b", "#N/A"],
        ["c", datetime.time(9, 30)],
        [datetime.date(2026, 1, 2), "x"],
    ]

    assert faults(book(rows), ["age"]) == [
        "p.xlsx, row 2 (person 1), column “age”: is a date or a time (2026-12-15), which "
        "spreadsheet programs make of a text such as 12-15; format the column as text and write "
        "it again.",
        "p.xlsx, row 3 (person 2), column “age”: holds the error #N/A; correct its formula.",
        "p.xlsx, row 4 (person 3), column “age”: is a date or a time (09:30:00), which "
        "spreadsheet programs make of a text such as 12-15; format the column as text and write "
        "it again.",
        "p.xlsx, row 5 (person 4), column “id”: is a date or a time (2026-01-02), which "
        "spreadsheet programs make of a text such as 12-15; format the column as text and write "
        "it again.",
    ]


def test_faults_of_quotas_in_a_spreadsheet_are_told(book):
    rows = [
        ["category", "feature", "min", "max"],
        ["age", "#REF!", "#N/A", 2.5],
        [None, "old", 1, 2],
    ]
    path = book(rows, lambda sheet: sheet.merge_cells("A2:A3"), "q.xlsx")

    with pytest.raises(InputProblems) as caught:
        read_quotas(path)

    assert list(caught.value.problems) == [
        "q.xlsx, row 2, column “feature”: holds the error #REF!; correct its formula.",
        "q.xlsx, row 2, column “min”: holds the error #N/A; correct its formula.",
        "q.xlsx, row 2, column “max”: “2.5” is not a whole number; write one.",
        "q.xlsx, row 3, column “category”: is merged with cell A2; "
        "split the cells and fill in each of them.",
    ]


def test_faults_in_columns_that_nobody_asks_for_are_no_problem(book):
    rows = [[*row, None] for row in START]
    rows[0][2], rows[1][2], rows[2][2] = "seen on", datetime.date(2026, 1, 2), "#DIV/0!"

    assert [i for i, _ in read_people(book(rows), ["gender"])] == ["a", "b", "c"]


def test_a_number_is_the_same_answer_in_every_dress(book):
    rows = [["id", "age", "led"], [1, 30, True], [2.0, 30.0, "TRUE"], ["3", "30", " TRUE "]]

    people = read_people(book(rows), ["age", "led"])

    assert people == [(i, {"age": "30", "led": "TRUE"}) for i in "123"]


def test_hidden_sheets_are_passed_over(tmp_path, book):
    path = book(START)
    made = load_workbook(path)
    made.create_sheet("notes", 0).append(["not", "this"])
    made["notes"].sheet_state = "hidden"
    made.active = 1
    made.save(path)

    assert len(read_people(path, ["gender"])) == 3


def test_a_stray_cell_at_the_very_end_is_told_and_not_waited_for(book):
    path = book(START, lambda sheet: sheet.cell(200_000, 1, " "))

    assert len(read_people(path, ["gender"])) == 3


def test_a_spreadsheet_that_swells_is_refused_before_it_is_unpacked(book):
    path = book(START)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file, file.open("x.bin", "w") as part:
        for _ in range(401):
            part.write(b"\0" * 1_000_000)

    (sentence,) = faults(path)

    assert sentence.startswith("p.xlsx: unpacks to 401 million bytes; save only the sheet")


@pytest.mark.parametrize(
    "damage",
    [
        (b"<sheetData>", b"<sheetData"),
        (b"</worksheet>", b""),
        (b'r="B2"', b'r="2B"'),
        (b'<c r="A2" t="inlineStr">', b'<c r="A2" t="inlineStr" s="no">'),
    ],
)
def test_a_spreadsheet_damaged_inside_is_told(book, damage):
    assert faults(rewritten(book(START), damage)) == [
        "p.xlsx: cannot be read as an XLSX spreadsheet; save it again as XLSX or CSV."
    ]


def damaged(content, random):
    """The same bytes with a few of them changed, doubled or lost."""
    content = bytearray(content)
    for _ in range(int(random.integers(1, 6))):
        place, length = int(random.integers(0, len(content))), int(random.integers(1, 9))
        match int(random.integers(0, 3)):
            case 0:
                content[place : place + length] = random.bytes(length)
            case 1:
                content[place:place] = content[place : place + length]
            case 2:
                del content[place : place + length]
    return bytes(content)


@pytest.mark.parametrize("name", ["q.csv", "q.xlsx"])
def test_damage_at_random_is_told_in_sentences_or_does_no_harm(tmp_path, book, name):
    rows = [["category", "feature", "min", "max"], *(["age", f"{i}–9", i, 9] for i in range(9))]
    book(rows, name="q.xlsx")
    (tmp_path / "q.csv").write_text("\n".join(",".join(map(str, row)) for row in rows))
    sound = (tmp_path / name).read_bytes()
    random = np.random.default_rng(3)
    told, problems = 0, []

    for _ in range(200):
        (tmp_path / name).write_bytes(damaged(sound, random))
        try:
            read_quotas(tmp_path / name)
        except InputProblems as found:
            told += 1
            problems += found.problems

    assert 20 < told <= 200
    assert all(problem.startswith(name) and problem.endswith(".") for problem in problems)
    assert all(problem.isprintable() for problem in problems)


def test_what_a_terminal_would_obey_is_not_repeated(tmp_path):
    people = "id,gender\n\x1b[2J\x1b]0;x\x07,wo\x1b[31mman\n\x1b[2J\x1b]0;x\x07,woman\n"

    assert told(tmp_path, quota("\x1bage,old,2,1"), people) == [
        "q.csv, row 4, “�age: old”: the maximum 1 is below the minimum 2; "
        "raise the maximum or lower the minimum.",
        "p.csv, row 1: there is no column “�age”; add it or rename one of “id”, “gender”.",
    ]
    assert told(tmp_path, people=people) == [
        "p.csv, row 2 (person 1), column “gender”: “wo�[31mman” has no quota; "
        "use one of “woman”, “man”, or add a quota for it.",
        *(
            f"p.csv, row {row} (person {row - 1}): the id “�[2J�]0;x�” holds a line break or a "
            "character that nobody sees; type it again on one line."
            for row in (2, 3)
        ),
    ]
