"""Experts: their scores are brought in from a spreadsheet, whole or not at all."""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from jury import ledger
from jury.calls.models import Call
from jury.deliberation import rounds, seats
from jury.errors import RuleBroken
from jury.languages import moment
from jury.people.models import Person
from jury.scoring import expert_scores, lots, results
from jury.scoring.expert_checks import FEWEST, checked, missing
from jury.scoring.models import ExpertScores
from jury.scoring.result import case_of

LARGEST = 2 * 1024 * 1024  # bytes


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
    rows = checked(data, lambda rows: case_of(rows, **results.frame(call)))
    lots.put_off(call, now)
    made = expert_scores.keep(call, expert_scores.numbered(rows), now)
    ledger.record(
        expert_scores.EVENT, now, call.slug, by=by.pseudonym, experts=made.experts,
        digest=made.digest,
    )  # fmt: skip
    return made


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


@dataclass(frozen=True)
class Gaps:
    """What is missing in the experts' scores: ``missing`` of ``every`` score, and for whom."""

    missing: int
    every: int
    proposals: dict[str, list[str]]  # of each expert, those with a score missing


def gaps(call: Call, kept: ExpertScores) -> Gaps:
    """Return which scores are missing in what was brought in, with no reason given."""
    proposals = [str(each.number) for each in seats.eligible(call)]
    keys = [criterion.key for criterion in call.criteria]
    found = list(missing(expert_scores.stored(kept), proposals, keys))
    of_whom: dict[str, list[str]] = defaultdict(list)
    for expert, proposal, _criterion in found:
        if proposal not in of_whom[expert]:
            of_whom[expert].append(proposal)
    return Gaps(len(found), kept.experts * len(proposals) * len(keys), dict(of_whom))
