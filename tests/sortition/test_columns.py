"""Columns: the second route to the same lottery."""

import numpy as np
import pytest

from sortition import columns
from sortition.columns import generate
from sortition.instance import InfeasibleQuotas, Quota, SearchStopped, build
from sortition.leximin import by_columns, leximin


@pytest.mark.parametrize("name", ["example_small_20", "mass_like_24", "fixture_22"])
def test_both_routes_give_the_same_chances(known, name):
    instance = known(name)

    first, second = leximin(instance), by_columns(instance)

    assert first.certificate.route == "relax-and-decompose"
    assert second.certificate.route == "column-generation"
    assert np.abs(first.chances - second.chances).max() < 1e-7
    assert first.certificate.upper_bound == pytest.approx(second.certificate.upper_bound, abs=1e-8)


def test_progress_rises_to_one(known):
    heard = []

    generate(known("example_small_20"), progress=heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_no_panel_is_no_lottery():
    quotas = [Quota("age", "young", 2, 2), Quota("age", "old", 0, 1)]
    instance = build(quotas, [("a", {"age": "young"}), ("b", {"age": "old"})], 2)

    assert generate(instance) is None
    with pytest.raises(InfeasibleQuotas, match="asks for at least 2, and the pool has 1"):
        by_columns(instance)


def test_lost_accuracy_is_no_answer(known, monkeypatch):
    monkeypatch.setattr(columns, "SETTLED", 1e9)  # no price ever counts as positive

    with pytest.raises(SearchStopped, match="lost its accuracy"):
        generate(known("example_small_20"))


def test_floors_that_contradict_each_other_are_no_answer(known, monkeypatch):
    monkeypatch.setattr(columns, "GIVE", -0.1)  # settled chances must rise by a tenth

    with pytest.raises(SearchStopped, match="lost its accuracy"):
        generate(known("mass_like_24"))


def test_whole_programs_confirm_the_first_route_on_a_pool_with_excluded_people(known):
    instance = known("sf_b_like_20")
    first = leximin(instance)

    second = by_columns(instance, first.panels)

    assert np.abs(first.chances - second.chances).max() < 1e-7
    assert (first.excluded == second.excluded).all()
