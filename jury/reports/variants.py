"""Variants: the proposals whose fate depends on the way of counting, as a report lists them."""

from typing import Any

from jury.reports.content import Content
from jury.scoring import ways


def fates(content: Content) -> dict[str, Any]:
    """Return the ways of counting, and the proposals that some of them fund and others not."""
    found = ways.fates(content.result)
    rows = [
        {"label": line.label, "funded": line.numbers["funded"]} | found["rows"][line.id]
        for line in content.lines
        if line.id in found["rows"]
    ]
    return found | {"rows": rows}
