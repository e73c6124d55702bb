"""Variants: whom other ways of counting would fund, to show whose fate depends on the method."""

from typing import Any

from flask_babel import gettext as _

from jury.reports.content import Content, Line
from jury.reports.figures import row_label

WAYS = ("calibrated", "mean", "median", "trimmed_mean")


def names() -> dict[str, str]:
    """Return the ways of counting in words."""
    return {
        "calibrated": _("Jury’s score"),
        "mean": _("Plain average"),
        "median": _("Middle score"),
        "trimmed_mean": _("Average without the ends"),
    }


def funded(lines: tuple[Line, ...], budget: int, way: str) -> set[str]:
    """Return the ids funded when the budget is spent from the top of the order that ``way`` gives.

    A proposal that does not fit is skipped; at equal scores the cheaper one goes first.
    """
    order = sorted(lines, key=lambda line: (-line.numbers[way], line.asked, line.id))
    found, left = set(), budget
    for line in order:
        if line.asked <= left:
            found.add(line.id)
            left -= line.asked
    return found


def fates(content: Content) -> dict[str, Any]:
    """Return the ways of counting, and the proposals that some of them fund and others not."""
    ways = [way for way in WAYS if all(way in line.numbers for line in content.lines)]
    outcomes = {way: funded(content.lines, content.budget, way) for way in ways}
    outcomes["calibrated"] = {line.id for line in content.lines if line.numbers["funded"]}
    rows = [
        {"label": row_label(line), "funded": [line.id in outcomes[way] for way in ways]}
        for line in content.lines
        if len({line.id in outcomes[way] for way in ways}) > 1
    ]
    words = names()
    return {"ways": [words[way] for way in ways], "rows": rows}
