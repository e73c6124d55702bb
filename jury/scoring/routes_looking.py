"""The page to try another budget or rule: only to look, for those who read the result."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField
from wtforms.validators import InputRequired

from jury.calls import find as calls
from jury.calls import spending
from jury.errors import RuleBroken
from jury.forms import WholeNumber, between
from jury.roles import requires
from jury.scoring import looking, results, shown
from jury.scoring.blueprint import bp
from jury.scoring.routes_results import READERS


class LookForm(FlaskForm):
    """Another budget, another rule; it changes nothing, so it needs no token."""

    class Meta:
        """It is read from the address."""

        csrf = False

    budget = WholeNumber(
        _l("Money for all projects together, in euros"),
        [InputRequired(_l("Type an amount.")), between(0, 10**9)],
    )
    rule = RadioField(_l("How is the money spent?"), choices=spending.choices())


@bp.get("/manage/<slug>/results/look")
@requires(*READERS)
def look(slug: str) -> Any:
    """Show whom another budget or another rule would fund; without a result, how far it is."""
    call = calls.by_slug(slug)
    found = results.newest(call)
    if found is None:
        return redirect(url_for(".results", slug=slug))
    document = results.read(found)
    declared = shown.rule(document)
    typed = request.args or {"budget": str(call.budget // 100), "rule": declared}
    form = LookForm(formdata=MultiDict(typed))
    seen, refused = None, ""
    if form.validate():
        try:
            seen = looking.look(found, (form.budget.data or 0) * 100, form.rule.data)
        except RuleBroken as problem:
            refused = str(problem)
    facts = {
        "call": call, "form": form, "seen": seen, "refused": refused, "declared": declared,
        "spent": round(document["allocation"]["spent"] * 100),
        "of": {row["id"]: row for row in shown.rows(document, "place")},
        "others": [call.budget * percent // 10_000 for percent in (75, 90, 110, 125)],
        "meanings": spending.meanings(),
    }  # fmt: skip
    return render_template("manager/results_look.html", **facts), 422 if form.errors else 200
