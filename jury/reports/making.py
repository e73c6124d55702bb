"""Making: a selection report in some languages, printed by the worker and kept."""

from collections.abc import Sequence
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
from jury.reports import certificates, gather, presses
from jury.reports import content as contents
from jury.reports.certificates import Signer
from jury.reports.content import Content
from jury.reports.laying_out import lay_out
from jury.reports.models import Report

KIND = "report.make"


def ask(call: Call, wanted: Sequence[str], now: datetime) -> jobs.Job:
    """Let the worker make the report in the ``wanted`` languages.

    Raises RuleBroken for a language that we do not speak.
    """
    if not set(wanted) <= set(LANGUAGES):
        raise RuleBroken(_("Reports are made in %(languages)s.", languages=", ".join(LANGUAGES)))
    return jobs.ask(KIND, now, call.slug, languages=list(wanted))


def newest_job(call: Call, language: str) -> jobs.Job | None:
    """Return the newest job that prints this language."""
    query = select(jobs.Job).where(jobs.Job.kind == KIND, jobs.Job.call == call.slug)
    found = db.session.scalars(query.order_by(jobs.Job.id.desc()))
    return next((job for job in found if language in job.input["languages"]), None)


@jobs.kind(KIND)
def work(job: jobs.Job) -> dict[str, Any]:
    """Do the job that ``ask`` wrote down; with equal input a report stays the one it was."""
    tell = jobs.progress(job)
    tell("gathering", 0.1)
    made = make(calls.by_slug(job.call or ""), job.input["languages"], job.asked_at)
    return {"digests": {report.language: report.digest for report in made}}


def make(call: Call, wanted: Sequence[str], now: datetime) -> list[Report]:
    """Return the reports on the call as it stands now; what was printed before stays.

    They are signed where a certificate is configured. Raises RuleBroken while there is no
    result, and when the certificate cannot be used.
    """
    content, by = gather.content(call), certificates.signer(now)
    digests = {language: _input(content, language, by) for language in wanted}
    query = select(Report).where(Report.call_id == call.id)
    query = query.where(Report.input_digest.in_(digests.values()))
    found = {report.language: report for report in db.session.scalars(query)}
    missing = [language for language in wanted if language not in found]
    sheets = [lay_out(content, language) for language in missing]
    db.session.commit()  # printing takes seconds: nobody else waits for it
    printed = presses.print_all(sheets)
    ready = [_signed(each, by) for each in printed] if by else printed
    for language, before, after in zip(missing, printed, ready, strict=True):
        made = _keep(call, language, digests[language], after, now)
        _record(made, files.digest(before), by)
        found[language] = made
    return [found[language] for language in wanted]


def _input(content: Content, language: str, by: Signer | None) -> str:
    """Return the digest of everything printed, and of the certificate that signs it."""
    found = contents.digest(content, language)
    return files.digest(f"{found} {by.fingerprint}".encode()) if by else found


def _signed(printed: bytes, by: Signer) -> bytes:
    from jury.reports import signing  # noqa: PLC0415  # pyHanko takes most of a second

    return signing.sign(printed, by)


def _keep(call: Call, language: str, input_digest: str, data: bytes, now: datetime) -> Report:
    """Keep a report as it is given out."""
    made = Report(
        call_id=call.id, call=call, language=language, input_digest=input_digest,
        digest=files.digest(data), file=files.keep(data), made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _record(made: Report, printed: str, by: Signer | None) -> None:
    """Record the report by its digest as it was ``printed``, and who signed it, if anybody did."""
    ledger.record(
        "report.made", made.made_at, made.call.slug, language=made.language, digest=printed,
        input=made.input_digest,
    )  # fmt: skip
    if by is None:
        return
    made.signer, made.unsigned_digest = by.name, printed
    ledger.record(
        "report.signed", made.made_at, made.call.slug, language=made.language, signer=by.name,
        before=printed, digest=made.digest, certificate=by.fingerprint,
    )  # fmt: skip
