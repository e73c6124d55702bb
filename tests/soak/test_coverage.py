"""Coverage: the tests of the library reach every line of it, and every branch."""

import json
import os
import subprocess
import sys

import pytest

from tests.soak.planting import ROOT

ELSEWHERE = {"test_second_verifier.py"}  # needs a browser, and tests what is not Python


def coverage(folder, *arguments):
    """Run one command of the measure, with its data in a folder of its own."""
    subprocess.run(
        [sys.executable, "-m", "coverage", *arguments],
        cwd=ROOT, env=os.environ | {"COVERAGE_FILE": str(folder / "data")}, check=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """What the tests of the library and its examples reach of each of its modules."""
    folder = tmp_path_factory.mktemp("coverage")
    files = sorted(path for path in (ROOT / "tests/sortition").glob("test_*.py"))
    tests = [str(path) for path in files if path.name not in ELSEWHERE]
    for part in (["sortition"], tests):
        coverage(
            folder, "run", "--parallel-mode", "--source=sortition", "-m", "pytest", "-q",
            "-p", "no:cacheprovider", f"--basetemp={folder}/tests", *part,
        )  # fmt: skip
    coverage(folder, "combine", "--quiet")
    coverage(folder, "json", "--quiet", "-o", str(folder / "found.json"))
    return json.loads((folder / "found.json").read_text())["files"]


def test_every_line_and_every_branch_of_the_library_is_reached(measured):
    missing = {
        name: (file["missing_lines"], file["missing_branches"])
        for name, file in measured.items()
        if file["missing_lines"] or file["missing_branches"]
    }

    assert len(measured) == len(list((ROOT / "sortition").rglob("*.py")))
    assert missing == {}
