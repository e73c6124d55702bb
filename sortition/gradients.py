"""Gradients: products and Newton steps for many panels of few seats, without a dense matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sortition.limits import blocks
from sortition.panels import Seats

Vector = NDArray[np.float64]

ITERATIONS = 3000  # steps of conjugate gradients before a step counts as not found


class NoStep(ArithmeticError):
    """Conjugate gradients did not reach the accuracy asked for."""


class SeatLists:
    """Panels as lists of the profiles of their seats: k numbers a panel instead of T.

    Parameters
    ----------
    panels : (m, T) int
        Seats of each profile; every panel has the same number of seats.
    """

    def __init__(self, panels: Seats) -> None:
        self.kinds = panels.shape[1]
        profiles = np.arange(self.kinds)
        some = (panels[rows] for rows in blocks(len(panels)))
        lists = [np.repeat(np.tile(profiles, len(one)), one.ravel()) for one in some]
        self.seats = np.concatenate(lists).reshape(len(panels), -1)

    def weights(self, price: Vector) -> Vector:
        """Return the sum of the prices, (T,), over each panel's seats, (m,)."""
        return np.asarray(price[self.seats].sum(axis=1))

    def mean(self, share: Vector) -> Vector:
        """Return the seats of each profile, (T,), under these shares, (m,)."""
        each = np.repeat(share, self.seats.shape[1])
        return np.bincount(self.seats.ravel(), each, self.kinds).astype(np.float64)

    def step(self, used: NDArray[np.bool_], slack: float, goal: Vector, accuracy: float) -> Vector:
        """Return the prices whose panels in use move the mean by ``goal``, (T,).

        Solves (X' diag(used) X + slack I) prices = goal by conjugate gradients, scaled by
        the diagonal (Hestenes and Stiefel 1952), to ``accuracy`` seats.

        Raises NoStep if that takes too long.
        """
        scale = 1 / (self.mean(used.astype(np.float64)) + slack)
        prices, rest = np.zeros(self.kinds), goal.copy()
        scaled = rest * scale
        way, height = scaled.copy(), float(rest @ scaled)
        for _ in range(ITERATIONS):
            if np.abs(rest).max() <= accuracy:
                return prices
            moved = self.mean(self.weights(way) * used) + slack * way
            length = height / float(way @ moved)
            prices += length * way
            rest -= length * moved
            scaled = rest * scale
            before, height = height, float(rest @ scaled)
            way = scaled + (height / before) * way
        raise NoStep
