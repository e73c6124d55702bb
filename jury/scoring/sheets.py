"""Sheets: one juror's scores for one proposal in one round, saved while the round is open."""

import json
from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from jury import keys, ledger
from jury.calls.models import Call
from jury.db import db
from jury.deliberation import reading, rounds, seats
from jury.errors import RuleBroken
from jury.pool.models import Juror
from jury.proposals.models import Proposal
from jury.scoring import lots
from jury.scoring.models import Score

GRADES = 5  # words on the scale; 1 is the worst, 5 the best
SCORED, CANNOT = "scored", "cannot_judge"

Values = Mapping[int, int | None]  # criterion id -> grade, or None: “I cannot judge this”


def own(juror: Juror, proposal: Proposal, number: int) -> dict[int, int | None]:
    """Return this juror's answers: criterion id -> grade or None; unanswered ones are absent."""
    return {criterion: row.value for criterion, row in _rows(juror, proposal, number).items()}


def saved_at(juror: Juror, proposal: Proposal, number: int) -> datetime | None:
    """Return when this juror last changed the sheet."""
    times = [row.saved_at for row in _rows(juror, proposal, number).values()]
    return max(times, default=None)


def save(juror: Juror, proposal: Proposal, values: Values, number: int, now: datetime) -> None:
    """Keep the juror's answers of round ``number``; criteria that are not in ``values`` stay.

    Raises RuleBroken without a seat, before conflicts were declared, for a recused juror, while
    the round is closed, after the lot, and for a grade that is not on the scale. The first sheet
    announces where the value of a lot comes from.
    """
    seats.check_may_judge(juror, proposal)
    rounds.check_open(juror.call, number, now)
    _check_on_scale(juror.call, values)
    rows = _rows(juror, proposal, number)
    before = {criterion: row.value for criterion, row in rows.items()}
    after = {**before, **values}
    if after == before:
        return
    lots.announce(juror.call, now)
    with db.session.no_autoflush:  # one write for the whole sheet
        for criterion, value in values.items():
            row = rows.get(criterion) or _blank(juror, proposal, criterion, number)
            if criterion not in before or row.value != value:
                row.value, row.saved_at = value, now
                row.status = CANNOT if value is None else SCORED
        done = len(after) == len(juror.call.criteria)
        reading.mark(juror, proposal, number, done, now)
    _record(juror, proposal, number, after, now)


def _blank(juror: Juror, proposal: Proposal, criterion: int, number: int) -> Score:
    """Return a new row that waits for its value."""
    made = Score(juror_id=juror.id, proposal_id=proposal.id, criterion_id=criterion, round=number)
    db.session.add(made)
    return made


def untraced(call: Call) -> int:
    """Return how many sheets differ from what the ledger says was saved last: none, if all is well.

    Somebody who changes scores in the database, beside this module, is found here.
    """
    last = {
        str(entry.facts["sheet"]): entry.facts["seal"]
        for entry in ledger.entries(call.slug)
        if entry.event == "sheet.saved"
    }
    sheets: dict[tuple[int, int, int], dict[int, int | None]] = {}
    query = select(Score).join(Juror).where(Juror.call_id == call.id)
    for row in db.session.scalars(query):
        sheet = sheets.setdefault((row.juror_id, row.proposal_id, row.round), {})
        sheet[row.criterion_id] = row.value
    found = {_name(*place): _seal(place, sheet) for place, sheet in sheets.items()}
    return sum(last.get(name) != found.get(name) for name in last.keys() | found.keys())


def _rows(juror: Juror, proposal: Proposal, number: int) -> dict[int, Score]:
    query = select(Score).where(
        Score.juror_id == juror.id, Score.proposal_id == proposal.id, Score.round == number
    )
    return {row.criterion_id: row for row in db.session.scalars(query)}


def _check_on_scale(call: Call, values: Values) -> None:
    known = {criterion.id for criterion in call.criteria}
    if not set(values) <= known:
        raise RuleBroken(_("One of these questions is not part of this call. Reload the page."))
    if any(value is not None and not 1 <= value <= GRADES for value in values.values()):
        raise RuleBroken(_("A score is one of the %(n)d answers. Choose one of them.", n=GRADES))


def _name(juror: int, proposal: int, number: int) -> str:
    """Return a keyed name of a sheet: a trail of plain ones would show who was recused."""
    return keys.ring().blind(f"sheet/{juror}/{proposal}/{number}")[:32]


def _seal(place: tuple[int, int, int], sheet: Mapping[int, int | None]) -> str:
    """Return a keyed digest of the answers: a plain one could be guessed from a few thousand."""
    body = json.dumps([place, sorted(sheet.items())], separators=(",", ":"))
    return keys.ring().blind(f"scores/{body}")


def _record(
    juror: Juror, proposal: Proposal, number: int, sheet: Mapping[int, int | None], now: datetime
) -> None:
    place = (juror.id, proposal.id, number)
    ledger.record(
        "sheet.saved", now, juror.call.slug, by=juror.person.pseudonym, round=number,
        sheet=_name(*place), seal=_seal(place, sheet),
    )  # fmt: skip
