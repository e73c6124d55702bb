"""Juries: invented scores and costs, the same for ours and for the peers."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCALE = (1, 10)
MEAN, SD_PROPOSAL, SD_JUROR, SD_NOISE = 5.5, 1.0, 0.7, 1.3  # points
COST = (500_000, 6_000_000)  # cents
BUDGET_SHARE = 0.25  # of the sum of all costs


@dataclass(frozen=True)
class Jury:
    """Every juror scored every proposal: ``score[j][i]`` whole points; money in whole cents."""

    score: list[list[int]]
    cost: list[int]
    budget: int


def jury(jurors: int, proposals: int, seed: int = 1) -> Jury:
    """Return an invented jury of harsh and mild jurors; the same seed gives the same one."""
    import numpy as np

    stream = np.random.RandomState(seed)  # the stream that NumPy promises not to change
    quality = MEAN + SD_PROPOSAL * stream.standard_normal(proposals)
    severity = SD_JUROR * stream.standard_normal(jurors)
    noise = SD_NOISE * stream.standard_normal((jurors, proposals))
    score = np.clip(np.rint(quality + severity[:, None] + noise), *SCALE).astype(int)
    cost = stream.randint(*COST, proposals)
    return Jury(score.tolist(), cost.tolist(), int(BUDGET_SHARE * int(cost.sum())))


def write(made: Jury, path: Path) -> Path:
    """Write the jury for a process to read, and the scores alone, in long form, beside it."""
    path.write_text(json.dumps(vars(made)))
    with path.with_suffix(".csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["juror", "proposal", "score"])
        rows.writerows(long_form(made))
    return path


def read(path: str | Path) -> Jury:
    """Return the jury that ``write`` wrote."""
    found: dict[str, Any] = json.loads(Path(path).read_text())
    return Jury(**found)


def long_form(made: Jury) -> list[tuple[int, int, int]]:
    """Return the rows (juror, proposal, score) of the binding scores."""
    return [
        (juror, proposal, score)
        for juror, row in enumerate(made.score)
        for proposal, score in enumerate(row)
    ]
