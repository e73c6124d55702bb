"""Command bias: the pool beside the population, and the panel beside both."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from sortition import terminal
from sortition.bias import Bias, Gap, Group, compare, middle_of
from sortition.feasibility import check
from sortition.leximin import leximin
from sortition.pool_commands import pool_of
from sortition.population import read_population

MIDDLE = (
    "No population was given (--population), so the middle of each quota stands for it: "
    "these figures then say what the quotas aim at, not what the population is."
)
DEFINITION = (
    "The representation gap is the share of people who would have to be of another group for "
    "a category to match the population (index of dissimilarity, Duncan and Duncan 1955), "
    "here the mean of all categories."
)
INTERVAL = (
    "The interval is that of the difference at 95 %, for one group at a time (Wilson 1927); "
    "where it does not hold 0, chance alone does not explain the difference."
)
NO_PANEL = "No panel meets these quotas yet, so nothing is said of panels. See “sortition check”."
HEADER = (
    "category", "value", "people", "pool %", "population %", "difference", "95 % interval",
    "missing", "self-selected", "drawn",
)  # fmt: skip


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument(
        "--population",
        metavar="FILE",
        type=Path,
        help="shares of the population: category,value,share or category,value,count",
    )
    parser.set_defaults(act=bias)


def bias(chosen: argparse.Namespace) -> bool:
    """Say who is missing in the pool, by how much, and what the draw gives instead."""
    if chosen.population:
        chosen.population.open("rb").close()
    instance = pool_of(chosen)
    population = (
        read_population(chosen.population, instance.quotas)
        if chosen.population
        else middle_of(instance.quotas)
    )
    lottery = None
    if check(instance).feasible:
        with terminal.progress() as progress:
            lottery = leximin(instance, progress)
    found = compare(instance, population, lottery)
    if chosen.json:
        terminal.results(as_json(found, len(instance.ids), instance.size, chosen.population))
    else:
        lines = terminal.aligned(HEADER, [_row(group) for group in found.groups])
        sys.stdout.write("\n".join([*lines, "\n"]))
    terminal.say(sentences(found, chosen.population is not None))
    return True


def sentences(found: Bias, given: bool) -> list[str]:
    """Return what the figures say and how they are defined."""
    mean = found.mean
    told = [] if given else [MIDDLE]
    told += [
        f"The representation gap of the pool is {_percent(mean.pool)}; a pool drawn at random "
        f"would have {_percent(mean.chance)} on average.",
        f"A panel that is drawn from this pool without quotas has {_percent(mean.plain)} "
        "on average.",
        NO_PANEL
        if mean.panel is None
        else f"The panels of the lottery have {_percent(mean.panel)} on average.",
        DEFINITION,
        INTERVAL,
    ]
    return told


def as_json(found: Bias, pool: int, size: int, given: object) -> dict[str, object]:
    """Return the comparison in the types of JSON."""
    return {
        "pool": pool,
        "size": size,
        "target": "population" if given else "middle of quotas",
        "groups": [
            {**dataclasses.asdict(group), "difference": group.difference} for group in found.groups
        ],
        "categories": [dataclasses.asdict(gap) for gap in found.gaps],
        "representation_gap": _mean(found.mean),
        "definition": DEFINITION,
        "interval": INTERVAL,
    }


def _mean(gap: Gap) -> dict[str, float | None]:
    return {"pool": gap.pool, "chance": gap.chance, "plain": gap.plain, "panel": gap.panel}


def _row(group: Group) -> tuple[str, ...]:
    low, high = (f"{100 * end:+.1f}" for end in group.interval)
    return (
        group.category,
        group.value,
        str(group.people),
        f"{100 * group.pool:.1f}",
        f"{100 * group.population:.1f}",
        f"{100 * group.difference:+.1f}",
        f"{low} to {high}",
        "always" if group.missing is None else str(group.missing),
        f"{group.self_selected:.1f}",
        "" if group.drawn is None else f"{group.drawn:.1f}",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
