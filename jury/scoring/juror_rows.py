"""Juror rows: how severe and how influential each juror is, for the organiser's eyes only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .influence import Influence
from .prepare import Prepared
from .standing import Standing


def juror_rows(
    prepared: Prepared, stand: Standing, moved: Sequence[Influence]
) -> list[dict[str, Any]]:
    """Return how severe each juror is, in points below the average juror, and how influential.

    With weighted colleges the average is that of the juror's own college.
    """
    found = []
    for j, name in enumerate(prepared.jurors):
        fitted = next(part.fitted for part in stand.judged.parts if part.members[j])
        own = moved[j]
        found.append(
            {
                "id": name,
                "severity": -fitted.juror[j],
                "severity_se": fitted.juror_se[j],
                "influence": {
                    "figure": own.figure,
                    "max_rank_shift": own.rank_shift,
                    "funded_flips": len(own.enters | own.leaves),
                },
            }
        )
    return found
