"""Saying: sentences that remember what they were made of, so that others can translate them."""

from __future__ import annotations

import math

GROUPED = 10_000  # from here on, thousands stand apart


class Said(str):
    """A sentence in English, with the ``template`` and the ``facts`` that it was made of."""

    __slots__ = ("facts", "template")

    template: str
    facts: dict[str, object]


def say(template: str, **facts: object) -> Said:
    """Return the sentence that ``template`` makes of ``facts``; numbers are written short.

    >>> say("The scale ends at %(high)s.", high=5.0)
    'The scale ends at 5.'
    """
    said = Said(template % {name: _plain(fact) for name, fact in facts.items()})
    said.template, said.facts = template, facts
    return said


def _plain(fact: object) -> str:
    if not isinstance(fact, int | float):
        return str(fact)
    whole = math.isfinite(fact) and fact == int(fact)
    comma = "," if abs(fact) >= GROUPED else ""
    return format(int(fact), f"{comma}d") if whole else format(fact, f"{comma}g")
