"""What the forms of several rooms ask of what is typed, and the form that they share."""

import re
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, IntegerField, StringField
from wtforms.validators import Length, Regexp, ValidationError
from wtforms.widgets import TextInput

from jury import languages

AN_ADDRESS = r"[^@\s]+@[^@\s]+\.[^@\s]+"
FULL_ADDRESS = Regexp(
    rf"^\s*{AN_ADDRESS}\s*$",
    message=_l("This is not a full e-mail address, like name@example.org."),
)


MOST_DIGITS = 20  # more are out of every bounds
AN_AMOUNT = re.compile(r"€?\s*(-?(?:\d+|\d{1,3}(?:[.,'’\s]\d{3})+))(?:[.,]00)?\s*€?")


def whole(typed: str) -> int:
    """Return a whole number as people write it; raise ValueError for anything else.

    >>> [whole(typed) for typed in ("12500", "12.500", "€ 12 500,00", "-3")]
    [12500, 12500, 12500, -3]
    """
    found = AN_AMOUNT.fullmatch(typed.strip())
    if found is None:
        raise ValueError(_("Type a whole number, in digits and without decimals."))
    return int(re.sub(r"[.,'’\s]", "", found[1])[:MOST_DIGITS])


class WholeNumber(IntegerField):
    """A whole number, typed with or without marks between the thousands.

    A browser shows what was typed again, which it does not where it asks for a number itself.
    """

    widget = TextInput()

    def __init__(self, *args: Any, render_kw: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, render_kw={"inputmode": "numeric"} | (render_kw or {}), **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; an empty field is left to its validators."""
        self.data = None
        if valuelist and valuelist[0]:
            self.data = whole(valuelist[0])


def between(least: int, most: int) -> Callable[[Any, WholeNumber], None]:
    """Return the check that a number lies between these, both inclusive."""

    def check(_form: Any, field: WholeNumber) -> None:
        if not field.process_errors and (field.data is None or not least <= field.data <= most):
            raise ValidationError(
                _("Type a number from %(min)s to %(max)s.",
                  min=languages.number(least), max=languages.number(most))
            )  # fmt: skip

    return check


class ValueForm(FlaskForm):
    """A public value: typed as it was read out, or the file of a drand round."""

    given = StringField(_l("The value, as it was read out"), validators=[Length(max=300)])
    file = FileField(_l("The file of the drand round"))

    @property
    def text(self) -> str:
        """What was typed, or what the file says."""
        upload = self.file.data
        if upload and getattr(upload, "filename", ""):
            read: bytes = upload.read(20_000)
            return read.decode("utf-8", "replace")
        return self.given.data or ""
