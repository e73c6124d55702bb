"""Conflict: the quotas named cannot be met together, and none of them can be left out."""

import numpy as np
import pytest

from sortition.conflict import Bound, bounds_of, exists, irreducible
from sortition.exclusion import barriers
from sortition.instance import Quota, build


def keeps(instance, panels, bounds):
    """Which panels, (m, T), keep these bounds."""
    seats = panels @ instance.belongs.astype(int)
    kept = np.ones(len(panels), dtype=bool)
    for bound in bounds:
        own = seats[:, instance.quotas.index(bound.quota)]
        kept &= own >= bound.seats if bound.side == "minimum" else own <= bound.seats
    return kept


@pytest.mark.parametrize("make", ["broken", "shared"])
@pytest.mark.parametrize("seed", range(40))
def test_no_bound_of_a_conflict_can_be_left_out(request, every_panel, seed, make):
    instance = request.getfixturevalue(make)(seed)
    panels = every_panel(instance)
    if keeps(instance, panels, bounds_of(instance)).any():
        with pytest.raises(ValueError, match="a panel exists"):
            irreducible(instance)
        return

    found = irreducible(instance)

    assert not keeps(instance, panels, found).any()
    for left_out in found:
        others = [bound for bound in found if bound is not left_out]
        assert keeps(instance, panels, others).any()


def test_most_of_these_pools_are_in_conflict(broken, every_panel):
    pools = [broken(seed) for seed in range(50)]
    possible = [keeps(pool, every_panel(pool), bounds_of(pool)).any() for pool in pools]

    assert possible.count(False) >= 20


@pytest.mark.parametrize("seed", range(40))
def test_the_barriers_of_a_profile_leave_it_no_panel_and_none_can_be_left_out(
    small, every_panel, seed
):
    instance = small(seed)
    panels = every_panel(instance)
    meeting = panels[keeps(instance, panels, bounds_of(instance))]
    excluded = ~meeting.any(axis=0)

    found = barriers(instance, excluded)

    assert sorted(found) == np.flatnonzero(excluded).tolist()
    for t, bounds in found.items():
        own = panels[panels[:, t] > 0]
        assert not keeps(instance, own, bounds).any()
        for left_out in bounds:
            assert keeps(instance, own, [bound for bound in bounds if bound is not left_out]).any()


def parity():
    """Fractional panels exist, whole ones do not: three pairs, each of which wants one half."""
    quotas = [Quota(f"c{c}", v, 1, 1) for c in range(3) for v in ("yes", "no")]
    answers = [["yes", "yes", "no"], ["yes", "no", "yes"], ["no", "yes", "yes"], ["no"] * 3]
    people = [(str(i), {f"c{c}": v for c, v in enumerate(row)}) for i, row in enumerate(answers)]
    return build(quotas, people, 2)


def test_a_conflict_of_whole_people_alone_is_irreducible_too(every_panel):
    instance = parity()
    panels = every_panel(instance)

    found = irreducible(instance)

    assert exists(instance, found, whole=False)
    assert not keeps(instance, panels, found).any()
    assert all(keeps(instance, panels, [b for b in found if b is not one]).any() for one in found)


def test_a_pool_that_is_too_small_is_in_conflict_with_no_quota():
    quotas = [Quota("gender", "woman", 0, 3)]

    assert irreducible(build(quotas, [("a", {"gender": "woman"})], 2)) == ()


def test_a_bound_says_what_it_asks():
    quota = Quota("age", "young", 2, 3)

    assert str(Bound(quota, "maximum")) == "“age: young” allows at most 3"
    assert Bound(quota, "minimum").as_json() == {
        "category": "age",
        "value": "young",
        "bound": "minimum",
        "seats": 2,
    }
