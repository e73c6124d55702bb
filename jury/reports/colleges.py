"""Colleges: what each college of the jury says on its own, beside the score that counts."""

from typing import Any

from jury.calls.colleges import name as college_name
from jury.reports.content import Content, Line
from jury.reports.paper import USUAL, Paper


def sizes(content: Content) -> list[dict[str, Any]]:
    """Return each college's name, jurors, weight and agreement, and whether it has numbers."""
    return [
        {
            "name": college_name(name),
            "jurors": own["size"],
            "weight": own["weight"],
            "alpha": None if own["problem"] else own["agreement"]["alpha_interval"],
            "stands": not own["problem"],
        }
        for name, own in content.result.get("colleges", {}).items()
    ]


def tables(content: Content, paper: Paper = USUAL) -> list[dict[str, Any]]:
    """Return the score and place of each proposal by each college, in tables that fit a page."""
    colleges = content.result.get("colleges", {})
    own = {
        name: {each["id"]: each for each in found["proposals"]}
        for name, found in colleges.items()
        if not found["problem"]
    }
    names = list(own)
    return [
        {
            "names": [college_name(name) for name in some],
            "rows": [_row(line, [own[name] for name in some]) for line in content.lines],
        }
        for some in (
            names[first : first + paper.colleges] for first in range(0, len(names), paper.colleges)
        )
    ]


def _row(line: Line, own: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "label": line.label,
        "score": line.numbers["calibrated"],
        "each": [(found[line.id]["calibrated"], found[line.id]["place"]) for found in own],
    }
