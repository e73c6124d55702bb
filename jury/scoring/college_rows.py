"""College rows: what each college of the jury says on its own, as plain data."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .case import BadScores
from .colleges import College, combine
from .document import agreement_of, model
from .judgement import by_college
from .prepare import Prepared
from .shift import places
from .standing import Standing
from .table import Table


def college_rows(prepared: Prepared, stand: Standing) -> dict[str, dict[str, Any]]:
    """Return each college by name; empty where no juror names one.

    Without weights the colleges are only shown beside the one jury that decides. A college that
    cannot stand on its own, such as one of a single juror, has a sentence in ``problem`` that
    says why, and no numbers.
    """
    college = prepared.case.colleges
    tables = by_college(prepared, prepared.table, prepared.jurors)
    combined = stand.judged.combined
    found = {}
    for name in sorted(set(college.values())):
        own = combined.college[name] if combined else None
        share = prepared.case.shares.get(name)
        found[name] = {
            "size": sum(each == name for each in college.values()),
            "weight": None if share is None else float(share),
            "pull": own.pull if own else None,
        } | _alone(prepared, name, tables.get(name), own)
    return found


def _alone(
    prepared: Prepared, name: str, table: Table | None, own: College | None
) -> dict[str, Any]:
    """Return what one college says, or why it cannot stand on its own."""
    nothing: dict[str, Any] = {"model": None, "agreement": None, "proposals": []}
    if table is None:
        said = f"Nobody in the college “{name}” scored in the last round."
        return nothing | {"problem": said}
    if own is None:
        ids = [row.id for row in prepared.proposals]
        try:
            own = combine({name: table}, {name: Fraction(1)}, ids).college[name]
        except BadScores as error:
            return nothing | {"problem": " ".join(each.sentence for each in error.problems)}
    return {
        "model": model(own.fitted),
        "agreement": agreement_of(table, own.fitted),
        "proposals": _proposals(prepared, table, own),
        "problem": None,
    }


def _proposals(prepared: Prepared, table: Table, own: College) -> list[dict[str, Any]]:
    """Return where each proposal stands by the scores of one college alone."""
    place = places(own.calibrated.tolist())
    return [
        {
            "id": row.id,
            "n_scores": len(scores),
            "mean": float(scores.mean()),
            "calibrated": own.calibrated[i],
            "calibrated_se": own.fitted.proposal_se[i],
            "place": place[i],
        }
        for i, row in enumerate(prepared.proposals)
        for scores in [table.of_proposal(i)]
    ]
