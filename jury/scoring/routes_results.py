"""Pages of the result: for the manager, the deciding body, the auditor and the facilitator."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jury import files, jobs, ledger
from jury.calls import find as calls
from jury.calls.models import Call
from jury.calls.timeline import bar
from jury.db import db
from jury.deliberation import reading, rounds, seats
from jury.people import sessions
from jury.roles import Role, holds, requires
from jury.scoring import expert_scores, lot_drawing, lot_fallback, shown, ways
from jury.scoring import results as computing
from jury.scoring.blueprint import bp
from jury.scoring.forms_lots import FallbackForm, LotForm

READERS = (Role.MANAGER, Role.DECIDER, Role.AUDITOR, Role.FACILITATOR)


@bp.get("/manage/<slug>/results")
@requires(*READERS)
def results(slug: str) -> Any:
    """Show the result: the funding line first; before there is one, how far the jury is."""
    return page(slug)


def page(
    slug: str,
    refused: str = "",
    fallback_form: FallbackForm | None = None,
    value_form: LotForm | None = None,
) -> str:
    """Return the page of the result, with what was refused, and with what was typed."""
    call, now = calls.by_slug(slug), datetime.now(UTC)
    found, job = computing.newest(call), jobs.latest(computing.KIND, slug)
    manages = holds(sessions.me(), Role.MANAGER, slug)
    facts: dict[str, Any] = {
        "call": call,
        "call_bar": bar(call, now),
        "refused": refused,
        "job": job,
        "may_ask": manages
        and rounds.is_over(call, 2, now)
        and not ledger.has("decision.taken", slug),
        "expert_found": expert_scores.newest(call),
        "may_bring": manages,
        "may_remind": manages and rounds.open_round(call, now),
    }
    if found is None:
        return render_template("manager/results_waiting.html", **facts, **_progress(call, now))
    document = computing.read(found)
    facts |= {
        "found": found,
        "lot_wait": lot_drawing.why_not(call, document, now),
        "value_form": value_form or LotForm(),
        "fallback_wait": lot_fallback.why_not(call, document, now),
        "fallback_form": fallback_form or FallbackForm.proposed(now),
    }
    return render_template("manager/results.html", **facts, **_result(call, document))


def _progress(call: Call, now: datetime) -> dict[str, Any]:
    number = rounds.open_round(call, now) or (2 if rounds.is_over(call, 1, now) else 1)
    jurors = len(seats.taken(call))
    return {
        "round": number,
        "jurors": jurors,
        "finished": jurors - len(reading.unfinished(call, number)),
        "phase": rounds.phase_of(call, number),
        "last": rounds.phase_of(call, 2),
    }


def _result(call: Call, document: dict[str, Any]) -> dict[str, Any]:
    sort = request.args.get("sort", "place")
    sort = sort if sort in shown.SORTS else "place"
    rows = shown.rows(document, sort)
    wanted = request.args.get("proposal") or rows[0]["id"]
    opened = next((row for row in rows if row["id"] == wanted), rows[0])
    dissent = document["dissent"]
    return {
        "document": document,
        "rule": shown.rule(document),
        "spent": round(document["allocation"]["spent"] * 100),
        "funding": shown.funding(document),
        "headers": shown.headers(sort),
        "sort": sort,
        "rows": rows,
        "opened": opened,
        "spread": shown.spread(opened, shown.grade_words(call)),
        "agreement": shown.agreement(document),
        "reliability": shown.reliability(document),
        "opposed": shown.titles(document, dissent["funded_with_opposition"]),
        "missed": shown.titles(document, dissent["unfunded_with_champions"]),
        "moved": shown.moved(document),
        "changed": shown.changed(document),
        "drawn": shown.titles(document, document["lot"]["order"] or ()),
        "colleges": shown.colleges(document),
        "ways": ways.fates(document),
        "carried": computing.carried_over(call),
    }


@bp.post("/manage/<slug>/results")
@requires(Role.MANAGER)
def ask_result(slug: str) -> Any:
    """Let the worker compute the result."""
    computing.ask(calls.by_slug(slug), datetime.now(UTC), sessions.the_person())
    db.session.commit()
    flash(_("The result is being computed. This takes a few seconds."))
    return redirect(url_for(".results", slug=slug))


@bp.get("/manage/<slug>/results/result.json")
@requires(*READERS)
def download(slug: str) -> Any:
    """Send the result as data: counts only, no row for each juror."""
    found = computing.newest(calls.by_slug(slug)) or abort(404)
    return files.as_file(files.read(found.file), "application/json", f"{slug}-result.json")
