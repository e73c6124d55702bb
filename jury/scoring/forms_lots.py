"""The forms of a lot: its value, read back, and why its fallback counts instead."""

from datetime import UTC, datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, TextAreaField
from wtforms.validators import InputRequired, Length

from jury.db import Localised
from jury.forms import ValueForm
from jury.languages import BRUSSELS, at_home

LIMITED = [
    InputRequired(_l("Say why, in both languages.")),
    Length(max=600, message=_l("At most %(max)d characters fit.")),
]


class LotForm(ValueForm):
    """The value that draws the lot, and a tick that it was compared: it is given once."""

    sure = BooleanField(
        _l("This is the value that was read out. It cannot be changed."),
        [InputRequired(_l("Compare the value once more, then tick this."))],
    )


class FallbackForm(FlaskForm):
    """The public reason, in the two languages of the call, and the moment of the new value."""

    reason_nl = TextAreaField(_l("Public reason in Dutch"), LIMITED, render_kw={"rows": 3})
    reason_fr = TextAreaField(_l("Public reason in French"), LIMITED, render_kw={"rows": 3})
    at = DateTimeLocalField(
        _l("When is the new value read out? (Brussels time)"),
        [InputRequired(_l("Choose a day and a time."))],
    )

    @classmethod
    def proposed(cls, now: datetime) -> "FallbackForm":
        """Return the empty form, with noon in two days as the moment."""
        noon = at_home(now + timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
        return cls(formdata=None, data={"at": noon.replace(tzinfo=None)})

    @property
    def reason(self) -> Localised:
        """The reason by language."""
        return {
            "nl": (self.reason_nl.data or "").strip(),
            "fr": (self.reason_fr.data or "").strip(),
        }

    @property
    def moment(self) -> datetime:
        """The moment that was chosen."""
        chosen: datetime = self["at"].data
        return chosen.replace(tzinfo=BRUSSELS).astimezone(UTC)
