"""The score sheet as a form: a worded scale for each criterion, and a comment for and against."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FileField, RadioField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional

from jury.calls.models import Criterion
from jury.deliberation.comments import KINDS, LONGEST
from jury.languages import local

CANNOT = "cannot_judge"
TOO_LONG = Length(max=LONGEST, message=_l("This is too long. Shorten it a little."))


class SheetForm(FlaskForm):
    """The comments; the criteria of a call are added to it."""

    comment_for = TextAreaField(
        _l("What speaks for it?"), validators=[Optional(), TOO_LONG], render_kw={"rows": 3}
    )
    comment_against = TextAreaField(
        _l("What speaks against it?"), validators=[Optional(), TOO_LONG], render_kw={"rows": 3}
    )


class ExpertsForm(FlaskForm):
    """The file with the scores of the experts."""

    file = FileField(_l("The file with the scores"))

    def validate_file(self, field: FileField) -> None:
        """Ask for a file that holds something."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose the file first."))
        self.content = field.data.read()
        if not self.content:
            raise ValidationError(_("This file is empty. Fill in the scores and send it again."))


def sheet_form(
    criteria: Sequence[Criterion],
    values: Mapping[int, int | None],
    comments: Mapping[str, str],
) -> SheetForm:
    """Return the form with one question for each criterion, answered as was saved before."""

    class CallForm(SheetForm):
        """The sheet of one call."""

    for criterion in criteria:
        choices = {str(g): local(words) for g, words in enumerate(criterion.scale, start=1)}
        choices[CANNOT] = _("I cannot judge this")
        setattr(
            CallForm,
            name_of(criterion),
            RadioField(local(criterion.name), choices=choices, validators=[Optional()]),
        )
    data: dict[str, str] = {f"comment_{kind}": comments.get(kind, "") for kind in KINDS}
    for criterion in criteria:
        if criterion.id in values:
            data[name_of(criterion)] = word_of(values[criterion.id])
    return CallForm(data=data)


def name_of(criterion: Criterion) -> str:
    """Return the name of the question about this criterion."""
    return f"criterion_{criterion.id}"


def word_of(value: int | None) -> str:
    """Return an answer as the form holds it."""
    return CANNOT if value is None else str(value)


def answers(form: FlaskForm, criteria: Sequence[Criterion]) -> dict[int, int | None]:
    """Return what was answered: criterion id -> grade or None; unanswered ones are absent."""
    given = {criterion.id: form[name_of(criterion)].data for criterion in criteria}
    return {c: None if said == CANNOT else int(said) for c, said in given.items() if said}
