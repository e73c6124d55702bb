"""Simulation: calls in which the truth is known, to try the scoring on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jury.scoring import allocation
from jury.scoring.assignment import assign
from jury.scoring.assignment_measures import Reads, groups
from jury.scoring.table import Table


@dataclass(frozen=True)
class Design:
    """What simulated calls are like. Deviations are in points of the scale; money is in cents.

    ``each`` is how many proposals a juror reads. A pair of juror and proposal is in conflict,
    known beforehand, with chance ``conflicts``; a reading is lost to a recusal, afterwards,
    with chance ``recusals``. Costs are even between the two ends of ``cost``, in steps of 1,000
    euros; the budget pays for ``budget_share`` of the sum of all costs.
    """

    jurors: int
    proposals: int
    each: int
    sd_proposal: float
    sd_juror: float
    sd_noise: float
    mean: float
    conflicts: float
    recusals: float
    cost: tuple[int, int]
    budget_share: float
    plans: int
    seed: str

    def __str__(self) -> str:
        low, high = (each // 100 for each in self.cost)
        return (
            f"{self.jurors} jurors, {self.proposals} proposals, {self.each} readings a juror, "
            f"{self.conflicts:.0%} conflicts, {self.recusals:.0%} recusals; "
            f"standard deviations: proposal {self.sd_proposal:g}, juror {self.sd_juror:g}, "
            f"noise {self.sd_noise:g}; mean {self.mean:g}; costs {low:,} to {high:,} euros, budget "
            f"{self.budget_share:.0%} of their sum; {self.plans} plans; seed “{self.seed}”"
        )


@dataclass(frozen=True, eq=False)
class Call:
    """One simulated call: its scores, and what is true of it.

    ``quality`` (p,) is what the average juror would give each proposal, ``severity`` (j,) how
    much more than the average each juror gives; ``cost`` (p,) and ``budget`` are in cents.
    """

    table: Table
    quality: NDArray[np.float64]
    severity: NDArray[np.float64]
    cost: NDArray[np.int64]
    budget: int

    def truly_funded(self) -> NDArray[np.bool_]:
        """Return whom greedy would fund if the qualities were known: (p,) bool."""
        order = np.argsort(-self.quality, kind="stable")[None, :]
        return np.asarray(allocation.greedy_of_draws(order, self.cost, self.budget)[0])


STEP = 100_000  # cents: costs are in thousands of euros


def plans(design: Design) -> list[Reads]:
    """Return the reading plans of ``design``, each with conflicts of its own: (j, p) bool."""
    jurors = [f"j{j:04}" for j in range(design.jurors)]
    proposals = [f"p{i:04}" for i in range(design.proposals)]
    found = []
    for number in range(design.plans):
        stream = _stream(f"{design.seed}/plan/{number}")
        pairs = np.argwhere(stream.random_sample((len(jurors), len(proposals))) < design.conflicts)
        conflicts = [(jurors[j], proposals[i]) for j, i in pairs.tolist()]
        found.append(assign(jurors, proposals, design.each, conflicts, str(number)).reads)
    return found


def call(design: Design, number: int, reading: list[Reads]) -> Call:
    """Return simulated call ``number`` of ``design``, on one of the plans ``reading``.

    Scores are continuous, as the model has them. Recusals that leave a proposal unread or the
    proposals in groups that nobody compares are drawn again.
    """
    stream = _stream(f"{design.seed}/call/{number}")
    reads = reading[number % len(reading)]
    quality = design.mean + design.sd_proposal * stream.standard_normal(design.proposals)
    severity = design.sd_juror * stream.standard_normal(design.jurors)
    low, high = (each // STEP for each in design.cost)
    cost = STEP * stream.randint(low, high + 1, design.proposals, dtype=np.int64)
    juror, proposal = np.nonzero(_kept(reads, design.recusals, stream))
    noise = design.sd_noise * stream.standard_normal(len(juror))
    score = quality[proposal] + severity[juror] + noise
    table = Table(proposal, juror, score, design.proposals, design.jurors)
    return Call(table, quality, severity, cost, int(design.budget_share * int(cost.sum())))


def _kept(reads: Reads, recusals: float, stream: np.random.RandomState) -> Reads:
    while True:
        kept = reads & (stream.random_sample(reads.shape) >= recusals)
        if kept.any(axis=1).all() and len(groups(kept)) == 1:
            return np.asarray(kept)


def _stream(seed: str) -> np.random.RandomState:
    """Return NumPy's frozen stream for ``seed``: the only one that NumPy will not change."""
    words = np.frombuffer(hashlib.sha256(seed.encode()).digest(), dtype=">u4")
    return np.random.RandomState(words.astype(np.uint32))
