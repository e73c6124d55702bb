"""Reading: how far each juror is, and how much there is to do today."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import select

from jury.calls.models import Call
from jury.db import db
from jury.deliberation import rounds, seats
from jury.deliberation.models import Reading
from jury.languages import at_home
from jury.pool.models import Juror
from jury.proposals.models import Proposal

MINUTES = {1: 8, 2: 3}  # for one proposal: reading and scoring, then looking at it again
MOST_A_DAY = 6  # more tires people out


@dataclass(frozen=True)
class Stop:
    """One proposal on a juror's list; ``state`` is new, begun, done or barred."""

    proposal: Proposal
    state: str


@dataclass(frozen=True)
class Plan:
    """What a juror has to do: all proposals, today's share, and about how long that takes."""

    stops: list[Stop]
    today: int
    minutes: int

    @property
    def done(self) -> int:
        """How many are finished."""
        return sum(stop.state == "done" for stop in self.stops)

    @property
    def total(self) -> int:
        """How many the juror judges: all but those with a conflict of interest."""
        return sum(stop.state != "barred" for stop in self.stops)

    @property
    def next(self) -> Proposal | None:
        """The proposal to open now: one that was begun, else the first new one."""
        for state in ("begun", "new"):
            for stop in self.stops:
                if stop.state == state:
                    return stop.proposal
        return None

    def after(self, proposal: Proposal) -> Proposal | None:
        """The next unfinished proposal after this one; from the end, the list starts again."""
        place = next((i for i, s in enumerate(self.stops) if s.proposal.id == proposal.id), 0)
        around = self.stops[place + 1 :] + self.stops[:place]
        return next((s.proposal for s in around if s.state in {"new", "begun"}), None)


def mark(juror: Juror, proposal: Proposal, number: int, done: bool, now: datetime) -> None:
    """Write down that the juror worked on the proposal in this round, and whether all is done."""
    query = select(Reading).where(
        Reading.juror_id == juror.id, Reading.proposal_id == proposal.id, Reading.round == number
    )
    row = db.session.scalars(query).one_or_none()
    if row is None:
        row = Reading(juror_id=juror.id, proposal_id=proposal.id, round=number, begun_at=now)
        db.session.add(row)
    if done and row.done_at is None:
        row.done_at = now


def plan(juror: Juror, number: int, now: datetime) -> Plan:
    """Return the juror's list in this round and a fair share of it for today."""
    query = select(Reading).where(Reading.juror_id == juror.id, Reading.round == number)
    states = {
        row.proposal_id: "done" if row.done_at else "begun" for row in db.session.scalars(query)
    }
    states |= dict.fromkeys(seats.recused_from(juror), "barred")
    stops = [Stop(p, states.get(p.id, "new")) for p in seats.in_own_order(juror)]
    left = sum(stop.state in {"new", "begun"} for stop in stops)
    today = share_of_today(left, days_left(juror.call, number, now))
    return Plan(stops, today, 5 * max(1, round(today * MINUTES[number] / 5)))


def days_left(call: Call, number: int, now: datetime) -> int:
    """Return how many days remain in the round, today included; at least one."""
    phase = rounds.phase_of(call, number)
    if phase is None:
        return 1
    return max(1, (at_home(phase.closes_at).date() - at_home(now).date()).days)


def share_of_today(left: int, days: int) -> int:
    """Return how many of ``left`` proposals to read today, with ``days`` to go.

    At least three while there are so many, and at most six: more only when the time is short.
    """
    share = ceil(left / days)
    return min(left, max(3, min(share, MOST_A_DAY))) if days > 1 else left


def progress(call: Call, number: int) -> dict[int, int]:
    """Return how many seated jurors finished each proposal in this round, by proposal id."""
    query = select(Reading.proposal_id, Reading.juror_id).join(Juror).where(
        Juror.call_id == call.id, Juror.state == "accepted",
        Reading.round == number, Reading.done_at.is_not(None),
    )  # fmt: skip
    barred = seats.recusals(call)
    return Counter(p for p, juror in db.session.execute(query) if (juror, p) not in barred)


def unfinished(call: Call, number: int) -> list[Juror]:
    """Return the seated jurors who still have a proposal to finish in this round."""
    proposals = {proposal.id for proposal in seats.eligible(call)}
    query = (
        select(Reading.juror_id, Reading.proposal_id)
        .join(Juror)
        .where(Juror.call_id == call.id, Reading.round == number, Reading.done_at.is_not(None))
    )
    closed = {(juror, proposal) for juror, proposal in db.session.execute(query)}
    closed |= seats.recusals(call)
    return [j for j in seats.taken(call) if any((j.id, p) not in closed for p in proposals)]
