"""Slopes: each proposal's place before the meetings, joined to its place after them."""

from collections.abc import Sequence
from typing import Any

WIDTH = 360.0
TOP = 34.0  # of the first place
PITCH = 18.0  # from one place to the next, where there is room
TALLEST = 540.0  # of all places together: what fits a page
LINE_HEIGHT = 13.0  # of a name
MOST_NAMED = 40  # among more proposals only those that moved furthest have a name
FAR = 2  # places


def slopes(
    proposals: Sequence[tuple[str, float, float]],
    tallest: float = TALLEST,
    most_named: int = MOST_NAMED,
) -> dict[str, Any]:
    """Return the proposals from the first place to the last one, as lines between two scales.

    ``proposals`` holds (label, place before, place after). Proposals that share a place share a
    dot; their names stand apart under each other, each with a thin line to its dot. The places
    are at most ``tallest`` together, and ``most_named`` proposals have a name.
    """
    ordered = sorted(proposals, key=lambda each: (each[2], each[1], each[0]))
    last = max([2.0, *(place for _label, *both in ordered for place in both)])
    pitch = min(PITCH, tallest / last)
    rows = [_row(label, before, after, pitch) for label, before, after in ordered]
    named = sorted(rows, key=lambda row: -abs(row["after"] - row["before"]))[:most_named]
    named.sort(key=lambda row: (row["after"], row["before"], row["label"]))
    end = TOP + max(pitch * (last - 1), LINE_HEIGHT * (len(named) - 1))
    names = apart([float(row["y2"]) for row in named], LINE_HEIGHT, (TOP, end))
    for row, name_y in zip(named, names, strict=True):
        row["name_y"] = round(name_y, 1)
    return {
        "rows": rows,
        "radius": round(min(5.0, 0.42 * pitch), 1),
        "width": WIDTH,
        "height": round(end + 12, 1),
        "some_unnamed": len(named) < len(rows),
    }


def _row(label: str, before: float, after: float, pitch: float) -> dict[str, Any]:
    """Return one proposal without the place of its name."""
    return {
        "label": label,
        "before": before,
        "after": after,
        "y1": round(TOP + pitch * (before - 1), 1),
        "y2": round(TOP + pitch * (after - 1), 1),
        "name_y": None,
        "far": abs(after - before) >= FAR,
    }


def apart(wanted: Sequence[float], gap: float, ends: tuple[float, float]) -> list[float]:
    """Return heights as near as can be to the ``wanted`` ones, in the same order, ``gap`` apart.

    ``wanted`` rises; all stay between the ``ends``, which have room for them. The sum of squared
    distances is the smallest possible: who crowds each other is pooled round the middle.

    >>> apart([0.0, 10.0, 10.0, 10.0, 30.0], gap=4, ends=(0, 30))
    [0.0, 6.0, 10.0, 14.0, 30.0]
    """
    pools: list[tuple[float, int]] = []  # middle without the gaps, members
    for i, height in enumerate(wanted):
        middle, members = height - i * gap, 1
        while pools and pools[-1][0] > middle:
            other, others = pools.pop()
            middle = (other * others + middle * members) / (others + members)
            members += others
        pools.append((middle, members))
    lowest, highest = ends[0], ends[1] - gap * (len(wanted) - 1)
    free = [middle for middle, members in pools for _ in range(members)]
    return [min(max(height, lowest), highest) + i * gap for i, height in enumerate(free)]
