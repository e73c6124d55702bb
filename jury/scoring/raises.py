"""Raises: at which endowments a jury runs Equal Shares, one after the other, and what counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_AHEAD = 16  # runs that are begun before it is known that they count


@dataclass(frozen=True, eq=False)
class Ran:
    """What one run bought, (p,), for how much, and what each vote lacked for each of the others.

    ``lacks`` is (p,) in cents, infinite for what is bought or supported by nobody.
    """

    basket: NDArray[np.bool_]
    spent: int
    lacks: NDArray[np.float64]


class Raises:
    """The endowments of one jury: ``due`` is the next whose run counts, None at the end.

    Each raise is the smallest with which one more proposal could be paid. While the basket
    stays, what votes lack changes in proportion to the endowment, so the next raises can be
    foretold, and run side by side. A run counts only when its endowment has become due: a
    forecast can be wasted, and never wrong.
    """

    def __init__(self, endowment: float, budget: int) -> None:
        self.due: float | None = endowment
        self.budget = budget
        self.basket: NDArray[np.bool_] | None = None  # of the last run within the budget
        self.same = 0  # runs in a row that bought the same as the one before
        self.slope: NDArray[np.float64] | None = None
        self.last: tuple[float, NDArray[np.float64]] | None = None
        self.ahead: dict[float, Ran] = {}

    def note(self, endowment: float, ran: Ran) -> None:
        """Take in what a run at ``endowment`` bought, and settle all that is due."""
        self.ahead[endowment] = ran
        while self.due is not None and self.due in self.ahead:
            self._settle(self.due, self.ahead.pop(self.due))

    def _settle(self, endowment: float, ran: Ran) -> None:
        self.due = None
        if ran.spent > self.budget:
            return
        stays = self.basket is not None and bool((self.basket == ran.basket).all())
        self.same = self.same + 1 if stays else 0
        if self.last is not None and stays:
            open_ = np.isfinite(ran.lacks)
            change = np.where(open_, ran.lacks, 0.0) - np.where(open_, self.last[1], 0.0)
            self.slope = change / (endowment - self.last[0])
        self.basket, self.last = ran.basket, (endowment, ran.lacks)
        step = _raise(ran.lacks)
        if np.isfinite(step):
            self.due = endowment + step

    def foretold(self, most: int) -> list[float]:
        """Return the endowment that is due, and up to ``most`` that should follow it."""
        if self.due is None:
            return []
        found = [self.due]
        if self.same and self.slope is not None and self.last is not None:
            begin, lacks = self.last
            for _ in range(min(self.same, most, MOST_AHEAD)):
                found.append(found[-1] + _raise(lacks + self.slope * (found[-1] - begin)))
        return found


def _raise(lacks: NDArray[np.float64]) -> float:
    """Return by how many whole cents to raise the endowment; infinite at the end."""
    return float(max(np.ceil(lacks.min() - 1e-6), 1.0))
