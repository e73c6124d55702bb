"""Relaxation: leximin over fractional panels."""

import numpy as np
import pytest

from sortition import relaxation
from sortition.certificate import largest_gap
from sortition.instance import Quota, SearchStopped, build
from sortition.relaxation import relax


@pytest.mark.parametrize("name", ["fixture_22", "sf_b_like_20", "sf_c_like_44", "city_100"])
def test_the_point_is_a_fractional_panel_at_its_levels(known, name):
    instance = known(name)

    relaxed = relax(instance)
    chances = relaxed.chances

    seats = instance.belongs.T @ (instance.counts * chances)
    assert (instance.counts @ chances) == pytest.approx(instance.size, abs=1e-9)
    assert (seats > instance.lower - 1e-9).all()
    assert (seats < instance.upper + 1e-9).all()
    assert chances.min() >= 0
    assert chances.max() <= 1
    assert largest_gap(instance, relaxed.levels, chances) < 1e-6


def test_a_profile_that_would_exceed_its_people_is_always_seated():
    quotas = [Quota("age", "young", 1, 2), Quota("age", "old", 1, 2)]
    people = [("a", {"age": "young"}), *((str(i), {"age": "old"}) for i in range(9))]
    instance = build(quotas, people, 3)

    assert relax(instance).chances == pytest.approx([2 / 9, 1.0])


def test_quotas_that_no_fractional_panel_meets_have_no_levels():
    quotas = [Quota("age", "young", 2, 3), Quota("age", "old", 1, 2)]
    people = [("a", {"age": "young"}), ("b", {"age": "old"}), ("c", {"age": "old"})]

    assert relax(build(quotas, people, 3)) is None


def test_accuracy_that_stays_lost_is_no_answer(known, monkeypatch):
    monkeypatch.setattr(relaxation, "SETTLED", 1e9)  # no price ever counts as positive

    with pytest.raises(SearchStopped, match="lost its accuracy"):
        relax(known("fixture_22"))


def test_accuracy_that_is_lost_once_is_found_with_more_slack(known, monkeypatch):
    monkeypatch.setattr(relaxation, "GIVES", (-1e-3, 1e-10))  # first ask for too much
    instance = known("fixture_22")

    relaxed = relax(instance)

    assert largest_gap(instance, relaxed.levels, relaxed.chances) < 1e-6


def test_the_levels_rise(known):
    values = [level.value for level in relax(known("sf_a_like_35")).levels]

    assert np.diff(values).min() > -1e-8


def test_where_none_is_near_enough_the_nearest_is_taken(known, monkeypatch):
    instance = known("sf_c_like_44")
    first = relax(instance)
    monkeypatch.setattr(relaxation, "NEAR", -1.0)

    nearest = relax(instance)

    gaps = [largest_gap(instance, found.levels, found.chances) for found in (first, nearest)]
    assert gaps[1] <= gaps[0]


def test_a_pool_that_rounding_hides_to_have_no_panel_is_told_to_have_none(crowded):
    instance = build(*crowded(7, 300, 40, [3] * 12, 2), 30)  # minima of 34 for 30 seats

    assert relax(instance) is None
