"""Forms of the people in the pool: one question a screen."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, HiddenField, RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from jury.errors import RuleBroken
from jury.forms import FULL_ADDRESS
from jury.languages import local
from jury.pool import counting, national, seats
from jury.pool.models import RATHER_NOT, Category


def no_national_number(_form: FlaskForm, field: Field) -> None:
    """Refuse a text that holds a national number."""
    try:
        national.refuse(field.data or "")
    except RuleBroken as refused:
        raise ValidationError(refused.sentence) from refused


class StartForm(FlaskForm):
    """The address that the receipt goes to; the registration's only text."""

    email = EmailField(
        _l("What is your e‑mail address?"),
        validators=[
            InputRequired(_l("Type your e-mail address.")),
            Length(max=200, message=_l("This address is too long.")),
            FULL_ADDRESS,
            no_national_number,
        ],
        render_kw={"autocomplete": "email"},
    )  # fmt: skip
    via = HiddenField()


class AnswerForm(FlaskForm):
    """One question with its answers as cards."""

    answer = RadioField(validators=[InputRequired(_l("Choose one of the answers."))])

    def ask(self, category: Category) -> "AnswerForm":
        """Show this question; return the form."""
        self.answer.label.text = local(category.question)
        self.answer.choices = choices(category)
        return self


def choices(category: Category) -> Sequence[tuple[str, Any]]:
    """Return the answers to a question; not saying is one of them, and stands among equals."""
    return [
        *((quota.value, local(quota.label)) for quota in category.quotas),
        (RATHER_NOT, counting.rather_not_label()),
    ]


class ConsentForm(FlaskForm):
    """What one agrees to, each thing apart."""

    agreed = BooleanField(
        _l("I take part in the draw"),
        validators=[InputRequired(_l("Tick this to take part. Or simply close this page."))],
    )
    keep_informed = BooleanField(_l("Send me news about this call"))
    keep_for_next = BooleanField(_l("Keep my answers for the next draw"))


class ReasonForm(FlaskForm):
    """Why somebody gives a seat back, out of a short list; saying nothing is fine."""

    reason = RadioField(_l("May we know why?"), validate_choice=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.reason.choices = [(reason, seats.reason_words(reason)) for reason in seats.REASONS]
