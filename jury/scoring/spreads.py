"""Spreads: how far views differ on a proposal, as counts; shown only where enough people scored."""

from collections import Counter
from dataclasses import dataclass
from statistics import pvariance

from sqlalchemy import select

from jury.calls.models import Call, Criterion
from jury.db import db
from jury.deliberation import seats
from jury.pool.models import Juror
from jury.proposals.models import Proposal
from jury.scoring.models import Score
from jury.scoring.sheets import GRADES

FEWEST = 5  # scores; below that one could guess who gave which


@dataclass(frozen=True)
class Spread:
    """How many jurors gave each grade for one criterion of one proposal, worst grade first."""

    criterion: Criterion
    counts: list[int]

    @property
    def is_shown(self) -> bool:
        """Whether enough jurors scored to hide each of them."""
        return sum(self.counts) >= FEWEST

    @property
    def variance(self) -> float:
        """How far the grades lie apart, in squared grades; 0 where nothing is shown."""
        if not self.is_shown:
            return 0.0
        return pvariance(g for g, n in enumerate(self.counts) for _ in range(n))


@dataclass(frozen=True)
class Views:
    """One proposal with its spreads; ``distance`` is larger where views differ more."""

    proposal: Proposal
    spreads: list[Spread]

    @property
    def distance(self) -> float:
        """The mean variance over the criteria, weighted as the call weighs them."""
        weights = sum(s.criterion.weight for s in self.spreads)
        return sum(s.variance * s.criterion.weight for s in self.spreads) / max(weights, 1)


def of_round(call: Call, number: int) -> list[Views]:
    """Return the proposals of the call, those on which views differ most first."""
    counts = _counts(call, number)
    found = [
        Views(
            proposal,
            [
                Spread(c, [counts[proposal.id, c.id, g] for g in range(1, GRADES + 1)])
                for c in call.criteria
            ],
        )
        for proposal in seats.eligible(call)
    ]
    return sorted(found, key=lambda views: (-views.distance, views.proposal.number or 0))


def _counts(call: Call, number: int) -> Counter[tuple[int, int, int]]:
    """Count the scores by proposal, criterion and grade, without those of recused jurors."""
    query = (
        select(Score.juror_id, Score.proposal_id, Score.criterion_id, Score.value)
        .join(Juror)
        .where(Juror.call_id == call.id, Juror.state == "accepted")
        .where(Score.round == number, Score.value.is_not(None))
    )
    barred = seats.recusals(call)
    return Counter(
        (proposal, criterion, grade or 0)
        for juror, proposal, criterion, grade in db.session.execute(query)
        if (juror, proposal) not in barred
    )
