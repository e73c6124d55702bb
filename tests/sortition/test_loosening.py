"""Loosening: the smallest change of the quotas, beside every panel tried."""

import numpy as np
import pytest

from sortition.feasibility import check
from sortition.instance import Quota, build
from sortition.loosening import Change, relaxed_table, smallest_loosening, weight
from sortition.reading import read_quotas


def cheapest(instance, panels):
    """The least weight of what any panel breaks inside the flexible bounds, by trying each."""
    best = np.inf
    for seats in panels @ instance.belongs.astype(int):
        total = 0.0
        for quota, there in zip(instance.quotas, seats.tolist(), strict=True):
            low, high = quota.minimum_flex, quota.maximum_flex
            if (low is not None and there < low) or (high is not None and there > high):
                total = np.inf
            total += max(quota.minimum - there, 0) * (1 + 2 / max(quota.minimum, 1))
            total += max(there - quota.maximum, 0)
        best = min(best, total)
    return best


def with_quotas(instance, quotas):
    people = [
        (i, dict(zip(instance.categories, instance.profiles[t], strict=True)))
        for i, t in zip(instance.ids, instance.profile_of, strict=True)
    ]
    homes = instance.households
    return build(quotas, people, instance.size, homes and [str(h) for h in homes.of])


def holding(instance, rng):
    """The same pool with flexible bounds on about half of its quotas, some without any room."""
    quotas = [
        Quota(
            quota.category,
            quota.value,
            quota.minimum,
            quota.maximum,
            max(0, quota.minimum - int(rng.integers(0, 2))) if rng.random() < 0.5 else None,
            quota.maximum + int(rng.integers(0, 2)) if rng.random() < 0.5 else None,
        )
        for quota in instance.quotas
    ]
    return with_quotas(instance, quotas)


@pytest.mark.parametrize("make", ["broken", "shared", "flexible"])
@pytest.mark.parametrize("seed", range(40))
def test_no_panel_breaks_less_than_the_smallest_loosening(request, every_panel, seed, make):
    flexible = make == "flexible"
    instance = request.getfixturevalue("broken" if flexible else make)(seed)
    if flexible:
        instance = holding(instance, np.random.default_rng(seed))

    found = smallest_loosening(instance)

    least = cheapest(instance, every_panel(instance))
    if found is None:
        assert least == np.inf
        return
    assert found.weight == pytest.approx(least, abs=1e-9)
    assert check(with_quotas(instance, found.quotas)).feasible
    assert (found.changes == ()) == check(instance).feasible
    for change in found.changes:
        assert change.after.faults == []


def test_a_small_group_loses_its_places_last():
    quotas = [Quota("age", "young", 2, 2), Quota("age", "old", 8, 8)]
    people = [(str(i), {"age": "young" if i < 5 else "old"}) for i in range(20)]

    found = smallest_loosening(build(quotas, people, 9))

    assert [str(change) for change in found.changes] == [
        "lower the minimum of “age: old” from 8 to 7"
    ]
    assert found.weight == 1.25
    assert found.as_json() == {
        "changes": [{"category": "age", "value": "old", "minimum": [8, 7], "maximum": [8, 8]}],
        "weight": 1.25,
    }


def test_both_sides_of_one_quota_are_told_in_one_sentence():
    change = Change(Quota("age", "old", 3, 4), Quota("age", "old", 1, 6))

    assert str(change) == (
        "lower the minimum of “age: old” from 3 to 1 and raise the maximum of “age: old” "
        "from 4 to 6"
    )


def test_a_maximum_that_rises_is_told_alone():
    change = Change(Quota("age", "old", 3, 4), Quota("age", "old", 3, 5))

    assert str(change) == "raise the maximum of “age: old” from 4 to 5"


def test_too_few_people_are_no_matter_of_quotas():
    assert smallest_loosening(build([Quota("a", "b", 0, 9)], [("x", {"a": "b"})], 2)) is None


def test_a_minimum_of_nothing_has_a_weight_that_nobody_pays():
    assert weight(Quota("a", "b", 0, 1)) == 3.0


@pytest.mark.parametrize(
    ("quotas", "header"),
    [
        (
            (Quota("age", "18;29", 1, 2), Quota("age", 'the "old"', 0, 3)),
            "category,feature,min,max",
        ),
        (
            (Quota("age", "a,b", 1, 2, 0, 4), Quota("age", "é", 0, 3, None, 3)),
            "category,feature,min,max,min_flex,max_flex",
        ),
    ],
)
def test_the_table_of_quotas_reads_back(tmp_path, quotas, header):
    text = relaxed_table(quotas)
    (tmp_path / "q.csv").write_text(text)

    assert text.splitlines()[0] == header
    assert read_quotas(tmp_path / "q.csv") == quotas
