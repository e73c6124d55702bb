"""Addresses: what is one address, what nearly is, and what never is."""

import pytest

from sortition.address_report import report
from sortition.addresses import near_matches, same_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue Haute 12", "RUE  HAUTE, 12"),
        ("Rue Haute 12", "12, rue Haute"),
        ("Rue Haute 12", "Rue Haute n° 12"),
        ("Rue Haute 12", "Rue Haute nr. 12"),
        ("Rue Haute 12 A", "12a rue Haute"),
        ("Rue Haute 12 bte 3", "Rue Haute 12 boîte 3"),
        ("Rue Haute 12 bte 3", "Rue Haute 12/3"),
        ("Hoogstraat 12 bus 3", "12/3 Hoogstr."),
        ("Hoogstraat 12 bus3", "hoog straat 12, box 3"),
        ("Hauptstraße 5", "Haupt-Strasse 5"),
        ("Chaussée d'Ixelles 3", "Chée d’Ixelles 3"),
        ("Avenue Louise 200", "Av. Louise 200"),
        ("Rue Saint-Jean 4", "rue St Jean 4"),
        ("Rue de l'Œuvre 4", "Rue de l'Oeuvre 4"),
        ("Rue Haute 12", "Rue Haute\u00a012"),
    ],
)
def test_ways_to_write_one_address(one, other):
    assert same_address([one, "1000"]) == same_address([other, "1000"]) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rue Haute 12", "Rue Haute 21"),
        ("Rue Haute 12", "Rue Haute 12a"),
        ("Rue Haute 12 bte 3", "Rue Haute 12 bte 4"),
        ("Rue Haute 12 bte 3", "Rue Haute 12"),
        ("Rue Haute 1 bte 23", "Rue Haute 12 bte 3"),
        ("Rue Haute 12", "Postbus 12"),
        ("Rue du Roi 1", "Place du Roi 1"),
        ("Hoogstraat 12", "Hooglaan 12"),
    ],
)
def test_different_addresses_stay_different(one, other):
    assert same_address([one, "1000"]) != same_address([other, "1000"])


@pytest.mark.parametrize("stray", ["Rue Haute 12 /", "Rue / Haute 12", "/ Rue Haute 12"])
def test_a_slash_that_no_box_follows_says_nothing(stray):
    assert same_address([stray, "1000"]) == same_address(["Rue Haute 12", "1000"])
    assert same_address(["Rue Haute 12/3", "1000"]) != same_address(["Rue Haute 12", "1000"])


def test_the_same_street_in_two_towns_is_two_addresses():
    assert same_address(["Rue Haute 12", "1000"]) != same_address(["Rue Haute 12", "1300"])


@pytest.mark.parametrize("cells", [[], ["", "1000"], ["  ", "1000"]])
def test_without_a_street_there_is_no_address(cells):
    assert same_address(cells) == ""


def near(*written):
    """Pairs of written addresses that are near, and why."""
    found = near_matches([same_address([address, "1000"]) for address in written])
    return {(written[pair.first], written[pair.second]): pair.because for pair in found}


def test_near_addresses_are_told_with_what_differs():
    assert near("Rue Haute 12", "Rue Haute 12 bte 1", "Rue Haute 12 bte 2") == {
        ("Rue Haute 12", "Rue Haute 12 bte 1"): "only one of them has a box number",
        ("Rue Haute 12", "Rue Haute 12 bte 2"): "only one of them has a box number",
    }
    assert near("Rue Haute 12a", "Rue Haute 12", "Rue Haute 12b") == {
        ("Rue Haute 12a", "Rue Haute 12"): "only one of them has a letter behind the number",
        ("Rue Haute 12", "Rue Haute 12b"): "only one of them has a letter behind the number",
    }
    assert near("12 rue du 4 Août", "Rue du 4 Août 12") == {
        ("12 rue du 4 Août", "Rue du 4 Août 12"): "the same words and numbers come in another order"
    }


@pytest.mark.parametrize("typo", ["Rue Hautte 12", "Rue Hate 12", "Rue Haupe 12", "Rue Hautes 12"])
def test_one_letter_apart_is_near(typo):
    assert near("Rue Haute 12", typo) == {("Rue Haute 12", typo): "they differ by one letter"}


@pytest.mark.parametrize(
    "other",
    [
        "Rue Haute 13",
        "Rue Haute 21",
        "Rue Hautaine 12",
        "Rue Hatue 12",
        "rue HAUTE 12",
        "",
    ],
)
def test_neighbours_and_two_letters_apart_are_not_near(other):
    assert near("Rue Haute 12", other) == {}


def test_flats_with_letters_are_not_near():
    assert near("Rue Haute 12 bte A", "Rue Haute 12 bte B") == {}


def test_boxes_that_trade_places_are_not_near():
    assert near("Rue Haute 3 bte 12", "Rue Haute 12 bte 3") == {}


def test_short_names_are_not_near():
    assert near("Ruy 12", "Rue 12") == {}


def test_the_report_names_who_shares_who_is_near_and_who_gave_none():
    cells = [("Rue Haute 12", "1000"), ("12 rue haute", "1000"), ("", "1000"), ("", "1000"),
             ("Rue Hautte 12", "1000")]  # fmt: skip

    found = report(["a", "b", "c", "d", "e"], cells)

    assert found.as_json() == {
        "shared": [["a", "b"]],
        "without": ["c", "d"],
        "near": [
            {
                "ids": ["a", "e"],
                "addresses": ["Rue Haute 12, 1000", "Rue Hautte 12, 1000"],
                "because": "they differ by one letter",
            }
        ],
    }
    assert found.sentences == [
        "2 people share 1 address; a panel seats at most one person of each.",
        "2 people gave no street; each counts as living alone. Fill the street in if you know it.",
        "1 pair of addresses looks alike and counts as different. Where a pair is one address, "
        "write both the same way in the file and check again:",
        "  “Rue Haute 12, 1000” (person “a”) and “Rue Hautte 12, 1000” (person “e”): they differ "
        "by one letter.",
    ]


def test_a_pool_without_near_or_missing_addresses_says_who_shares():
    assert len(report(["a"], [("Rue Haute 12",)]).sentences) == 1
