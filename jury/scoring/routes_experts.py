"""The page where the manager brings in the scores of the experts."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import ngettext

from jury import files
from jury.calls import find as calls
from jury.calls.models import Call
from jury.calls.timeline import bar
from jury.db import db
from jury.deliberation import rounds, seats
from jury.people import sessions
from jury.roles import Role, requires
from jury.scoring import expert_scores
from jury.scoring import experts as bringing
from jury.scoring.blueprint import bp
from jury.scoring.case import BadScores, Problem
from jury.scoring.forms import ExpertsForm


def _page(call: Call, form: ExpertsForm, wrong: Sequence[Problem] = ()) -> str:
    now, found = datetime.now(UTC), expert_scores.newest(call)
    return render_template(
        "manager/experts.html",
        call=call,
        call_bar=bar(call, now),
        form=form,
        wrong=wrong,
        found=found,
        gaps=bringing.gaps(call, found) if found else None,
        why_not=bringing.why_not(call, now),
        late=rounds.is_over(call, 2, now),
        second=rounds.phase_of(call, 2),
        proposals=seats.eligible(call),
    )


@bp.get("/manage/<slug>/experts")
@requires(Role.MANAGER)
def experts(slug: str) -> Any:
    """Say whether the experts' scores are there, and take them."""
    return _page(calls.by_slug(slug), ExpertsForm(formdata=None))


@bp.post("/manage/<slug>/experts")
@requires(Role.MANAGER)
def bring_experts(slug: str) -> Any:
    """Keep the experts' scores, or say everything that is wrong with their file."""
    call, form = calls.by_slug(slug), ExpertsForm()
    if not form.validate():
        return _page(call, form), 422
    try:
        kept = bringing.bring_in(call, form.content, datetime.now(UTC), sessions.the_person())
    except BadScores as bad:
        return _page(call, form, bad.problems), 422
    number = kept.experts
    db.session.commit()
    flash(ngettext("The scores of %(num)d expert are in.", "The scores of %(num)d experts are in.",
                   number), "good")  # fmt: skip
    return redirect(url_for(".experts", slug=slug))


@bp.get("/manage/<slug>/experts/empty.csv")
@requires(Role.MANAGER)
def experts_template(slug: str) -> Any:
    """Send an empty file for the experts' scores."""
    empty = bringing.template(calls.by_slug(slug))
    return files.as_file(empty.encode(), "text/csv", f"{slug}-experts.csv")
