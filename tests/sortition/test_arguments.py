"""Arguments: numbers that are refused, and the bounds that are named."""

import argparse

import pytest

from sortition.arguments import separated, whole


@pytest.mark.parametrize(
    ("text", "bounds", "told"),
    [
        ("-3", (), "“-3” is not a whole number from 0 to 999999999."),
        ("1000000000", (1,), "“1000000000” is not a whole number from 1 to 999999999."),
        ("11", (1, 10), "“11” is not a whole number from 1 to 10."),
    ],
)
def test_a_number_out_of_bounds_is_told_its_bounds(text, bounds, told):
    with pytest.raises(argparse.ArgumentTypeError) as refused:
        whole(*bounds)(text)

    assert str(refused.value) == told


def test_a_part_that_holds_a_comma_stands_between_quotes():
    assert separated("x")('"Jansen, An",B2') == ["Jansen, An", "B2"]


@pytest.mark.parametrize("text", ["", "A7,,B2", "A7,"])
def test_a_list_with_an_empty_part_gets_its_remedy(text):
    with pytest.raises(argparse.ArgumentTypeError, match="give ids"):
        separated("give ids")(text)
