"""The table: what the demonstration made, in a dozen lines that are equal for equal seeds."""

import json

from sqlalchemy import func, select

from jury import files, ledger
from jury.calls.models import Call
from jury.db import db
from jury.deliberation import seats
from jury.pool import find as pool
from jury.pool.models import Juror, Volunteer
from jury.reports import find as reports
from jury.scoring.models import Score


def _count(query: object) -> int:
    return db.session.scalar(query) or 0  # type: ignore[call-overload]


def _chances(call: Call) -> str:
    freeze = pool.freeze(call)
    if freeze is None or freeze.openings_file is None:
        return "none"
    held: dict[int, int] = {}
    openings = json.loads(files.read(freeze.openings_file))
    for ticket in openings["tickets"]:
        for place in ticket:
            held[place] = held.get(place, 0) + 1
    total = len(openings["tickets"])
    return f"{min(held.values())} to {max(held.values())} of {total} tickets a person"


def _jury(call: Call) -> str:
    moved = select(func.count(Juror.id)).where(
        Juror.call_id == call.id, Juror.role == "alternate", Juror.state == "accepted"
    )
    return f"{len(seats.taken(call))} seated, of whom {_count(moved)} alternates who moved up"


def _funded(call: Call) -> str:
    decision = reports.decision(call)
    lines = [line for line in (decision.lines if decision else []) if line.outcome == "funded"]
    spent = sum(line.amount for line in lines) // 100
    return f"{len(lines)} proposals, {spent:,} of {call.budget // 100:,} euros".replace(",", " ")


def rows(call: Call) -> list[tuple[str, str]]:
    """Return what was made: a name and a value a row."""
    registered = _count(select(func.count(Volunteer.id)).where(Volunteer.call_id == call.id))
    categories, head, report = pool.categories(call), ledger.head(), reports.report(call, "nl")
    quotas = sum(len(category.quotas) for category in categories)
    scores = select(func.count(Score.id)).join(Juror).where(Juror.call_id == call.id)
    return [
        ("call", f"{call.slug}, from {call.phases[0].opens_at:%Y-%m-%d}"),
        ("proposals", f"{len(seats.eligible(call))} eligible"),
        ("pool", f"{len(pool.pool(call))} in the draw, of {registered} who registered"),
        ("quotas", f"{quotas} in {len(categories)} categories"),
        ("jury", _jury(call)),
        ("chances", _chances(call)),
        ("scores", f"{_count(scores)} marks in two rounds"),
        ("funded", _funded(call)),
        ("report", f"SHA-256 {report.digest if report else 'none'}"),
        ("ledger", f"{len(ledger.entries())} entries, head {head.digest if head else 'none'}"),
    ]
