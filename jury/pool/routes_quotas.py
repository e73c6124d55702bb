"""Pages of the manager for quotas and rules, with the pool's counts beside each."""

import json
from pathlib import Path
from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _

from jury.calls.models import Call
from jury.db import db
from jury.people import sessions
from jury.pool import amending, checking, counting, find, quotas, rules
from jury.pool.door import any_call, bp, now, page
from jury.pool.forms_staff import PublicReasonForm, RulesForm, rules_data
from jury.roles import Role, requires

USUAL_SEATS = 24  # as long as no rules say how many
BRUSSELS_TABLE = "calls/reference/brussels.json"


def _seats(call: Call) -> int:
    found = find.rules(call)
    return found.seats if found else USUAL_SEATS


@bp.get("/manage/<slug>/quotas", endpoint="quotas")
@requires(Role.MANAGER)
def quotas_page(slug: str) -> Any:
    """Show every quota beside the pool and the population, and whether a jury is possible."""
    return _quotas_page(any_call(slug), PublicReasonForm())


def _quotas_page(call: Call, form: PublicReasonForm, typed: dict[str, str] | None = None) -> str:
    pool, seats = find.pool(call), _seats(call)
    return page(
        "manager/quotas.html", call, seats=seats, pool=pool, form=form, typed=typed or {},
        counts=counting.count(find.categories(call), pool), verdict=checking.check(call, seats),
        rules=find.rules(call), registered=find.volunteers(call), problem="",
    )  # fmt: skip


def _typed(call: Call) -> tuple[quotas.Bounds, bool]:
    """Return the bounds that were typed, and whether all of them are whole numbers."""
    bounds, whole = {}, True
    for category in find.categories(call):
        for quota in category.quotas:
            given = [request.form.get(f"{end}-{quota.id}", "").strip() for end in ("min", "max")]
            whole = whole and all(text.isascii() and text.isdigit() for text in given)
            bounds[quota.id] = tuple(int(text) if text.isdigit() else 0 for text in given)
    return bounds, whole  # type: ignore[return-value]


@bp.post("/manage/<slug>/quotas")
@requires(Role.MANAGER)
def set_quotas(slug: str) -> Any:
    """Keep the bounds; sealed ones need a public reason."""
    call, form = any_call(slug), PublicReasonForm()
    bounds, whole = _typed(call)
    if not whole:
        flash(_("Type whole numbers: how many seats at least, and at most."), "stop")
        return _quotas_page(call, form, request.form.to_dict()), 422
    found = find.rules(call)
    if found and found.sealed_at:
        amending.amend(call, form.reason, now(), sessions.the_person(), bounds=bounds)
    else:
        quotas.bound(call, bounds, now(), sessions.the_person())
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for(".quotas", slug=slug))


@bp.post("/manage/<slug>/quotas/fill")
@requires(Role.MANAGER)
def fill_quotas(slug: str) -> Any:
    """Set every quota from its population share."""
    call = any_call(slug)
    quotas.fill(call, _seats(call), now(), sessions.the_person())
    db.session.commit()
    flash(_("Filled in from the population. Change what you want."), "good")
    return redirect(url_for(".quotas", slug=slug))


@bp.post("/manage/<slug>/quotas/load")
@requires(Role.MANAGER)
def load_quotas(slug: str) -> Any:
    """Load the questions and shares of Brussels, and fill the quotas from them."""
    call, path = any_call(slug), Path(current_app.root_path) / BRUSSELS_TABLE
    quotas.load(call, json.loads(path.read_text())["categories"], now(), sessions.the_person())
    quotas.fill(call, _seats(call), now(), sessions.the_person())
    db.session.commit()
    flash(_("Five questions are loaded, with figures for Brussels. Check them."), "good")
    return redirect(url_for(".quotas", slug=slug))


@bp.get("/manage/<slug>/rules", endpoint="rules")
@requires(Role.MANAGER)
def rules_page(slug: str) -> Any:
    """Show the rules of the draw, and what keeps them from being sealed."""
    call = any_call(slug)
    return _rules_page(call, RulesForm(data=dict(rules_data(find.rules(call)))))


def _rules_page(call: Call, form: RulesForm) -> str:
    found = find.rules(call)
    problems = rules.problems(call, found, now()) if found and not found.sealed_at else []
    return page(
        "manager/quotas_rules.html", call, form=form, rules=found, problems=problems,
        categories=find.categories(call), sealed_by=rules.sealed_by(call),
        verdict=checking.check(call, found.seats) if found else None,
    )  # fmt: skip


@bp.post("/manage/<slug>/rules")
@requires(Role.MANAGER)
def propose_rules(slug: str) -> Any:
    """Keep the rules; sealed ones need a public reason."""
    call, form, me = any_call(slug), RulesForm(), sessions.the_person()
    if not form.validate():
        return _rules_page(call, form), 422
    found = find.rules(call)
    if found and found.sealed_at:
        changes = {k: v for k, v in form.values().items() if not _same(getattr(found, k), v)}
        amending.amend(call, form.reason, now(), me, **changes)
    else:
        rules.propose(call, now(), me, **form.values())
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for(".rules", slug=slug))


def _same(kept: Any, given: Any) -> bool:
    """Say whether a form gives back what is kept; a form knows Dutch and French only."""
    if isinstance(kept, dict):
        return all(kept.get(code, "") == given.get(code, "") for code in rules.NEEDED)
    if hasattr(kept, "replace") and hasattr(kept, "second"):
        return bool(kept.replace(second=0, microsecond=0) == given)
    return bool(kept == given)


@bp.post("/manage/<slug>/rules/seal")
@requires(Role.MANAGER)
def seal_rules(slug: str) -> Any:
    """Seal the rules and the quotas."""
    rules.seal(any_call(slug), now(), sessions.the_person())
    db.session.commit()
    flash(_("The rules are sealed and public."), "good")
    return redirect(url_for(".rules", slug=slug))
