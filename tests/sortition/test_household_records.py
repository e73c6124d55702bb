"""Records of households: what a freeze holds of them, and what an auditor checks."""

import copy

import pytest

from sortition.__main__ import main
from sortition.canonical import canonical, digest
from sortition.instance import Quota, build
from sortition.objectives import OBJECTIVES, fairest
from sortition.record import FreezeRefused, draw, freeze, text_value, verify_openings


@pytest.fixture(scope="module")
def street():
    """Twenty-four people in sixteen households, six seats."""
    quotas = [Quota("age", "old", 2, 4), Quota("age", "young", 2, 4)]
    people = [(f"p{i:02}", {"age": ["old", "young"][i % 3 > 0]}) for i in range(24)]
    return build(quotas, people, 6, [f"home {i % 16}" for i in range(24)])


def frozen(instance, objective="leximin", alternates=4):
    salts = {name: f"{place:032x}" for place, name in enumerate(instance.ids)}
    return freeze(
        instance, salts, "street", mix="7", m=100, alternates=alternates, objective=objective
    )


@pytest.fixture(scope="module")
def first(street):
    return frozen(street)


@pytest.fixture
def sealed(first):
    """A record and its openings, free to be damaged."""
    return copy.deepcopy(first)


def test_the_record_says_one_seat_a_household_and_holds_no_address(first):
    record, openings = first

    assert record["household_seats"] == 1
    assert [person["household"] for person in openings["people"]] == [i % 16 for i in range(24)]
    assert b"home" not in canonical(record).replace(b"household_seats", b"")
    assert b"home " not in canonical(openings)


def test_a_record_without_households_has_no_new_keys(tight):
    record, openings = frozen(tight.instance)

    assert "household_seats" not in record
    assert {tuple(sorted(person)) for person in openings["people"]} == {
        ("answers", "id", "row", "salt")
    }
    assert all("households" not in level for level in openings["levels"])


def test_an_auditor_checks_households_and_says_what_stays_open(first):
    record, openings = first

    found = verify_openings(draw(record, openings, text_value("x")), openings)

    assert found.ok
    assert any("one person a household at most" in sentence for sentence in found.sentences)
    assert any("the openings hold no address" in sentence for sentence in found.unchecked)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_proof_of_each_objective_is_checked_without_a_solver(street, objective):
    record, openings = frozen(street, objective)

    assert record["objective"] == objective
    assert verify_openings(record, openings).ok
    lied = {**openings, "levels": copy.deepcopy(openings["levels"])}
    lied["levels"][-1]["bound"] = repr(0.5 * float(lied["levels"][-1]["bound"]) - 1)
    assert "prove less than it claims" in verify_openings(record, lied).sentences[-1]


def test_a_lottery_of_another_objective_is_refused(mass):
    salts = {name: f"{place:032x}" for place, name in enumerate(mass.instance.ids)}
    even = fairest(mass.instance, "nash")
    record, openings = freeze(mass.instance, salts, "parks", m=100, lottery=even)

    found = verify_openings(record, openings)

    assert record["objective"] == "leximin"
    assert not found.ok
    assert "A fairer lottery may exist" in found.sentences[-1]


def test_two_of_one_household_on_a_ticket_are_refused(sealed):
    record, openings = sealed
    people, on = openings["people"], openings["tickets"][0]
    partner = next(i for i in range(24) if i not in on
                   and people[i]["household"] in {people[j]["household"] for j in on})  # fmt: skip
    openings["tickets"][0] = sorted([*on[1:], partner])

    found = verify_openings(record, openings)

    assert not found.ok
    assert "seats" in found.sentences[-1]


@pytest.mark.parametrize("fault", ["number gone", "rule gone", "prices gone", "moved together"])
def test_each_fault_of_households_is_refused(sealed, fault):
    record, openings = sealed
    if fault == "number gone":
        del openings["people"][3]["household"]
    if fault == "rule gone":
        del record["household_seats"]
        openings["digest"] = digest(record)
    if fault == "prices gone":
        del openings["levels"][0]["households"]
    if fault == "moved together":
        openings["people"][3]["household"] = openings["people"][4]["household"]

    found = verify_openings(record, openings)

    assert not found.ok


def test_more_alternates_than_households_are_refused(street):
    with pytest.raises(FreezeRefused, match="11 alternates were asked for, but 10 households are"):
        frozen(street, alternates=11)


def test_the_command_line_takes_addresses_and_objectives(tmp_path, capsys):
    (tmp_path / "q.csv").write_text("category,feature,min,max\nage,old,1,2\nage,young,1,2\n")
    rows = [f"{['old', 'young'][i % 2]},Rue Haute {i // 3},1000" for i in range(18)]
    (tmp_path / "p.csv").write_text("age,street,postcode\n" + "\n".join(rows) + "\n")
    files = [str(tmp_path / "q.csv"), str(tmp_path / "p.csv")]
    pool = [*files, "--size", "3", "--address", "street,postcode"]
    out, secret = str(tmp_path / "l.json"), str(tmp_path / "l.openings.json")
    drawn = str(tmp_path / "d.json")

    assert main(["check", *pool]) == 0
    assert "18 people share 6 addresses" in capsys.readouterr().err
    for objective in OBJECTIVES:
        assert main(["chances", *pool, "--objective", objective, "--json"]) == 0
        assert f'"objective": "{objective}"' in capsys.readouterr().out
    assert main(["freeze", *pool, "--objective", "nash", "--out", out]) == 0
    assert main(["draw", out, "--seed", "x", "--openings", secret, "--out", drawn]) == 0
    assert main(["verify", drawn, "--openings", secret]) == 0
    assert main(["check", *files, "--size", "3", "--address", "street,zip"]) == 1
    assert "there is no column “zip”" in capsys.readouterr().err
    assert main(["check", *files, "--size", "3", "--address", "street,,zip"]) == 2
