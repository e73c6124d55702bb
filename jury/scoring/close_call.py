"""Close call: which proposals are too close to the funding line to be told apart."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import allocation

FUNDED, LOTTERY, NOT_FUNDED = "funded", "lottery", "not_funded"
HALF_A_RANK = 0.5
CLOSE = (0.25, 0.75)
PURPOSE = "close-call"  # of the lot


def line_of(
    order: Sequence[int], funded: Sequence[int], expected_rank: NDArray[np.float64]
) -> float | None:
    """Return the funding line: the expected rank of the first proposal left unfunded.

    None when the budget pays for every proposal.
    """
    paid = set(funded)
    first = next((i for i in order if i not in paid), None)
    return None if first is None else float(expected_rank[first])


def groups(
    line: float,
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
) -> list[str]:
    """Return the group of each proposal by its rank: ``funded``, ``lottery`` or ``not_funded``.

    ``lower`` and ``upper`` are the 25 and 75 % quantiles of each rank (``ranks.quantiles``). A
    rank r covers the places from r - 1/2 to r + 1/2, so the interval runs from ``lower`` - 1/2
    to ``upper`` + 1/2; a proposal whose interval holds the line is too close to call.

    References
    ----------
    Heyard, Ott, Salanti and Egger, "Rethinking the Funding Line at the Swiss National Science
    Foundation: Bayesian Ranking and Lottery", Statistics and Public Policy 9, 2022.
    """
    better = upper + HALF_A_RANK < line
    close = ~better & (lower - HALF_A_RANK <= line)
    return [
        FUNDED if above else LOTTERY if near else NOT_FUNDED
        for above, near in zip(better, close, strict=True)
    ]


def uncertain(chance: NDArray[np.float64]) -> list[bool]:
    """Return which proposals are too close to call by their chance to be funded alone.

    Knapsack and Equal Shares have no line in an order; a chance from 25 to 75 % is too close.

    >>> uncertain(np.array([0.2, 0.25, 0.75, 1.0]))
    [False, True, True, False]
    """
    return [CLOSE[0] <= each <= CLOSE[1] for each in chance.tolist()]


def needs_lot(group: Sequence[str], cost: Sequence[int], budget: int) -> bool:
    """Tell whether a lot has something to decide.

    It has when what the better proposals leave pays for some of the close group, not for all.
    Proposals that ask nothing are funded in any order, so they do not count.
    """
    better = sum(each for each, name in zip(cost, group, strict=True) if name == FUNDED)
    close = [each for each, name in zip(cost, group, strict=True) if name == LOTTERY and each]
    return len(close) > 1 and min(close) <= budget - better < sum(close)


def drawn_order(
    order: Sequence[int], group: Sequence[str], ids: Sequence[str], value: str
) -> list[int]:
    """Return ``order`` with the close group drawn by lot: better ones, group as drawn, rest.

    ``value`` is the public value, announced before and known only after the scores close.
    """
    place = allocation.lot(ids, PURPOSE, value)
    rank = {FUNDED: 0, LOTTERY: 1, NOT_FUNDED: 2}
    given = {i: k for k, i in enumerate(order)}
    return sorted(
        order,
        key=lambda i: (rank[group[i]], place[i] if group[i] == LOTTERY else given[i]),
    )


def command(ids: Sequence[str], value: str) -> str:
    r"""Return a line for a shell that draws the lot again: it prints the ids in their order.

    It works out what ``allocation.lot`` does, with nothing of this program.

    >>> command(["9", "4"], "7,4,1").partition(";")[0]
    'for i in \'"4"\' \'"9"\''
    """
    given = json.dumps(["burgerjury/1", PURPOSE, value])[:-1]
    each = " ".join(shlex.quote(json.dumps(name)) for name in sorted(ids))
    key = f"printf '%s, %s]' {shlex.quote(given)} \"$i\" | sha256sum | cut -c1-64"
    return f'for i in {each}; do printf \'%s %s\\n\' "$({key})" "$i"; done | sort'
