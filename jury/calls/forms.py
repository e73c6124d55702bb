"""Forms of the desk: texts in Dutch and French side by side, in short pages."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    RadioField,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, Regexp

from jury.calls import spending
from jury.calls.completeness import NEEDED
from jury.calls.models import Call
from jury.calls.opening import EVENING, moment_on
from jury.db import Localised
from jury.forms import FULL_ADDRESS, WholeNumber, between
from jury.languages import LANGUAGES, at_home


class MayWait(Optional):
    """An input that may stay empty for now, though the call cannot be published without it."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


class LocalisedForm(FlaskForm):
    """A form with texts in four languages."""

    def text(self, name: str) -> Localised:
        """Return one text in every language in which it was written."""
        typed = {code: (self[f"{name}_{code}"].data or "").strip() for code in LANGUAGES}
        return {code: text for code, text in typed.items() if text or code in NEEDED}

    def put(self, name: str, text: Localised | None) -> None:
        """Show a text in its inputs."""
        for code in LANGUAGES:
            self[f"{name}_{code}"].data = (text or {}).get(code, "")


def in_languages(
    name: str, label: str, most: int, field: type[StringField] = TextAreaField
) -> Callable[[type[LocalisedForm]], type[LocalisedForm]]:
    """Give a form one text in four languages: name_nl, name_fr, name_de, name_en."""

    def add(form: type[LocalisedForm]) -> type[LocalisedForm]:
        for code in LANGUAGES:
            limit = Length(max=most, message=_l("At most %(max)d characters fit."))
            setattr(form, f"{name}_{code}", field(label, [limit], render_kw={"lang": code}))
        return form

    return add


@in_languages("reason", _l("Why does this change? Everyone will read it."), 500)
class ReasonForm(LocalisedForm):
    """A form that asks for a public reason once the call is public."""

    def insist(self, call: Call) -> None:
        """Ask for the reason in both languages once the call is public."""
        for code in NEEDED if call.is_public else ():
            needed = InputRequired(_l("Say why, in both languages."))
            self[f"reason_{code}"].validators = [needed]

    def reason(self) -> Localised | None:
        """Return the reason, or None where none was written."""
        typed = self.text("reason")
        return typed if any(typed.values()) else None


@in_languages("title", _l("Name of the call"), 80, StringField)
@in_languages("question", _l("The call as one question"), 200)
class QuestionForm(ReasonForm):
    """What the call asks, and whose call it is."""

    owner = StringField(
        _l("Who runs the call"), [InputRequired(_l("Type a name.")), Length(max=120)]
    )
    funder = StringField(_l("Who pays"), [InputRequired(_l("Type a name.")), Length(max=120)])
    facilitator = StringField(_l("Who leads the talks"), [Optional(), Length(max=120)])

    def load(self, call: Call) -> None:
        """Show what the call says now."""
        self.put("title", call.title)
        self.put("question", call.question)
        self.owner.data, self.funder.data = call.owner, call.funder
        self.facilitator.data = call.facilitator

    def texts(self) -> dict[str, Any]:
        """Return what was typed, as the verb wants it."""
        return {
            "title": self.text("title"),
            "question": self.text("question"),
            "owner": self.owner.data,
            "funder": self.funder.data,
            "facilitator": self.facilitator.data or "",
        }


@in_languages("influence_words", _l("What that means, in your words"), 400)
@in_languages("decider", _l("Who decides in the end"), 120, StringField)
@in_languages("juror_words", _l("What jurors need to know: hours, dates, pay"), 800)
class InfluenceForm(ReasonForm):
    """How much the jury’s word counts, who decides, and how much money there is."""

    influence = RadioField(
        _l("How much does the jury’s word count?"),
        choices=[
            SelectChoice("advice", _l("Advice: somebody else decides")),
            SelectChoice(
                "co_decision", _l("Co-decision: the list is followed, or a reason is given")
            ),
            SelectChoice("decision", _l("Decision: what the jury chooses is paid")),
        ],
    )
    answer_by = DateField(_l("They answer in public before"), [MayWait()])
    budget = WholeNumber(
        _l("Money for all projects together, in euros"),
        [
            InputRequired(_l("Type an amount.")),
            between(0, 10**9),
        ],
    )

    rule = RadioField(_l("How is the money spent?"), choices=spending.choices())
    citizen_weight = WholeNumber(_l("Weight of the citizens"), [Optional(), between(1, 100)])
    expert_weight = WholeNumber(_l("Weight of the experts"), [Optional(), between(0, 100)])

    def load(self, call: Call) -> None:
        """Show what the call says now."""
        for name in ("influence_words", "decider", "juror_words"):
            self.put(name, getattr(call, name))
        self.influence.data = call.influence
        self.answer_by.data = at_home(call.answer_by).date() if call.answer_by else None
        self.budget.data = call.budget // 100
        self.rule.data = call.rule
        self.citizen_weight.data = call.citizen_weight
        self.expert_weight.data = call.expert_weight

    def texts(self) -> dict[str, Any]:
        """Return what was typed, as the verb wants it."""
        day = self.answer_by.data
        return {
            "influence": self.influence.data,
            "influence_words": self.text("influence_words"),
            "decider": self.text("decider"),
            "juror_words": self.text("juror_words"),
            "answer_by": moment_on(day, EVENING) if day else None,
            "budget": (self.budget.data or 0) * 100,
            "rule": self.rule.data,
            "citizen_weight": self.citizen_weight.data or 1,
            "expert_weight": self.expert_weight.data or 0,
        }


@in_languages("contact_words", _l("What one may ask, and when"), 200, StringField)
class ContactForm(ReasonForm):
    """Whom people can call: a service desk, never a private number."""

    contact_name = StringField(_l("Name of the desk"), [Length(max=120)])
    contact_phone = TelField(_l("Phone number"), [Length(max=30)])
    contact_email = EmailField(_l("E-mail address"), [MayWait(), FULL_ADDRESS])
    contact_website = URLField(
        _l("Website"), [Optional(), Regexp(r"https?://", message=_l("Begin with https://."))]
    )

    def load(self, call: Call) -> None:
        """Show what the call says now."""
        self.put("contact_words", call.contact_words)
        for name in ("contact_name", "contact_phone", "contact_email", "contact_website"):
            self[name].data = getattr(call, name)

    def texts(self) -> dict[str, Any]:
        """Return what was typed, as the verb wants it."""
        names = ("contact_name", "contact_phone", "contact_email")
        return {name: (self[name].data or "").strip() for name in names} | {
            "contact_website": self.contact_website.data or None,
            "contact_words": self.text("contact_words"),
        }
