"""Forms for conflicts of interest and minority opinions."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from jury.deliberation.opinions import LONGEST
from jury.proposals.models import Proposal

NOTHING = "nothing"


def conflicts_form(proposals: Sequence[Proposal], standing: dict[int, str]) -> FlaskForm:
    """Return a form with one question for each proposal, answered as was declared before."""
    choices = {
        NOTHING: _("Nothing: I know nobody here"),
        "know": _("I know somebody well"),
        "work": _("I work or worked with them"),
        "family": _("Family or partner"),
    }

    class ConflictsForm(FlaskForm):
        """One answer for each proposal."""

    for proposal in proposals:
        label = f"{proposal.number}. {proposal.title}"
        setattr(ConflictsForm, name_of(proposal), SelectField(label, choices=choices))
    return ConflictsForm(data={name_of(p): standing.get(p.id, NOTHING) for p in proposals})


def name_of(proposal: Proposal) -> str:
    """Return the name of the question about this proposal."""
    return f"proposal_{proposal.id}"


def answers(form: FlaskForm, proposals: Sequence[Proposal]) -> dict[int, str]:
    """Return the conflicts that were declared: proposal id -> kind."""
    found = {proposal.id: form[name_of(proposal)].data for proposal in proposals}
    return {proposal: kind for proposal, kind in found.items() if kind != NOTHING}


class OpinionForm(FlaskForm):
    """A minority opinion on one proposal, or on the whole."""

    proposal = SelectField(_l("What is it about?"))
    text = TextAreaField(
        _l("Your opinion, as it will be printed"),
        validators=[
            InputRequired(_l("Write what you want to be printed.")),
            Length(max=LONGEST, message=_l("This is too long. Shorten it a little.")),
        ],
        render_kw={"rows": 8},
    )


def opinion_form(proposals: Sequence[Proposal]) -> OpinionForm:
    """Return the form with the proposals that this juror may speak of."""
    form = OpinionForm()
    choices = {str(p.id): f"{p.number}. {p.title}" for p in proposals}
    form.proposal.choices = {"0": _("The result as a whole"), **choices}
    return form
