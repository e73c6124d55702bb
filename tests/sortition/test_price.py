"""Price: what one more place gains, beside the exact lottery over every panel."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from sortition.instance import Quota, build
from sortition.leximin import by_columns, leximin
from sortition.loosening import Change
from sortition.price import Price, loosened, price_list


def fairest(instance, panels):
    """The lowest chance of those on some panel, and the people on none, over panels tried."""
    seats = panels @ instance.belongs.astype(int)
    meeting = panels[((seats >= instance.lower) & (seats <= instance.upper)).all(axis=1)]
    on = meeting.any(axis=0)
    chances = (meeting / instance.counts)[:, on]
    m = len(meeting)
    found = linprog(
        np.append(np.zeros(m), -1.0),
        A_ub=np.column_stack([-chances.T, np.ones(on.sum())]),
        b_ub=np.zeros(on.sum()),
        A_eq=np.append(np.ones(m), 0.0)[None, :],
        b_eq=[1.0],
    )
    return -found.fun, int(instance.counts[~on].sum())


def singles(instance):
    """Every quota with one more place at most, or one fewer at least."""
    for quota in instance.quotas:
        yield (Change(quota, replace(quota, maximum=quota.maximum + 1)),)
        if quota.minimum > 0:
            yield (Change(quota, replace(quota, minimum=quota.minimum - 1)),)


@pytest.mark.parametrize("find", [leximin, by_columns])
@pytest.mark.parametrize("seed", range(12))
def test_prices_are_those_over_every_panel_and_none_is_left_out(small, every_panel, seed, find):
    instance = small(seed, tolerance=1)
    panels = every_panel(instance)
    before = fairest(instance, panels)

    found = price_list(instance, find(instance))

    for price in found.prices:
        lowest, excluded = fairest(loosened(instance, price.changes), panels)
        assert price.lowest == pytest.approx((before[0], lowest), abs=1e-6)
        assert price.excluded == (before[1], excluded)
        assert price.gain > (0, 0)
    assert list(found.prices) == sorted(found.prices, key=lambda p: p.gain, reverse=True)
    if found.untried == 0:
        priced = [price.changes for price in found.prices]
        for changes in singles(instance):
            lowest, excluded = fairest(loosened(instance, changes), panels)
            gains = excluded < before[1] or (excluded == before[1] and lowest > before[0] + 1e-6)
            assert (changes in priced) == gains


def test_no_quota_that_gains_in_a_larger_pool_is_left_out(mass):
    before = mass.lottery.chances.min()

    found = price_list(mass.instance, mass.lottery)

    gaining = {
        changes: again.chances.min()
        for changes in singles(mass.instance)
        for again in [leximin(loosened(mass.instance, changes))]
        if again.chances.min() > before * (1 + 1e-6)
    }
    assert {p.changes: p.lowest[1] for p in found.prices} == pytest.approx(gaining)
    assert len(gaining) >= 1


def exact():
    """Six people, two seats, one place for each sex: neither bound has room to move alone."""
    quotas = [Quota("sex", "f", 1, 1), Quota("sex", "m", 1, 1)]
    people = [(str(i), {"sex": "f" if i < 4 else "m"}) for i in range(6)]
    return build(quotas, people, 2)


def test_a_place_moves_where_no_quota_can_change_alone():
    instance = exact()

    (price,) = price_list(instance, leximin(instance)).prices

    assert price.lowest == pytest.approx((1 / 4, 1 / 3))
    assert str(price) == (
        "One place moved from “sex: m” to “sex: f” raises the lowest chance from 25 % to 33.3 %."
    )
    assert [change["category"] for change in price.as_json()["changes"]] == ["sex", "sex"]


def test_a_pool_where_all_are_equal_has_no_price(known):
    instance = known("example_small_20")

    found = price_list(instance, leximin(instance))

    assert found.prices == ()
    assert found.untried == 0


def test_progress_is_told_and_ends_below_one():
    heard = []

    price_list(exact(), leximin(exact()), lambda *told: heard.append(told))

    assert heard == [("prices", 0.0)]


def test_people_who_come_onto_a_panel_are_told():
    before = Quota("age", "old", 0, 0)
    price = Price((Change(before, replace(before, maximum=1)),), (0.5, 0.25), (3, 0))

    assert price.gain == (3, -0.25)
    assert str(price) == (
        "One more place for “age: old” lowers the lowest chance from 50 % to 25 %, "
        "and the people on no panel go from 3 to 0."
    )


def test_one_place_fewer_is_told():
    before = Quota("age", "old", 2, 2)
    price = Price((Change(before, replace(before, minimum=1)),), (0.25, 0.5), (0, 0))

    assert str(price) == (
        "One place fewer kept for “age: old” raises the lowest chance from 25 % to 50 %."
    )
