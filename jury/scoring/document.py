"""Document: the parts of a result, from arrays to plain data. Counts only, never a row a juror."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import fmean, median
from typing import Any

import numpy as np

from . import agreement, chances, dissent, grades, majority, rules
from .calibration import Fit
from .case import COMMENT_KINDS, MISSING
from .deliberated import deliberation
from .prepare import Prepared
from .standing import LEVELS, Standing
from .table import Table

DECIMALS = 12


def document(prepared: Prepared, stand: Standing, public_value: str | None) -> dict[str, Any]:
    """Return the result without its inputs: model, proposals, allocation and the rest."""
    fitted, table = stand.judged.fitted, prepared.table
    return {
        "model": model(fitted),
        "proposals": _proposals(prepared, stand),
        "agreement": agreement_of(table, fitted),
        "deliberation": deliberation(prepared, stand),
        "dissent": _dissent(prepared, stand),
        "allocation": _allocation(prepared, stand),
        "lot": _lot(prepared, stand, public_value),
    }


def model(fitted: Fit) -> dict[str, Any]:
    """Return the mean and the standard deviations of one fit."""
    return {
        "grand_mean": fitted.grand_mean,
        "sd_proposal": fitted.sd_proposal,
        "sd_juror": fitted.sd_juror,
        "sd_residual": fitted.sd_residual,
        "reml_criterion": fitted.reml_criterion,
    }


def agreement_of(table: Table, fitted: Fit) -> dict[str, Any]:
    """Return how far the jurors of one table agree."""
    return {
        "alpha_interval": agreement.alpha_interval(table),
        "alpha_ordinal": agreement.alpha_ordinal(table),
        "icc_single": agreement.icc_single(fitted),
        "icc_mean": agreement.icc_mean(fitted, table.counts.sum(axis=1)),
    }


def _proposals(prepared: Prepared, stand: Standing) -> list[dict[str, Any]]:
    favour = dissent.in_favour(prepared.table, prepared.case.threshold)
    split = dissent.polarisation(favour)
    champions = dissent.champions(prepared.table)
    comments = _comments(prepared)
    return [
        _scores(prepared, stand, i)
        | _place(stand, i)
        | {
            "id": row.id,
            "title": row.title,
            "cost": euros(row.cost_cents),
            "rounds": _rounds(prepared, row.id),
            "missing": _missing(prepared, row.id),
            "in_favour": favour[i],
            "against": 1 - favour[i],
            "champions": int(champions[i]),
            "polarisation": split[i],
            "comments": comments[row.id],
        }
        for i, row in enumerate(prepared.proposals)
    ]


def _scores(prepared: Prepared, stand: Standing, i: int) -> dict[str, Any]:
    """Return what the scores of one proposal come to."""
    scores = prepared.table.of_proposal(i).tolist()
    lowest = grades.steps(prepared.case.scale)[0]
    return {
        "n_scores": len(scores),
        "mean": fmean(scores),
        "median": median(scores),
        "trimmed_mean": grades.trimmed_mean(scores),
        "calibrated": stand.calibrated[i],
        "calibrated_se": stand.judged.error[i],
        "interval_90": stand.interval[i].tolist(),
        "majority_grade": lowest + majority.majority_grade(stand.tallies[i]),
    }


def _place(stand: Standing, i: int) -> dict[str, Any]:
    """Return where one proposal stands among the others, and how sure that is."""
    return {
        "expected_rank": stand.expected_rank[i],
        "rank_quantiles": dict(zip(LEVELS, stand.quantiles[i], strict=True)),
        "p_funded": stand.p_funded[i],
        "p_funded_error": chances.error(stand.p_funded, stand.terms.rule)[i],
        "group": stand.group[i],
        "too_close_to_call": stand.close[i],
        "funded": i in stand.funded,
    }


def _rounds(prepared: Prepared, proposal: str) -> list[dict[str, int]]:
    """Return, for each round, how many jurors gave each grade."""
    scale = prepared.case.scale
    names = [str(grade) for grade in grades.steps(scale)]
    tallies = [grades.tally(each.scores_of.get(proposal, []), scale) for each in prepared.rounds]
    return [dict(zip(names, tally, strict=True)) for tally in tallies]


def _missing(prepared: Prepared, proposal: str) -> dict[str, int]:
    """Return how many jurors gave no score in the last round, by the reason for it."""
    last = prepared.rounds[-1]
    reasons = last.reasons_of.get(proposal, Counter())
    absent = prepared.jury_size - len(last.scores_of[proposal]) - reasons.total()
    return {reason: reasons[reason] for reason in MISSING} | {"not_assigned": absent}


def _comments(prepared: Prepared) -> dict[str, dict[str, list[str]]]:
    """Return the comments on each proposal by kind, in an order that hides who wrote first."""
    found: dict[str, dict[str, list[str]]] = {
        row.id: {kind: [] for kind in COMMENT_KINDS} for row in prepared.proposals
    }
    for comment in sorted(prepared.case.comments, key=lambda row: row.text):
        found[comment.proposal][comment.kind].append(comment.text)
    return found


def _dissent(prepared: Prepared, stand: Standing) -> dict[str, Any]:
    table = prepared.table
    favour = dissent.in_favour(table, prepared.case.threshold)
    share = dissent.champions(table) / table.counts.sum(axis=1)
    funded = [i in stand.funded for i in range(table.proposals)]
    opposed, missed = dissent.always_shown(funded, favour, share)
    return {
        "funded_with_opposition": _ids(prepared, opposed),
        "unfunded_with_champions": _ids(prepared, missed),
    }


def _allocation(prepared: Prepared, stand: Standing) -> dict[str, Any]:
    reserve = _ids(prepared, [i for i in stand.order if i not in stand.funded])
    spent = rules.Spent(stand.first_pass, stand.funded)
    return allocation(prepared, stand.terms.rule, spent) | {"reserve": reserve}


def allocation(prepared: Prepared, rule: str, spent: rules.Spent) -> dict[str, Any]:
    """Return what a rule spends on whom; ``first_pass`` is the order before any completion."""
    cost = [row.cost_cents for row in prepared.proposals]
    return {
        "rule": rule,
        "budget": euros(prepared.case.budget_cents),
        "spent": euros(sum(cost[i] for i in spent.order)),
        "first_pass": _ids(prepared, spent.first_pass),
        "order": _ids(prepared, spent.order),
        "funded": _ids(prepared, sorted(spent.order)),
    }


def _lot(prepared: Prepared, stand: Standing, public_value: str | None) -> dict[str, Any]:
    """Return where the money ends, whether a lot is needed, and how it fell once it is known."""
    drawn = stand.drawn
    return {
        "line": stand.line,
        "needed": stand.lot_needed,
        "public_value": None if drawn is None else public_value,
        "order": None if drawn is None else _ids(prepared, drawn),
    }


def _ids(prepared: Prepared, positions: Sequence[int]) -> list[str]:
    return [prepared.proposals[i].id for i in positions]


def euros(cents: int) -> int | float:
    """Return an amount in euros, whole when it is.

    >>> euros(1200), euros(1250)
    (12, 12.5)
    """
    return cents // 100 if cents % 100 == 0 else cents / 100


def plain(value: Any) -> Any:
    """Return ``value`` as JSON can hold it: rounded numbers, and null for what has no value."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, float | np.floating):
        return round(float(value), DECIMALS) + 0.0 if math.isfinite(value) else None
    return value
