"""Runs in the peers' own environment: one task of scoring by the usual packages, timed."""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

from bench.juries import Jury, long_form, read
from bench.least import least

Timed = tuple[float, dict[str, Any]]


def fit(jury: Jury) -> Timed:
    """Return the three standard deviations by statsmodels' MixedLM, crossed, REML."""
    import pandas as pd
    from statsmodels.regression.mixed_linear_model import MixedLM

    table = pd.DataFrame(long_form(jury), columns=["juror", "proposal", "score"])
    table["all"] = 1
    parts = {"juror": "0 + C(juror)", "proposal": "0 + C(proposal)"}

    def act() -> Any:
        model = MixedLM.from_formula("score ~ 1", table, groups="all", vc_formula=parts)
        return model.fit(reml=True)

    seconds, found = least(act)
    variance = dict(zip(found.model.exog_vc.names, found.vcomp.tolist(), strict=True))
    return seconds, {
        "sds": [variance["proposal"] ** 0.5, variance["juror"] ** 0.5, float(found.scale) ** 0.5]
    }


def shares(jury: Jury) -> Timed:
    """Return the order in which pabutools' Equal Shares funds, first pass, exact fractions."""
    from pabutools.election import (
        Additive_Cardinal_Sat,
        CardinalBallot,
        CardinalProfile,
        Instance,
        Project,
    )
    from pabutools.rules import method_of_equal_shares

    projects = [Project(str(i), cost=cost) for i, cost in enumerate(jury.cost)]
    instance = Instance(projects, budget_limit=jury.budget)
    ballots = [CardinalBallot(dict(zip(projects, row, strict=True))) for row in jury.score]
    profile = CardinalProfile(ballots, instance=instance)

    def act() -> Any:
        return method_of_equal_shares(instance, profile, sat_class=Additive_Cardinal_Sat)

    seconds, found = least(act)
    return seconds, {"order": [int(project.name) for project in found]}


def alpha(jury: Jury, metric: str) -> Timed:
    """Return Krippendorff's alpha by the package of that name; jurors are its raters."""
    import krippendorff
    import numpy as np

    scores = np.array(jury.score, dtype=float)
    seconds, found = least(
        lambda: krippendorff.alpha(reliability_data=scores, level_of_measurement=metric)
    )
    return seconds, {"alpha": float(found)}


TASKS: dict[str, Callable[[Jury], Timed]] = {
    "fit": fit,
    "shares": shares,
    "alpha-interval": lambda jury: alpha(jury, "interval"),
    "alpha-ordinal": lambda jury: alpha(jury, "ordinal"),
}


def main() -> None:
    """Read TASK JURY [SECONDS]; print the CPU seconds and what was found, or stop at SECONDS.

    Under such a limit Linux counts CPU time in ticks, too coarse for what takes milliseconds.
    """
    if len(sys.argv) > 3:
        resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]), int(sys.argv[3]) + 1))
    seconds, found = TASKS[sys.argv[1]](read(sys.argv[2]))
    print(json.dumps({"seconds": seconds} | found))


if __name__ == "__main__":
    main()
