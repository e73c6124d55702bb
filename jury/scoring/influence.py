"""Influence: what becomes of the result when one juror's scores are left out, juror by juror."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import ordering, rules
from .calibration import Fit
from .case import EQUAL_SHARES
from .effects import effects, fixed_ratios
from .equations import Equations
from .ordering import Marks, Terms, marks_of
from .parts import Part, classes
from .ranks import pooled
from .table import Table


@dataclass(frozen=True)
class Influence:
    """What one juror's scores move; proposals and juror are counted from 0.

    ``figure`` is the influence: the largest move of a calibrated score, in standard errors of
    that score. ``rank_shift`` is the largest change of place in the declared order. Without
    this juror the declared rule funds ``funded``: those of ``enters`` are new, those of
    ``leaves`` are gone. ``unread`` has no other reader.
    """

    juror: int
    figure: float
    rank_shift: int
    funded: frozenset[int]
    enters: frozenset[int]
    leaves: frozenset[int]
    unread: frozenset[int]


@dataclass(frozen=True, eq=False)
class _Effects:
    """The means and effects (p,) of each part of the jury, at the variance ratios of its fit."""

    parts: Sequence[Part]
    ratios: list[tuple[float, float]]
    found: list[tuple[float, NDArray[np.float64]]]

    def without(self, juror: int) -> _Effects:
        """Return the effects when one juror's scores are left out of the part that has them."""
        parts, found = list(self.parts), list(self.found)
        for k, part in enumerate(self.parts):
            if part.members[juror]:
                rest = without(part.table, juror)
                parts[k] = Part(part.weight, rest, part.fitted)
                found[k] = _solved(rest, self.ratios[k])
        return _Effects(parts, self.ratios, found)

    def sum(self) -> NDArray[np.float64]:
        """Return the weighted effects: (p,)."""
        every = zip(self.parts, self.found, strict=True)
        return sum((part.weight * effect for part, (_, effect) in every), np.zeros(()))

    def mean(self) -> float:
        """Return the weighted mean of all."""
        return sum(p.weight * mean for p, (mean, _) in zip(self.parts, self.found, strict=True))


@dataclass(frozen=True, eq=False)
class _View:
    """The result of some scores: effects, calibrated scores, and the order of the proposals."""

    effect: NDArray[np.float64]
    calibrated: NDArray[np.float64]
    order: list[int]


def influences(
    table: Table, fitted: Fit, terms: Terms, parts: Sequence[Part] = ()
) -> list[Influence]:
    """Return the influence of each juror, in the order of the jurors.

    Without juror j the model is solved again at the variance ratios of ``fitted``, and the
    declared rule runs again; ties fall by medians and majority grades of the scores that
    remain. With theta the proposal effects and se their standard errors, the figure of juror j is

        max over i of |theta_i - theta_i without j| / se_i,

    0 where every se is 0. A proposal that nobody else read falls to the mean there (theta 0);
    it has no place in the order, is not funded, and places are counted among the others. A
    jury without noise is taken to have a ten-thousandth of its larger spread as noise.

    With ``parts``, the weighted colleges, only the college of juror j is solved again; a
    proposal needs a reader in each. Equal Shares runs for all j side by side, in floating point.

    The table holds at least two jurors. Each is taken alone, so the order of jurors and rows
    leaves no trace beyond the last digits of the sums, which orders do not look at.

    References
    ----------
    Belsley, Kuh and Welsch, "Regression Diagnostics", Wiley, 1980 (DFBETAS); Christensen,
    Pearson and Johnson, "Case-deletion diagnostics for mixed models", Technometrics 34, 1992.
    """
    parts = parts or [Part(1.0, table, fitted)]
    ratios = [fixed_ratios(part.fitted) for part in parts]
    every = zip(parts, ratios, strict=True)
    whole = _Effects(parts, ratios, [_solved(part.table, each) for part, each in every])
    marks = marks_of(table, terms.scale)
    now = _view(whole, lambda _: marks, terms)
    views = []
    for j in range(table.jurors):

        def rest(_: NDArray[np.int_], j: int = j) -> Marks:
            return marks.without(j)

        views.append(_view(whole.without(j), rest, terms))
    first = frozenset(rules.spend(terms.rule, now.order, now.calibrated, table, terms).order)
    error = _standard_errors(parts, ratios)
    return [
        _compared(j, (now, first), then, error)
        for j, then in enumerate(zip(views, _funded(views, table, terms), strict=True))
    ]


def _funded(views: Sequence[_View], table: Table, terms: Terms) -> list[frozenset[int]]:
    """Return whom the declared rule funds without each juror."""
    if terms.rule == EQUAL_SHARES:
        return rules.shared_without_each(table, [view.order for view in views], terms)
    return [
        frozenset(rules.spend(terms.rule, view.order, view.calibrated, table, terms).order)
        for view in views
    ]


def _solved(table: Table, ratios: tuple[float, float]) -> tuple[float, NDArray[np.float64]]:
    """Return the mean and the effects (p,) of one table at these variance ratios."""
    sums = table.sums.sum(axis=1)[:, None], table.sums.sum(axis=0)[:, None]
    mean, effect = effects(table.counts, *sums, ratios)
    return float(mean[0]), effect[:, 0]


def _standard_errors(
    parts: Sequence[Part], ratios: Sequence[tuple[float, float]]
) -> NDArray[np.float64]:
    """Return the errors of the weighted effects: (p,)."""
    every = zip(parts, ratios, strict=True)
    errors = [part.weight * _standard_error(part, each) for part, each in every]
    return errors[0] if len(errors) == 1 else np.sqrt(np.square(errors).sum(axis=0))


def _standard_error(part: Part, ratios: tuple[float, float]) -> NDArray[np.float64]:
    """Return the errors of the effects; without noise, those of the noise taken in its place."""
    fitted = part.fitted
    if fitted.sd_residual > 0 or ratios[0] == 0:
        return fitted.proposal_se
    noise = fitted.sd_proposal / math.sqrt(ratios[0])
    return noise * np.sqrt(Equations(part.table).solve(*ratios).proposal_variance())


def without(table: Table, juror: int) -> Table:
    """Return ``table`` without the scores of one juror; everybody keeps his or her number."""
    return table.only(table.juror != juror)


def _view(found: _Effects, marks: Callable[[NDArray[np.int_]], Marks], terms: Terms) -> _View:
    """Return the result of some scores; ``marks`` are asked for only where there are ties."""
    tables = [part.table for part in found.parts]
    same = classes(tables)
    read = np.flatnonzero(np.all([table.counts.any(axis=1) for table in tables], axis=0))
    effect = pooled(found.sum(), same)
    calibrated = pooled(found.mean() + found.sum(), same)
    return _View(effect, calibrated, ordering.best_first(calibrated, read, marks, terms))


def _compared(
    juror: int,
    now: tuple[_View, frozenset[int]],
    then: tuple[_View, frozenset[int]],
    error: NDArray[np.float64],
) -> Influence:
    """Return what changes from ``now`` to ``then``, the result without ``juror``."""
    move = np.abs(then[0].effect - now[0].effect)
    scaled = np.divide(move, error, out=np.zeros_like(move), where=error > 0)
    unread = frozenset(now[0].order) - frozenset(then[0].order)
    place = {i: k for k, i in enumerate(i for i in now[0].order if i not in unread)}
    return Influence(
        juror=juror,
        figure=float(scaled.max()),
        rank_shift=max((abs(k - place[i]) for k, i in enumerate(then[0].order)), default=0),
        funded=then[1],
        enters=then[1] - now[1],
        leaves=now[1] - then[1],
        unread=unread,
    )
