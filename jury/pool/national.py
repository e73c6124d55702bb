"""National numbers: the software has no use for them, so a text that holds one is refused."""

import re

from flask_babel import gettext as _

from jury.errors import RuleBroken

_ELEVEN = re.compile(r"(?<![+\d])\d(?:[ .\-/]?\d){10}(?!\d)")


def is_one(digits: str) -> bool:
    """Say whether eleven digits are a Belgian national number: the last two check the others."""
    first, check = int(digits[:9]), int(digits[9:])
    return check in {97 - first % 97, 97 - (2_000_000_000 + first) % 97}


def holds_one(text: str) -> bool:
    """Say whether the text holds what looks like a national number.

    >>> holds_one("85.07.30-033 28"), holds_one("+32 470 12 34 56")
    (True, False)
    """
    return any(is_one(re.sub(r"\D", "", found)) for found in _ELEVEN.findall(text))


def refuse(text: str) -> None:
    """Raise RuleBroken if the text holds a national number."""
    if holds_one(text):
        raise RuleBroken(
            _("This looks like a national register number. We do not need it and may not keep it. "
              "Please leave it out.")
        )  # fmt: skip
