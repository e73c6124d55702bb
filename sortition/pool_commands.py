"""Commands of the pool: its files, and what everyone's chance is."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sortition import terminal
from sortition.exclusion import excluded_people
from sortition.files import table, write_table
from sortition.instance import Instance
from sortition.leximin import Lottery
from sortition.objectives import fairest
from sortition.reading import read_instance


def pool_of(chosen: argparse.Namespace) -> Instance:
    """Return the instance of the files that were named; raises OSError if one cannot be opened."""
    for path in (chosen.categories, chosen.respondents):
        path.open("rb").close()
    return read_instance(
        chosen.categories, chosen.respondents, chosen.size, chosen.id, chosen.address
    )


def chances(chosen: argparse.Namespace) -> bool:
    """Compute everyone's chance in the fairest lottery, and write it as a table or a summary."""
    instance = pool_of(chosen)
    started = time.perf_counter()
    with terminal.progress() as progress:
        lottery = fairest(instance, chosen.objective, progress)
    seconds = time.perf_counter() - started
    rows = chance_table(instance, lottery)
    if chosen.out:
        write_table(chosen.out, rows)
    elif not chosen.json:
        sys.stdout.write(rows)
    found = summary(instance, lottery)
    if chosen.json:
        terminal.results({**found, "objective": chosen.objective, "seconds": round(seconds, 3)})
    terminal.say(
        [
            f"The smallest chance is {found['minimum']:.6f}; the average is "
            f"{instance.size / len(instance.ids):.6f}.",
        ]
    )
    terminal.say(one["because"] for one in found["excluded"])
    return True


def chance_table(instance: Instance, lottery: Lottery) -> str:
    """Return everyone's chance as CSV, in the order of the pool's file."""
    everyone = lottery.chances[instance.profile_of]
    rows = (
        (row + 1, identifier, f"{chance:.9f}")
        for row, (identifier, chance) in enumerate(zip(instance.ids, everyone, strict=True))
    )
    return table(("row", "id", "chance"), rows)


def summary(instance: Instance, lottery: Lottery) -> dict[str, Any]:
    """Return the figures of a lottery; those of chances count everyone who is on some panel."""
    possible = ~lottery.excluded[instance.profile_of]
    everyone = lottery.chances[instance.profile_of][possible]
    proof = lottery.certificate
    return {
        "size": instance.size,
        "pool": len(instance.ids),
        "minimum": float(everyone.min()),
        "gini": gini(everyone),
        "geometric_mean": float(np.exp(np.log(everyone).mean())),
        "certificate": {
            "route": proof.route,
            "upper_bound": float(proof.upper_bound),
            "gap": float(proof.gap),
        },
        "panels": int((lottery.share > 0).sum()),
        "excluded": excluded_people(instance, lottery.excluded),
    }


def gini(chances: NDArray[np.float64]) -> float:
    """Return the Gini coefficient of some chances: 0 if all are equal.

    >>> gini(np.array([0.2, 0.2])), gini(np.array([0.0, 1.0]))
    (0.0, 0.5)
    """
    ordered = np.sort(chances)
    n = len(ordered)
    rank = np.arange(1, n + 1)
    return float(((2 * rank - n - 1) @ ordered) / (n * ordered.sum()))
