"""Uncertainty: what is not known about the three standard deviations, as weighted points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from .calibration import Fit
from .equations import Equations, Likelihood, Solution

POINTS = 12
FARTHEST = 12.0  # log likelihood below the best point where the search stops
NEGLIGIBLE = 1e-3  # share of the belief that the dropped points hold together
HALVINGS = 14
SMALLEST_NOISE = 1e-4  # of the largest: below, the equations lose their digits


@dataclass(frozen=True, eq=False)
class Nodes:
    """Values of one standard deviation and their weights: quadrature times prior density."""

    value: NDArray[np.float64]
    weight: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Point:
    """One possible model: its share of the belief, its noise, its effects at that point."""

    share: float
    noise: float
    solution: Solution


def fixed(value: float) -> Nodes:
    """Return the node of a standard deviation that is known."""
    return Nodes(np.array([value]), np.array([1.0]))


def spread_over(
    low: float,
    high: float,
    points: int = POINTS,
    density: Callable[[NDArray[np.float64]], NDArray[np.float64]] = np.ones_like,
) -> Nodes:
    """Return Gauss-Legendre nodes from ``low`` to ``high`` for a prior ``density`` (uniform)."""
    value, weight = np.polynomial.legendre.leggauss(points)
    value = (low + high) / 2 + value * (high - low) / 2
    return Nodes(value, weight * (high - low) / 2 * density(value))


def points(equations: Equations, proposal: Nodes, juror: Nodes, noise: Nodes) -> list[Point]:
    """Return the models of a grid over the three standard deviations, likeliest parts only.

    The share of a point is prior times likelihood; with the mean left free in ``equations``
    the likelihood is the restricted one, which integrates the mean out. Points that together
    hold almost nothing are dropped and the shares add up to 1.
    """
    grid = list(
        product(range(len(proposal.value)), range(len(juror.value)), range(len(noise.value)))
    )
    log = np.empty(len(grid))
    for k, (i, j, h) in enumerate(grid):
        log[k] = _log_likelihood(equations, proposal.value[i], juror.value[j], noise.value[h])
        log[k] += np.log(proposal.weight[i] * juror.weight[j] * noise.weight[h])
    share = np.exp(log - log.max())
    rising = np.argsort(share, kind="stable")
    held = np.cumsum(share[rising])
    keep = np.sort(rising[held > NEGLIGIBLE * held[-1]])
    share = share / share[keep].sum()
    return [
        Point(
            float(share[k]),
            float(noise.value[grid[k][2]]),
            equations.solve(
                (proposal.value[grid[k][0]] / noise.value[grid[k][2]]) ** 2,
                (juror.value[grid[k][1]] / noise.value[grid[k][2]]) ** 2,
            ),
        )
        for k in keep
    ]


def around(equations: Equations, fitted: Fit, largest: float) -> list[Point]:
    """Return the models that the scores leave possible, with uniform priors up to ``largest``.

    The grid spans, for each standard deviation, the part of (0, largest) that the scores do
    not rule out; it reaches down to 0 wherever 0 is possible. A model without noise is the
    only one possible when it reproduces every score.
    """
    if fitted.sd_residual == 0:
        return [Point(1.0, 1.0, _certain(equations, fitted))]
    best = np.array([fitted.sd_proposal, fitted.sd_juror, fitted.sd_residual])
    best = np.minimum(best, largest * (1 - 1e-9))
    best[2] = max(best[2], largest * SMALLEST_NOISE)

    def log_likelihood(k: int, value: float) -> float:
        proposal, juror, noise = [value if i == k else each for i, each in enumerate(best)]
        return _log_likelihood(equations, proposal, juror, noise)

    nodes = []
    for k in range(3):
        floor = _log_likelihood(equations, *best) - FARTHEST
        lowest = largest * SMALLEST_NOISE if k == 2 else 0.0
        low = _edge(lambda v, k=k, f=floor: log_likelihood(k, v) > f, best[k], lowest)  # type: ignore[misc]
        high = _edge(lambda v, k=k, f=floor: log_likelihood(k, v) > f, best[k], largest)  # type: ignore[misc]
        nodes.append(spread_over(low, high))
    return points(equations, *nodes)


def _log_likelihood(equations: Equations, proposal: float, juror: float, noise: float) -> float:
    likelihood = equations.likelihood((proposal / noise) ** 2, (juror / noise) ** 2)
    return -likelihood.minus_twice_log(noise) / 2


def _edge(possible: Callable[[float], bool], inside: float, outside: float) -> float:
    """Return ``outside`` if it is possible, else the last possible value on the way there."""
    if possible(outside):
        return outside
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if possible(middle):
            inside = middle
        else:
            outside = middle
    return outside


def _certain(equations: Equations, fitted: Fit) -> Solution:
    """Return the effects of a model without noise, which have no spread."""
    proposals, jurors = len(fitted.proposal), len(fitted.juror)
    return Solution(
        mean=fitted.grand_mean,
        proposal=fitted.proposal,
        juror=fitted.juror,
        own=np.zeros(proposals),
        shared=np.zeros((1, proposals)),
        of_mean=np.zeros(1),
        juror_variance=np.zeros(jurors),
        likelihood=Likelihood(0.0, 0.0, equations.freedom),
    )
