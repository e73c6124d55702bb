"""Forms of the applicant: one short page a section, unfinished texts welcome."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from jury.forms import WholeNumber, between
from jury.languages import LANGUAGES
from jury.proposals import words
from jury.proposals.drafting import SUMMARY_WORDS, TEXTS
from jury.proposals.models import BudgetLine, Partner, Proposal
from sortition import register_number


def no_national_number(_form: Any, field: Any) -> None:
    """Refuse what looks like a national register number, kindly."""
    if register_number.is_in(field.data or ""):
        raise ValidationError(
            _l("This looks like a national register number. Please take it out: "
               "many people will read this, and we do not need it.")
        )  # fmt: skip


def _not_too_many_words(_form: Any, field: Any) -> None:
    number = words.count(field.data or "")
    if number > SUMMARY_WORDS:
        raise ValidationError(
            _l("This has %(n)d words. Shorten it to at most %(most)d.",
               n=number, most=SUMMARY_WORDS)
        )  # fmt: skip


def _limits(most: int) -> list[Any]:
    return [Length(max=most, message=_l("At most %(max)d characters fit.")), no_national_number]


class TextsForm(FlaskForm):
    """A section made of texts whose names are those of the proposal."""

    def load(self, proposal: Proposal) -> None:
        """Show what was kept, in its language."""
        for field in self:
            if hasattr(proposal, field.name) and field.name != "csrf_token":
                field.data = getattr(proposal, field.name)

    def speak(self, language: str) -> None:
        """Tell the browser in which language the applicant writes."""
        for field in self:
            if isinstance(field, StringField):
                field.render_kw = {**(field.render_kw or {}), "lang": language}

    def texts(self) -> dict[str, str]:
        """Return what was typed, by name."""
        names = [field.name for field in self if field.name in TEXTS or field.name == "language"]
        return {name: self[name].data or "" for name in names}


class IdeaForm(TextsForm):
    """What, where and about what."""

    language = SelectField(
        _l("In which language do you write?"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    title = StringField(_l("Title of your project"), _limits(TEXTS["title"]))
    research_question = TextAreaField(
        _l("Which question do you want to answer?"), _limits(TEXTS["research_question"])
    )
    place = StringField(_l("Where? Neighbourhood and municipality"), _limits(TEXTS["place"]))
    theme = SelectField(_l("Theme"), validate_choice=False)

    def offer(self) -> None:
        """Offer the themes in the reader's language."""
        self.theme.choices = [
            SelectChoice("", _l("Choose one")),
            *[SelectChoice(key, name) for key, name in words.themes().items()],
        ]


class SummaryForm(FlaskForm):
    """The plain summary, in Dutch and in French."""

    nl = TextAreaField(
        "Nederlands", [no_national_number, _not_too_many_words], render_kw={"lang": "nl"}
    )
    fr = TextAreaField(
        "Français", [no_national_number, _not_too_many_words], render_kw={"lang": "fr"}
    )


class WorkForm(TextsForm):
    """How, with which doubts, and who goes on afterwards."""

    how = TextAreaField(_l("How will you work?"), _limits(TEXTS["how"]))
    uncertain = TextAreaField(_l("What do you not know yet?"), _limits(TEXTS["uncertain"]))
    afterwards = TextAreaField(
        _l("Who carries it on when the money is spent?"), _limits(TEXTS["afterwards"])
    )


class InterestsForm(TextsForm):
    """Whose interests, shared and clashing."""

    shared_interest = TextAreaField(
        _l("Which interest do you share?"), _limits(TEXTS["shared_interest"])
    )
    interests = TextAreaField(
        _l("Whose interests meet or clash here?"), _limits(TEXTS["interests"])
    )
    missing = TextAreaField(_l("Who is still missing?"), _limits(TEXTS["missing"]))


class PartnerForm(Form):
    """One partner."""

    name = StringField(_l("Name of the organisation or group"), _limits(120))
    kind = SelectField(_l("Kind"), validate_choice=False)
    role = StringField(_l("What they do in the project"), _limits(300))
    parts = SelectMultipleField(
        _l("Takes part: who …"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    cofinancing = WholeNumber(
        _l("Own money they bring in, in euros"),
        [Optional(), between(0, 10**8)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(k, name) for k, name in words.partner_kinds().items()]
        self.parts.choices = [SelectChoice(key, name) for key, name in words.parts().items()]

    def validate_name(self, field: Any) -> None:
        """Ask for a name where something else was filled in."""
        more = (self.role.data or "").strip() or self.parts.data or self.cofinancing.data
        if more and not (field.data or "").strip():
            raise ValidationError(_l("Give this partner a name, or empty the rest too."))


class LineForm(Form):
    """One budget line."""

    label = StringField(_l("What the money is for"), _limits(160))
    kind = SelectField(_l("Kind"), validate_choice=False)
    amount = WholeNumber(
        _l("Euros"),
        [Optional(), between(0, 10**8)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(k, name) for k, name in words.budget_kinds().items()]
        self.amount.flags.optional = False  # it may wait, but it is needed

    def validate_label(self, field: Any) -> None:
        """Ask for words where an amount was typed."""
        if self.amount.data and not (field.data or "").strip():
            raise ValidationError(_l("Say what this amount is for, or empty it."))


class PartnersForm(FlaskForm):
    """All partners under each other; an empty row is left out."""

    rows = FieldList(FormField(PartnerForm))

    def load(self, proposal: Proposal) -> None:
        """Show the partners, and one empty row."""
        for one in proposal.partners:
            self.rows.append_entry(
                {"name": one.name, "kind": one.kind, "role": one.role, "parts": one.parts,
                 "cofinancing": one.cofinancing // 100 or None}
            )  # fmt: skip
        self.rows.append_entry()

    def partners(self) -> list[Partner]:
        """Return the partners that have a name."""
        return [
            Partner(name=row["name"].strip(), kind=row["kind"], role=(row["role"] or "").strip(),
                    parts=row["parts"] or [], cofinancing=(row["cofinancing"] or 0) * 100)
            for row in self.rows.data
            if (row["name"] or "").strip()
        ]  # fmt: skip


class MoneyForm(FlaskForm):
    """All costs under each other; an empty row is left out."""

    rows = FieldList(FormField(LineForm))

    def load(self, proposal: Proposal) -> None:
        """Show the costs, and one empty row."""
        for line in proposal.budget_lines:
            self.rows.append_entry(
                {"label": line.label, "kind": line.kind, "amount": line.amount // 100}
            )
        self.rows.append_entry()

    def lines(self) -> list[BudgetLine]:
        """Return the lines that have words."""
        return [
            BudgetLine(label=row["label"].strip(), kind=row["kind"],
                       amount=(row["amount"] or 0) * 100)
            for row in self.rows.data
            if (row["label"] or "").strip()
        ]  # fmt: skip
