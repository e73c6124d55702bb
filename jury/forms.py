"""What the forms of several rooms ask of what is typed, and the form that they share."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, StringField
from wtforms.validators import Length, NumberRange, Regexp

AN_ADDRESS = r"[^@\s]+@[^@\s]+\.[^@\s]+"
FULL_ADDRESS = Regexp(
    rf"^\s*{AN_ADDRESS}\s*$",
    message=_l("This is not a full e-mail address, like name@example.org."),
)


def between(least: int, most: int) -> NumberRange:
    """Return the check that a number lies between these, both inclusive."""
    return NumberRange(least, most, _l("Type a number from %(min)d to %(max)d."))


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
