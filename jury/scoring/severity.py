"""Severity: how harsh the jurors are, as counts that name nobody."""

from __future__ import annotations

import math
from collections import Counter

from .prepare import Prepared
from .standing import Standing

STEPS = 16  # of the scale: a quarter of a point on a scale from 1 to 5


def severity(prepared: Prepared, stand: Standing) -> list[dict[str, float | int]]:
    """Return how many jurors score so many points below the average juror; above is negative.

    A step is a sixteenth of the scale, and every step between the mildest and the harshest juror
    is there. With weighted colleges the average is that of the juror's own college.
    """
    low, high = prepared.case.scale
    step = (high - low) / STEPS
    fitted = [
        next(part.fitted for part in stand.judged.parts if part.members[j]).juror[j]
        for j in range(len(prepared.jurors))
    ]
    counts = Counter(math.floor(-each / step + 0.5) for each in fitted)
    return [{"points": k * step, "jurors": counts[k]} for k in range(min(counts), max(counts) + 1)]
