"""Forms of the desk: who looks after a proposal, and whether it fits the call."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from jury.calls.models import Call
from jury.calls.opening import EVENING, moment_on
from jury.proposals.eligibility import contact_persons

REASON = [InputRequired(_l("Give the reason in words.")), Length(max=1500)]


class AssignForm(FlaskForm):
    """Who looks after the proposal."""

    person = SelectField(_l("Contact person"), coerce=int)

    def offer(self, call: Call) -> None:
        """Offer the contact persons of the call."""
        self.person.choices = [
            SelectChoice(one.id, one.name or one.email) for one in contact_persons(call)
        ]


class EligibleForm(FlaskForm):
    """That the proposal fits, and why."""

    reason = TextAreaField(_l("Why does it fit?"), REASON, id="fits")


class IneligibleForm(FlaskForm):
    """That the proposal does not fit yet, why, and until when it may be corrected."""

    reason = TextAreaField(_l("What must change?"), REASON, id="fits-not")
    correct_by = DateField(
        _l("The applicant can correct it until the evening of"),
        [InputRequired(_l("Choose a day."))],
    )

    def moment(self) -> datetime:
        """Return the evening of the chosen day, on a clock in Brussels."""
        if self.correct_by.data is None:
            raise ValueError("Ask for the moment after validating.")
        return moment_on(self.correct_by.data, EVENING)
