"""One task of our scoring in a process of its own: CPU seconds without imports and reading."""

import json
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from bench.juries import SCALE, Jury, long_form, read
from bench.least import least
from bench.one import most_memory
from jury.scoring import agreement, calibration, result
from jury.scoring.case import RULES, ScoreRow
from jury.scoring.equal_shares import run
from jury.scoring.table import Table, build

Timed = tuple[float, dict[str, Any]]


def table_of(jury: Jury) -> Table:
    """Return the scores as the numerics take them."""
    juror, proposal, score = zip(*long_form(jury), strict=True)
    return build(proposal, juror, score)


def fresh(table: Table) -> Table:
    """Return the same scores without the sums that a table keeps once they are asked for."""
    return Table(table.proposal, table.juror, table.score, table.proposals, table.jurors)


def fit(jury: Jury) -> Timed:
    """Return the three standard deviations of our fit."""
    table = table_of(jury)
    seconds, found = least(lambda: calibration.fit(fresh(table)))
    return seconds, {"sds": [found.sd_proposal, found.sd_juror, found.sd_residual]}


def shares(jury: Jury) -> Timed:
    """Return the order in which our Equal Shares funds in its first pass."""
    worth, lot = np.array(jury.score, dtype=np.int64), range(len(jury.cost))
    endowment = Fraction(jury.budget, len(worth))
    seconds, found = least(lambda: run(worth, jury.cost, endowment, lot))
    tied = any(found.tied)
    return seconds, {"order": found.funded, "tied": tied}


def alpha(jury: Jury, of: Callable[[Table], float | None]) -> Timed:
    """Return our alpha."""
    table = table_of(jury)
    seconds, found = least(lambda: of(fresh(table)))
    return seconds, {"alpha": found}


def whole(jury: Jury, rule: str) -> Timed:
    """Return what one whole pass over the rows takes, scipy's import included."""
    rows = [ScoreRow(f"j{j}", f"p{i}", score) for j, i, score in long_form(jury)]
    proposals = [(f"p{i}", f"Proposal {i}", cost) for i, cost in enumerate(jury.cost)]
    started = time.process_time()
    found = result.compute(rows, proposals, jury.budget, scale=SCALE, full=True, rule=rule)
    seconds = time.process_time() - started
    return seconds, {"memory": most_memory(), "funded": len(found["allocation"]["funded"])}


TASKS: dict[str, Callable[[Jury], Timed]] = {
    "fit": fit,
    "shares": shares,
    "alpha-interval": lambda jury: alpha(jury, agreement.alpha_interval),
    "alpha-ordinal": lambda jury: alpha(jury, agreement.alpha_ordinal),
    **{f"whole-{rule}": lambda jury, rule=rule: whole(jury, rule) for rule in RULES},
}


def main() -> None:
    """Read TASK JURY; print the CPU seconds and what was found."""
    seconds, found = TASKS[sys.argv[1]](read(sys.argv[2]))
    print(json.dumps({"seconds": seconds} | found))


if __name__ == "__main__":
    main()
