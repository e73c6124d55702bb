"""Deliberated: what changed from the first round of scores to the last, as plain data."""

from __future__ import annotations

from typing import Any

from . import calibration, shift
from .case import BadScores
from .colleges import combine
from .grades import Round
from .judgement import by_college
from .prepare import Prepared, table_of
from .standing import Standing


def deliberation(prepared: Prepared, stand: Standing) -> dict[str, Any] | None:
    """Return what changed from the first round to the last; None when there was one round."""
    if len(prepared.rounds) < 2:
        return None
    first, last = prepared.rounds[0], prepared.rounds[-1]
    moved = shift.shift(first.score, last.score)
    if moved is None:
        return None
    return {
        "pairs": moved.pairs,
        "share_changed": moved.share_changed,
        "mean_change": moved.mean_change,
        "mean_absolute_change": moved.mean_absolute_change,
        "juror_change": dict(zip(("lowest", "median", "highest"), moved.juror_change, strict=True)),
        "variance_before": moved.variance_before,
        "variance_after": moved.variance_after,
        "variance_ratio": moved.variance_ratio,
        "ranks": _rank_changes(prepared, stand),
    }


def _rank_changes(prepared: Prepared, stand: Standing) -> list[dict[str, Any]]:
    """Return each proposal's place by calibrated score in the first round and in the last."""
    before = _before(prepared)
    after = shift.places(stand.calibrated.tolist())
    return [
        {"id": row.id, "before": before.get(row.id), "after": place}
        for row, place in zip(prepared.proposals, after, strict=True)
    ]


def _first(prepared: Prepared) -> Round:
    """Return the first round. A weighted college that scores only once stands in it as it ends."""
    first, last = prepared.rounds[0], prepared.rounds[-1]
    college, read = prepared.case.colleges, {proposal for proposal, _ in first.score}
    once = prepared.case.shares.keys() - {college.get(juror) for _, juror in first.score}
    late = {
        (proposal, juror): score
        for (proposal, juror), score in last.score.items()
        if proposal in read and college.get(juror) in once
    }
    return Round(first.number, first.score | late, first.missing)


def _before(prepared: Prepared) -> dict[str, float]:
    """Return the place in the first round of each proposal that has one.

    With weighted colleges there are none where a college could not stand on its own then.
    """
    first = _first(prepared)
    ids = [row.id for row in prepared.proposals]
    read = sorted({proposal for proposal, _ in first.score}, key=ids.index)
    jurors = sorted({juror for _, juror in first.score})
    table, shares = table_of(first, read, jurors), prepared.case.shares
    if not shares:
        score = calibration.fit(table).proposal
    else:
        try:
            score = combine(by_college(prepared, table, jurors), shares, read).calibrated
        except BadScores:
            return {}
    return dict(zip(read, shift.places(score.tolist()), strict=True))
