"""Colleges: citizens and experts calibrated apart, then combined with a published weight."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from sortition.saying import say

from . import calibration
from .calibration import Fit
from .case import BadScores, Problem
from .ranks import pooled
from .table import Table, alike, islands


@dataclass(frozen=True, eq=False)
class College:
    """One college on its own: its fit, its calibrated scores (p,) and its pull.

    ``pull`` is the share of the variance of the combined scores that comes from this college:
    the covariance of its weighted scores with the combined ones, over their variance. The
    pulls add up to 1, or are all 0 when every combined score is the same. A college that tells
    proposals apart less than the others pulls less than its weight.
    """

    weight: Fraction
    fitted: Fit
    calibrated: NDArray[np.float64]
    pull: float


@dataclass(frozen=True, eq=False)
class Combined:
    """The colleges by name, and the combined scores (p,) with their standard errors (p,)."""

    college: dict[str, College]
    calibrated: NDArray[np.float64]
    error: NDArray[np.float64]


def combine(
    tables: Mapping[str, Table], weights: Mapping[str, Fraction], ids: Sequence[str]
) -> Combined:
    """Return the colleges, each calibrated on its own scores alone, and their weighted mean.

    With m the mean and theta the proposal effects of college c, in points of the one scale,

        score_i = sum over c of w_c (m_c + theta_ci),  error_i^2 = sum of w_c^2 se_ci^2.

    A point is a point in every college: effects are not divided by their spread, because that
    would make the noise of a college that sees no differences as loud as the judgement of one
    that does. The errors are those of each college's own judgement; no juror sits in two
    colleges, so they are independent and their squares add.

    A proposal that one college did not read has no combined score: with the other college
    alone, or with the mean in the gap, it would be judged by another rule than the rest.

    Parameters
    ----------
    tables : one table a college, over the same p proposals
    weights : one weight a college, above 0, together exactly 1
    ids : (p,) ids of the proposals, for the sentences

    Raises BadScores with everything that is wrong. Colleges are taken by name, in order, so
    the order in which they are given leaves no trace.
    """
    names = sorted(tables)
    problems = _weight_problems(names, weights)
    problems += [each for name in names for each in _table_problems(name, tables[name], ids)]
    if problems:
        raise BadScores(tuple(problems))
    fits = {name: calibration.fit(tables[name]) for name in names}
    scores = {
        name: pooled(fit.grand_mean + fit.proposal, alike(tables[name]))
        for name, fit in fits.items()
    }
    share = {name: float(weights[name]) for name in names}
    total = _sum([share[name] * scores[name] for name in names])
    error = np.sqrt(_sum([(share[name] * fits[name].proposal_se) ** 2 for name in names]))
    college = {
        name: College(
            weights[name], fits[name], scores[name], _pull(share[name] * scores[name], total)
        )
        for name in names
    }
    return Combined(college, total, error)


def _sum(parts: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    return np.array([math.fsum(column) for column in np.column_stack(parts).tolist()])


def _pull(part: NDArray[np.float64], total: NDArray[np.float64]) -> float:
    """Return the share of ``part`` in the variance of ``total``; 0 where nothing varies."""
    away = total - total.mean()
    square = float(away @ away)
    return float((part - part.mean()) @ away) / square if square > 0 else 0.0


def _weight_problems(names: Sequence[str], weights: Mapping[str, Fraction]) -> list[Problem]:
    if set(names) != set(weights):
        return [
            Problem(
                say(
                    "There are scores of %(n)s colleges (%(names)s) and weights of %(m)s "
                    "(%(weighed)s). Give each college one weight.",
                    n=len(names),
                    names=_listed(names),
                    m=len(weights),
                    weighed=_listed(sorted(weights)),
                )
            )
        ]
    found = [
        Problem(
            say(
                "The weight of the college “%(name)s” is %(weight)s. Give it a weight above "
                "zero, or take its scores out.",
                name=name,
                weight=weights[name],
            )
        )
        for name in names
        if weights[name] <= 0
    ]
    total = sum(weights.values(), Fraction(0))
    if total != 1:
        found.append(
            Problem(
                say(
                    "The weights of the colleges add up to %(total)s. Make them add up to 1.",
                    total=total,
                )
            )
        )
    return found


def _table_problems(name: str, table: Table, ids: Sequence[str]) -> list[Problem]:
    """Return why the scores of one college cannot stand on their own, if they cannot."""
    jurors = len(np.unique(table.juror))
    if jurors < 2:
        return [
            Problem(
                say(
                    "The number of jurors who scored in the college “%(name)s” is %(n)s. It needs "
                    "at least 2, so that scores can be compared. Add jurors, or join it with "
                    "another.",
                    name=name,
                    n=jurors,
                ),
                "scores",
            )
        ]
    readers = table.counts.sum(axis=1)
    unread = [
        Problem(
            say(
                "Nobody in the college “%(name)s” scored “%(proposal)s”, and its weight counts "
                "for every proposal. Ask a juror of that college to score it, or take it out of "
                "the list.",
                name=name,
                proposal=each,
            ),
            "proposals",
        )
        for each, count in zip(ids, readers, strict=True)
        if count == 0
    ]
    return unread or _apart(name, table)


def _apart(name: str, table: Table) -> list[Problem]:
    """Return why the scores of one college cannot be compared with each other, if they cannot."""
    groups = islands(table)
    if len(groups) == 1:
        return []
    sizes = ", ".join(str(int(group.sum())) for group in groups)
    return [
        Problem(
            say(
                "The proposals fall apart into %(n)s groups, of %(sizes)s, that no juror of the "
                "college “%(name)s” compares. Let a juror of one group also score a proposal "
                "of another.",
                n=len(groups),
                sizes=sizes,
                name=name,
            ),
            "scores",
        )
    ]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
