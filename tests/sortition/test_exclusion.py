"""Exclusion: who is on no panel, and why."""

import numpy as np
import pytest

from sortition import panels as bundles
from sortition.columns import Pricing
from sortition.exclusion import excluded_people, on_no_panel
from sortition.instance import InfeasibleQuotas, Quota, build
from sortition.leximin import leximin


def meeting(instance, panels):
    seats = panels @ instance.belongs.astype(int)
    return panels[((seats >= instance.lower) & (seats <= instance.upper)).all(axis=1)]


@pytest.mark.parametrize("make", ["broken", "shared"])
@pytest.mark.parametrize("seed", range(40))
def test_those_on_no_panel_are_those_whom_no_panel_tried_seats(request, every_panel, seed, make):
    instance = request.getfixturevalue(make)(seed)
    panels = meeting(instance, every_panel(instance))
    if not len(panels):
        with pytest.raises(InfeasibleQuotas):
            on_no_panel(instance)
        return

    assert on_no_panel(instance).tolist() == (~panels.any(axis=0)).tolist()


@pytest.mark.parametrize("seed", range(40, 70))
def test_quotas_without_any_room_leave_out_the_same_people(small, every_panel, seed):
    instance = small(seed)
    panels = meeting(instance, every_panel(instance))

    assert on_no_panel(instance).tolist() == (~panels.any(axis=0)).tolist()


def test_a_larger_pool_leaves_out_whom_its_lottery_leaves_out(known):
    instance = known("sf_b_like_20")

    found = on_no_panel(instance)

    assert found.tolist() == leximin(instance).excluded.tolist()
    assert int(instance.counts[found].sum()) == 5
    people = excluded_people(instance, found)
    assert [one["id"] for one in people] == ["5", "42", "71", "98", "249"]
    assert people[0]["because"] == (
        "“5” has no chance: a panel of 20 with a seat for other, 60+, higher, north, be, worried "
        "cannot meet these quotas: “gender: other” allows at most 1; "
        "“attitude: don't know” asks for at least 1."
    )
    assert people[0]["quotas"] == [
        {"category": "gender", "value": "other", "bound": "maximum", "seats": 1},
        {"category": "attitude", "value": "don't know", "bound": "minimum", "seats": 1},
    ]


def test_nobody_is_left_out_where_the_quotas_have_room():
    quotas = [Quota("sex", "f", 0, 2), Quota("sex", "m", 0, 2)]
    instance = build(quotas, [(str(i), {"sex": "fm"[i % 2]}) for i in range(5)], 2)

    assert not on_no_panel(instance).any()
    assert excluded_people(instance, np.array([False, False])) == []


def test_nobody_is_off_in_a_pool_whose_bundles_fall_apart_and_no_program_is_needed(
    narrow, monkeypatch
):
    monkeypatch.setattr(bundles, "PATIENCE", 0)
    monkeypatch.delattr(Pricing, "heaviest")

    assert not on_no_panel(narrow).any()


def test_who_is_off_in_a_pool_whose_bundles_fall_apart_is_found(crowded, monkeypatch):
    monkeypatch.setattr(bundles, "PATIENCE", 0)
    quotas, people = crowded(3, 60, 8, [2] * 15, 1)
    odd = people[0][0]
    with_one = [(name, {**own, "side": "odd" if name == odd else "even"}) for name, own in people]
    sides = [Quota("side", "even", 8, 8), Quota("side", "odd", 0, 0)]
    instance = build([*quotas, *sides], with_one, 8)

    off = on_no_panel(instance)

    assert [instance.profiles[t][-1] for t in np.flatnonzero(off)] == ["odd"]
