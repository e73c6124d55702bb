"""The form of a decision: an outcome for each proposal, reasons, and the answer to the jury."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from jury.calls.models import Call
from jury.reports import deciding
from jury.reports.deciding import Advised, Choice

LONGEST = 4000  # characters
OUTCOMES = [
    SelectChoice("funded", _l("Funded")),
    SelectChoice("reserve", _l("Reserve list")),
    SelectChoice("not_funded", _l("Not funded")),
]


class DecisionForm(FlaskForm):
    """The answer to the jury; the fields of the proposals are added to a class of its own."""

    words_nl = TextAreaField(_l("Answer to the jury, in Dutch"), validators=[Length(max=LONGEST)])
    words_fr = TextAreaField(_l("Answer to the jury, in French"), validators=[Length(max=LONGEST)])
    final = BooleanField(
        _l("This is our decision. It cannot be changed afterwards."),
        validators=[InputRequired(_l("Tick this to say that the decision is final."))],
    )

    call: Call
    said: Advised

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then the rules of a decision; each problem stands at its field."""
        fine: bool = super().validate(extra_validators)
        found = deciding.problems(self.call, self.said, self.choices(), self.words())
        for problem in found:
            self._at(problem).append(problem.sentence)
        return fine and not found

    def _at(self, problem: deciding.Problem) -> list[str]:
        if problem.number is not None and problem.language:
            field = self[reason_name(problem.number, problem.language)]
        elif problem.number is not None:
            field = self[outcome_name(problem.number)]
        elif problem.language:
            field = self[f"words_{problem.language}"]
        else:
            return self.form_errors
        field.errors = list(field.errors)
        return field.errors

    def choices(self) -> dict[int, Choice]:
        """Return what was chosen, by proposal number."""
        numbers = [proposal.number or 0 for proposal, _advice, _place in self.said]
        return {
            number: Choice(
                self[outcome_name(number)].data or "",
                {code: self[reason_name(number, code)].data or "" for code in deciding.BOTH},
            )
            for number in numbers
        }

    def words(self) -> dict[str, str]:
        """Return the answer to the jury."""
        return {"nl": self.words_nl.data or "", "fr": self.words_fr.data or ""}


def outcome_name(number: int) -> str:
    """Return the name of the field with a proposal's outcome."""
    return f"outcome_{number}"


def reason_name(number: int, language: str) -> str:
    """Return the name of the field with the reason of a departure."""
    return f"reason_{number}_{language}"


def decision_form(call: Call, said: Advised) -> DecisionForm:
    """Return the form for these proposals, filled in as the jury advises."""
    titles = {"nl": _l("Public reason, in Dutch"), "fr": _l("Public reason, in French")}

    class Whole(DecisionForm):
        """The form with the fields of every proposal."""

    for proposal, advised_as, _place in said:
        number = proposal.number or 0
        field = SelectField(_l("Decision"), choices=OUTCOMES, default=advised_as)
        setattr(Whole, outcome_name(number), field)
        for language in deciding.BOTH:
            reason = TextAreaField(titles[language], validators=[Optional(), Length(max=LONGEST)])
            setattr(Whole, reason_name(number, language), reason)
    made = Whole()
    for proposal, advised_as, _place in said:
        departs = made[outcome_name(proposal.number or 0)].data != advised_as
        for language in deciding.BOTH if departs else ():
            made[reason_name(proposal.number or 0, language)].flags.optional = False
    made.call, made.said = call, said
    return made
