"""Residual quotas: what the free seats must still bring, and the least that has to give way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sortition.instance import InfeasibleQuotas, Instance, Quota, SearchStopped, build
from sortition.program import INFINITY, Program
from sortition.shapes import Record
from sortition.wording import counted


def may_sit_with(person: Mapping[str, object], seated: Sequence[Mapping[str, object]]) -> bool:
    """Tell whether a person may join those who sit: nobody of the same household does.

    People whose ``household`` is not known share it with nobody.

    >>> may_sit_with({"household": 4}, [{"household": 3}, {}]), may_sit_with({}, [{}])
    (True, True)
    >>> may_sit_with({"household": 3}, [{"household": 3}])
    False
    """
    household = person.get("household")
    return household is None or all(other.get("household") != household for other in seated)


def residual(quotas: Sequence[Quota], seated: Sequence[Record]) -> list[Quota]:
    """Return what each quota asks of the free seats, given the people who sit already."""
    left = []
    for quota in quotas:
        there = sum(person["answers"][quota.category] == quota.value for person in seated)
        least, most = max(0, quota.minimum - there), max(0, quota.maximum - there)
        left.append(Quota(quota.category, quota.value, least, most))
    return left


def remaining_instance(quotas: Sequence[Quota], people: Sequence[Record], seats: int) -> Instance:
    """Return the pool of these people for the free seats.

    Where the people have numbers of households, no two of those drawn may share one.
    Raises InfeasibleQuotas if there are fewer people, or households, than seats.
    """
    homes = [str(person["household"]) for person in people if "household" in person]
    most = len(set(homes)) + len(people) - len(homes)
    if most < seats:
        within = f" in {counted(most, 'household', 'households')}" if homes else ""
        people_left = counted(len(people), "person", "people")
        raise InfeasibleQuotas(
            f"{counted(seats, 'seat is', 'seats are')} free and {people_left}{within} "
            f"{'is' if len(people) == 1 else 'are'} left who could be drawn. Invite more "
            "people, or go on with fewer jurors."
        )
    pool = [(person["id"], person["answers"]) for person in people]
    known = [str(person.get("household", "")) for person in people]
    return build(quotas, pool, seats, known if homes else None)


def relaxed(instance: Instance) -> tuple[Instance, NDArray[np.int64], NDArray[np.int64]]:
    """Return the instance with its quotas loosened as little as possible, and by how much.

    Two of a household never sit together, whatever gives way. The fewest seats in all give
    way: minima lowered plus maxima raised. Of all ways to do that with as few, the one is
    taken that spares the first minimum most, then the first maximum, then the second
    minimum, and so on in the order of the quotas. So the answer is one and the same on
    every computer.

    Returns
    -------
    Instance
        Some panel meets all of its quotas.
    lowered, raised : (q,) int
        Seats by which each minimum and each maximum gave way; all 0 if a panel exists.
    """
    program = _Slack(instance)
    total = program.least(np.ones(program.width))
    given = np.zeros(program.width, dtype=np.int64)
    if total:
        program.hold_total(total)
        for j in range(program.width):
            given[j] = program.least(np.arange(program.width) == j)
            program.hold(j, int(given[j]))
    lowered, raised = given[0::2], given[1::2]
    quotas = tuple(
        replace(quota, minimum=quota.minimum - int(down), maximum=quota.maximum + int(up))
        for quota, down, up in zip(instance.quotas, lowered, raised, strict=True)
    )
    loosened = replace(
        instance, quotas=quotas, lower=instance.lower - lowered, upper=instance.upper + raised
    )
    return loosened, lowered, raised


class _Slack:
    """Panels that may miss quotas, at a cost: one variable a minimum and one a maximum."""

    def __init__(self, instance: Instance) -> None:
        kinds, quotas = instance.belongs.shape
        self.width, self._kinds, self._quotas = 2 * quotas, kinds, quotas
        slack = np.zeros((2 * quotas, 2 * quotas))
        minima, maxima = np.arange(quotas), np.arange(quotas) + quotas
        slack[minima, 2 * minima], slack[maxima, 2 * minima + 1] = 1, -1
        belongs = instance.belongs.T.astype(np.float64)
        rows = np.vstack([belongs, belongs])
        homes, most_homes = instance.limits.home_rows()
        matrix = np.block(
            [
                [np.ones((1, kinds)), np.zeros((1, self.width))],
                [rows, slack],
                [np.zeros((1, kinds)), np.ones((1, self.width))],
                [homes, np.zeros((len(homes), self.width))],
            ]
        )
        size = float(instance.size)
        below = [size, *instance.lower, *[-INFINITY] * quotas, 0, *[0] * len(homes)]
        above = [size, *[INFINITY] * quotas, *instance.upper, INFINITY, *most_homes]
        most = np.full(self.width, size)
        most[0::2] = instance.lower  # a minimum gives way down to 0
        self._program = Program(
            matrix,
            np.array(below, dtype=np.float64),
            np.array(above, dtype=np.float64),
            np.zeros(kinds + self.width),
            np.zeros(kinds + self.width),
            np.append(instance.counts, most).astype(np.float64),
            whole=True,
        )

    def least(self, weight: NDArray[np.float64] | NDArray[np.bool_]) -> int:
        """Return the smallest weighted sum of what gives way; raises SearchStopped if unknown."""
        self._program.price(np.append(np.zeros(self._kinds), weight).astype(np.float64))
        answer = self._program.solve()
        if answer is None or abs(answer.value - round(answer.value)) > 1e-6:
            raise SearchStopped(
                "The search for the quotas that must give way stopped without an answer. "
                "Nothing was drawn or decided."
            )
        return round(answer.value)

    def hold_total(self, total: int) -> None:
        """Let no more seats give way than these, in all."""
        last = 1 + 2 * self._quotas
        self._program.solver.changeRowBounds(last, 0, total)

    def hold(self, j: int, seats: int) -> None:
        """Fix one of the variables."""
        self._program.solver.changeColBounds(self._kinds + j, seats, seats)
