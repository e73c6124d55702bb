"""Forms for the dates of a call and for what its jury judges."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from jury.calls import timeline
from jury.calls.completeness import date_problems
from jury.calls.forms import ReasonForm, in_languages
from jury.calls.models import Call, Criterion, Phase, PhaseKind
from jury.forms import WholeNumber, between
from jury.languages import BRUSSELS, at_home, local


class PhasesForm(ReasonForm):
    """The dates of every phase, on a clock in Brussels."""

    def load(self, call: Call) -> None:
        """Show the dates of the call."""
        for phase in call.phases:
            self[f"{phase.kind}_opens"].data = at_home(phase.opens_at).replace(tzinfo=None)
            self[f"{phase.kind}_closes"].data = at_home(phase.closes_at).replace(tzinfo=None)

    def dates(self) -> dict[str, tuple[datetime, datetime]]:
        """Return the typed dates as moments in Brussels."""
        return {
            kind: (
                self[f"{kind}_opens"].data.replace(tzinfo=BRUSSELS),
                self[f"{kind}_closes"].data.replace(tzinfo=BRUSSELS),
            )
            for kind in PhaseKind
        }

    def rows(self) -> list[tuple[str, str, Any, Any]]:
        """Return name, meaning and both inputs of every phase."""
        return [
            (timeline.name(kind), timeline.what_happens(kind),
             self[f"{kind}_opens"], self[f"{kind}_closes"])
            for kind in PhaseKind
        ]  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each date, then their order; every problem is named."""
        if not super().validate(extra_validators):
            return False
        planned = [Phase(kind=k, opens_at=o, closes_at=c) for k, (o, c) in self.dates().items()]
        self.form_errors = date_problems(planned)
        return not self.form_errors


for _kind in PhaseKind:
    for _end, _label in (("opens", _l("Begins")), ("closes", _l("Ends"))):
        _needed = InputRequired(_l("Choose a day and a time."))
        setattr(PhasesForm, f"{_kind}_{_end}", DateTimeLocalField(_label, [_needed]))


@in_languages("name", _l("Name"), 80, StringField)
@in_languages("help", _l("Help for jurors: what do they look at?"), 600)
@in_languages("grade_1", _l("Mark 1, the lowest"), 160, StringField)
@in_languages("grade_2", _l("Mark 2"), 160, StringField)
@in_languages("grade_3", _l("Mark 3"), 160, StringField)
@in_languages("grade_4", _l("Mark 4"), 160, StringField)
@in_languages("grade_5", _l("Mark 5, the highest"), 160, StringField)
class CriterionForm(ReasonForm):
    """One criterion with its scale in words."""

    kind = RadioField(
        _l("What does it judge?"),
        choices=[
            SelectChoice("impact", _l("Impact: what changes for whom")),
            SelectChoice("output", _l("Output: what is delivered")),
            SelectChoice("process", _l("Process: how people work together")),
        ],
    )

    def load(self, criterion: Criterion) -> None:
        """Show the criterion."""
        self.kind.data = criterion.kind
        self.put("name", criterion.name)
        self.put("help", criterion.help)
        for number, words in enumerate(criterion.scale, 1):
            self.put(f"grade_{number}", words)

    def texts(self) -> dict[str, Any]:
        """Return what was typed, as the verb wants it."""
        return {
            "kind": self.kind.data,
            "name": self.text("name"),
            "help": self.text("help"),
            "scale": [self.text(f"grade_{number}") for number in range(1, 6)],
        }


def weights_form(call: Call) -> ReasonForm:
    """Return a form with one weight for each criterion of the call."""
    limits = [
        InputRequired(_l("Type a number.")),
        between(1, 100),
    ]
    inputs = {
        f"weight_{one.key}": WholeNumber(
            local(one.name) or one.key, limits, default=one.weight, render_kw={"size": 3}
        )
        for one in call.criteria
    }
    made: ReasonForm = type("WeightsForm", (ReasonForm,), inputs)()
    return made
