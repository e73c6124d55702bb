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
from jury.reports.paper import LARGE_PRINT, PAPERS, USUAL, Paper

MAKE = ".make"  # the end of the kind of a job that prints


def ask(call: Call, wanted: Sequence[str], now: datetime, paper: Paper = USUAL) -> jobs.Job:
    """Let the worker make the report in the ``wanted`` languages.

    Raises RuleBroken for a language that we do not speak.
    """
    if not set(wanted) <= set(LANGUAGES):
        raise RuleBroken(_("Reports are made in %(languages)s.", languages=", ".join(LANGUAGES)))
    return jobs.ask(kind(paper), now, call.slug, languages=list(wanted))


def kind(paper: Paper) -> str:
    """Return how a job that prints on this paper is called."""
    return paper.name + MAKE


def newest_job(call: Call, language: str, paper: Paper = USUAL) -> jobs.Job | None:
    """Return the newest job that prints this language on this paper."""
    query = select(jobs.Job).where(jobs.Job.kind == kind(paper), jobs.Job.call == call.slug)
    found = db.session.scalars(query.order_by(jobs.Job.id.desc()))
    return next((job for job in found if language in job.input["languages"]), None)


@jobs.kind(kind(USUAL))
@jobs.kind(kind(LARGE_PRINT))
def work(job: jobs.Job) -> dict[str, Any]:
    """Do the job that ``ask`` wrote down; with equal input a report stays the one it was."""
    tell = jobs.progress(job)
    tell("gathering", 0.1)
    paper = PAPERS[job.kind.removesuffix(MAKE)]
    made = make(calls.by_slug(job.call or ""), job.input["languages"], job.asked_at, paper)
    return {"digests": {report.language: report.digest for report in made}}


def make(call: Call, wanted: Sequence[str], now: datetime, paper: Paper = USUAL) -> list[Report]:
    """Return the reports on the call as it stands now; what was printed before stays.

    They are signed where a certificate is configured. Raises RuleBroken while there is no
    result, and when the certificate cannot be used.
    """
    content, by = gather.content(call), certificates.signer(now)
    digests = {language: _input(content, language, by, paper) for language in wanted}
    query = select(Report).where(Report.call_id == call.id)
    query = query.where(Report.input_digest.in_(digests.values()))
    found = {report.language: report for report in db.session.scalars(query)}
    missing = [language for language in wanted if language not in found]
    sheets = [lay_out(content, language, paper) for language in missing]
    db.session.commit()  # printing takes seconds: nobody else waits for it
    printed = presses.print_all(sheets)
    ready = [_signed(each, by) for each in printed] if by else printed
    for language, before, after in zip(missing, printed, ready, strict=True):
        made = Report(
            call=call, language=language, large_print=paper.large,
            input_digest=digests[language], made_at=now,
        )  # fmt: skip
        _keep(made, after)
        _record(made, paper, files.digest(before), by)
        found[language] = made
    return [found[language] for language in wanted]


def _input(content: Content, language: str, by: Signer | None, paper: Paper = USUAL) -> str:
    """Return the digest of everything printed, of how, and of the certificate that signs it."""
    found = [contents.digest(content, language)]
    if paper is not USUAL:
        found.append(paper.name)
    if by:
        found.append(by.fingerprint)
    return found[0] if len(found) == 1 else files.digest(" ".join(found).encode())


def _signed(printed: bytes, by: Signer) -> bytes:
    from jury.reports import signing  # noqa: PLC0415  # pyHanko takes most of a second

    return signing.sign(printed, by)


def _keep(made: Report, data: bytes) -> None:
    """Keep a report as it is given out."""
    made.digest, made.file = files.digest(data), files.keep(data)
    db.session.add(made)
    db.session.flush()


def _record(made: Report, paper: Paper, printed: str, by: Signer | None) -> None:
    """Record the report by its digest as it was ``printed``, and who signed it, if anybody did."""
    ledger.record(
        f"{paper.name}.made", made.made_at, made.call.slug, language=made.language,
        digest=printed, input=made.input_digest,
    )  # fmt: skip
    if by is None:
        return
    made.signer, made.unsigned_digest = by.name, printed
    ledger.record(
        f"{paper.name}.signed", made.made_at, made.call.slug, language=made.language,
        signer=by.name, before=printed, digest=made.digest, certificate=by.fingerprint,
    )  # fmt: skip
