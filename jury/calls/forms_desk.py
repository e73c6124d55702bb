"""Forms of the desk: opening and halting a call, its team, its texts to read."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    URLField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Regexp

from jury import roles
from jury.calls import opening, ready_made, team
from jury.calls.completeness import NEEDED
from jury.calls.forms import LocalisedForm, in_languages
from jury.forms import FULL_ADDRESS
from jury.languages import LANGUAGES, local
from jury.roles import Role


@in_languages("title", _l("Title"), 160, StringField)
class ResourceForm(LocalisedForm):
    """One text to read first."""

    url = URLField(
        _l("Address"),
        [InputRequired(_l("Type its address.")),
         Regexp(r"https?://", message=_l("Begin with https://."))],
    )  # fmt: skip
    language = SelectField(
        _l("Language of the text"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )


@in_languages("title", _l("Name of the call"), 80, StringField)
@in_languages("question", _l("The call as one question"), 200)
class OpenForm(LocalisedForm):
    """What a new call starts with."""

    template = RadioField(_l("Which kind of jury?"), validators=[InputRequired(_l("Choose one."))])
    owner = StringField(
        _l("Who runs the call"), [InputRequired(_l("Type a name.")), Length(max=120)]
    )
    first_day = DateField(_l("First day for proposals"), [InputRequired(_l("Choose a day."))])

    def offer(self) -> None:
        """Offer the templates in the reader's language."""
        found = ready_made.call_templates()
        self.template.choices = [SelectChoice(one["key"], local(one["name"])) for one in found]

    def validate_first_day(self, field: DateField) -> None:
        """Refuse a day that is past."""
        if field.data and (sentence := opening.why_not_from(field.data, datetime.now(UTC))):
            raise ValidationError(sentence)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the inputs; the name is needed in one language at least."""
        good = super().validate(extra_validators)
        if not any(self.text("title").values()):
            self["title_nl"].errors = [_l("Give the call a name.")]
            return False
        return bool(good)


WAYS_TO_HALT = [
    SelectChoice("suspended", _l("Suspend it: it stands still until you resume it")),
    SelectChoice("carried_over", _l("Carry it over: it ends here and goes on in the next call")),
    SelectChoice("cancelled", _l("Cancel it: it ends for good")),
]  # by the state to which they lead


@in_languages("reason", _l("The reason. Everyone will read it."), 500)
class HaltForm(LocalisedForm):
    """How a call halts, and why."""

    act = RadioField(
        _l("What happens with the call?"),
        validators=[InputRequired(_l("Choose one."))],
    )

    def offer(self, states: list[str]) -> None:
        """Offer only the ways that are possible now."""
        self.act.choices = [one for one in WAYS_TO_HALT if one.value in states]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the inputs; the reason is needed in Dutch and in French."""
        good = super().validate(extra_validators)
        for code in NEEDED:
            if not self.text("reason")[code]:
                self[f"reason_{code}"].errors = [_l("Give the reason in both languages.")]
                good = False
        return bool(good)


class TeamForm(FlaskForm):
    """Who gets which role."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Type an address.")), FULL_ADDRESS])
    role = RadioField(_l("Role"), validators=[InputRequired(_l("Choose a role."))])

    def offer(self) -> None:
        """Offer the roles in the reader's language."""
        self.role.choices = [
            SelectChoice(role.value, roles.title(role)) for role in team.GIVEN_HERE
        ]

    def chosen(self) -> Role:
        """Return the role that was chosen."""
        return Role(self.role.data)
