"""Command check: whether a panel exists, what stands in the way, and what a place would gain."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from sortition import terminal
from sortition.address_report import report
from sortition.exclusion import excluded_people, on_no_panel
from sortition.feasibility import Feasibility
from sortition.feasibility import check as check_feasibility
from sortition.files import write_table
from sortition.instance import Instance
from sortition.leximin import leximin
from sortition.loosening import Loosening, relaxed_table, smallest_loosening
from sortition.pool_commands import pool_of
from sortition.price import PriceList, price_list
from sortition.reading import read_addresses
from sortition.wording import counted

NO_REMEDY = (
    "No change of the quotas inside their flexible bounds lets a panel exist. "
    "Widen “min_flex” and “max_flex”, lower the seats or wait for more people."
)
PRICED = (
    "What one place would gain, by the fairest lottery under the changed quotas:",
    "No quota alone would raise the lowest chance if it gave way by one place.",
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument(
        "--relaxed", metavar="FILE", type=Path, help="write the quotas, loosened the least, as CSV"
    )
    parser.add_argument(
        "--prices", action="store_true", help="say what one more place for a quota would gain"
    )
    parser.set_defaults(act=check)


def check(chosen: argparse.Namespace) -> bool:
    """Say whether any panel meets the quotas; if none does, why and what would help."""
    instance = pool_of(chosen)
    found = check_feasibility(instance)
    if not chosen.json:
        sys.stdout.write(summary(instance))
    possible = f"A panel of {instance.size} that meets every quota exists."
    terminal.say([possible] if found.feasible else found.sentences)
    more = _of_a_possible(chosen, instance) if found.feasible else {}
    if chosen.address:
        more["addresses"] = _addresses(chosen, instance)
    loosening = smallest_loosening(instance)
    if not found.feasible:
        terminal.say(remedies(loosening))
    if chosen.relaxed and loosening:
        write_table(chosen.relaxed, relaxed_table(loosening.quotas))
    if chosen.json:
        terminal.results({**_as_json(instance, found, loosening), **more})
    return found.feasible


def _of_a_possible(chosen: argparse.Namespace, instance: Instance) -> dict[str, Any]:
    """Say who is on no panel and, if asked, what each place would gain; return both."""
    excluded = excluded_people(instance, on_no_panel(instance))
    terminal.say(one["because"] for one in excluded)
    if not chosen.prices:
        return {"excluded": excluded}
    with terminal.progress() as progress:
        prices = price_list(instance, leximin(instance, progress), progress)
    terminal.say(price_sentences(prices))
    return {
        "excluded": excluded,
        "prices": [price.as_json() for price in prices.prices],
        "untried": prices.untried,
    }


def _addresses(chosen: argparse.Namespace, instance: Instance) -> dict[str, object]:
    """Say who shares an address and which addresses a person should compare; return the same."""
    cells = read_addresses(chosen.respondents, chosen.address)
    told = report(instance.ids, cells)
    terminal.say(told.sentences)
    return told.as_json()


def remedies(loosening: Loosening | None) -> list[str]:
    """Return in sentences what would let a panel exist."""
    if loosening is None:
        return [NO_REMEDY]
    changes = [f"  {number}. {change}" for number, change in enumerate(loosening.changes, 1)]
    weight = f"{loosening.weight:.3g}"
    return [f"The smallest change that lets a panel exist (weight {weight}):", *changes]


def price_sentences(prices: PriceList) -> list[str]:
    """Return the price list in sentences, the greatest gain first."""
    if not prices.prices:
        return [PRICED[1]]
    sentences = [PRICED[0], *(f"  {n}. {price}" for n, price in enumerate(prices.prices, 1))]
    if prices.untried:
        sentences.append(f"{prices.untried} other changes promise no more and were not computed.")
    return sentences


def summary(instance: Instance) -> str:
    """Return the pool, the seats and each quota with its people, as a table to read."""
    people = (instance.counts @ instance.belongs).tolist()
    rows = [
        (quota.category, quota.value, str(there), str(quota.minimum), str(quota.maximum))
        for quota, there in zip(instance.quotas, people, strict=True)
    ]
    lines = [f"Pool: {counted(len(instance.ids), 'person', 'people')}. Seats: {instance.size}.", ""]
    return "\n".join(
        [*lines, *terminal.aligned(("category", "value", "people", "min", "max"), rows), "\n"]
    )


def _as_json(
    instance: Instance, found: Feasibility, loosening: Loosening | None
) -> dict[str, object]:
    people = (instance.counts @ instance.belongs).tolist()
    return {
        "size": instance.size,
        "pool": len(instance.ids),
        "feasible": found.feasible,
        "sentences": list(found.sentences),
        "quotas": [
            {
                "category": quota.category,
                "value": quota.value,
                "people": there,
                "minimum": quota.minimum,
                "maximum": quota.maximum,
            }
            for quota, there in zip(instance.quotas, people, strict=True)
        ],
        "conflict": [bound.as_json() for bound in found.conflict],
        "remedy": None if loosening is None else loosening.as_json(),
    }
