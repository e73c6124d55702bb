"""Report tables: the figures of a draw under each other, for its account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Row = tuple[str, ...]

BEST = {  # objective -> the figure that is proved
    "leximin": "Upper bound on the lowest chance",
    "maximin": "Upper bound on the lowest chance",
    "nash": "Upper bound on the geometric mean of the chances",
    "goldilocks": "Lower bound on the cost of the lowest and the highest chance",
}
GAP = {  # objective -> what the gap is a share of
    "leximin": "Gap, relative to seats / pool",
    "maximin": "Gap, relative to seats / pool",
    "nash": "Gap, relative to the geometric mean",
    "goldilocks": "Gap, relative to the cost",
}


@dataclass(frozen=True)
class Table:
    """A caption, the names of the columns, and the rows; the first cell names its row."""

    caption: str
    header: Row
    rows: tuple[Row, ...]
    words: int = 1  # columns that hold words and not numbers


def percent(chance: float) -> str:
    """Return a chance as people read it, its parts kept on one line.

    >>> percent(0.1) == "10.0\\u00a0%", percent(0.00271) == "0.271\\u00a0%"
    (True, True)
    """
    return f"{100 * chance:{'.1f' if chance >= 0.01 else '.3g'}}\u00a0%"


def listed(numbers: Sequence[int]) -> str:
    """Return whole numbers as people read them.

    >>> listed([3]), listed([3, 9, 11]), listed([])
    ('3', '3, 9 and 11', 'none')
    """
    if not numbers:
        return "none"
    *most, last = map(str, numbers)
    return f"{', '.join(most)} and {last}" if most else last


def bands(facts: dict[str, Any]) -> Table:
    """Return how many people have which chance."""
    rows = tuple((band["chance"], str(band["people"])) for band in facts["chances"]["bands"])
    return Table("How many people have which chance", ("Chance", "People"), rows)


def groups(facts: dict[str, Any]) -> Table:
    """Return the quotas as anybody reads them: the pool, the seats asked for, the seats drawn."""
    rows = [
        (
            f"{quota['category']}: {quota['value']}",
            str(quota["pool"]),
            f"{quota['minimum']} to {quota['maximum']}",
            *([] if quota["drawn"] is None else [str(quota["drawn"])]),
        )
        for quota in facts["quotas"]
    ]
    header = ("Group", "In the pool", "Seats asked for", "Seats drawn")
    return Table("The panel beside its quotas", header[: len(rows[0])], tuple(rows))


def seats(facts: dict[str, Any]) -> Table:
    """Return the quotas with the people, the bounds and the seats expected and drawn."""
    rows = tuple(
        (
            f"{quota['category']}: {quota['value']}",
            str(quota["pool"]),
            str(quota["minimum"]),
            str(quota["maximum"]),
            f"{quota['expected']:.3f}",
            "-" if quota["drawn"] is None else str(quota["drawn"]),
        )
        for quota in facts["quotas"]
    )
    header = ("Quota", "Pool", "Minimum", "Maximum", "Expected", "Drawn")
    return Table("People and seats of each quota", header, rows)


def figures(facts: dict[str, Any]) -> Table:
    """Return the figures of the lottery and of its proof."""
    chances, proof = facts["chances"], facts["proof"]
    rows = (
        ("Pool, seats, alternates", f"{facts['pool']}, {facts['seats']}, {facts['alternates']}"),
        ("Objective", facts["objective"]),
        ("Route of the proof", proof["route"]),
        ("Panels in the lottery", str(proof["panels"])),
        ("Levels of the proof", str(proof["levels"])),
        (GAP[facts["objective"]], f"{proof['gap']:.2g}"),
        ("Lowest chance", f"{chances['lowest']:.9f}"),
        (BEST[facts["objective"]], f"{proof['upper_bound']:.9f}"),
        ("Average chance", f"{chances['average']:.9f}"),
        ("Highest chance", f"{chances['highest']:.9f}"),
        ("People on no panel", str(chances["on_no_panel"])),
        ("Tickets m", str(facts["tickets"])),
        ("Largest deviation of a person, in tickets", f"{facts['deviation']:.3f}"),
        ("No tickets have a smaller one than", f"{facts['deviation_bound']:.3f}"),
        ("Largest deviation of a chance", f"{facts['deviation'] / facts['tickets']:.6f}"),
    )
    return Table("Figures of the lottery", ("Figure", "Value"), rows)


def record(facts: dict[str, Any]) -> Table:
    """Return the digests, public values and versions."""
    drawn, versions = facts["draw"] or {}, facts["versions"]
    rows = [
        ("Number of the freeze", str(facts["number"])),
        ("Digest of the lottery", facts["digest"]),
        ("First public value", facts["mix"] or "none was given"),
        ("Announced source of the public value", facts["source"] or "none was given"),
    ]
    rows += [(name.capitalize(), str(value)) for name, value in drawn.items()]
    rows += [
        ("Format of the record", versions["format"]),
        ("This report", f"Python {versions['python']}, NumPy {versions['numpy']}"),
    ]
    return Table("Digests, values and versions", ("Item", "Value"), tuple(rows), words=2)


def replacement(step: dict[str, Any]) -> Table:
    """Return the figures of one replacement, as the public record has them."""
    rows = (
        ("Left the panel, by place before", listed(step["left"])),
        ("Others who could no longer be drawn", str(step["others_gone"])),
        ("Alternates promoted, by number", listed(step["promoted"])),
        ("Drawn, by place on the new panel", listed(step["drawn"])),
        ("Seats by which quotas gave way", str(step["relaxed"])),
        ("Digest of what was announced", step["digest"]),
        ("Public value", step["value"]),
        ("Seed", step["seed"]),
        ("Ticket, of 10^12", str(step["ticket"])),
        ("Outcome", step["outcome"]),
    )
    return Table(f"Figures of replacement {step['number']}", ("Item", "Value"), rows, words=2)
