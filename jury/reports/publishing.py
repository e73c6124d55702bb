"""Publishing: the outcome becomes public, its reports are made, and those concerned hear of it."""

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from jury import ledger, mail
from jury.calls.completeness import NEEDED
from jury.calls.models import Call
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.pool import find as pool
from jury.reports import find, letters, making
from jury.reports.models import Decision, DecisionLine
from jury.reports.paper import LARGE_PRINT


def why_not(call: Call) -> str:
    """Return why the outcome cannot be published now, or the empty text."""
    decided = find.decision(call)
    if decided is None:
        return _("Nothing was decided yet. The deciding body answers the jury first.")
    if decided.published_at is not None:
        return _("The outcome is public already.")
    if call.state != "published":
        return _("This call does not run at the moment. Resume it before you publish its outcome.")
    return ""


def publish(call: Call, now: datetime, by: Person) -> Decision:
    """Make the outcome public, ask for its reports and letters, and write to everyone.

    The reports are made in the languages that every call has; others on request. What was
    printed before, in another language or in large print, is printed again as the outcome is now.

    Applicants hear what became of their proposal; jurors, and registrants who asked to be kept
    informed, where to read the outcome. Raises RuleBroken before the decision or a second time.
    """
    decided = find.decision(call)
    if (sentence := why_not(call)) or decided is None:
        raise RuleBroken(sentence)
    decided.published_at = now
    ledger.record("decision.published", now, call.slug, by=by.pseudonym, decision=decided.id)
    making.ask(call, [*NEEDED, *sorted(find.reports(call).keys() - {*NEEDED})], now)
    if large := find.reports(call, LARGE_PRINT):
        making.ask(call, sorted(large), now, LARGE_PRINT)
    outcome = url_for("reports.outcome", slug=call.slug, _external=True)
    for line in decided.lines:
        _tell_applicant(line, call, outcome, now)
    _tell_others(decided, outcome, now)
    letters.ask(call, now)  # after the mail, which need not wait for the printing
    return decided


def _tell_applicant(line: DecisionLine, call: Call, outcome: str, now: datetime) -> None:
    applicant = line.proposal.applicant
    if applicant.email:
        mail.write(
            applicant.email, "outcome_applicant", applicant.language, now, call.slug,
            line=line, proposal=line.proposal, call_of=call, outcome=outcome,
            mine=mail.link_to("proposals.edit", slug=call.slug, id=line.proposal.id),
        )  # fmt: skip


def _tell_others(decided: Decision, outcome: str, now: datetime) -> None:
    """Write to seated jurors, then to registrants who asked for news; to nobody twice."""
    call = decided.call
    jurors = [juror.volunteer for juror in pool.jurors(call) if juror.state == "accepted"]
    followers = [v for v in pool.volunteers(call) if v.keep_informed and not v.left_at]
    told = {line.proposal.applicant_id for line in decided.lines}
    for kind, volunteers in (("outcome_juror", jurors), ("outcome_follower", followers)):
        readers = {v.person.id: v.person for v in volunteers if v.person.email}
        mail.write_alike(
            ((who.email, who.language) for id, who in readers.items() if id not in told),
            kind, now, call.slug, call_of=call, outcome=outcome,
        )  # fmt: skip
        told |= readers.keys()
