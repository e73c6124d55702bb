"""The national register number: eleven digits that have no place in a public text."""

import re

# 85.07.30-033.28 in its usual spelling; not a piece of a longer number, not a phone number
_SHAPE = re.compile(r"(?<![\d+])(\d{2})[. ]?(\d{2})[. ]?(\d{2})[- ]?(\d{3})[. ]?(\d{2})(?!\d)")


def _is_valid(digits: str) -> bool:
    check = int(digits[9:])
    born_before_2000 = 97 - int(digits[:9]) % 97
    born_since_2000 = 97 - int("2" + digits[:9]) % 97
    return check in {born_before_2000, born_since_2000}


def is_in(text: str) -> bool:
    """Say whether ``text`` holds eleven digits with the check digits of a national number.

    >>> is_in("Mijn nummer is 85.07.30-033.28.")
    True
    >>> is_in("Mijn nummer is 85.07.30-033.29.")
    False
    >>> is_in("BE68 5390 0754 7034, +32 470 12 34 56")
    False
    """
    return any(_is_valid("".join(found.groups())) for found in _SHAPE.finditer(text))
