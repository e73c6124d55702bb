"""Reading: quotas and people from files, and every problem at once."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from sortition import register_number
from sortition.instance import InputProblems, Quota
from sortition.reading import read_addresses, read_instance, read_people, read_quotas

CATEGORIES = "category,feature,min,max\ngender,woman,1,2\ngender,man,1,2\n"
PEOPLE = "gender\nwoman\nman\nwoman\n"


@pytest.fixture
def file(tmp_path):
    def write(content, name):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


@pytest.fixture
def read(file):
    def instance(categories=CATEGORIES, people=PEOPLE, size=3, id_column=None):
        return read_instance(
            file(categories, "categories.csv"), file(people, "people.csv"), size, id_column
        )

    return instance


def problems(act, *given, **named):
    with pytest.raises(InputProblems) as caught:
        act(*given, **named)
    return list(caught.value.problems)


def test_both_spellings_give_the_same_instance(known):
    folder = Path(__file__).parent / "instances" / "fixture_22"
    ours = known("fixture_22")

    theirs = read_instance(
        folder / "features.csv", folder / "candidates.csv", 22, id_column="nationbuilder_id"
    )

    assert theirs.ids == tuple(f"p{i}" for i in range(150))
    assert ours.ids == tuple(str(i) for i in range(1, 151))
    by_category = [sorted(instance.categories) for instance in (ours, theirs)]
    assert by_category[0] == by_category[1]
    answers = [
        [
            sorted(zip(instance.categories, instance.profiles[t], strict=True))
            for t in instance.profile_of
        ]
        for instance in (ours, theirs)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    "content",
    [
        "category,feature,min,max\ngender,woman,1,2\n",
        "feature;value;min;max\ngender;woman;1;2\n",
        "Category,Name,Min,Max\ngender,woman,1,2\n",
        "\ufefffeature,value,min,max,min_flex,max_flex\n\ngender,woman,1,2,,\n",
        "feature\tvalue\tmin\tmax\ngender\twoman\t1.0\t2.\n",
        "sep=;\nmax;min;value;feature;note\n2;1;woman;gender;half\n",
    ],
)
def test_quotas_are_read_in_each_spelling(file, content):
    assert read_quotas(file(content, "q.csv")) == (Quota("gender", "woman", 1, 2),)


def test_flexible_bounds_are_kept(file):
    path = file("feature,value,min,max,min_flex,max_flex\ngender,woman,1,2,0,4\n", "q.csv")

    assert read_quotas(path) == (Quota("gender", "woman", 1, 2, 0, 4),)


def test_a_spreadsheet_of_quotas_is_read(tmp_path):
    book = Workbook()
    for row in (["category", "feature", "min", "max"], ["age", 18, 1, 2.0]):
        book.active.append(row)
    book.save(tmp_path / "q.xlsx")

    assert read_quotas(tmp_path / "q.xlsx") == (Quota("age", "18", 1, 2),)


@pytest.mark.parametrize(
    ("people", "id_column", "ids"),
    [
        ("gender\nwoman\n\nman\n", None, ("1", "2")),
        ("id,gender\nx,woman\ny,man\n", None, ("x", "y")),
        ("gender;ID;name\nwoman;x;An\nman;y;Bo\n", None, ("x", "y")),
        ("id,gender,key\nx,woman,k\ny,man,l\n", "key", ("k", "l")),
    ],
)
def test_the_id_is_the_named_column_or_id_or_the_row(read, people, id_column, ids):
    assert read(people=people, size=2, id_column=id_column).ids == ids


def test_people_are_read_without_quotas(file):
    path = file("id,gender,age\nx,woman,3\n", "p.csv")

    assert read_people(path, ["age", "gender"]) == [("x", {"age": "3", "gender": "woman"})]


def test_every_problem_of_both_files_is_told_at_once(read):
    categories = (
        "category,feature,min,max\ngender,woman,1,2\ngender,man,3,x\n,other,1,1\n"
        "gender,woman,0,1\ngender,none,4,2\n"
    )
    people = "id,gender\na,woman\na,man\n,woman\n\nb,\nc,woman,x\nd\n"

    assert problems(read, categories, people, size=0) == [
        "A panel has 0 seats; it must have 1 or more.",
        "categories.csv, row 3, column “max”: “x” is not a whole number; write one.",
        "categories.csv, row 4: the category or its value is empty; fill it in.",
        "categories.csv, row 5: “gender: woman” is already in row 2; keep one of them.",
        "categories.csv, row 6, “gender: none”: the maximum 2 is below the minimum 4; "
        "raise the maximum or lower the minimum.",
        "people.csv, row 3 (person 2): the id “a” is already in row 2; give each person one id.",
        "people.csv, row 4 (person 3): the id is empty; give each person an id.",
        "people.csv, row 6 (person 4), column “gender”: there is no answer; "
        "fill it in or take this person out.",
        "people.csv, row 7 (person 5): has 3 cells under 2 column names; "
        "put quotes around a value that holds a separator.",
        "people.csv, row 8 (person 6), column “gender”: there is no answer; "
        "fill it in or take this person out.",
    ]


def test_a_missing_or_double_column_is_told(read):
    assert problems(read, "category,min,max\n", "sex,gender,gender\n", id_column="key") == [
        "categories.csv, row 1: there is no column “feature”; "
        "add it or rename one of “category”, “min”, “max”.",
        "people.csv, row 1: there is no column “key”; "
        "add it or rename one of “sex”, “gender”, “gender”.",
    ]
    assert problems(read, people="gender,gender\nman,man\n") == [
        "people.csv, row 1: the column “gender” comes twice; keep one."
    ]


def test_files_without_rows_are_told(read, file, tmp_path):
    assert problems(read, "category,feature,min,max\n", "gender\n") == [
        "categories.csv: has no quotas; add a row for each.",
        "people.csv: has nobody in it; add a row for each volunteer.",
    ]
    assert problems(read_quotas, tmp_path / "no.csv") == [
        "no.csv: cannot be opened (No such file or directory)."
    ]
    assert problems(read_people, file("", "p.csv"), ["gender"]) == [
        "p.csv: is empty; the first row must name the columns."
    ]


@pytest.mark.parametrize(
    "number",
    [
        "85073003328",
        "85.07.30-033.28",
        "00010100105",
        "85 07 30 033 28",
        "85473003317",
        "NN 85.07.30-033.28!",
    ],
)
def test_a_national_register_number_is_refused_and_not_repeated(read, number):
    (problem,) = problems(read, people=f"id,gender,note\n1,woman,{number}\n2,man,\n3,man,\n")

    assert problem == (
        "people.csv, row 2 (person 1), column “note”: looks like a national register number; "
        "take these numbers out of the file."
    )
    assert number not in problem


@pytest.mark.parametrize(
    "text", ["85073003329", "85133003328", "85074003328", "8507300332", "", "1850730033280"]
)
def test_other_numbers_are_not_taken_for_one(text):
    assert not register_number.is_in(text)


def test_a_phone_number_is_let_through(read):
    assert read(people="gender,mobile_number\nwoman,85073003328\nman,\nman,\n").ids


def test_a_column_of_addresses_that_is_missing_is_told(file):
    people = file("id,street\na,Rue Haute 1\n", "people.csv")

    assert read_addresses(people, ["street"]) == [("Rue Haute 1",)]
    assert problems(read_addresses, people, ["street", "zip"]) == [
        "people.csv, row 1: there is no column “zip”; add it or rename one of “id”, “street”."
    ]


def test_a_file_that_cannot_be_read_is_told_once_also_where_it_has_addresses(file, tmp_path):
    quotas, people = file(CATEGORIES, "categories.csv"), file("", "people.csv")

    told = problems(read_instance, quotas, people, 3, address_columns=["street"])

    assert told == ["people.csv: is empty; the first row must name the columns."]
    assert read_addresses(people, ["street"]) == []
