"""Simulated calls: intervals cover, chances of funding come true, calibration finds the best.

`--calls N` plays more or fewer than 2,000 calls of each design; `--first-call N` plays others.
"""

import numpy as np
import pytest

from tests.jury.scoring.simulation import Design, call, plans
from tests.jury.scoring.simulation_trials import reliability, trial

COMMON = {
    "jurors": 25, "proposals": 75, "each": 15, "sd_proposal": 1.0, "sd_noise": 1.0, "mean": 6.0,
    "conflicts": 0.02, "recusals": 0.03, "cost": (500_000, 5_000_000), "budget_share": 0.3,
    "plans": 10, "seed": "simulated calls",
}  # fmt: skip
MILD, SEVERE = (Design(sd_juror=sd, **COMMON) for sd in (0.6, 1.0))
POINTS_GAINED = {MILD: 1, SEVERE: 4}  # per cent of the true best that only calibration finds
LARGEST = 10 / 3
DRAWS = 2_000


@pytest.fixture(scope="module")
def say(request):
    """Show a line of figures, also when the test passes."""
    plugin = request.config.pluginmanager.get_plugin

    def write(line):
        with plugin("capturemanager").global_and_fixture_disabled():
            plugin("terminalreporter").write_line(line)

    return write


@pytest.fixture(scope="module", params=[MILD, SEVERE], ids=["mild", "severe"])
def played(request, say):
    """A design and the trials of its calls."""
    design, option = request.param, request.config.getoption
    reading = plans(design)
    numbers = range(option("--first-call"), option("--first-call") + option("--calls"))
    say(f"\n{len(numbers)} calls from number {numbers[0]}: {design}")
    return design, [
        trial(call(design, number, reading), LARGEST, DRAWS, str(number)) for number in numbers
    ]


def test_90_percent_intervals_cover_88_to_92_percent(played, say):
    coverage = np.mean([each.covered.mean() for each in played[1]])
    say(f"coverage {coverage:.4f}")

    assert 0.88 <= coverage <= 0.92


def test_chances_of_funding_come_true_within_3_standard_errors(played, say):
    bins = reliability(played[1])
    for each in bins:
        say(f"{each.number} said {each.said:.4f} funded {each.funded:.4f} off {each.off:+.2f}")

    assert len(bins) == 10
    assert max(abs(each.off) for each in bins) <= 3


def test_calibration_finds_more_of_the_true_best_than_the_mean(played, say):
    design, trials = played
    gained = np.array([each.found_by_calibration - each.found_by_mean for each in trials])
    error = gained.std() / np.sqrt(len(gained))
    say(f"{100 * gained.mean():.2f} points gained, standard error {100 * error:.2f}")

    assert 100 * gained.mean() >= POINTS_GAINED[design]
