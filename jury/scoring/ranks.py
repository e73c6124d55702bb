"""Ranks: which place each proposal holds, and how sure that is. The best proposal has rank 1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .uncertainty import Point


def expected(points: Sequence[Point]) -> NDArray[np.float64]:
    """Return the expected rank of each proposal over the possible models: (p,).

    It is 1 plus the chances that each of the others is better; certain equals share a place.

    References
    ----------
    Laird and Louis, "Empirical Bayes ranking methods", Journal of Educational Statistics 14,
    1989.
    """
    size = len(points[0].solution.proposal)
    pairs = np.triu_indices(size, 1)
    total = np.zeros(size)
    for point in points:
        total += point.share * _expected_at(point, *pairs)
    return total


def _expected_at(
    point: Point, first: NDArray[np.intp], second: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the expected ranks if the three standard deviations are those of ``point``.

    ``first`` and ``second`` are the proposals of each pair.
    """
    from scipy.special import ndtr  # noqa: PLC0415  # half a second that only ranking needs

    effect, solution = point.solution.proposal, point.solution
    together = solution.shared.T @ solution.shared
    variance = solution.own + np.diag(together)
    gap = effect[second] - effect[first]
    both = together.ravel()[first * len(effect) + second]
    spread = variance[first] + variance[second] - 2 * both
    spread = point.noise * np.sqrt(np.maximum(spread, 0.0))
    certain = spread <= 1e-12
    better = ndtr(gap / np.where(certain, 1.0, spread))
    if certain.any():
        better[certain] = (np.sign(np.where(np.abs(gap) < 1e-9, 0.0, gap))[certain] + 1) / 2
    rank = np.bincount(first, weights=better, minlength=len(effect))
    rank += np.bincount(second, weights=1 - better, minlength=len(effect))
    return np.asarray(1.0 + rank, dtype=np.float64)


def draws(points: Sequence[Point], number: int, seed: str) -> NDArray[np.float64]:
    """Return ``number`` draws of the proposal effects from what the scores leave possible.

    The result is (number, p); the same points and seed give the same draws. Each point gets
    its share of the draws, rounded so that the shares run on from point to point.
    """
    return draws_with_mean(points, number, seed)[0]


def draws_with_mean(
    points: Sequence[Point], number: int, seed: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the draws of the effects (number, p), and the mean that goes with each (number,)."""
    stream = _stream(seed)
    ends = np.rint(np.cumsum([point.share for point in points]) * number).astype(int)
    ends[-1] = number
    effects, means = np.empty((number, len(points[0].solution.own))), np.empty(number)
    for point, start, end in zip(points, [0, *ends[:-1]], ends, strict=True):
        effects[start:end], means[start:end] = _draws_at(point, int(end - start), stream)
    return effects, means


def _stream(seed: str) -> np.random.RandomState:
    """Return NumPy's frozen stream: the only one that NumPy promises not to change."""
    words = np.frombuffer(hashlib.sha256(seed.encode()).digest(), dtype=">u4")
    return np.random.RandomState(words.astype(np.uint32))


def _draws_at(
    point: Point, number: int, stream: np.random.RandomState
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    solution = point.solution
    own = stream.standard_normal((number, len(solution.own))) * np.sqrt(solution.own)
    common = stream.standard_normal((number, len(solution.shared)))
    effects = solution.proposal + point.noise * (own - common @ solution.shared)
    return effects, solution.mean + point.noise * (common @ solution.of_mean)


def best_first(effects: NDArray[np.float64]) -> NDArray[np.int_]:
    """Return, for each draw, the proposals from best to worst; equals stay in column order."""
    return np.argsort(-effects, axis=1, kind="stable")


def distribution(orders: NDArray[np.int_], alike: NDArray[np.int_]) -> NDArray[np.float64]:
    """Return the chance of each place for each proposal, from the drawn ``orders``: (p, p).

    Row i, column k is the chance that proposal i has rank k + 1. Proposals of one class in
    ``alike`` have the same chances by symmetry, so theirs are pooled.
    """
    number, size = orders.shape
    place = orders * size + np.arange(size)
    chance = np.bincount(place.ravel(), minlength=size * size).reshape(size, size) / number
    return pooled(chance, alike)


def pooled(values: NDArray[np.float64], alike: NDArray[np.int_]) -> NDArray[np.float64]:
    """Return ``values`` (first axis: proposals) with the mean of its class for each proposal."""
    total = np.zeros((int(alike.max()) + 1, *values.shape[1:]))
    np.add.at(total, alike, values)
    members = np.bincount(alike).reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray((total / members)[alike])


def quantiles(chance: NDArray[np.float64], levels: Sequence[float]) -> NDArray[np.float64]:
    """Return the rank quantiles at ``levels`` for each proposal: (p, levels).

    Ranks are whole numbers, so a rule that compares them with a line would hang on a hair.
    These quantiles run on between ranks: half the chance of a rank lies below it, and the
    rest is interpolated.
    """
    ranks = np.arange(1, chance.shape[1] + 1, dtype=float)
    below = np.cumsum(chance, axis=1) - chance / 2
    result = np.empty((len(chance), len(levels)))
    for i, row in enumerate(below):
        held = chance[i] > 0
        result[i] = np.interp(levels, row[held], ranks[held])
    return result
