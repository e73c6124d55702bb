"""Account of replacements: who left, who came and by which value, as the public record tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from sortition.public_values import named
from sortition.shapes import Record
from sortition.succession import draw_of, steps_of


def replacements_of(record: Record) -> list[dict[str, Any]]:
    """Return the facts of each replacement in a verified record, the oldest first.

    People are places from 1: of jurors on the panel before ("left") or after ("drawn"), of
    alternates in their order ("promoted"). Nothing here needs the openings, and no composition
    is told: beside that of the panel before, it would tell the answers of who left.

    >>> from sortition.examples import small_draw
    >>> from sortition.record import replace, text_value
    >>> record, openings = small_draw()
    >>> after, _ = replace(record, openings, ["Ada"], text_value("snow"))
    >>> told = replacements_of(after)[0]
    >>> len(told["left"]), len(told["drawn"]), told["seats"], told["value"]
    (1, 1, 1, 'snow')
    """
    drawn = draw_of(record)
    return [
        {
            "number": step["number"],
            "left": _places(before["panel"], step["gone"]),
            "others_gone": len(set(step["gone"]) - set(before["panel"])),
            "promoted": _places(drawn["alternates"], step["promoted"]),
            "drawn": _places(step["panel"], step["drawn"]),
            "seats": step["seats"],
            "relaxed": step["relaxed"],
            "value": named(step["value"]),
            **{key: step[key] for key in ("digest", "seed", "ticket", "outcome")},
        }
        for before, step in pairwise([drawn, *steps_of(record)])
    ]


def _places(names: Sequence[str], some: Iterable[str]) -> list[int]:
    """Return the places, from 1, of those names that are among some."""
    wanted = set(some)
    return [place for place, name in enumerate(names, 1) if name in wanted]
