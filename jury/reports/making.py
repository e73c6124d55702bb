"""Making: a selection report in one language, printed by the worker and kept."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from jury import files, jobs, ledger
from jury.calls import find as calls
from jury.calls.models import Call
from jury.db import db
from jury.errors import RuleBroken
from jury.languages import LANGUAGES
from jury.reports import content as contents
from jury.reports import gather
from jury.reports.models import Report

KIND = "report.make"


def ask(call: Call, language: str, now: datetime) -> jobs.Job:
    """Let the worker make the report in ``language``.

    Raises RuleBroken for a language that we do not speak.
    """
    if language not in LANGUAGES:
        raise RuleBroken(_("Reports are made in %(languages)s.", languages=", ".join(LANGUAGES)))
    return jobs.ask(KIND, now, call.slug, language=language)


def newest_job(call: Call, language: str) -> jobs.Job | None:
    """Return the newest job that prints this language."""
    query = select(jobs.Job).where(jobs.Job.kind == KIND, jobs.Job.call == call.slug)
    found = db.session.scalars(query.order_by(jobs.Job.id.desc()))
    return next((job for job in found if job.input["language"] == language), None)


@jobs.kind(KIND)
def work(job: jobs.Job) -> dict[str, Any]:
    """Do the job that ``ask`` wrote down; with equal input the report stays the one it was."""
    tell = jobs.progress(job)
    tell("gathering", 0.1)
    call, language = calls.by_slug(job.call or ""), str(job.input["language"])
    found = make(call, language, job.asked_at)
    return {"report": found.id, "language": language, "digest": found.digest}


def make(call: Call, language: str, now: datetime) -> Report:
    """Return the report on the call as it stands now, printed unless it was printed before.

    Raises RuleBroken while there is no result.
    """
    content = gather.content(call)
    input_digest = contents.digest(content, language)
    query = select(Report).where(
        Report.call_id == call.id, Report.language == language, Report.input_digest == input_digest
    )
    if found := db.session.scalars(query).first():
        return found
    db.session.commit()  # printing takes seconds: nobody else waits for it
    from jury.reports import pdf  # noqa: PLC0415 - only the worker pays for loading WeasyPrint

    printed = pdf.render(content, language)
    made = Report(
        call_id=call.id, call=call, language=language, input_digest=input_digest,
        digest=files.digest(printed), file=files.keep(printed), made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    ledger.record(
        "report.made", now, call.slug, language=language, digest=made.digest, input=input_digest
    )
    return made
