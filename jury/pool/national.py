"""National numbers: the software has no use for them, so a text that holds one is refused."""

from flask_babel import gettext as _

from jury.errors import RuleBroken
from sortition import register_number


def refuse(text: str) -> None:
    """Raise RuleBroken if the text holds a national number."""
    if register_number.is_in(text):
        raise RuleBroken(
            _("This looks like a national register number. We do not need it and may not keep it. "
              "Please leave it out.")
        )  # fmt: skip
