"""Recusal bounds: how far the scores that recused jurors did not give could move the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from . import allocation, ordering
from .calibration import Fit
from .effects import effects, fixed_ratios
from .ordering import Marks, Terms, marks_of
from .ranks import pooled
from .table import Table, alike

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


def recusal_bounds(
    table: Table, recused: Sequence[tuple[int, int]], fitted: Fit, terms: Terms
) -> RecusalBounds:
    """Return what the result could be had the ``recused`` (proposal, juror) given a score.

    A score that was not given lies between the 10 and the 90 % quantile of that juror's own
    scores (Hyndman and Fan's type 7). The model is solved again at the variance ratios of
    ``fitted``; it is linear in the scores, so the bounds of the calibrated scores are exact.
    Places and funding follow by greedy in these cases: as scored, all low, all high, and for
    each proposal with recusals its own low and the rest high, and the reverse.

    Pairs count once, in any order. Raises ValueError for a recused juror who scored that
    proposal, and for one who scored nothing and so has no quantiles.

    References
    ----------
    Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50,
    1996; Manski, "Partial Identification of Probability Distributions", Springer, 2003.
    """
    gap, ratios = _gap(table, recused), fixed_ratios(fitted)
    now = pooled(fitted.grand_mean + fitted.proposal, alike(table))
    orders = [_order(table, now, terms), *_orders_of_cases(table, gap, ratios, terms)]
    funded = [ordering.paid(order, terms) for order in orders]
    place = np.full((len(orders), table.proposals), table.proposals)
    for case, order in enumerate(orders):
        place[case, order] = np.arange(1, len(order) + 1)
    ends = np.column_stack([*_ends(table, gap, ratios), place.min(axis=0), place.max(axis=0)])
    return RecusalBounds(
        [Bounds((low, high), (int(best), int(worst))) for low, high, best, worst in ends.tolist()],
        funded[1],
        funded[2],
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


def _orders_of_cases(
    table: Table, gap: _Gap, ratios: tuple[float, float], terms: Terms
) -> list[list[int]]:
    """Return the order in each case, proposals with the same jurors and sum held equal."""
    fills = _cases(gap)
    total = np.round(_sums(table, gap, fills)[0], allocation.SAME_SCORE)
    readers = alike(_filled(replace(table, score=np.zeros(len(table.score))), gap, fills[:, 0] * 0))
    orders = []
    for fill, each, sums in zip(
        fills.T, _calibrated(table, gap, fills, ratios).T, total.T, strict=True
    ):
        classes = np.unique(np.column_stack([readers, sums]), axis=0, return_inverse=True)[1]
        calibrated = pooled(each, classes.reshape(-1))
        orders.append(_order(_filled(table, gap, fill), calibrated, terms))
    return orders


def _sums(
    table: Table, gap: _Gap, fills: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sums by proposal (p, m) and by juror (j, m) with each column of ``fills``."""
    by_proposal = np.repeat(table.sums.sum(axis=1)[:, None], fills.shape[1], axis=1)
    by_juror = np.repeat(table.sums.sum(axis=0)[:, None], fills.shape[1], axis=1)
    np.add.at(by_proposal, gap.proposal, fills)
    np.add.at(by_juror, gap.juror, fills)
    return by_proposal, by_juror


def _calibrated(
    table: Table, gap: _Gap, fills: NDArray[np.float64], ratios: tuple[float, float]
) -> NDArray[np.float64]:
    """Return the calibrated scores (p, m) for each column of ``fills`` (r, m)."""
    counts = table.counts.copy()
    counts[gap.proposal, gap.juror] += 1
    mean, effect = effects(counts, *_sums(table, gap, fills), ratios)
    return mean + effect


def _order(table: Table, calibrated: NDArray[np.float64], terms: Terms) -> list[int]:
    """Return the order by ``calibrated`` (p,); marks are read for those that are tied alone."""

    def marks(of: NDArray[np.int_]) -> Marks:
        rows = np.isin(table.proposal, of)
        kept = (table.proposal[rows], table.juror[rows], table.score[rows])
        return marks_of(Table(*kept, table.proposals, table.jurors), terms.scale)

    read = np.flatnonzero(np.bincount(table.proposal, minlength=table.proposals))
    return ordering.best_first(calibrated, read, marks, terms)


def _ends(
    table: Table, gap: _Gap, ratios: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and the greatest calibrated scores: each score low or high as it suits."""
    each_high = gap.low[:, None] + np.diag(gap.high - gap.low)
    found = _calibrated(table, gap, np.hstack([gap.low[:, None], each_high]), ratios)
    start, gain = found[:, 0], found[:, 1:] - found[:, :1]
    return start + np.minimum(gain, 0).sum(axis=1), start + np.maximum(gain, 0).sum(axis=1)
