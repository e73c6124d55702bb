"""Forms of the recruiter and of the manager."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from jury.db import Localised
from jury.forms import WholeNumber, between
from jury.languages import BRUSSELS, LANGUAGES, at_home, local, number
from jury.pool import counting, entering, excluding, phoning, rules, seats
from jury.pool.forms import choices, no_national_number
from jury.pool.models import Category, DrawRules

NEEDED = [InputRequired(_l("This is needed."))]


class PaperForm(FlaskForm):
    """How a registration came, and how we reach the person; the questions are added."""

    channel = RadioField(_l("How did it come?"), validators=NEEDED)
    language = SelectField(
        _l("In which language do we write?"),
        choices=[SelectChoice(*pair) for pair in LANGUAGES.items()],
    )
    email = EmailField(
        _l("E-mail address, if there is one"),
        validators=[Optional(), Length(max=200), no_national_number],
    )
    contact = StringField(
        _l("Name with phone number or postal address, if there is no e-mail"),
        validators=[Optional(), Length(max=300), no_national_number],
    )
    source = StringField(_l("Code on the letter"), validators=[Optional(), Length(max=40)])
    keep_informed = BooleanField(_l("Wants news about this call"))
    keep_for_next = BooleanField(_l("Answers may be kept for the next draw"))


def paper_form(categories: Sequence[Category]) -> type[PaperForm]:
    """Return the form with one choice for each question of the call."""
    fields = {
        f"answer_{category.key}": SelectField(
            local(category.question),
            choices=[SelectChoice(*pair) for pair in [("", "…"), *choices(category)]],
            validators=NEEDED,
        )
        for category in categories
    }
    return type("PaperFormOfCall", (PaperForm,), {**fields, "__init__": _with_channels})


def _with_channels(self: PaperForm, *arguments: Any, **named: Any) -> None:
    super(PaperForm, self).__init__(*arguments, **named)
    self.channel.choices = [
        SelectChoice(key, counting.channel_name(key)) for key in entering.CHANNELS
    ]


class MarkForm(FlaskForm):
    """Why somebody is taken out of the draw."""

    reason = SelectField(_l("Somebody who …"), validators=NEEDED)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.reason.choices = [SelectChoice(key, excluding.words(key)) for key in excluding.MARKED]


class PhoneForm(FlaskForm):
    """Why somebody gives a place back, as heard on the phone."""

    reason = SelectField(_l("Reason"), validators=NEEDED)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.reason.choices = [SelectChoice(k, seats.reason_words(k)) for k in phoning.REASONS]


class PublicReasonForm(FlaskForm):
    """A reason that everyone reads, in the two languages of the call."""

    reason_nl = TextAreaField(_l("Public reason in Dutch"), validators=[Length(max=600)])
    reason_fr = TextAreaField(_l("Public reason in French"), validators=[Length(max=600)])

    @property
    def reason(self) -> Localised:
        """The reason by language, without the empty ones."""
        given = {"nl": self.reason_nl.data, "fr": self.reason_fr.data}
        return {language: text.strip() for language, text in given.items() if text}


class RulesForm(PublicReasonForm):
    """Seats and the two public values; the reasons count once the rules are sealed."""

    seats = WholeNumber(
        _l("Seats on the jury"),
        validators=[*NEEDED, between(1, 500)],
    )
    alternates = WholeNumber(
        _l("Alternates"),
        validators=[*NEEDED, between(0, 500)],
    )
    tickets = SelectField(_l("Tickets"), coerce=int)
    lead_hours = WholeNumber(
        _l("Hours between announcement and draw"),
        validators=[*NEEDED, between(24, 720)],
    )
    first_source = SelectField(_l("What gives the first value?"))
    first_at = DateTimeLocalField(_l("When is it read out? (Brussels time)"), validators=NEEDED)
    first_words_nl = StringField(_l("Where and how, in Dutch"), validators=[Length(max=300)])
    first_words_fr = StringField(_l("Where and how, in French"), validators=[Length(max=300)])
    second_source = SelectField(_l("What draws the ticket?"))
    second_at = DateTimeLocalField(_l("When is it drawn? (Brussels time)"), validators=NEEDED)
    second_words_nl = StringField(_l("Where and how, in Dutch"), validators=[Length(max=300)])
    second_words_fr = StringField(_l("Where and how, in French"), validators=[Length(max=300)])
    fallback_words_nl = StringField(
        _l("If that cannot happen, in Dutch"), validators=[Length(max=300)]
    )
    fallback_words_fr = StringField(
        _l("If that cannot happen, in French"), validators=[Length(max=300)]
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        sources = [SelectChoice(key, rules.source_name(key)) for key in rules.SOURCES]
        self.tickets.choices = [SelectChoice(n, number(n)) for n in rules.TICKETS]
        self.first_source.choices = self.second_source.choices = sources

    def values(self) -> dict[str, Any]:
        """Return what was filled in, as the verbs take it."""
        plain = ("seats", "alternates", "tickets", "lead_hours", "first_source", "second_source")
        found = {name: self[name].data for name in plain}
        for name in ("first_at", "second_at"):
            found[name] = self[name].data.replace(tzinfo=BRUSSELS).astimezone(UTC)
        for name in ("first_words", "second_words", "fallback_words"):
            found[name] = {
                code: (self[f"{name}_{code}"].data or "").strip() for code in rules.NEEDED
            }
        return found


def rules_data(found: DrawRules | None) -> Mapping[str, Any]:
    """Return what the rules form shows: the rules, or a first proposal."""
    if found is None:
        return {"seats": 24, "alternates": 8, "tickets": 1000, "lead_hours": 24,
                "first_source": "balls", "second_source": "balls"}  # fmt: skip
    plain = ("seats", "alternates", "tickets", "lead_hours", "first_source", "second_source")
    data = {name: getattr(found, name) for name in plain}
    for name in ("first_at", "second_at"):
        moment = at_home(getattr(found, name))
        data[name] = moment.replace(second=0, microsecond=0, tzinfo=None)
    for name in ("first_words", "second_words", "fallback_words"):
        data |= {f"{name}_{code}": getattr(found, name).get(code, "") for code in rules.NEEDED}
    return data


class AnnulForm(PublicReasonForm):
    """The public reason for annulling, and a tick that says one means it."""

    sure = BooleanField(
        _l("I annul this in public"), validators=[InputRequired(_l("Tick this if you mean it."))]
    )
