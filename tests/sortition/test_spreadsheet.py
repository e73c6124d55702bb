"""Spreadsheet: cells as text, whatever the file."""

import datetime
import zipfile

import pytest
from openpyxl import Workbook

from sortition.instance import InputProblems
from sortition.spreadsheet import read_sheet


@pytest.fixture
def file(tmp_path):
    def write(content, name="pool.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def problem(path):
    with pytest.raises(InputProblems) as caught:
        read_sheet(path)
    (sentence,) = caught.value.problems
    return sentence


@pytest.mark.parametrize(
    "content",
    [
        'a,b\n"x, y",é\n',
        'a;b\n"x, y";é\n',
        'a;b\r\n"x, y";é\r\n',
        '\ufeffa;b\r\n"x, y";é',
        '\n  \n"a", b \n"x, y",é \n',
        "a;b\nx, y;e\u0301\n",
        "a\tb\nx, y\té\n",
        "a;b\rx, y;é\r",
        'a,b\n"x, y", "é"\n',
        'sep=;\na;b\n"x, y";é\n',
        '\ufeff"sep=\t"\r\na\tb\r\n"x, y"\té\r\n',
    ],
)
def test_either_separator_with_or_without_a_mark_gives_the_same_cells(file, content):
    sheet = read_sheet(file(content))

    assert sheet.header == ("a", "b")
    assert [row.cells for row in sheet.rows] == [("x, y", "é")]


def test_blank_rows_are_skipped_and_the_others_keep_their_numbers(file):
    sheet = read_sheet(file("a,b\n\n1,2\n , \n3,4\n"))

    assert [(row.number, row.cells) for row in sheet.rows] == [(3, ("1", "2")), (5, ("3", "4"))]


def test_a_column_is_found_by_its_exact_name_first(file):
    sheet = read_sheet(file("ID,id,Age\n"))

    assert sheet.columns("id") == [1]
    assert sheet.columns("age") == [2]
    assert sheet.columns("shoe") == []


def test_a_spreadsheet_is_read_like_a_csv(tmp_path):
    book = Workbook()
    for row in (["a", "b", "c"], [], ["x ", 12, 12.0], [None, 1.5, datetime.date(2026, 5, 3)]):
        book.active.append(row)
    book.save(tmp_path / "pool.xlsx")

    sheet = read_sheet(tmp_path / "pool.xlsx")

    assert sheet.header == ("a", "b", "c")
    assert [row.cells for row in sheet.rows] == [
        ("x", "12", "12"),
        ("", "1.5", "2026-05-03"),
    ]
    assert [row.number for row in sheet.rows] == [3, 4]


def test_a_whole_number_loses_its_decimal_point(tmp_path):
    book = Workbook()
    book.active.append(["a"])
    book.active.append([2.5e3])
    book.save(tmp_path / "pool.xlsx")
    with zipfile.ZipFile(tmp_path / "pool.xlsx") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<v>2500</v>", b"<v>2.5E3</v>")
    with zipfile.ZipFile(tmp_path / "pool.xlsx", "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)

    assert [row.cells for row in read_sheet(tmp_path / "pool.xlsx").rows] == [("2500",)]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "pool.csv: is empty; the first row must name the columns."),
        (b"\n , \n", "pool.csv: is empty; the first row must name the columns."),
        (b"a,b\nx,\xe9\n", "pool.csv, row 2: is not UTF-8 text; save the file as “CSV UTF-8”."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "pool.csv: is an old Excel file, or one with a password; "
            "save it as XLSX or CSV without a password.",
        ),
        (
            b"PK\x03\x04 and no more",
            "pool.csv: cannot be read as an XLSX spreadsheet; save it again as XLSX or CSV.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(file, content, sentence):
    assert problem(file(content)) == sentence


def test_a_cell_without_end_is_told(file):
    for length in (10_001, 200_000):
        assert problem(file("a,b\n1,2\n" + "x" * length + ",1\n")) == (
            "pool.csv, row 3: a field has more than 10,000 characters; "
            "look for a quotation mark that is opened and not closed."
        )


def test_a_missing_file_is_told(tmp_path):
    assert problem(tmp_path / "no.csv") == "no.csv: cannot be opened (No such file or directory)."
