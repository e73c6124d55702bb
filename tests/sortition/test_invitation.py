"""Invitation: the choice computed again by a second way, and every fault of a register told."""

import csv
import hashlib
import io
import random
from pathlib import Path

import pytest

from sortition.__main__ import main
from sortition.instance import InputProblems
from sortition.invitation import _refuse_twice, address_of, invite
from sortition.register import open_register


def people(number, seed=1):
    """Rows of an invented register: id, sex, age, street, number."""
    chance = random.Random(seed)
    return [
        (f"P{i:04}", chance.choice("fm"), chance.choice(["young", "old"]), f"Lane {i % 9}", i // 20)
        for i in range(number)
    ]


def write(path, rows, header="id,sex,age,street,number", separator=","):
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=separator, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    path.write_text(lines.getvalue(), encoding="utf-8")
    return path


def place(seed, identifier):
    """The formula of docs/invitations.md, written out."""
    key = hashlib.sha256(b"burgerjury/1/invite/" + seed.encode()).digest()
    return hashlib.sha256(key + identifier.encode()).hexdigest()


def letters(path, numbers, strata=("sex", "age"), address=(), seed="rain"):
    found = invite(open_register(path, None, strata, address), numbers, seed)
    return [letter.row[0] for letter in found]


def smallest(rows, numbers, seed="rain", address=lambda row: row[0]):
    """The same choice, everyone sorted and taken in turn."""
    left, taken, chosen = dict(numbers), set(), []
    for row in sorted(rows, key=lambda row: place(seed, row[0])):
        if left[row[1:3]] and address(row) not in taken:
            left[row[1:3]] -= 1
            taken.add(address(row))
            chosen.append(row[0])
    return chosen


NUMBERS = {("f", "old"): 9, ("f", "young"): 0, ("m", "old"): 20, ("m", "young"): 1}


@pytest.mark.parametrize("seed", ["rain", "pluie d'été", "snow"])
def test_the_smallest_places_of_each_stratum_get_the_letters(tmp_path, seed):
    rows = people(600)
    path = write(tmp_path / "register.csv", rows)

    assert letters(path, NUMBERS, seed=seed) == smallest(rows, NUMBERS, seed)


def test_with_addresses_everyone_is_taken_in_turn_and_an_address_once(tmp_path):
    rows = people(600)
    path = write(tmp_path / "register.csv", rows)
    many = dict.fromkeys(NUMBERS, 50)

    found = letters(path, many, address=("street", "number"))

    assert found == smallest(rows, many, address=lambda row: row[3:])
    lived = [row[3:] for row in rows if row[0] in found]
    assert len(set(lived)) == len(lived) == 200


def test_a_stratum_of_a_few_crowded_addresses_is_searched_to_its_end(tmp_path):
    rows = [(f"a{i}", "f", "old", "Home", "1") for i in range(900)]
    rows += [(f"b{i}", "f", "old", "Lane", str(i)) for i in range(3)]
    path = write(tmp_path / "register.csv", rows)

    found = letters(path, {("f", "old"): 4}, address=("street", "number"))

    assert found == smallest(rows, {("f", "old"): 4}, address=lambda row: row[3:])
    with pytest.raises(InputProblems, match="has 4 addresses that can get a letter, and 5 letters"):
        letters(path, {("f", "old"): 5}, address=("street", "number"))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_register_changes_nothing(tmp_path, seed):
    rows = people(300)
    first = letters(write(tmp_path / "a.csv", rows), NUMBERS, address=("street", "number"))
    random.Random(seed).shuffle(rows)

    again = write(tmp_path / "b.csv", rows, separator=";")

    assert letters(again, NUMBERS, address=("street", "number")) == first


def test_without_strata_everybody_is_in_one(tmp_path):
    rows = people(50)
    path = write(tmp_path / "register.csv", rows)

    ordered = sorted((row[0] for row in rows), key=lambda identifier: place("rain", identifier))
    assert letters(path, {(): 5}, strata=()) == ordered[:5]
    assert open_register(path, None, (), ()).people() == {(): 50}


def test_two_spellings_of_a_text_are_one(tmp_path):
    rows = [("e\u0301", "f", "old"), (" b ", "f", "\u00e9"), ("c", "f ", "e\u0301"), ("", " ", "")]
    path = write(tmp_path / "register.csv", rows, "id,sex,age")
    register = open_register(path, None, ("sex", "age"), ())

    assert register.people() == {("f", "old"): 1, ("f", "é"): 2}
    found = invite(register, register.people(), "rain")
    assert [x.row[0] for x in found] == sorted(["é", "b", "c"], key=lambda i: place("rain", i))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue de la Loi, 16", "RUE DE LA LOI 16"),
        ("Wetstraat  16/2", "wetstraat 16 2"),
    ],
)
def test_addresses_are_compared_without_case_punctuation_and_spaces(one, other):
    assert address_of([one]) == address_of([other])
    assert address_of([one]) != address_of([one + "1"])


def faults(path, numbers, **more):
    with pytest.raises(InputProblems) as refusal:
        letters(path, numbers, **more)
    return list(refusal.value.problems)


def test_ids_that_come_twice_are_told_with_their_rows_wherever_they_stand(tmp_path):
    rows = people(400)
    rows += [(rows[7][0], "f", "old", "x", 1), (rows[300][0], "m", "young", "x", 2)]
    path = write(tmp_path / "register.csv", rows)

    assert faults(path, dict.fromkeys(NUMBERS, 1)) == [
        f"register.csv, row {row + 2}: the id “{rows[i][0]}” is already in row {i + 2}; "
        "give each person one id."
        for i, row in ((7, 400), (300, 401))
    ]


def test_many_ids_that_come_twice_are_counted(tmp_path):
    path = write(tmp_path / "register.csv", people(30) * 2)

    told = faults(path, dict.fromkeys(NUMBERS, 1))

    assert len(told) == 21
    assert told[-1] == "register.csv: 10 more ids come twice."


def test_two_ids_with_a_like_hash_are_no_double(tmp_path):
    register = open_register(
        write(tmp_path / "register.csv", [*people(3), (), people(4)[3]]), None, (), ()
    )

    _refuse_twice(register, bytearray(16), b"key")


def test_broken_rows_are_told_together(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(
        "id,sex,age\nP1,f,old\n,f,old\nP2,,old\n\nP3,f\nP4,f,old,extra\n , \n"
        "85.07.30-033.28,f,old\n"
        "long-but-fine-1,f,old,\n"
    )
    register = open_register(path, None, ("sex", "age"), ())
    told = [
        "register.csv, row 3: the column “id” is empty; fill it in.",
        "register.csv, row 4: the column “sex” is empty; fill it in.",
        "register.csv, row 6: the column “age” is empty; fill it in.",
        "register.csv, row 7: has 4 cells under 3 column names; put quotes around a value that "
        "holds a separator.",
        "register.csv, row 9: the id looks like a national register number; give each person "
        "another id in this file.",
    ]

    assert register.faults() == told
    with pytest.raises(InputProblems) as refusal:
        register.people()
    assert list(refusal.value.problems) == told
    path.write_text("id,sex,age\n" + "P1,,old\n" * 25)
    assert register.faults()[20:] == ["register.csv: 5 more rows like these."]


@pytest.mark.parametrize("row", [",f,old", "P2,f", "P4,f,old,extra", "85.07.30-033.28,f,old"])
def test_each_kind_of_broken_row_stops_the_choice(tmp_path, row):
    path = tmp_path / "register.csv"
    path.write_text(f"id,sex,age\nP1,f,old\n{row}\n")

    assert len(faults(path, {("f", "old"): 1})) == 1


def test_a_missing_stratum_is_told_when_the_people_are_counted(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("id,sex,age\nP1,f,old\nP2,,old\n")

    with pytest.raises(InputProblems, match="row 3: the column “sex” is empty"):
        open_register(path, None, ("sex", "age"), ()).people()


def test_a_register_that_changes_while_it_is_read_is_told(tmp_path):
    path = write(tmp_path / "register.csv", people(40))

    assert "was not there when its people were counted" in faults(path, {("m", "old"): 1})[0]


def test_blank_rows_are_nobody(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text("id,sex,age\nP1,f,old\n,,\n\n , \nlong-but-fine-1,f,old,\n")
    register = open_register(path, None, ("sex", "age"), ())

    assert register.people() == {("f", "old"): 2}
    assert open_register(path, None, (), ()).people() == {(): 2}
    assert len(invite(register, {("f", "old"): 2}, "rain")) == 2


def test_a_national_register_number_among_the_chosen_is_refused(tmp_path):
    rows = [("a", "f", "old", "85.07.30-033.28", 1), ("b", "f", "old", "Lane 2", 1)]
    path = write(tmp_path / "register.csv", rows)

    assert faults(path, {("f", "old"): 2}) == [
        "register.csv, id “a”, column “street”: looks like a national register number; take these "
        "numbers out of the file."
    ]
    phones = write(tmp_path / "phones.csv", rows, "id,sex,age,phone,number")
    assert len(letters(phones, {("f", "old"): 2})) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; the first row must name the columns"),
        (b"name,age\nx,1\n", "there is no column “id”; add it or name one of “name”, “age”"),
        (b"id,sex,sex,age\na,f,f,1\n", "the column “sex” comes twice"),
        (b"id,s\xe9x,age\n", "is not UTF-8"),
        (b"id,sex,age\na,f,o\n" * 9999 + b"\xe9\n", "is not UTF-8"),
        (b"id,sex,age\na,f," + b"x" * 200_000, "row 2: cannot be read as CSV"),
    ],
)  # fmt: skip
def test_a_register_that_cannot_be_read_is_told(tmp_path, content, sentence):
    path = tmp_path / "register.csv"
    path.write_bytes(content)

    with pytest.raises(InputProblems, match=sentence):
        open_register(path, None, ("sex", "age"), ()).people()


def command(folder, *more):
    register, out = folder / "register.csv", folder / "letters.csv"
    return main(["invite", str(register), "--seed", "rain", "--out", str(out), *more])


def chosen(folder):
    with (folder / "letters.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_writes_letters_that_anyone_can_compute_again(tmp_path, capsys):
    rows = people(500)
    write(tmp_path / "register.csv", rows)
    (tmp_path / "rates.csv").write_text("age,rate\nyoung,4 %\nold,8 %\n")

    code = command(
        tmp_path, "--letters", "90", "--strata", "sex,age", "--rates", str(tmp_path / "rates.csv"),
        "--address", "street,number", "--json",
    )  # fmt: skip

    assert code == 0
    said = capsys.readouterr()
    found = chosen(tmp_path)
    assert list(found[0]) == ["letter", "id", "sex", "age", "street", "number", "place"]
    assert [row["letter"] for row in found] == [str(i + 1) for i in range(90)]
    assert all(row["place"] == place("rain", row["id"]) for row in found)
    assert '"letters": 90' in said.out
    assert "At these response rates" in said.err
    young = sum(row["age"] == "young" for row in found)
    everyone = sum(row[2] == "young" for row in rows)
    owed = 90 * everyone * 2 / (everyone * 2 + 500 - everyone)
    assert abs(young - owed) <= 2
    assert (tmp_path / "letters.csv").stat().st_mode & 0o777 == 0o600


def test_the_command_works_with_no_more_than_it_must(tmp_path, capsys):
    write(tmp_path / "register.csv", people(40))

    assert command(tmp_path, "--letters", "40") == 0

    assert len(chosen(tmp_path)) == 40
    assert "“register.csv” has 40 people, and all of them get a letter." in capsys.readouterr().err


def test_rates_without_strata_too_many_letters_and_our_columns_are_told_at_once(tmp_path, capsys):
    write(tmp_path / "register.csv", people(40), "id,sex,age,letter,place")
    (tmp_path / "rates.csv").write_text("age,rate\nyoung,4 %\n")
    rates = ("--rates", str(tmp_path / "rates.csv"))

    assert command(tmp_path, "--letters", "41", *rates, "--seed", " ") == 1
    assert len(capsys.readouterr().err.splitlines()) == 5
    assert command(tmp_path, "--letters", "41", "--strata", "age", *rates) == 1
    assert "no rate for “old”" in capsys.readouterr().err
    assert not (tmp_path / "letters.csv").exists()


@pytest.mark.parametrize(
    "more",
    [
        ("--letters", "0"),
        ("--letters", "many"),
        (),
        ("--letters", "3", "--strata", "sex,,age"),
        ("--letters", "3", "--strata", "sex,sex"),
    ],
)
def test_wrong_usage_ends_with_2(tmp_path, more):
    write(tmp_path / "register.csv", people(40))

    assert command(tmp_path, *more) == 2


def test_a_register_that_is_not_there_ends_with_2(tmp_path):
    assert command(Path(tmp_path), "--letters", "3") == 2
