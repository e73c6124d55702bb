"""Experts: their scores are brought in from a spreadsheet, whole or not at all."""

import csv
import io
from datetime import datetime

from flask_babel import gettext as _

from jury import ledger
from jury.calls.models import Call
from jury.deliberation import rounds, seats
from jury.errors import RuleBroken
from jury.languages import moment
from jury.people.models import Person
from jury.scoring import expert_scores, lots, results
from jury.scoring.case import BadScores, Problem, ScoreRow, in_order
from jury.scoring.models import ExpertScores
from jury.scoring.prepare import prepare
from jury.scoring.reading_files import read_scores
from jury.scoring.result import case_of
from sortition.saying import say

LARGEST = 2 * 1024 * 1024  # bytes
FEWEST = 2  # experts: one alone cannot be compared


def why_not(call: Call, now: datetime) -> str:
    """Return why no scores of experts are taken now, or the empty text."""
    first, second = rounds.phase_of(call, 1), rounds.phase_of(call, 2)
    if not call.expert_weight:
        return _("In this call only the citizens score.")
    if call.state != "published" or first is None or second is None:
        return rounds.why_closed(call, 2 if first else 1, now)
    if now < first.opens_at:
        return _("You can bring them in from %(when)s.", when=moment(first.opens_at))
    if now >= second.closes_at and expert_scores.newest(call):
        return _("The second scores closed on %(when)s. The experts’ scores stay as they are.",
                 when=moment(second.closes_at))  # fmt: skip
    return ""


def bring_in(call: Call, data: bytes, now: datetime, by: Person) -> ExpertScores:
    """Keep the experts' scores in a CSV or XLSX file; they replace those from before.

    Late ones are taken only where there are none, and then the lot gets a later moment: no score
    may follow its value. Raises RuleBroken where none are taken now, and BadScores with
    everything that is wrong with the file; what was there before stays.
    """
    if sentence := why_not(call, now):
        raise RuleBroken(sentence)
    if len(data) > LARGEST:
        raise RuleBroken(_("The file is larger than 2 megabytes. Keep only the scores in it."))
    rows = _checked(call, data)
    lots.put_off(call, now)
    made = expert_scores.keep(call, expert_scores.numbered(rows), now)
    ledger.record(
        expert_scores.EVENT, now, call.slug, by=by.pseudonym, experts=made.experts,
        digest=made.digest,
    )  # fmt: skip
    return made


def _checked(call: Call, data: bytes) -> list[ScoreRow]:
    """Return the rows of a file; raise BadScores unless they can stand on their own."""
    rows, problems = read_scores(data)
    if problems and not rows:
        raise BadScores(tuple(problems))
    if len({row.round for row in rows}) > 1:
        sentence = say("There is more than one round. Experts score once: keep the last round.")
        problems.append(Problem(sentence, "scores", None, "round"))
    try:
        prepared = prepare(case_of(rows, **results.frame(call)))
    except BadScores as bad:
        raise BadScores(tuple(in_order((*problems, *bad.problems)))) from bad
    if len(prepared.jurors) < len({row.juror for row in rows}):
        sentence = say("An expert scored nothing at all. Fill in the scores or remove the rows.")
        problems.append(Problem(sentence, "scores", None, "score"))
    if problems:
        raise BadScores(tuple(in_order(problems)))
    return rows


def template(call: Call) -> str:
    """Return an empty file to fill in, as CSV: a row for each expert, proposal and criterion."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    write(["juror", "proposal", "criterion", "score", "status"])
    for expert in range(1, FEWEST + 1):
        for proposal in seats.eligible(call):
            for criterion in call.criteria:
                write([f"expert {expert}", proposal.number, criterion.key, "", ""])
    return text.getvalue()
