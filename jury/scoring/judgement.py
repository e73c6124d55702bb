"""Judgement: the scores that count, of the whole jury or of its colleges by their weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import calibration, parts, ranks
from .calibration import Fit
from .colleges import Combined, combine
from .parts import Part
from .prepare import Prepared
from .table import Table


@dataclass(frozen=True, eq=False)
class Judgement:
    """The calibrated scores (p,) with their standard errors (p,), and what they come from.

    ``fitted`` is the fit to all jurors as one jury; ``parts`` are the jury, or its weighted
    colleges, and then ``combined`` holds each. ``alike`` (p,) numbers the proposals that
    nothing but money and the lot can tell apart.
    """

    fitted: Fit
    parts: list[Part]
    combined: Combined | None
    calibrated: NDArray[np.float64]
    error: NDArray[np.float64]
    alike: NDArray[np.int_]


def judge(prepared: Prepared) -> Judgement:
    """Return the scores that count in the last round of ``prepared``.

    Raises BadScores where a weighted college cannot stand on its own.
    """
    table, shares = prepared.table, prepared.case.shares
    fitted = calibration.fit(table)
    if not shares:
        same = parts.classes([table])
        calibrated = ranks.pooled(fitted.grand_mean + fitted.proposal, same)
        part = Part(1.0, table, fitted)
        return Judgement(fitted, [part], None, calibrated, fitted.proposal_se, same)
    tables = by_college(prepared, table, prepared.jurors)
    found = combine(tables, shares, [row.id for row in prepared.proposals])
    each = [
        Part(float(own.weight), tables[name], own.fitted) for name, own in found.college.items()
    ]
    same = parts.classes(list(tables.values()))
    return Judgement(fitted, each, found, ranks.pooled(found.calibrated, same), found.error, same)


def by_college(prepared: Prepared, table: Table, jurors: Sequence[str]) -> dict[str, Table]:
    """Return the scores of each college in ``table``, whose jurors are ``jurors``, by name."""
    college = np.array([prepared.case.colleges.get(juror, "") for juror in jurors])
    of_score = college[table.juror]
    names = sorted(set(of_score.tolist()) - {""})
    return {name: table.only(of_score == name) for name in names}
