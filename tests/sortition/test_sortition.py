"""The package: its public names, and what it does not load."""

import subprocess
import sys

import pytest

import sortition
from sortition.objectives import OBJECTIVES


@pytest.mark.parametrize("name", sortition.__all__)
def test_every_public_name_is_there(name):
    assert getattr(sortition, name).__module__.startswith("sortition.")


def test_each_objective_that_can_be_asked_for_is_proved(tight):
    for objective in OBJECTIVES:
        assert sortition.fairest(tight.instance, objective).certificate.gap < 1e-5


def test_other_names_are_not():
    with pytest.raises(AttributeError, match="no attribute 'fairness'"):
        _ = sortition.fairness


def test_the_package_loads_nothing_before_it_is_used():
    code = (
        "import sys, os, sortition; heavy = {'numpy', 'scipy', 'highspy'} & set(sys.modules); "
        "print(os.environ['OPENBLAS_NUM_THREADS'], *heavy)"
    )

    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    assert shown.stdout.split() == ["1"]


def test_finding_a_lottery_loads_no_scipy():
    code = "import sys, sortition.leximin; print('scipy' in sys.modules)"

    shown = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )

    assert shown.stdout.split() == ["False"]
