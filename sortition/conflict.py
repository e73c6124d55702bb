"""Conflict: few quotas that no panel meets together, none of which can be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sortition.instance import Instance, Quota, SearchStopped
from sortition.program import INFINITY, Program

NODES = 2000  # branches for each question about a set of quotas
SOME = 1e-7  # price above which a bound plays a part in a conflict, and lack above which one is


@dataclass(frozen=True)
class Bound:
    """One side of a quota: its minimum or its maximum.

    >>> print(Bound(Quota("age", "young", 3, 4), "minimum"))
    “age: young” asks for at least 3
    """

    quota: Quota
    side: Literal["minimum", "maximum"]

    @property
    def seats(self) -> int:
        """The fewest or the most seats that it allows."""
        return self.quota.minimum if self.side == "minimum" else self.quota.maximum

    def __str__(self) -> str:
        wish = "asks for at least" if self.side == "minimum" else "allows at most"
        return f"{self.quota} {wish} {self.seats}"

    def as_json(self) -> dict[str, object]:
        """Return the bound in the types of JSON."""
        category, value = self.quota.category, self.quota.value
        return {"category": category, "value": value, "bound": self.side, "seats": self.seats}


def bounds_of(instance: Instance) -> list[Bound]:
    """Return the bounds that leave some panel out, in the order of the quotas."""
    found = []
    people = (instance.counts @ instance.belongs).tolist()
    for quota, there in zip(instance.quotas, people, strict=True):
        if quota.minimum > 0:
            found.append(Bound(quota, "minimum"))
        if quota.maximum < min(there, instance.size):
            found.append(Bound(quota, "maximum"))
    return found


def exists(
    instance: Instance,
    bounds: Sequence[Bound],
    *,
    seated: int | None = None,
    whole: bool = True,
    nodes: int | None = None,
) -> bool:
    """Return whether a panel of the instance's size meets these bounds, whatever the others.

    Households keep to one seat, as always. ``seated`` is a profile that must have a seat.
    Without ``whole``, panels may seat parts of people. Raises SearchStopped if neither a
    panel nor a proof was found, in ``nodes`` branches if given.
    """
    members, below, above = _rows(instance, bounds)
    counts, (homes, most) = instance.counts.astype(np.float64), instance.limits.home_rows()
    program = Program(
        np.vstack([np.ones(len(counts)), homes, members]),
        np.concatenate([[instance.size], np.zeros(len(most)), below]),
        np.concatenate([[instance.size], most, above]),
        np.zeros(len(counts)),
        _least(instance, seated),
        counts,
        whole=whole,
        nodes=nodes,
    )
    return program.solve() is not None


def irreducible(instance: Instance, seated: int | None = None) -> tuple[Bound, ...]:
    """Return bounds that no panel meets together, such that without any one of them one does.

    With ``seated``, they are the bounds that leave no panel with a seat for that profile.
    Empty if the pool alone is too small. A question that gives no answer in ``NODES``
    branches leaves its bound in.

    Raises ValueError if there is no conflict.

    Notes
    -----
    A linear program finds bounds whose prices prove the conflict; the delete filter then
    leaves out one bound after another, first asking for fractional panels and at the end
    for whole ones.

    References
    ----------
    Chinneck and Dravnieks, "Locating minimal infeasible constraint sets in linear
    programs", ORSA Journal on Computing 3, 1991.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool(town=(0, 1), village=(3, 4), young=(3, 3), old=(1, 1))
    >>> for bound in irreducible(pool):
    ...     print(bound)
    “age: old” allows at most 1
    “place: village” asks for at least 3
    """
    if exists(instance, bounds_of(instance), seated=seated):
        raise ValueError("These quotas are in no conflict: a panel exists.")
    return reduced(instance, seated)


def reduced(instance: Instance, seated: int | None = None) -> tuple[Bound, ...]:
    """Return what ``irreducible`` does, where it is known already that no panel exists."""
    bounds = bounds_of(instance)
    priced = _priced(instance, bounds, seated)
    if priced and not exists(instance, priced, seated=seated, whole=False):
        bounds = _filtered(instance, priced, seated, whole=False)
    return tuple(_filtered(instance, bounds, seated, whole=True))


def _filtered(
    instance: Instance, bounds: Sequence[Bound], seated: int | None, whole: bool
) -> list[Bound]:
    """Return the bounds without those that the conflict does not need."""
    kept = list(bounds)
    for bound in bounds:
        others = [other for other in kept if other is not bound]
        try:
            nodes = NODES if whole else None
            needed = exists(instance, others, seated=seated, whole=whole, nodes=nodes)
        except SearchStopped:
            needed = True
        kept = kept if needed else others
    return kept


def _priced(instance: Instance, bounds: Sequence[Bound], seated: int | None) -> list[Bound]:
    """Return the bounds that a fractional panel cannot but break, by the prices of a program.

    Minimise the lack of seats below the minima plus the excess above the maxima; empty
    where a fractional panel breaks none.
    """
    members, below, above = _rows(instance, bounds)
    counts, (homes, most) = instance.counts.astype(np.float64), instance.limits.home_rows()
    missed = np.diag(np.where(below > -INFINITY, 1.0, -1.0))
    seats = np.append(np.ones(len(counts)), np.zeros(len(bounds)))
    homes = np.hstack([homes, np.zeros((len(most), len(bounds)))])
    program = Program(
        np.vstack([seats, homes, np.hstack([members, missed])]),
        np.concatenate([[instance.size], np.zeros(len(most)), below]),
        np.concatenate([[instance.size], most, above]),
        1.0 - seats,
        np.append(_least(instance, seated), np.zeros(len(bounds))),
        np.append(counts, np.full(len(bounds), INFINITY)),
    )
    answer = program.solve()
    if answer is None or answer.value < SOME:
        return []
    prices = np.abs(answer.rows[1 + len(most) :]) > SOME
    return [bound for bound, price in zip(bounds, prices, strict=True) if price]


def _rows(
    instance: Instance, bounds: Sequence[Bound]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return whom each bound counts, (b, T), and the fewest and the most seats, (b,)."""
    place = {(quota.category, quota.value): j for j, quota in enumerate(instance.quotas)}
    columns = [place[bound.quota.category, bound.quota.value] for bound in bounds]
    lower = [bound.seats if bound.side == "minimum" else -INFINITY for bound in bounds]
    upper = [bound.seats if bound.side == "maximum" else INFINITY for bound in bounds]
    members = instance.belongs[:, columns].T.astype(np.float64)
    return members, np.array(lower, dtype=np.float64), np.array(upper, dtype=np.float64)


def _least(instance: Instance, seated: int | None) -> NDArray[np.float64]:
    least = np.zeros(len(instance.profiles))
    if seated is not None:
        least[seated] = 1.0
    return least
