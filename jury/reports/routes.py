"""Pages of the outcome for everyone, and what can be downloaded there."""

from typing import Any

from flask import Flask, Response, abort, redirect, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString  # type: ignore[import-untyped]

from jury import files
from jury.calls import find as calls
from jury.calls import trail
from jury.calls.models import Call
from jury.languages import LANGUAGES
from jury.reports import (
    facts,
    find,
    folding,
    gather,
    laying_out,
    open_data,
    routes_decision,
    routes_letters,
)  # fmt: skip
from jury.reports.blueprint import bp, page
from jury.reports.content import Content
from jury.reports.models import Report
from jury.reports.paper import LARGE_PRINT, PAPERS, USUAL, Paper
from jury.roles import Role, requires
from jury.scoring import results

SENTENCES = {
    "decision.taken": _l(
        "The deciding body decided, with %(departures)s departures from the jury."
    ),
    "decision.published": _l("The outcome was published."),
    "letter.made": _l("The letter on proposal %(proposal)s was printed; its digest is %(digest)s."),
    "large-print.made": _l(
        "The report in large print was printed in “%(language)s”; its digest is %(digest)s."
    ),
    "large-print.signed": _l(
        "The report in large print, in “%(language)s”, was signed by %(signer)s. Its digest was "
        "%(before)s, and is now %(digest)s."
    ),
    "report.made": _l("The report was printed in “%(language)s”; its digest is %(digest)s."),
    "report.signed": _l(
        "The report in “%(language)s” was signed by %(signer)s. Its digest was %(before)s, "
        "and is now %(digest)s."
    ),
}


@bp.get("/calls/<slug>/outcome")
@requires(Role.ANYONE)
def outcome(slug: str) -> Any:
    """Say what was decided and why; before that, when it will be known."""
    call = calls.public(slug)
    decided = find.published(call)
    if decided is None:
        return page("public/outcome_waiting.html", call)
    content = gather.content(call)
    return page(
        "public/outcome.html",
        call,
        decision=decided,
        content=content,
        experts=facts.experts_words(content),
        printed=_prints(call),
        files=_data(call),
    )


def _prints(call: Call) -> list[tuple[str, str, Report | None, Report | None]]:
    """Return each language by code and name, with its report and the one in large print."""
    usual, large = find.reports(call), find.reports(call, LARGE_PRINT)
    return [(code, name, usual.get(code), large.get(code)) for code, name in LANGUAGES.items()]


def _open_content(slug: str) -> Content:
    """Return the content of a published outcome, or answer 404."""
    return gather.content(_with_outcome(slug))


def _with_outcome(slug: str) -> Call:
    """Return the call of a published outcome, or answer 404."""
    call = calls.public(slug)
    if find.published(call) is None:
        abort(404)
    return call


@bp.get("/calls/<slug>/outcome/<name>")
@requires(Role.ANYONE)
def data(slug: str, name: str) -> Any:
    """Give the proposals with their outcome as a table, or the result as it was decided on."""
    content = _open_content(slug)
    file = next((each for each in open_data.FILES if each.name == name), None) or abort(404)
    return files.as_file(file.text(content).encode(), file.kind, f"{slug}-{name}")


def _data(call: Call) -> list[tuple[str, str, LazyString]]:
    """Return the files of the outcome: name, address, words."""
    return [
        (each.name, url_for(".data", slug=call.slug, name=each.name), each.words)
        for each in open_data.FILES
    ]


@bp.get("/calls/<slug>/report")
@requires(Role.ANYONE)
def read(slug: str) -> Any:
    """Show the selection report as a page; before it is public, when the outcome is known."""
    call = calls.public(slug)
    if find.published(call) is None:
        return redirect(url_for(".outcome", slug=slug))
    return _readable(call, gather.content(call), _data(call))


@bp.get("/manage/<slug>/report")
@requires(*routes_decision.READERS)
def read_proof(slug: str) -> Any:
    """Show the selection report as it would be printed now; without a result, what is missing."""
    call = calls.by_slug(slug)
    if results.newest(call) is None:
        return redirect(url_for(".decide", slug=slug))
    return _readable(call, gather.content(call), [])


def _readable(call: Call, content: Content, data: list[tuple[str, str, LazyString]]) -> str:
    given = laying_out.facts_on(content) | {"files": data}
    return page("public/report.html", call, **given)


@bp.get("/calls/<slug>/report/<language>.pdf")
@requires(Role.ANYONE)
def pdf(slug: str, language: str) -> Any:
    """Give the selection report once the outcome is public."""
    return _printed(_with_outcome(slug), language, USUAL)


@bp.get("/calls/<slug>/report/large-print/<language>.pdf")
@requires(Role.ANYONE)
def large_print(slug: str, language: str) -> Any:
    """Give the selection report in large print once the outcome is public."""
    return _printed(_with_outcome(slug), language, LARGE_PRINT)


@bp.get("/manage/<slug>/reports/<language>.pdf")
@requires(*routes_decision.READERS)
def proof(slug: str, language: str) -> Any:
    """Give the selection report as it was printed last, also before publication."""
    return _printed(calls.by_slug(slug), language, USUAL)


@bp.get("/manage/<slug>/reports/large-print/<language>.pdf")
@requires(*routes_decision.READERS)
def large_print_proof(slug: str, language: str) -> Any:
    """Give the report in large print as it was printed last, also before publication."""
    return _printed(calls.by_slug(slug), language, LARGE_PRINT)


def _printed(call: Call, language: str, paper: Paper) -> Response:
    found = find.report(call, language, paper)
    if found is None:
        abort(404)
    name = f"{call.slug}-{paper.name}-{language}.pdf"
    return files.as_file(files.read(found.file), "application/pdf", name)


def init_app(app: Flask) -> None:
    """Open the room, and give its events their sentences in the trail."""
    app.register_blueprint(bp)
    folding.init_app(app)
    app.jinja_env.globals["letter_on"] = routes_letters.letter_on  # for the applicant's page
    for event, sentence in SENTENCES.items():
        trail.tell(event, sentence)
    for event in ("made", "signed"):
        for paper in PAPERS:
            trail.word(f"{paper}.{event}", "language", lambda code: LANGUAGES.get(code, code))
