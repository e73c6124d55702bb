"""What the forms of several rooms ask of what is typed."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, Regexp

AN_ADDRESS = r"[^@\s]+@[^@\s]+\.[^@\s]+"
FULL_ADDRESS = Regexp(
    rf"^\s*{AN_ADDRESS}\s*$",
    message=_l("This is not a full e-mail address, like name@example.org."),
)


def between(least: int, most: int) -> NumberRange:
    """Return the check that a number lies between these, both inclusive."""
    return NumberRange(least, most, _l("Type a number from %(min)d to %(max)d."))
