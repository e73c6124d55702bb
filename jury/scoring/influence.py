"""Influence: what becomes of the result when one juror's scores are left out, juror by juror."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import ordering
from .calibration import Fit
from .effects import effects, fixed_ratios
from .equations import Equations
from .ordering import Marks, Terms, marks_of
from .ranks import pooled
from .table import Table, alike


@dataclass(frozen=True)
class Influence:
    """What one juror's scores move; proposals and juror are counted from 0.

    ``figure`` is the influence: the largest move of a calibrated score, in standard errors of
    that score. ``rank_shift`` is the largest change of place in the declared order. Without
    this juror greedy funds ``funded``: those of ``enters`` are new, those of ``leaves`` are
    gone. ``unread`` has no other reader.
    """

    juror: int
    figure: float
    rank_shift: int
    funded: frozenset[int]
    enters: frozenset[int]
    leaves: frozenset[int]
    unread: frozenset[int]


@dataclass(frozen=True, eq=False)
class _View:
    """The result of one table: effects, order and who is funded."""

    effect: NDArray[np.float64]
    order: list[int]
    funded: frozenset[int]


def influences(table: Table, fitted: Fit, terms: Terms) -> list[Influence]:
    """Return the influence of each juror, in the order of the jurors.

    Without juror j the model is solved again at the variance ratios of ``fitted``, and greedy
    runs again with medians and majority grades of the scores that remain. With theta the
    proposal effects and se their standard errors, the figure of juror j is

        max over i of |theta_i - theta_i without j| / se_i,

    0 where every se is 0. A proposal that nobody else read falls to the mean there (theta 0);
    it has no place in the order, is not funded, and places are counted among the others. A
    jury without noise is taken to have a ten-thousandth of its larger spread as noise.

    The table holds at least two jurors. Each is taken alone, so the order of jurors and rows
    leaves no trace beyond the last digits of the sums, which orders do not look at.

    References
    ----------
    Belsley, Kuh and Welsch, "Regression Diagnostics", Wiley, 1980 (DFBETAS); Christensen,
    Pearson and Johnson, "Case-deletion diagnostics for mixed models", Technometrics 34, 1992.
    """
    ratios = fixed_ratios(fitted)
    error = _standard_errors(table, fitted, ratios)
    marks = marks_of(table, terms.scale)
    now = _view(table, lambda _: marks, ratios, terms)
    found = []
    for j in range(table.jurors):

        def rest(_: NDArray[np.int_], j: int = j) -> Marks:
            return marks.without(j)

        then = _view(without(table, j), rest, ratios, terms)
        found.append(_compared(now, then, error, j))
    return found


def _standard_errors(table: Table, fitted: Fit, ratios: tuple[float, float]) -> NDArray[np.float64]:
    """Return the errors of the effects; without noise, those of the noise taken in its place."""
    if fitted.sd_residual > 0 or ratios[0] == 0:
        return fitted.proposal_se
    noise = fitted.sd_proposal / math.sqrt(ratios[0])
    return noise * np.sqrt(Equations(table).solve(*ratios).proposal_variance())


def without(table: Table, juror: int) -> Table:
    """Return ``table`` without the scores of one juror; everybody keeps his or her number."""
    stays = table.juror != juror
    return Table(
        table.proposal[stays],
        table.juror[stays],
        table.score[stays],
        table.proposals,
        table.jurors,
    )


def _view(
    table: Table,
    marks: Callable[[NDArray[np.int_]], Marks],
    ratios: tuple[float, float],
    terms: Terms,
) -> _View:
    """Return the result of ``table``; ``marks`` are asked for only where there are ties."""
    counts, sums = table.counts, table.sums
    columns = sums.sum(axis=1)[:, None], sums.sum(axis=0)[:, None]
    mean, effect = effects(counts, *columns, ratios)
    same = alike(table)
    read = np.flatnonzero(counts.any(axis=1))
    calibrated = pooled(mean + effect[:, 0], same)
    order = ordering.best_first(calibrated, read, marks, terms)
    return _View(pooled(effect[:, 0], same), order, ordering.paid(order, terms))


def _compared(now: _View, then: _View, error: NDArray[np.float64], juror: int) -> Influence:
    """Return what changes from ``now`` to ``then``, the result without ``juror``."""
    move = np.abs(then.effect - now.effect)
    scaled = np.divide(move, error, out=np.zeros_like(move), where=error > 0)
    unread = frozenset(now.order) - frozenset(then.order)
    place = {i: k for k, i in enumerate(i for i in now.order if i not in unread)}
    return Influence(
        juror=juror,
        figure=float(scaled.max()),
        rank_shift=max((abs(k - place[i]) for k, i in enumerate(then.order)), default=0),
        funded=then.funded,
        enters=then.funded - now.funded,
        leaves=now.funded - then.funded,
        unread=unread,
    )
