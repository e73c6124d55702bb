"""Eleven digits that do not belong in a public text."""

import pytest

from sortition import register_number


def made(first_nine, since_2000=False):
    """A number with its right check digits."""
    check = 97 - int(("2" if since_2000 else "") + first_nine) % 97
    return f"{first_nine}{check:02d}"


@pytest.mark.parametrize("shape", ["{}", "nr. {}.", "({})"])
@pytest.mark.parametrize("number", [made("850730033"), made("050730033", since_2000=True)])
def test_a_number_is_seen_in_any_spelling(shape, number):
    dotted = f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"
    spaced = f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:9]} {number[9:]}"

    assert all(register_number.is_in(shape.format(text)) for text in (number, dotted, spaced))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "85.07.30-033.29",
        f"1{made('850730033')}",
        f"{made('850730033')}1",
        f"+{made('324701234')}",
        "BE68 5390 0754 7034",
        "+32470123456",
        "0470 12 34 56",
        "8507300332",
        "tussen 2024 en 2026, voor 150000 euro",
    ],
)
def test_other_numbers_are_let_through(text):
    assert not register_number.is_in(text)
