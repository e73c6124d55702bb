"""Panels with a strategic juror in them: 10 for two favourites, 0 for all the rest."""

from dataclasses import dataclass

import numpy as np

from jury.scoring import calibration
from jury.scoring.influence import influences
from jury.scoring.ordering import Terms
from jury.scoring.table import Table

DESIGNS = [  # jurors, proposals, share each juror reads, sd of proposals, of jurors, of noise
    (25, 30, 1.0, 1.5, 1.0, 1.5),
    (25, 30, 0.4, 1.5, 1.0, 1.5),
    (12, 20, 0.5, 1.5, 1.0, 1.5),
    (25, 75, 0.2, 1.5, 1.0, 1.5),
    (25, 30, 0.4, 1.0, 1.0, 2.0),
]


@dataclass(frozen=True)
class Panel:
    """Scores from 0 to 10, what greedy needs, and who the strategic juror is."""

    table: Table
    terms: Terms
    strategic: int


def panel(seed, jurors, proposals, share, sd_proposal, sd_juror, sd_noise):
    """A panel in which every proposal is read and one juror, drawn by lot, is strategic.

    The favourites are drawn from what that juror reads, without a look at their worth. The
    budget pays for three tenths of what is asked.
    """
    rng = np.random.default_rng(seed)
    each = round(share * proposals)
    reads = np.zeros((proposals, jurors), dtype=bool)
    while not reads.any(axis=1).all():
        reads[:] = False
        for j in range(jurors):
            reads[rng.permutation(proposals)[:each], j] = True
    i, j = np.nonzero(reads)
    worth, severity = rng.normal(0, sd_proposal, proposals), rng.normal(0, sd_juror, jurors)
    score = 5 + worth[i] + severity[j] + rng.normal(0, sd_noise, len(i))
    score = np.clip(np.round(score), 0, 10)
    strategic = int(rng.integers(jurors))
    own = np.flatnonzero(j == strategic)
    score[own] = 0
    score[rng.permutation(own)[:2]] = 10
    cost = [int(c) for c in rng.integers(500, 5000, proposals) * 1000]
    lot = rng.permutation(proposals).tolist()
    terms = Terms(cost, sum(cost) * 3 // 10, lot, (0, 10))
    return Panel(Table(i, j, score, proposals, jurors), terms, strategic)


def times_first(seeds, design):
    """In how many panels of ``design`` the strategic juror alone has the largest influence."""
    first = 0
    for seed in seeds:
        made = panel(seed, *design)
        found = influences(made.table, calibration.fit(made.table), made.terms)
        figures = [each.figure for each in found]
        rest = [figure for j, figure in enumerate(figures) if j != made.strategic]
        first += figures[made.strategic] > max(rest)
    return first
