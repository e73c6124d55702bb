"""What the forms of several rooms ask of what is typed."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange


def between(least: int, most: int) -> NumberRange:
    """Return the check that a number lies between these, both inclusive."""
    return NumberRange(least, most, _l("Type a number from %(min)d to %(max)d."))
