"""Interior: the minimum of a sum of convex functions, one a variable, within linear limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.limits import Limits

Vector = NDArray[np.float64]
Curve = Callable[[Vector], tuple[Vector, Vector]]  # slope and curvature at a point

STEPS = 80
SHORT = 0.995  # part of the way to the nearest bound that a step goes
NEAR = 1e-15  # product of a distance and its price at which both count as settled
HALVINGS = 8
MISSED = 1e-8  # seats by which a limit may be missed


@dataclass(eq=False)
class _State:
    """Distances of variables and limits from their bounds, prices of limits and of bounds.

    Distances are kept and not the point itself, so that they stay exact where they are small.
    """

    down: Vector
    up: Vector
    y: Vector
    low: Vector
    high: Vector

    def after(self, step: _State, length: float) -> _State:
        """Return the state after part of a step."""
        pairs = zip(vars(self).values(), vars(step).values(), strict=True)
        return _State(*(old + length * change for old, change in pairs))


def minimise(limits: Limits, lower: Vector, upper: Vector, curve: Curve) -> tuple[Vector, Vector]:
    """Return the point, (T,), of least cost within the limits, and the prices of these, (q + h,).

    Parameters
    ----------
    limits : Limits
        Their bounds may be equal.
    lower, upper : (T,) float
        Bounds of each variable, ``lower < upper``; the answer is strictly between them.
    curve : function of a point, (T,), to the slope and the curvature of its cost, both (T,)

    Notes
    -----
    A primal-dual interior point method with a predictor (Mehrotra, SIAM Journal on
    Optimization 2, 1992). A positive price belongs to a lower bound of a limit.
    """
    return _Method(limits, lower, upper, curve).solve()


class _Method:
    def __init__(self, limits: Limits, lower: Vector, upper: Vector, curve: Curve) -> None:
        self.limits, self.curve = limits, curve
        self.free = limits.lower < limits.upper  # limits that are no equations
        self.below = np.append(lower, limits.lower[self.free]).astype(np.float64)
        self.width = np.append(upper, limits.upper[self.free]).astype(np.float64) - self.below
        self.size, self.equal = len(lower), limits.lower.astype(np.float64)

    def solve(self) -> tuple[Vector, Vector]:
        """Return the point and the prices of the limits once all products are next to nothing."""
        state = self._start()
        for _ in range(STEPS):
            products = np.append(state.low * state.down, state.high * state.up)
            if products.max() < NEAR and self._error(state) < MISSED:
                break
            trial = self._direction(state, 0.0, None)
            there = state.after(trial, self._length(state, trial))
            reached = float(there.low @ there.down + there.high @ there.up) / len(products)
            centre = float((reached / products.mean()) ** 3 * products.mean())
            step = self._direction(state, centre, trial)
            state = self._stepped(state, step)
        return self._point(state)[: self.size], state.y

    def _stepped(self, state: _State, step: _State) -> _State:
        """Return the state after as much of the step as does not make it worse."""
        length, before = self._length(state, step), self._error(state)
        for _ in range(HALVINGS):
            after = state.after(step, length)
            if self._error(after) < max(before, MISSED):
                break
            length /= 2
        return after

    def _error(self, state: _State) -> float:
        """Return the most that a limit is missed by, or that prices fail to balance a slope."""
        slope, _ = self.curve(self._point(state)[: self.size])
        unbalanced = self._pull(state, slope) - state.low + state.high
        return max(float(np.abs(self._lack(state)).max()), float(np.abs(unbalanced).max()))

    def _pull(self, state: _State, slope: Vector) -> Vector:
        return np.append(slope - self.limits.worth(state.y), state.y[self.free])

    def _start(self) -> _State:
        middle = self.below + self.width / 2
        seats = self.limits.seats(middle[: self.size])[self.free]
        wanted = np.append(middle[: self.size], seats) - self.below
        down = np.clip(wanted, self.width / 10, self.width * 0.9)
        slope, _ = self.curve((self.below + down)[: self.size])
        price = np.full(len(down), max(float(np.abs(slope).mean()), 1e-3))
        return _State(down, self.width - down, np.zeros(len(self.free)), price, price.copy())

    def _point(self, state: _State) -> Vector:
        return self.below + state.down

    def _lack(self, state: _State) -> Vector:
        """Return by how much the seats of each limit miss what they must be."""
        point, wanted = self._point(state), self.equal.copy()
        wanted[self.free] = point[self.size :]
        return np.asarray(self.limits.seats(point[: self.size]) - wanted)

    def _direction(self, state: _State, centre: float, trial: _State | None) -> _State:
        """Return the Newton step towards products of ``centre``, corrected by a trial step."""
        to_low = centre - state.low * state.down
        to_high = centre - state.high * state.up
        if trial is not None:
            to_low -= trial.low * trial.down
            to_high -= trial.high * trial.up
        slope, curvature = self.curve(self._point(state)[: self.size])
        bent = np.append(curvature, np.zeros(self.free.sum()))
        bent += state.low / state.down + state.high / state.up
        aim = (
            state.low
            - state.high
            - self._pull(state, slope)
            + to_low / state.down
            - to_high / state.up
        )
        x, y = self._solve(bent, aim, -self._lack(state))
        change = np.append(x, (aim[self.size :] - y[self.free]) / bent[self.size :])
        low = (to_low - state.low * change) / state.down
        high = (to_high + state.high * change) / state.up
        return _State(change, -change, y, low, high)

    def _solve(self, bent: Vector, aim: Vector, lack: Vector) -> tuple[Vector, Vector]:
        """Return dx, dy with bent dx - A' dy = aim and A dx - dr = lack, through the limits."""
        limits, q = self.limits, self.limits.quotas
        ease = 1 / bent[: self.size]
        right = lack - limits.seats(ease * aim[: self.size])
        own = np.zeros(len(self.free))
        own[self.free] = 1 / bent[self.size :]
        right[self.free] += own[self.free] * aim[self.size :]
        eased = limits.belongs * ease[:, None]
        single = limits.homes(ease) + own[q:]
        cross = np.zeros((limits.kinds + 1, q))
        np.add.at(cross, limits.kind, eased)
        cross = cross[: limits.kinds]
        normal = eased.T @ limits.belongs + np.diag(own[:q]) - (cross / single[:, None]).T @ cross
        aimed = right[:q] - cross.T @ (right[q:] / single)
        first = np.linalg.lstsq(normal, aimed, rcond=1e-14)[0]
        y = np.append(first, (right[q:] - cross @ first) / single)
        return ease * (aim[: self.size] + limits.worth(y)), y

    def _length(self, state: _State, step: _State) -> float:
        """Return how far a step can go before a bound or a price would be passed."""
        parts = ((state.down, step.down), (state.up, step.up))
        prices = ((state.low, step.low), (state.high, step.high))
        used = max(float((-change / now).max()) for now, change in parts + prices)
        return SHORT / used if used > SHORT else 1.0
