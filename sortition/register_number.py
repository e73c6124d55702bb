"""The Belgian national register number: eleven digits that no file and no text here may hold."""

import re

# in any usual spelling; not a piece of a longer number, not an international phone number
SHAPE = re.compile(
    r"(?<![\d+])(\d{2})[ ./-]?(\d{2})[ ./-]?(\d{2})[ ./-]?(\d{3})[ ./-]?(\d{2})(?!\d)"
)


def is_in(text: str) -> bool:
    """Tell whether a text holds a date of birth, a serial number and their right check digits.

    The last two digits are 97 less the remainder of the first nine by 97; for who was born
    since 2000, a 2 stands before the nine. In numbers of the second register the month is 20
    or 40 higher.

    >>> is_in("Mijn nummer is 85.07.30-033.28."), is_in("85073003329")
    (True, False)
    >>> is_in("BE68 5390 0754 7034, +32 470 12 34 56")
    False
    """
    return any(_is_valid(*found.groups()) for found in SHAPE.finditer(text))


def _is_valid(year: str, month: str, day: str, serial: str, check: str) -> bool:
    if int(month) % 20 > 12 or int(day) > 31:
        return False
    digits = year + month + day + serial
    return any(int(check) == 97 - int(century + digits) % 97 for century in ("", "2"))
