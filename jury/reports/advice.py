"""Advice: what the jury's result says about each proposal, before anybody decides."""

from typing import Any

HALF = 0.5


def of_result(result: dict[str, Any]) -> dict[str, str]:
    """Return funded, reserve or not_funded for each proposal of a result.

    On the reserve list stands what was not funded although half of its readers or more were
    in favour.
    """
    return {each["id"]: _of_proposal(each) for each in result["proposals"]}


def _of_proposal(numbers: dict[str, Any]) -> str:
    if numbers["funded"]:
        return "funded"
    favour = numbers.get("in_favour")
    return "reserve" if favour is not None and favour >= HALF else "not_funded"


def ranked(result: dict[str, Any]) -> list[str]:
    """Return the ids, best first: the funded in their order, then the others in theirs."""
    allocation = result["allocation"]
    known = [each["id"] for each in result["proposals"]]
    by_score = sorted(result["proposals"], key=lambda each: (-each["calibrated"], each["id"]))
    order = [*allocation["order"], *allocation.get("reserve", ())]
    order += [each["id"] for each in by_score if each["id"] not in order]
    return [each for each in order if each in known]


def reserve_order(result: dict[str, Any]) -> dict[str, int]:
    """Return the place on the reserve list, from 1, of each proposal that stands on it."""
    advice = of_result(result)
    waiting = [each for each in ranked(result) if advice[each] == "reserve"]
    return {each: place for place, each in enumerate(waiting, start=1)}
