"""Accounts: who paid what under Equal Shares, to the last part of a cent, and what was missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .equal_shares import Run
from .purses import Purses


@dataclass(frozen=True)
class Purchase:
    """A proposal that its supporters paid. Juror j gave ``paid[j] / parts`` cents.

    Each gave ``rate`` times what the proposal is worth to them, or all they still held;
    ``gave_all`` counts the latter. ``tied`` could be had at the same rate, so that the rule for
    ties decided.
    """

    proposal: int
    rate: Fraction  # cents for each unit of worth
    paid: tuple[int, ...]
    parts: int
    gave_all: int
    tied: tuple[int, ...]

    @property
    def payers(self) -> int:
        """How many jurors gave something."""
        return sum(amount > 0 for amount in self.paid)

    def payment(self, juror: int) -> Fraction:
        """Return what ``juror`` gave, in cents."""
        return Fraction(self.paid[juror], self.parts)


@dataclass(frozen=True)
class Shortfall:
    """A proposal that was not paid: how many jurors it is worth something to, what they had."""

    proposal: int
    supporters: int
    held: Fraction  # cents that the supporters still hold together
    missing: Fraction  # cents; the cost is ``held + missing``


@dataclass(frozen=True)
class Accounts:
    """All purchases of a run in order, and why each other proposal was not bought."""

    purchases: list[Purchase]
    shortfalls: list[Shortfall]
    left: list[Fraction]  # cents that each juror holds in the end


def settle(worth: NDArray[np.int64], cost: Sequence[int], run: Run) -> Accounts:
    """Return the exact accounts of ``run``, which decided the order of the purchases.

    ``worth`` is (n, p), ``cost`` (p,) as they were given to ``equal_shares.run``. The payments
    for each proposal add up to its cost exactly and nobody pays more than they hold.

    >>> from .equal_shares import run
    >>> worth, cost = np.array([[3, 0], [1, 1]]), [200, 250]
    >>> accounts = settle(worth, cost, run(worth, cost, Fraction(170), [0, 1]))
    >>> accounts.purchases[0].payment(0), accounts.purchases[0].payment(1)
    (Fraction(150, 1), Fraction(50, 1))
    >>> accounts.shortfalls[0].held, accounts.shortfalls[0].missing
    (Fraction(120, 1), Fraction(130, 1))
    """
    purses, purchases = Purses(len(worth), run.endowment), []
    for i, tied in zip(run.funded, run.tied, strict=True):
        rate = purses.rate(worth[:, i], cost[i])
        assert rate is not None
        cents, gave_all = purses.cents(rate), int(rate.gives_all.sum())
        paid, parts = purses.pay(worth[:, i], rate)
        purchases.append(Purchase(i, cents, tuple(paid), parts, gave_all, tied))
    left = [Fraction(held, purses.parts) for held in purses.held]
    funded = set(run.funded)
    short = [
        _shortfall(i, worth[:, i], each, purses) for i, each in enumerate(cost) if i not in funded
    ]
    return Accounts(purchases, short, left)


def _shortfall(i: int, worth: NDArray[np.int64], cost: int, purses: Purses) -> Shortfall:
    supports = worth > 0
    held = Fraction(int(purses.held[supports].sum()), purses.parts)
    return Shortfall(i, int(supports.sum()), held, cost - held)
