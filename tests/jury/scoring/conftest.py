"""Tables read from the reference data."""

import csv
from pathlib import Path

import pytest

from jury.scoring import table

ORACLES = Path(__file__).parent / "oracles"
COLUMNS = {  # file, proposal, juror, score, (column, value) that rows must have
    "penicillin_reml": ("lme4/penicillin.csv", "plate", "sample", "diameter", None),
    "dyestuff_reml": ("lme4/dyestuff.csv", "Batch", None, "Yield", None),
    "dyestuff2_reml_boundary": ("lme4/dyestuff2.csv", "Batch", None, "Yield", None),
    "pastes_reml": ("lme4/pastes.csv", "sample", "batch", "strength", None),
    **{
        f"snsf_mock_{panel}_reml": (
            "snsf/mock_votes.csv",
            "proposal",
            "assessor",
            "num_grade",
            ("panel", panel),
        )
        for panel in ("p1", "p2", "p3")
    },
    "wines2012_all_reml": ("judging/wines2012.csv", "wine", "judge", "score", None),
    "wines2012_red_reml": ("judging/wines2012.csv", "wine", "judge", "score", ("flight", "red")),
    "wines2012_white_reml": (
        "judging/wines2012.csv",
        "wine",
        "judge",
        "score",
        ("flight", "white"),
    ),
    "big25x75": ("crossed/big25x75.csv", "proposal", "juror", "score", None),
}


def rows_of(path):
    with (ORACLES / path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def oracle_rows():
    """Rows of one reference file, as dictionaries."""
    return rows_of


@pytest.fixture
def oracle():
    """A reference data set by name: its table, its proposals and its jurors."""

    def load(name):
        path, proposal, juror, score, only = COLUMNS[name]
        rows = [r for r in rows_of(path) if only is None or r[only[0]] == only[1]]
        proposals = sorted({r[proposal] for r in rows})
        jurors = sorted({r[juror] if juror else "" for r in rows})
        found = table.build(
            [proposals.index(r[proposal]) for r in rows],
            [jurors.index(r[juror] if juror else "") for r in rows],
            [float(r[score]) for r in rows],
        )
        return found, proposals, jurors

    return load
