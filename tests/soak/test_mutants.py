"""A mutation run: faults planted in the modules of draw, ticket, stream and record."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import fields

import pytest

from tests.soak.mutants import Mutant
from tests.soak.planting import ROOT, TESTS

EXPLAINED = (ROOT / "docs" / "mutation.md").read_text()
FIELDS = [field.name for field in fields(Mutant)]
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@pytest.fixture(scope="module")
def planted(request, tmp_path_factory):
    """What became of each mutant of a sample."""
    file = tmp_path_factory.mktemp("mutants") / "mutants.jsonl"
    each = request.config.getoption("--mutants", default=20)
    subprocess.run(
        [sys.executable, "-m", "tests.soak.planting", "--each", str(each), "--out", str(file)],
        cwd=ROOT, env=os.environ | ONE_THREAD, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in file.read_text().splitlines()]


def explained(mutant):
    """Whether the page on mutation has a row for this survivor."""
    module, function = mutant["module"], mutant["function"]
    texts = Mutant(**{name: mutant[name] for name in FIELDS}).difference()
    before, after = (text.replace("|", r"\|") for text in texts)
    return f"| `{module}.{function}` | `{before}` | `{after}` |" in EXPLAINED


def test_at_most_one_mutant_in_ten_survives_and_each_survivor_is_explained(planted):
    survivors = [mutant for mutant in planted if mutant["exit"] == 0]

    assert {mutant["module"] for mutant in planted} == set(TESTS)
    assert [mutant for mutant in survivors if not explained(mutant)] == []
    assert len(survivors) <= 0.1 * len(planted), Counter(one["module"] for one in survivors)
