"""Pages where the decision is taken, printed and published."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from jury import jobs
from jury.calls import find as calls
from jury.calls.models import Call
from jury.db import db
from jury.errors import RuleBroken
from jury.languages import LANGUAGES
from jury.people import sessions
from jury.reports import advice, deciding, find, gather, letters, making, publishing
from jury.reports.blueprint import bp, now, page
from jury.reports.forms import DecisionForm, decision_form, outcome_name, reason_name
from jury.reports.paper import LARGE_PRINT, PAPERS, USUAL, Paper
from jury.roles import Role, holds, requires
from jury.scoring import results

READERS = (Role.DECIDER, Role.MANAGER, Role.AUDITOR)


@bp.get("/manage/<slug>/decision")
@requires(*READERS)
def decide(slug: str) -> Any:
    """Show what the jury advises and let the deciding body answer, or show what it answered."""
    call = calls.by_slug(slug)
    if find.decision(call) is not None:
        return page("manager/decide_done.html", call, **_taken(call))
    sentence = deciding.why_not(call, now())
    if sentence or not holds(sessions.me(), Role.DECIDER, slug):
        return page("manager/decide_waiting.html", call, sentence=sentence, **_advice(call))
    return _form_page(call, _form(call))


@bp.post("/manage/<slug>/decision")
@requires(Role.DECIDER)
def take(slug: str) -> Any:
    """Take the decision, or show the form again with what is missing."""
    call = calls.by_slug(slug)
    if sentence := deciding.why_not(call, now()):
        raise RuleBroken(sentence)
    form = _form(call)
    if not form.validate():
        return _form_page(call, form), 422
    deciding.decide(call, form.choices(), form.words(), now(), sessions.the_person())
    db.session.commit()
    flash(_("The decision is taken. The manager can publish it."), "good")
    return redirect(url_for(".decide", slug=slug))


@bp.post("/manage/<slug>/publication")
@requires(Role.MANAGER)
def publish(slug: str) -> Any:
    """Make the outcome public and tell everyone concerned."""
    call = calls.by_slug(slug)
    publishing.publish(call, now(), sessions.the_person())
    db.session.commit()
    flash(_("The outcome is public. Applicants, jurors and followers get a mail."), "good")
    return redirect(url_for(".decide", slug=slug))


@bp.post("/manage/<slug>/reports/<language>")
@requires(Role.MANAGER, Role.DECIDER)
def make(slug: str, language: str) -> Any:
    """Ask for the report in one language."""
    return _make(calls.by_slug(slug), language, USUAL)


@bp.post("/manage/<slug>/reports/large-print/<language>")
@requires(Role.MANAGER, Role.DECIDER)
def make_large_print(slug: str, language: str) -> Any:
    """Ask for the report in large print in one language."""
    return _make(calls.by_slug(slug), language, LARGE_PRINT)


def _make(call: Call, language: str, paper: Paper) -> Any:
    making.ask(call, [language], now(), paper)
    db.session.commit()
    flash(_("The report is being printed. This takes less than a minute."), "info")
    return redirect(url_for(".decide", slug=call.slug))


def _form(call: Call) -> DecisionForm:
    found = results.newest(call)
    return decision_form(call, deciding.advised(call, found) if found else [])


def _form_page(call: Call, form: DecisionForm) -> str:
    return page("manager/decide.html", call, form=form, rows=_rows(call, form), **_advice(call))


def _rows(call: Call, form: DecisionForm) -> list[dict[str, Any]]:
    """Return each proposal with its numbers and its fields."""
    found = results.newest(call)
    numbers = {each["id"]: each for each in results.read(found)["proposals"]} if found else {}
    return [
        {
            "proposal": proposal,
            "advice": advised_as,
            "place": place,
            "numbers": numbers[str(proposal.number)],
            "outcome": form[outcome_name(proposal.number or 0)],
            "reasons": [form[reason_name(proposal.number or 0, code)] for code in deciding.BOTH],
        }
        for proposal, advised_as, place in form.said
    ]


def _advice(call: Call) -> dict[str, Any]:
    """Return what the jury advises in numbers; nothing before there is a result."""
    found = results.newest(call)
    if found is None:
        return {"document": None}
    document = results.read(found)
    counted = list(advice.of_result(document).values())
    return {
        "document": document,
        "counted": {outcome: counted.count(outcome) for outcome in deciding.OUTCOMES},
        "printed": _printed(call),
    }


def _taken(call: Call) -> dict[str, Any]:
    return {
        "decision": find.decision(call),
        "content": gather.content(call),
        "printed": _printed(call),
        "posted": _posted(call),
        "may_publish": holds(sessions.me(), Role.MANAGER, call.slug),
        "sentence": publishing.why_not(call),
    }


def _posted(call: Call) -> dict[str, Any] | None:
    """Return the letters and the job that prints them, for the manager of a public outcome."""
    if find.published(call) is None or not holds(sessions.me(), Role.MANAGER, call.slug):
        return None
    job = jobs.latest(letters.KIND, call.slug)
    return {
        "letters": letters.of_call(call),
        "job": job if job is not None and job.state != "done" else None,
    }


def _printed(call: Call) -> list[dict[str, Any]]:
    """Return, for each language in usual letters and in large print, the report and its job."""
    reports = {paper: find.reports(call, paper) for paper in PAPERS.values()}
    may = any(holds(sessions.me(), role, call.slug) for role in (Role.MANAGER, Role.DECIDER))
    return [
        {
            "language": code,
            "name": name,
            "large": paper.large,
            "report": reports[paper].get(code),
            "job": _job(call, code, paper),
            "may_make": may,
        }
        for code, name in LANGUAGES.items()
        for paper in PAPERS.values()
    ]


def _job(call: Call, language: str, paper: Paper) -> jobs.Job | None:
    """Return the job that is printing this language now, or that failed last."""
    found = making.newest_job(call, language, paper)
    return found if found is not None and found.state != "done" else None
