"""Looking: whom another budget or another rule would fund. Nothing of it binds."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from flask_babel import gettext as _
from sqlalchemy import select

from jury.db import db
from jury.errors import RuleBroken
from jury.scoring import fates, result, results, rules, shown
from jury.scoring.case import GREEDY, BadScores
from jury.scoring.combinations import TooLarge
from jury.scoring.fates import Fates
from jury.scoring.judgement import Judgement
from jury.scoring.models import Result
from jury.scoring.ordering import Terms
from jury.scoring.prepare import Prepared, prepare
from jury.scoring.standing import ranking

SAME = 1e-9  # points up to which a score counts as unchanged


@dataclass(frozen=True)
class Look:
    """Whom a budget in cents and a rule would fund, by id, beside the list that counts.

    ``waiting`` are those whose order a lot would decide; until one is drawn, scores order them.
    """

    funded: list[str]
    comes_in: list[str]
    drops_out: list[str]
    waiting: list[str]
    spent: int


def look(found: Result, budget: int, rule: str) -> Look:
    """Return whom ``budget``, in cents, would fund by ``rule``.

    A lot that was drawn orders those who are too close to call here too. Raises
    RuleBroken when the scores are no longer those of the result, or the sets too many to compare.
    """
    document = results.read(found)
    binding = document["allocation"]["order"]
    cost = {p["id"]: round(p["cost"] * 100) for p in document["proposals"]}
    funded, waiting = binding, list[str]()
    if (budget, rule) != (found.call.budget, shown.rule(document)):
        funded, waiting = _tried(found, budget, rule)
    return Look(
        funded=funded,
        comes_in=[name for name in funded if name not in binding],
        drops_out=[name for name in binding if name not in funded],
        waiting=waiting,
        spent=sum(cost[name] for name in funded),
    )


def _tried(found: Result, budget: int, rule: str) -> tuple[list[str], list[str]]:
    """Return who would be funded, and who would wait for a lot."""
    prepared, judged, terms, order = _ready(found.id, found.digest)
    other, ids = replace(terms, budget=budget, rule=rule), [row.id for row in prepared.proposals]
    if rule == GREEDY:
        decided = _by_score(results.read(found), ids, order, other)
        undrawn = decided.close if decided.drawn is None else ()
        waiting = [name for name, close in zip(ids, undrawn, strict=False) if close]
        return [ids[i] for i in decided.funded], waiting
    try:
        spent = rules.spend(rule, order, judged.calibrated, prepared.table, other)
    except TooLarge as problem:
        raise RuleBroken(_("With this budget there are too many sets to compare. "
                           "Try another amount.")) from problem  # fmt: skip
    return [ids[i] for i in spent.order], []


def _by_score(document: dict[str, Any], ids: list[str], order: list[int], money: Terms) -> Fates:
    """Return what the scores decide, and the lot of the result where it was drawn."""
    of = {each["id"]: each for each in document["proposals"]}
    places = [of[name]["rank_quantiles"] for name in ids]
    decided = fates.by_score(
        order,
        money,
        np.array([of[name]["expected_rank"] for name in ids]),
        np.array([(each["q25"], each["q75"]) for each in places]),
    )
    value = document["lot"]["public_value"]
    if decided.lot_needed and value:
        return fates.by_lot(decided, money, ids, value)
    return decided


@lru_cache(maxsize=2)
def _ready(result_id: int, digest: str) -> tuple[Prepared, Judgement, Terms, list[int]]:
    """Return the scores of a result, ready to be counted; kept, since they never change."""
    found = db.session.scalars(
        select(Result).where(Result.id == result_id, Result.digest == digest)
    ).one()
    gone = _("The scores are no longer those of this result, so nothing else can be tried. "
             "The result itself stays as it is.")  # fmt: skip
    try:
        prepared = prepare(result.case_of(**results.inputs(found.call)))
    except BadScores as problem:
        raise RuleBroken(gone) from problem
    judged, terms, _tallies, order = ranking(prepared, found.call.slug)
    known = {p["id"]: p["calibrated"] for p in results.read(found)["proposals"]}
    now = {p.id: score for p, score in zip(prepared.proposals, judged.calibrated, strict=True)}
    if known.keys() != now.keys() or any(abs(known[name] - now[name]) > SAME for name in known):
        raise RuleBroken(gone)
    return prepared, judged, terms, order
