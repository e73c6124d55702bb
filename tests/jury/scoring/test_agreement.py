"""Agreement: published and peer values, and the definitions by brute force."""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from jury.scoring import agreement, calibration, table

DATA = json.loads((Path(__file__).parent / "oracles/agreement/agreement.json").read_text())


def table_of(entry):
    """The data of one entry as a table: units are proposals, raters are jurors."""
    data = np.array(entry["data"], dtype=float)
    if entry["rows_are"] == "raters":
        data = data.T
    i, j = np.nonzero(~np.isnan(data))
    return table.Table(i, j, data[i, j], *data.shape)


@pytest.mark.parametrize("name", ["krippendorff2011_4x12", "wikipedia_3x15"])
def test_alpha_is_as_published_and_as_computed_by_peers(name):
    scores, peers = table_of(DATA[name]), DATA[name]["krippendorff_py_0.9.0"]

    interval, ordinal = agreement.alpha_interval(scores), agreement.alpha_ordinal(scores)

    assert interval == pytest.approx(DATA[name]["published"]["interval"], abs=5e-4)
    assert interval == pytest.approx(peers["interval"], abs=1e-12)
    assert ordinal == pytest.approx(peers["ordinal"], abs=1e-12)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wines2012_red", "wines2012_red_reml"),
        ("wines2012_white", "wines2012_white_reml"),
        ("snsf_mock_p1", "snsf_mock_p1_reml"),
        ("snsf_mock_p2", "snsf_mock_p2_reml"),
        ("snsf_mock_p3", "snsf_mock_p3_reml"),
    ],
)
def test_alpha_of_real_juries_is_that_of_peers(name, data, oracle):
    scores, peers = oracle(data)[0], DATA[name]["krippendorff_py_0.9.0"]

    assert agreement.alpha_interval(scores) == pytest.approx(peers["interval"], abs=1e-12)
    assert agreement.alpha_ordinal(scores) == pytest.approx(peers["ordinal"], abs=1e-12)


def test_interval_alpha_of_gwet_is_that_of_irrcac():
    entry = DATA["gwet_raw4raters_12x4"]
    expected = entry["irrCAC_py_0.4.4"]["quadratic"]["krippendorff"]["coefficient_value"]
    assert agreement.alpha_interval(table_of(entry)) == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("seed", range(10))
def test_alpha_follows_its_definition_over_pairs(seed):
    rng = np.random.default_rng(seed)
    data = rng.integers(7, 36, size=(6, 4)) / 7  # weighted means are fractions
    i, j = np.nonzero(rng.random(data.shape) < 0.8)
    units = [[data[u, k] for u, k in zip(i, j, strict=True) if u == unit] for unit in range(6)]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    observed = sum(
        sum((a - b) ** 2 for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in units
    ) / len(values)
    expected = sum((a - b) ** 2 for a, b in permutations(values, 2))
    expected /= len(values) * (len(values) - 1)

    found = agreement.alpha_interval(table.Table(i, j, data[i, j], 6, 4))

    assert found == pytest.approx(1 - observed / expected, abs=1e-12)


def test_alpha_has_no_value_when_nothing_can_be_compared():
    alone = table.Table(np.array([0, 1]), np.array([0, 1]), np.array([1.0, 2.0]), 2, 2)
    equal = table.Table(np.array([0, 0]), np.array([0, 1]), np.array([0.3, 0.1 + 0.2]), 1, 2)

    assert agreement.alpha_interval(alone) is None
    assert agreement.alpha_interval(equal) is None
    assert agreement.alpha_ordinal(alone) is None
    assert agreement.alpha_ordinal(equal) is None


def test_intraclass_correlations_are_those_of_shrout_and_fleiss():
    entry = DATA["shrout_fleiss_1979_6x4"]
    scores = table_of(entry)
    fitted, readers = calibration.fit(scores), scores.counts.sum(axis=1)

    single, mean = agreement.icc_single(fitted), agreement.icc_mean(fitted, readers)

    assert single == pytest.approx(entry["pingouin"]["ICC(A,1)"]["icc"], abs=1e-6)
    assert mean == pytest.approx(entry["pingouin"]["ICC(C,k)"]["icc"], abs=1e-6)
    assert [round(single, 2), round(mean, 2)] == [0.29, 0.91]
