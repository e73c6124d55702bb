"""Sensitivity: on whom and on what the result depends, as plain data. Counts only, no juror."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from . import rules
from .case import GREEDY, RECUSED, RULES
from .combinations import TooLarge
from .document import allocation
from .influence import Influence
from .prepare import Prepared
from .recusal_bounds import RecusalBounds, recusal_bounds
from .robustness import Robustness, by_order, robustness, with_recusals, without_each
from .rules import Spent
from .standing import Standing


def recused_pairs(prepared: Prepared) -> list[tuple[int, int]]:
    """Return who did not score what because of a conflict: (proposal, juror), from 0.

    Only jurors who scored something else: of the others nothing is known.
    """
    last = prepared.rounds[-1]
    row = {proposal.id: i for i, proposal in enumerate(prepared.proposals)}
    column = {juror: j for j, juror in enumerate(prepared.jurors)}
    found = {
        (row[score.proposal], column[score.juror])
        for score in prepared.case.scores
        if score.round == last.number
        and score.status == RECUSED
        and score.juror in column
        and (score.proposal, score.juror) not in last.score
    }
    return sorted(found)


def dependence(prepared: Prepared, stand: Standing, moved: list[Influence]) -> dict[str, Any]:
    """Return what other rules would fund, and how far each fate depends on the way of counting."""
    others = comparisons(prepared, stand)
    return {
        "comparisons": {
            key(rule): allocation(prepared, rule, spent) for rule, spent in others.items()
        },
        "robustness": _robustness(prepared, stand, moved, others),
    }


def comparisons(prepared: Prepared, stand: Standing) -> dict[str, Spent]:
    """Return what the rules that were not declared would fund, by name.

    Knapsack is left out where worth and cost are so alike that too many combinations stay in
    the running, and Equal Shares where the weights of colleges make too many votes.
    """
    found = {}
    for rule in RULES:
        if rule != stand.terms.rule:
            with suppress(TooLarge):
                found[rule] = rules.spend(
                    rule, stand.order, stand.calibrated, prepared.table, stand.terms
                )
    return found


def key(rule: str) -> str:
    """Return the name of a rule as a key of the document.

    >>> key("equal-shares")
    'equal_shares'
    """
    return rule.replace("-", "_")


def _robustness(
    prepared: Prepared, stand: Standing, moved: list[Influence], others: dict[str, Spent]
) -> dict[str, Any]:
    """Return in how many ways of counting each proposal is funded, and what recusals can move.

    ``others`` are what the other rules fund. Greedy by the jury's score stands among the ways
    as ``calibrated``. Leaving out single jurors counts as so many ways; the document says of
    how many jurors a fate depends, and never of whom.
    """
    recused = recused_pairs(prepared)
    judged, terms = stand.judged, stand.terms
    bounds = recusal_bounds(prepared.table, recused, judged.fitted, terms, judged.parts)
    by_rule = {rule: frozenset(spent.order) for rule, spent in others.items() if rule != GREEDY}
    if terms.rule != GREEDY:
        by_rule[terms.rule] = frozenset(stand.funded)
    ways = by_order(prepared.table, stand.calibrated, terms)
    ways |= {key(rule): by_rule[rule] for rule in sorted(by_rule)}
    ways |= with_recusals(bounds)
    variants = ways | without_each(moved)
    found = robustness(len(prepared.proposals), stand.funded, variants)
    return {
        "ways": list(ways),
        "jurors": len(moved),
        "proposals": [
            {"id": row.id} | _fate(each, set(ways))
            for row, each in zip(prepared.proposals, found, strict=True)
        ],
        "recusals": _recusals(prepared, bounds),
    }


def _fate(found: Robustness, ways: set[str]) -> dict[str, Any]:
    """Return how firm the decision on one proposal is; single jurors are only counted."""
    named = [name for name in found.differs if name in ways]
    return {
        "funded_in": found.funded_in,
        "of": found.total,
        "differs": named,
        "single_jurors": len(found.differs) - len(named),
    }


def _recusals(prepared: Prepared, bounds: RecusalBounds) -> dict[str, Any]:
    """Return between what the missing scores of recused jurors could move each proposal."""
    return {
        "depends": [prepared.proposals[i].id for i in sorted(bounds.depends)],
        "calibrated": {
            row.id: list(each.calibrated)
            for row, each in zip(prepared.proposals, bounds.bounds, strict=True)
        },
    }
