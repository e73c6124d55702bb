"""Optimality: dual prices that prove, by arithmetic alone, that no lottery is fairer."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sortition.certificate import Level, bound_by_prices
from sortition.gaps import measured
from sortition.instance import Instance
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.wording import counted

FAIRER = {
    "leximin": "",
    "maximin": " to whoever has the smallest chance",
    "nash": " by the product of all chances",
    "goldilocks": " by the largest and the smallest chance together",
}
UNIT = {
    "leximin": "the average chance",
    "maximin": "the average chance",
    "nash": "the geometric mean",
    "goldilocks": "the cost",
}
OPTIMAL = 2e-5  # gap, relative to k/n, up to which chances count as the fairest
EXACT = 1e-7  # distance up to which two bounds count as equal


def check_optimality(  # noqa: PLR0917  (what is checked, then where its verdict goes)
    pool: Instance,
    records: Sequence[Record],
    chances: NDArray[np.float64],
    objective: str,
    sentences: list[str],
    unchecked: list[str],
) -> None:
    """Check by the dual prices alone that no lottery is fairer; raises Differs if they fail.

    Parameters
    ----------
    records : levels of the proof, as the openings hold them
    chances : (T,) float
        Chance of one person of each profile.
    """
    levels = levels_of(records, pool)
    gap = _gap(pool, levels, chances, objective)
    by_prices = sum(len(level.quotas) > 0 for level in levels)
    claim = f"that no lottery is fairer{FAIRER[objective]}"
    known = f"the gap is {max(gap, 0):.1g} of {UNIT[objective]}."
    if by_prices:
        who = f"The dual prices of {by_prices} of {len(levels)} levels"
        sentences.append(f"{who} prove {claim}; {known}")
    else:
        sentences.append(f"The levels of the proof fit the chances; as they stand, {known}")
    if left := len(levels) - by_prices:
        unchecked.append(
            f"{counted(left, 'level was', 'levels were')} proved by an integer program: "
            "checking this takes a solver."
        )


def _gap(
    pool: Instance, levels: Sequence[Level], chances: NDArray[np.float64], objective: str
) -> float:
    """Return the gap that the levels leave; raises Differs if they prove less than they claim."""
    try:
        for number, level in enumerate(levels):
            proven = bound_by_prices(pool, level) if level.quotas else level.bound
            if proven > level.bound + EXACT * max(1.0, abs(level.bound)):
                raise Differs(f"The dual prices of level {number + 1} prove less than it claims.")
        _, gap = measured(objective, pool, levels, chances)
    except ValueError as problem:
        if isinstance(problem, Differs):
            raise
        raise Differs(f"The dual prices prove nothing. {problem}") from None
    if not gap <= OPTIMAL:
        raise Differs(f"A fairer lottery may exist: the dual prices leave a gap of {gap:.2g}.")
    return gap


def levels_of(records: Sequence[Record], pool: Instance) -> list[Level]:
    """Return the levels with their numbers read back; raises Differs if one cannot be."""
    levels, kinds, quotas = [], len(pool.profiles), len(pool.quotas)
    for number, record in enumerate(records):
        name = f"Level {number + 1}"
        if len(record["prices"]) != kinds or len(record["quotas"]) not in {0, quotas}:
            raise Differs(f"{name} of the openings does not have one price a profile and quota.")
        homes = record.get("households", [])
        if len(homes) != (pool.limits.kinds if record["quotas"] else 0):
            raise Differs(f"{name} of the openings does not have one price a kind of household.")
        if any(t >= kinds for t in record["settled"]):
            raise Differs(f"{name} of the openings settles a profile that does not exist.")
        levels.append(
            Level(
                value=_number(name, record["value"]),
                settled=tuple(record["settled"]),
                prices=tuple(_number(name, price) for price in record["prices"]),
                bound=_number(name, record["bound"]),
                seats=_number(name, record["seats"]),
                quotas=tuple(_number(name, price) for price in record["quotas"]),
                households=tuple(_number(name, price) for price in homes),
            )
        )
    return levels


def _number(name: str, written: str) -> float:
    """Return the number in a text; raises Differs if there is none, or an endless one."""
    try:
        number = float(written)
    except ValueError:
        number = math.inf
    if not abs(number) < 1e100:
        raise Differs(f"{name} of the openings holds “{written[:40]}”, which is no number.")
    return number
