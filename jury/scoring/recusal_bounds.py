"""Recusal bounds: how far the scores that recused jurors did not give could move the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from . import allocation, ordering, rules
from .calibration import Fit
from .case import EQUAL_SHARES
from .effects import effects, fixed_ratios
from .ordering import Marks, Terms, marks_of
from .parts import Part, classes, joined
from .ranks import pooled
from .table import Table

LOW, HIGH = 0.1, 0.9  # quantiles of the juror's own scores


@dataclass(frozen=True)
class Bounds:
    """The range of one proposal over what the recused jurors might have scored.

    ``calibrated`` holds the least and the greatest calibrated score that any scores between the
    two quantiles can give, ``place`` the best and the worst place in the cases computed.
    """

    calibrated: tuple[float, float]
    place: tuple[int, int]


@dataclass(frozen=True)
class RecusalBounds:
    """The bounds of each proposal, who is funded all low and all high, and whose fate depends.

    ``depends`` are the proposals that are funded in some of the cases computed, not in all.
    """

    bounds: list[Bounds]
    all_low: frozenset[int]
    all_high: frozenset[int]
    depends: frozenset[int]


@dataclass(frozen=True, eq=False)
class _Gap:
    """The r scores that recused jurors did not give, by proposal and then by juror."""

    proposal: NDArray[np.int_]
    juror: NDArray[np.int_]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Case:
    """One case: the calibrated scores (p,), and the scores with what was filled in."""

    calibrated: NDArray[np.float64]
    table: Table


def recusal_bounds(
    table: Table,
    recused: Sequence[tuple[int, int]],
    fitted: Fit,
    terms: Terms,
    parts: Sequence[Part] = (),
) -> RecusalBounds:
    """Return what the result could be had the ``recused`` (proposal, juror) given a score.

    A score that was not given lies between the 10 and the 90 % quantile of that juror's own
    scores (Hyndman and Fan's type 7). The model is solved again at the variance ratios of
    ``fitted``; it is linear in the scores, so the bounds of the calibrated scores are exact.
    Places and funding follow by the declared rule in these cases: as scored, all low, all high,
    and, but for Equal Shares, which takes too long, for each proposal with recusals its own low
    and the rest high, and the reverse. With ``parts``, the weighted colleges, each college is
    solved on its own.

    Pairs count once, in any order. Raises ValueError for a recused juror who scored that
    proposal, and for one who scored nothing and so has no quantiles.

    References
    ----------
    Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50,
    1996; Manski, "Partial Identification of Probability Distributions", Springer, 2003.
    """
    gap, parts = _gap(table, recused), parts or [Part(1.0, table, fitted)]
    every = [part.weight * (part.fitted.grand_mean + part.fitted.proposal) for part in parts]
    now = pooled(np.sum(every, axis=0), classes([part.table for part in parts]))
    fills = _cases(gap)[:, : 2 if terms.rule == EQUAL_SHARES else None]
    orders, funded = [], []
    cases = _scored_cases(table, gap, fills, parts) if recused else iter(())
    for case in chain([_Case(now, table)], cases):
        orders.append(_order(case.table, case.calibrated, terms))
        spent = rules.spend(terms.rule, orders[-1], case.calibrated, case.table, terms)
        funded.append(frozenset(spent.order))
    place = np.full((len(orders), table.proposals), table.proposals)
    for case_place, order in zip(place, orders, strict=True):
        case_place[order] = np.arange(1, len(order) + 1)
    ends = np.column_stack([*_ends(gap, parts), place.min(axis=0), place.max(axis=0)])
    return RecusalBounds(
        [Bounds((low, high), (int(best), int(worst))) for low, high, best, worst in ends.tolist()],
        funded[1] if recused else funded[0],
        funded[2] if recused else funded[0],
        frozenset.union(*funded) - frozenset.intersection(*funded),
    )


def _gap(table: Table, recused: Sequence[tuple[int, int]]) -> _Gap:
    pairs = sorted(set(recused))
    for i, j in pairs:
        if table.counts[i, j] > 0:
            raise ValueError(
                f"Juror {j} was recused from proposal {i} and scored it all the same. "
                "Remove the score or the recusal."
            )
    quantiles = {j: _quantiles(table, j) for j in {j for _, j in pairs}}
    found = np.array([quantiles[j] for _, j in pairs]).reshape(-1, 2)
    proposal, juror = np.array(pairs, dtype=np.int_).reshape(-1, 2).T
    return _Gap(proposal, juror, found[:, 0], found[:, 1])


def _quantiles(table: Table, juror: int) -> NDArray[np.float64]:
    """Return the low and the high quantile of one juror's own scores."""
    own = table.score[table.juror == juror]
    if not len(own):
        raise ValueError(
            f"Juror {juror} scored nothing, so there is no score of his or her own to put in "
            "the place of a recusal. Leave out the recusals of jurors without scores."
        )
    return np.asarray(np.quantile(own, [LOW, HIGH]), dtype=np.float64)


def _cases(gap: _Gap) -> NDArray[np.float64]:
    """Return the scores to fill in, one column a case: (r, 2 + 2 t) with t proposals touched."""
    own = gap.proposal[:, None] == np.unique(gap.proposal)
    low, high = gap.low[:, None], gap.high[:, None]
    return np.hstack([low, high, np.where(own, low, high), np.where(own, high, low)])


def _filled(table: Table, gap: _Gap, fill: NDArray[np.float64]) -> Table:
    """Return ``table`` with the scores ``fill`` (r,) in the gap."""
    return Table(
        np.concatenate([table.proposal, gap.proposal]),
        np.concatenate([table.juror, gap.juror]),
        np.concatenate([table.score, fill]),
        table.proposals,
        table.jurors,
    )


def _scored_cases(
    table: Table, gap: _Gap, fills: NDArray[np.float64], parts: Sequence[Part]
) -> Iterator[_Case]:
    """Yield each column of ``fills`` (r, m) as a case: those with the same jurors and sum tie."""
    nothing = [_filled(_blank(part.table), *_own(gap, fills[:, 0] * 0, part)) for part in parts]
    readers = classes(nothing)
    total = [np.round(_sums(gap, fills, part)[0], allocation.SAME_SCORE) for part in parts]
    for k, each in enumerate(_calibrated(gap, fills, parts).T):
        sums = [np.unique(one[:, k], return_inverse=True)[1].reshape(-1) for one in total]
        calibrated = pooled(each, joined([readers, *sums]))
        yield _Case(calibrated, _filled(table, gap, fills[:, k]))


def _blank(table: Table) -> Table:
    """Return ``table`` with a score of 0 wherever there is one."""
    return replace(table, score=np.zeros(len(table.score)))


def _own(gap: _Gap, fills: NDArray[np.float64], part: Part) -> tuple[_Gap, NDArray[np.float64]]:
    """Return the gap of the jurors of one part, and its rows of ``fills``."""
    rows = part.members[gap.juror]
    own = _Gap(gap.proposal[rows], gap.juror[rows], gap.low[rows], gap.high[rows])
    return own, fills[rows]


def _sums(
    gap: _Gap, fills: NDArray[np.float64], part: Part
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sums of one part by proposal (p, m) and by juror (j, m), ``fills`` added."""
    own, filled = _own(gap, fills, part)
    sums = part.table.sums
    by_proposal = np.repeat(sums.sum(axis=1)[:, None], fills.shape[1], axis=1)
    by_juror = np.repeat(sums.sum(axis=0)[:, None], fills.shape[1], axis=1)
    np.add.at(by_proposal, own.proposal, filled)
    np.add.at(by_juror, own.juror, filled)
    return by_proposal, by_juror


def _calibrated(
    gap: _Gap, fills: NDArray[np.float64], parts: Sequence[Part]
) -> NDArray[np.float64]:
    """Return the calibrated scores (p, m) for each column of ``fills`` (r, m)."""
    found = []
    for part in parts:
        counts = part.table.counts.copy()
        own, _ = _own(gap, fills, part)
        counts[own.proposal, own.juror] += 1
        mean, effect = effects(counts, *_sums(gap, fills, part), fixed_ratios(part.fitted))
        found.append(part.weight * (mean + effect))
    return np.asarray(np.sum(found, axis=0))


def _order(table: Table, calibrated: NDArray[np.float64], terms: Terms) -> list[int]:
    """Return the order by ``calibrated`` (p,); marks are read for those that are tied alone."""

    def marks(of: NDArray[np.int_]) -> Marks:
        return marks_of(table.only(np.isin(table.proposal, of)), terms.scale)

    read = np.flatnonzero(np.bincount(table.proposal, minlength=table.proposals))
    return ordering.best_first(calibrated, read, marks, terms)


def _ends(gap: _Gap, parts: Sequence[Part]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the greatest calibrated scores: each score low or high as it suits."""
    each_high = gap.low[:, None] + np.diag(gap.high - gap.low)
    found = _calibrated(gap, np.hstack([gap.low[:, None], each_high]), parts)
    start, gain = found[:, 0], found[:, 1:] - found[:, :1]
    return start + np.minimum(gain, 0).sum(axis=1), start + np.maximum(gain, 0).sum(axis=1)
