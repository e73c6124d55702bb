"""Look-ups of this room: the decision of a call and the reports made of it."""

from sqlalchemy import select

from jury.calls.models import Call
from jury.db import db
from jury.reports.models import Decision, Report
from jury.reports.paper import USUAL, Paper


def decision(call: Call) -> Decision | None:
    """Return the decision that was taken, published or not."""
    query = select(Decision).where(Decision.call_id == call.id, Decision.decided_at.is_not(None))
    return db.session.scalars(query).one_or_none()


def published(call: Call) -> Decision | None:
    """Return the decision once everyone may read it."""
    found = decision(call)
    return found if found is not None and found.published_at is not None else None


def report(call: Call, language: str, paper: Paper = USUAL) -> Report | None:
    """Return the newest report in this language."""
    return reports(call, paper).get(language)


def reports(call: Call, paper: Paper = USUAL) -> dict[str, Report]:
    """Return the newest report in each language that has one."""
    query = select(Report).where(Report.call_id == call.id, Report.large_print == paper.large)
    return {found.language: found for found in db.session.scalars(query.order_by(Report.id))}
