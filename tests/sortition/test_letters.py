"""Letters: each stratum's number, by exact fractions, against a slow second way."""

import random
from fractions import Fraction
from itertools import product

import pytest

from sortition.instance import InputProblems
from sortition.letters import apportion, rate_of, read_rates


def same(people, rate=1):
    return dict.fromkeys(people, Fraction(rate))


def test_letters_follow_people_and_the_inverse_of_the_response():
    people = {("city",): 600, ("land",): 400}

    assert apportion(people, same(people), 10) == {("city",): 6, ("land",): 4}
    rates = {("city",): Fraction(3, 100), ("land",): Fraction(6, 100)}
    found = apportion(people, rates, 80)
    assert found == {("city",): 60, ("land",): 20}
    assert [found[s] * rates[s] for s in found] == [Fraction(18, 10), Fraction(12, 10)]


def test_equal_fractions_go_to_the_first_by_code_point():
    people = {("b",): 10, ("a",): 10, ("c",): 10}

    assert apportion(people, same(people), 4) == {("a",): 2, ("b",): 1, ("c",): 1}
    assert apportion(people, same(people), 5) == {("a",): 2, ("b",): 2, ("c",): 1}


def test_nobody_gets_two_letters_and_the_others_share_the_rest():
    people = {("a",): 10, ("b",): 100, ("c",): 100}
    rates = {("a",): Fraction(1, 100), ("b",): Fraction(1, 10), ("c",): Fraction(1, 10)}

    assert apportion(people, rates, 60) == {("a",): 10, ("b",): 25, ("c",): 25}


@pytest.mark.parametrize("seed", range(40))
def test_every_letter_is_given_and_no_other_numbers_come_nearer(seed):
    chance = random.Random(seed)
    people = {(letter,): chance.randint(1, 9) for letter in "abcd"[: chance.randint(1, 4)]}
    rates = {s: Fraction(chance.randint(1, 5), 5) for s in people}
    letters = chance.randint(1, sum(people.values()))

    found = apportion(people, rates, letters)

    assert sum(found.values()) == letters
    assert all(0 <= found[s] <= people[s] for s in people)
    weights = {s: people[s] / rates[s] for s in people}
    open_ones = [s for s in people if found[s] < people[s]]
    owed = {
        s: sum(found[o] for o in open_ones) * weights[s] / sum(weights[o] for o in open_ones)
        for s in open_ones
    }
    far = sum((found[s] - owed[s]) ** 2 for s in open_ones)
    for other in product(*(range(people[s] + 1) for s in open_ones)):
        if sum(other) == sum(found[s] for s in open_ones):
            assert far <= sum((n - owed[s]) ** 2 for n, s in zip(other, open_ones, strict=True))


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("0.05", Fraction(1, 20)),
        ("0,05", Fraction(1, 20)),
        ("5%", Fraction(1, 20)),
        (" 7.5 % ", Fraction(3, 40)),
        ("1", Fraction(1)),
        ("100 %", Fraction(1)),
        ("0", None),
        ("0.0", None),
        ("5", None),
        ("101 %", None),
        ("-0.1", None),
        ("1e-2", None),
        ("", None),
        ("many", None),
    ],
)
def test_a_rate_is_read_exactly_or_not_at_all(written, rate):
    assert rate_of(written) == rate


STRATA = [("f", "young"), ("f", "old"), ("m", "young"), ("m", "old")]


def rates(tmp_path, text):
    path = tmp_path / "rates.csv"
    path.write_text(text)
    return read_rates(path, ["sex", "age"], STRATA)


def test_rates_may_name_some_of_the_columns(tmp_path):
    found = rates(tmp_path, "age;rate\nyoung;4 %\nold;0,08\n")

    assert found == {s: Fraction(1, 25) if s[1] == "young" else Fraction(2, 25) for s in STRATA}


def test_every_problem_of_the_rates_is_told_at_once(tmp_path):
    with pytest.raises(InputProblems) as refusal:
        rates(
            tmp_path,
            "sex,age,rate\nf,young,0\nf,young,0.1\nf,old,often\nx,old,0.1\nm,old\n",
        )

    assert refusal.value.problems == (
        "rates.csv, row 2: “0” is not a response rate; write one above 0 and at most 1, such as "
        "0.05, or 5 %.",
        "rates.csv, row 3: “f, young” has a rate already; keep one.",
        "rates.csv, row 4: “often” is not a response rate; write one above 0 and at most 1, such "
        "as 0.05, or 5 %.",
        "rates.csv, row 5: nobody in the register is “x, old”.",
        "rates.csv, row 6: “” is not a response rate; write one above 0 and at most 1, such as "
        "0.05, or 5 %.",
        "rates.csv: there is no rate for “m, young”; add a row for it.",
    )


@pytest.mark.parametrize("header", ["sex,age", "town,rate"])
def test_rates_need_a_rate_and_a_stratum(tmp_path, header):
    with pytest.raises(InputProblems, match="a column “rate” and a column “sex” or “age”"):
        rates(tmp_path, f"{header}\nf,1\n")
