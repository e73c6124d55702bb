"""Bare: a report's content from nothing but `result.json`, for people who have only files."""

import json
from typing import Any

from jury.reports import advice, soundness
from jury.reports.content import Content, Line, Opinion, Said, cents

NEEDED = ("proposals", "allocation", "model", "agreement", "robustness", "inputs")
NEEDED_OF_A_PROPOSAL = (
    "id", "title", "cost", "n_scores", "rounds", "mean", "median", "calibrated", "calibrated_se",
    "interval_90", "expected_rank", "funded",
)  # fmt: skip


class NotAResult(ValueError):
    """The file is not a result; the message says what is missing."""


def read(data: bytes) -> Content:
    """Return the content of a report on the result in ``data``.

    Raises NotAResult with a sentence that says what is wrong.
    """
    try:
        result = json.loads(data)
    except ValueError as wrong:
        raise NotAResult("This file is not JSON. Give the file that “jury score” made.") from wrong
    _check(result)
    return of_result(result, data.decode())


def of_result(result: dict[str, Any], text: str) -> Content:
    """Return the content that a result alone can fill: no call, no jury, no decision."""
    by_id = {each["id"]: each for each in result["proposals"]}
    said, order = advice.of_result(result), advice.reserve_order(result)
    lines = [_line(by_id[key], said[key], order.get(key)) for key in advice.ranked(result)]
    return Content(
        result_text=text,
        lines=tuple(lines),
        minority=tuple(_opinions(result)),
    )


def _line(numbers: dict[str, Any], outcome: str, place: int | None) -> Line:
    comments = numbers.get("comments") or {}
    asked = cents(numbers["cost"])
    recused = (numbers.get("missing") or {}).get("recused", 0)
    return Line(
        id=numbers["id"],
        title=numbers["title"],
        advice=outcome,
        outcome=outcome,
        asked=asked,
        granted=asked if outcome == "funded" else 0,
        numbers=numbers,
        reserve_order=place,
        said_for=tuple(Said(text) for text in comments.get("for", ())),
        said_against=tuple(Said(text) for text in comments.get("against", ())),
        recusals={"": recused} if recused else {},
    )


def _opinions(result: dict[str, Any]) -> list[Opinion]:
    return [
        Opinion(text, None, each["title"], None)
        for each in result["proposals"]
        for text in (each.get("comments") or {}).get("minority", ())
    ]


def _check(result: Any) -> None:
    if not isinstance(result, dict):
        raise NotAResult("This file is not a result. Give the file that “jury score” made.")
    if "jurors" in result:
        raise NotAResult(
            "This result has a row for each juror, which only the organiser may see, and a report "
            "carries its result. Make it again without “--full”."
        )
    missing = [key for key in NEEDED if key not in result]
    proposals = result.get("proposals")
    for each in proposals if isinstance(proposals, list) else ():
        if isinstance(each, dict):
            missing += [f"proposals[].{key}" for key in NEEDED_OF_A_PROPOSAL if key not in each]
    if missing:
        names = ", ".join(dict.fromkeys(missing))
        raise NotAResult(f"This result lacks: {names}. Make it again with “jury score”.")
    if wrong := next(soundness.problems(result), None):
        raise NotAResult(
            f"This result was changed or is damaged: {wrong}. Make it again with “jury score”."
        )
