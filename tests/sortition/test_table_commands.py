"""The command of the tables: from a file of jurors to a plan, and every fault of the file told."""

import csv
import io
import json

import numpy as np
import pytest

from sortition.__main__ import main
from sortition.instance import InputProblems
from sortition.table_reading import read_seating

HEADER = "order,role,id,row,sex,age,name,fixed,apart,buddy,languages"


def jury(number=12):
    return [
        [i + 1, "juror", f"J{i:02}", i + 1, "fm"[i % 2], ["young", "old"][i // 2 % 2], f"name {i}"]
        + [""] * 4
        for i in range(number)
    ]


def write(path, rows, header=HEADER):
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    path.write_text(lines.getvalue())
    return path


def plan(path):
    with path.open(newline="") as file:
        return [(int(r["round"]), int(r["table"]), r["id"]) for r in csv.DictReader(file)]


def seat(folder, *more):
    arguments = ("--tables", "3", "--rounds", "3", "--out", str(folder / "tables.csv"))
    return main(["tables", str(folder / "jurors.csv"), *arguments, *more])


def test_a_panel_is_seated_and_the_alternates_are_not(tmp_path, capsys):
    rows = jury()
    rows.append([13, "Alternate", "R1", 20, "f", "old", "name 20", "9", "x", "y", "z"])
    write(tmp_path / "jurors.csv", rows)

    assert seat(tmp_path, "--json") == 0

    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["mixed"] == ["sex", "age"]
    assert (found["jurors"], found["possible"]) == (12, 54)
    assert found["met"] >= 40
    assert found["imbalance"] < 1
    assert "12 jurors at 3 tables in 3 rounds, mixed by “sex”, “age”." in said.err
    seats = plan(tmp_path / "tables.csv")
    assert seats == sorted(seats)
    assert [(r, i) for r, _, i in sorted(seats, key=lambda s: (s[0], s[2]))] == [
        (r, f"J{i:02}") for r in (1, 2, 3) for i in range(12)
    ]
    assert (tmp_path / "tables.csv").stat().st_mode & 0o777 == 0o600


def test_the_rules_of_the_columns_are_kept(tmp_path):
    rows = jury()
    rows[0][7] = "2"
    rows[1][8], rows[2][8], rows[3][8] = "noise", "noise+work", "work+J00"
    rows[4][9], rows[5][9], rows[6][9] = "J05", "", "J05"
    rows[7][10], rows[8][10], rows[9][10] = "NL", "nl + FR", "fr"
    write(tmp_path / "jurors.csv", rows)

    assert seat(tmp_path) == 0

    for turn in (1, 2, 3):
        at = {i: t for r, t, i in plan(tmp_path / "tables.csv") if r == turn}
        assert at["J00"] == 2
        assert at["J01"] != at["J02"] != at["J03"] != at["J00"]
        assert at["J04"] == at["J05"] == at["J06"]
        assert at["J07"] == at["J08"] == at["J09"]


def test_the_order_of_the_file_changes_nothing_and_the_seed_does(tmp_path):
    write(tmp_path / "jurors.csv", jury())
    assert seat(tmp_path) == 0
    first = (tmp_path / "tables.csv").read_bytes()

    write(tmp_path / "jurors.csv", jury()[::-1])
    assert seat(tmp_path) == 0
    assert (tmp_path / "tables.csv").read_bytes() == first
    assert seat(tmp_path, "--seed", "another") == 0
    assert (tmp_path / "tables.csv").read_bytes() != first


def test_columns_are_mixed_when_named_and_empty_cells_are_no_answer(tmp_path):
    rows = jury()
    rows[0][4] = ""
    path = write(tmp_path / "jurors.csv", rows)

    found, mixed = read_seating(path, 3, 2, mix=["sex"])

    assert mixed == ["sex"]
    assert found.named == ("“sex: f”", "“sex: m”")
    assert found.answers.sum(axis=0).tolist() == [5, 6]


def test_nothing_to_mix_and_no_id_still_give_tables(tmp_path, capsys):
    write(tmp_path / "jurors.csv", [[f"name {i}"] for i in range(6)], "name")

    assert seat(tmp_path) == 0

    assert "mixed by nothing" in capsys.readouterr().err
    assert {i for _, _, i in plan(tmp_path / "tables.csv")} == set("123456")


def test_another_column_may_hold_the_ids(tmp_path):
    path = write(tmp_path / "jurors.csv", [["b", "x"], ["a", "x"]], "badge,sex")

    assert read_seating(path, 1, 1, id_column="badge")[0].ids == ("a", "b")


@pytest.mark.parametrize(("tables", "possible"), [(12, 0), (1, 66)])
def test_tables_of_one_and_one_table_for_all(tmp_path, capsys, tables, possible):
    write(tmp_path / "jurors.csv", jury())
    arguments = ("--tables", str(tables), "--rounds", "2", "--out", str(tmp_path / "tables.csv"))

    assert main(["tables", str(tmp_path / "jurors.csv"), *arguments]) == 0
    assert f"{possible} pairs meet, of {possible} at most (100%)" in capsys.readouterr().err


def problems(tmp_path, change, tables=3):
    rows = jury()
    change(rows)
    path = write(tmp_path / "jurors.csv", rows)
    with pytest.raises(InputProblems) as refusal:
        read_seating(path, tables, 2)
    return list(refusal.value.problems)


def set_cells(*cells):
    def change(rows):
        for row, column, cell in cells:
            rows[row][HEADER.split(",").index(column)] = cell

    return change


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([(0, "fixed", "4")], ["“J00” is fixed at “4”; write the number of a table, 1 to 3."]),
        ([(0, "fixed", "no")], ["“J00” is fixed at “no”; write the number of a table, 1 to 3."]),
        ([(0, "id", "J01")], ["the id “J01” comes twice; give each person one id."]),
        (
            [(0, "apart", "x")],
            ["“x” in the column “apart” is nobody's id and nobody else's label."],
        ),
        (
            [(0, "buddy", "x")],
            ["“x” in the column “buddy” is nobody's id and nobody else's label."],
        ),
        (
            [(0, "languages", "nl"), (1, "languages", "fr")],
            [
                f"“J0{i}” has a language in common with nobody. Leave the cell empty, or find a "
                "helper."
                for i in (0, 1)
            ],
        ),
        (
            [(i, "fixed", "1") for i in range(5)],
            ["5 people are fixed at table 1, which has 4 places."],
        ),
        (
            [(i, "buddy", "x") for i in range(5)],
            ["“J00”, “J01”, “J02”, “J03”, “J04” stay together, but a table has 4 places."],
        ),
        (
            [(0, "buddy", "J01"), (0, "fixed", "1"), (1, "fixed", "2")],
            ["“J00”, “J01” stay together, but are fixed at several tables."],
        ),
        (
            [(0, "buddy", "J01"), (0, "apart", "J01")],
            ["“J00” and “J01” are to be kept together and apart."],
        ),
        (
            [(0, "apart", "J01"), (0, "fixed", "1"), (1, "fixed", "1")],
            ["“J00” and “J01” are to be kept apart, and are fixed at table 1."],
        ),
    ],
)  # fmt: skip
def test_each_rule_that_no_plan_can_keep_has_its_sentence(tmp_path, cells, told):
    assert problems(tmp_path, set_cells(*cells)) == [f"jurors.csv: {one}" for one in told]


def test_more_tables_than_people_are_told(tmp_path):
    assert problems(tmp_path, lambda rows: None, tables=13) == [
        "jurors.csv: 12 people cannot fill 13 tables. Use fewer tables."
    ]


def test_a_missing_column_is_told(tmp_path, capsys):
    write(tmp_path / "jurors.csv", [["a", "x"]], "id,sex")

    assert seat(tmp_path, "--mix", "sex,age", "--id", "badge") == 1
    assert capsys.readouterr().err.splitlines() == [
        "jurors.csv, row 1: there is no column “age”; add it or name one of “id”, “sex”.",
        "jurors.csv, row 1: there is no column “badge”; add it or name one of “id”, “sex”.",
    ]


def test_rules_that_the_search_cannot_keep_end_with_1(tmp_path, capsys):
    rows = jury(6)
    for i, (one, other) in enumerate(((0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 3))):
        for person in (one, other):
            rows[person][8] = "+".join(filter(None, [rows[person][8], f"x{i}"]))
    write(tmp_path / "jurors.csv", rows)

    assert seat(tmp_path) == 1
    assert "No tables were found that keep every rule" in capsys.readouterr().err
    assert not (tmp_path / "tables.csv").exists()


@pytest.mark.parametrize(
    "more",
    [("--tables", "0"), ("--rounds", "many"), ("--tables", "1001"), ("--mix", "a,,b")],
)
def test_wrong_usage_ends_with_2(tmp_path, more):
    write(tmp_path / "jurors.csv", jury())

    assert seat(tmp_path, *more) == 2


def test_groups_with_a_person_in_common_are_one(tmp_path):
    rows = jury()
    set_cells((0, "buddy", "x"), (1, "buddy", "x+y"), (2, "buddy", "y"), (3, "buddy", "J04"))(rows)

    found, _ = read_seating(write(tmp_path / "jurors.csv", rows), 3, 2)

    assert sorted(found.groups) == [(0, 1, 2), (3, 4)]
    assert not np.diag(found.apart).any()
