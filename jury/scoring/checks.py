"""Checks: what must hold before scores are computed, each breach as a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sortition.saying import Said, say

from .case import RULES, Case, Problem
from .row_checks import repeated, row_problems

LONGEST_SCALE = 1_000  # points: each whole grade is counted for each proposal
MOST_CENTS = 10**14  # sums of thousands of these still fit in 64 bits


def problems(case: Case) -> list[Problem]:
    """Return everything that is wrong with the rows of ``case``; empty when nothing is."""
    return [
        *_proposal_problems(case),
        *_criterion_problems(case),
        *_money_problems(case),
        *_setting_problems(case),
        *row_problems(case),
    ]


def all_equal(score: float) -> Said:
    """Return the sentence for scores that are all ``score``."""
    return say(
        "Every score is %(score)s, so the scores put no proposal before another. "
        "Check the scores. Where they are right, only a lot can choose.",
        score=score,
    )


def _proposal_problems(case: Case) -> Iterator[Problem]:
    if not case.proposals:
        yield Problem(say("There are no proposals. Add one row for each proposal."), "proposals")
    for row in case.proposals:
        if not row.id:
            yield Problem(
                say("This proposal has no id. Fill it in."), "proposals", row.line, "proposal"
            )
        if row.cost_cents < 0:
            yield Problem(
                say("The cost of “%(id)s” is below zero. Write what it asks, in euros.", id=row.id),
                "proposals",
                row.line,
                "cost",
            )
        if row.cost_cents > MOST_CENTS:
            yield Problem(
                say(
                    "The cost of “%(id)s” is above a thousand billion euros. Correct it.", id=row.id
                ),
                "proposals",
                row.line,
                "cost",
            )
    for k in repeated([row.id for row in case.proposals]):
        row = case.proposals[k]
        yield Problem(
            say("The id “%(id)s” is used twice. Give each proposal its own id.", id=row.id),
            "proposals",
            row.line,
            "proposal",
        )


def _criterion_problems(case: Case) -> Iterator[Problem]:
    for row in case.criteria:
        if not (math.isfinite(row.weight) and row.weight > 0):
            yield Problem(
                say(
                    "The weight of “%(id)s” is %(weight)s. Write a number above zero, "
                    "or remove the criterion.",
                    id=row.id,
                    weight=row.weight,
                ),
                "criteria",
                row.line,
                "weight",
            )
    for k in repeated([row.id for row in case.criteria]):
        row = case.criteria[k]
        yield Problem(
            say("The criterion “%(id)s” is there twice. Keep one of the two.", id=row.id),
            "criteria",
            row.line,
            "criterion",
        )


def _money_problems(case: Case) -> Iterator[Problem]:
    if case.rule not in RULES:
        yield Problem(
            say(
                "The rule “%(rule)s” is not known. Use one of: %(rules)s.",
                rule=case.rule,
                rules=", ".join(RULES),
            )
        )
    if case.budget_cents <= 0:
        yield Problem(
            say(
                "The budget is %(euros)s euros. Give an amount above zero.",
                euros=case.budget_cents / 100,
            )
        )
    if case.budget_cents > MOST_CENTS:
        yield Problem(say("The budget is above a thousand billion euros. Correct it."))


def _setting_problems(case: Case) -> Iterator[Problem]:
    low, high = case.scale
    if high - low > LONGEST_SCALE:
        yield Problem(
            say(
                "The scale from %(low)s to %(high)s is longer than %(most)s points. "
                "Count in larger units, or correct the scores.",
                low=low,
                high=high,
                most=float(LONGEST_SCALE),
            )
        )
    if any(row.score is not None for row in case.scores):
        equal = all(row.score in (None, low) for row in case.scores) and low == high
        if equal:
            yield Problem(all_equal(low))
        elif math.floor(high) - math.ceil(low) < 1:
            yield Problem(
                say(
                    "The scale from %(low)s to %(high)s holds fewer than two whole numbers, "
                    "and grades are whole numbers. Give the ends of the scale, "
                    "or multiply every score by 10.",
                    low=low,
                    high=high,
                )
            )
        elif not low <= case.threshold <= high:
            yield Problem(
                say(
                    "The threshold %(threshold)s lies outside the scale from %(low)s "
                    "to %(high)s. Choose a threshold on the scale.",
                    threshold=case.threshold,
                    low=low,
                    high=high,
                )
            )
