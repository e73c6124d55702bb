"""Letters: one to each applicant after publication, printed by the worker and kept."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from jury import files, jobs, ledger, mail
from jury.calls import find as calls
from jury.calls.models import Call
from jury.db import db
from jury.errors import RuleBroken
from jury.proposals.models import Proposal
from jury.reports import feedback, find, gather, presses
from jury.reports.feedback import Feedback
from jury.reports.models import Decision, Letter

KIND = "letters.make"
Written = tuple[Proposal, Feedback]


def ask(call: Call, now: datetime) -> jobs.Job:
    """Let the worker write to the applicant of every proposal that was decided on.

    Raises RuleBroken before the outcome is public.
    """
    _published(call)
    return jobs.ask(KIND, now, call.slug)


def of_call(call: Call) -> list[Letter]:
    """Return the newest letter on each proposal, in order of number."""
    query = select(Letter).where(Letter.call_id == call.id).order_by(Letter.id)
    newest = {letter.proposal_id: letter for letter in db.session.scalars(query)}
    return sorted(newest.values(), key=lambda letter: letter.proposal.number or 0)


def of_proposal(proposal: Proposal) -> Letter | None:
    """Return the newest letter on the proposal; None where none was printed yet."""
    query = select(Letter).where(Letter.proposal_id == proposal.id)
    return db.session.scalars(query.order_by(Letter.id.desc()).limit(1)).first()


@jobs.kind(KIND)
def work(job: jobs.Job) -> dict[str, Any]:
    """Do the job that ``ask`` wrote down; with equal input a letter stays the one it was."""
    tell = jobs.progress(job)
    tell("gathering", 0.1)
    made = make(calls.by_slug(job.call or ""), job.asked_at)
    return {"letters": len(made)}


def make(call: Call, now: datetime) -> list[Letter]:
    """Return the letter to each applicant; what was printed before stays.

    Raises RuleBroken before the outcome is public.
    """
    told = _tell(call)
    digests = [said.digest for _proposal, said in told]
    query = select(Letter).where(Letter.call_id == call.id, Letter.input_digest.in_(digests))
    found = {letter.input_digest: letter for letter in db.session.scalars(query)}
    missing = [each for each in told if each[1].digest not in found]
    sheets = [feedback.lay_out(said) for _proposal, said in missing]
    db.session.commit()  # printing takes seconds: nobody else waits for it
    for (proposal, said), printed in zip(missing, presses.print_all(sheets), strict=True):
        found[said.digest] = _keep(call, proposal, said, printed, now)
    return [found[digest] for digest in digests]


def _tell(call: Call) -> list[Written]:
    """Return what each applicant is told, in the language that each of them chose."""
    decided, published_at = _published(call)
    content = gather.content(call)
    judged = {str(row.proposal.number): row.proposal for row in decided.lines}
    found = []
    for line in content.lines:
        proposal = judged[line.id]
        said = feedback.of(
            content, line, proposal.applicant.language,
            published_at=published_at,
            days=current_app.config["OBJECTION_DAYS"],
            page=mail.link_to("reports.outcome", slug=call.slug),
        )  # fmt: skip
        found.append((proposal, said))
    return found


def _published(call: Call) -> tuple[Decision, datetime]:
    decided = find.published(call)
    if decided is None or decided.published_at is None:
        raise RuleBroken(_("The letters tell the outcome. Publish it first."))
    return decided, decided.published_at


def _keep(call: Call, proposal: Proposal, said: Feedback, printed: bytes, now: datetime) -> Letter:
    """Keep a printed letter, and record it."""
    made = Letter(
        call_id=call.id, proposal=proposal, language=said.language, input_digest=said.digest,
        digest=files.digest(printed), file=files.keep(printed), made_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    ledger.record(
        "letter.made", now, call.slug, proposal=proposal.number, language=said.language,
        digest=made.digest, input=said.digest,
    )  # fmt: skip
    return made


def name(call: Call, letter: Letter) -> str:
    """Return the name of the file that holds the letter."""
    return f"{call.slug}-letter-{letter.proposal.number}-{letter.language}.pdf"


def together(call: Call, letters: Sequence[Letter]) -> bytes:
    """Return all letters in one ZIP file; equal letters give equal bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        for letter in letters:
            bundle.writestr(zipfile.ZipInfo(name(call, letter)), files.read(letter.file))
    return made.getvalue()
