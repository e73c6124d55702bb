"""Enumeration: all panels and no others, and the same lottery from them as by searching."""

from itertools import product
from math import comb

import numpy as np
import pytest

from sortition.enumeration import every_panel
from sortition.instance import InfeasibleQuotas, Quota, build
from sortition.leximin import leximin, of_all
from tests.sortition.conftest import panels_of


def by_trying_all(instance):
    """Every panel, from all combinations of seats: slow, and right."""
    homes = instance.households.homes if instance.households else 0
    return {
        panel
        for panel in product(*(range(count + 1) for count in instance.counts))
        if sum(panel) == instance.size
        and (panel @ instance.belongs >= instance.lower).all()
        and (panel @ instance.belongs <= instance.upper).all()
        and (instance.limits.homes(np.array(panel)) <= homes).all()
    }


@pytest.mark.parametrize("homes", [False, True])
@pytest.mark.parametrize("tolerance", [0, 1, 3])
@pytest.mark.parametrize("seed", range(8))
def test_every_panel_is_found_once(small, seed, tolerance, homes):
    instance = small(seed, tolerance, homes)

    found = every_panel(instance)

    assert len(found) == len({tuple(panel) for panel in found.tolist()})
    assert {tuple(panel) for panel in found.tolist()} == by_trying_all(instance)


@pytest.mark.parametrize("seed", range(20))
def test_no_panel_listed_seats_two_of_a_household(shared, seed):
    instance = shared(seed)
    seats = panels_of(instance) @ instance.belongs
    meeting = ((seats >= instance.lower) & (seats <= instance.upper)).all(axis=1)

    found = {tuple(panel) for panel in every_panel(instance).tolist()}

    assert found == {tuple(panel) for panel in panels_of(instance)[meeting].tolist()}


@pytest.mark.parametrize("tolerance", [0, 1])
@pytest.mark.parametrize("seed", range(12))
def test_all_panels_give_the_same_chances_as_the_search(small, seed, tolerance):
    instance = small(seed, tolerance)

    lottery = of_all(instance, every_panel(instance))

    assert np.allclose(lottery.chances, leximin(instance).chances, atol=1e-6)
    assert np.isclose(lottery.share.sum(), 1)


def test_both_routes_are_taken_and_certified(small):
    lotteries = [of_all(small(seed), every_panel(small(seed))) for seed in range(12)]

    assert {lottery.certificate.route for lottery in lotteries} == {
        "relax-and-decompose",
        "column-generation",
    }
    assert max(lottery.certificate.gap for lottery in lotteries) < 1e-5


def loose(values, size):
    """One person for each pair of answers, and quotas that allow everything."""
    quotas = [Quota(c, str(v), 0, size) for c in "ab" for v in range(values)]
    people = [(f"{v}{w}", {"a": str(v), "b": str(w)}) for v, w in product(range(values), repeat=2)]
    return build(quotas, people, size)


def test_too_many_panels_are_not_listed(mass):
    assert every_panel(mass.instance) is None
    assert every_panel(loose(5, 3)).shape == (comb(25, 3), 25)
    assert every_panel(loose(6, 3)) is None  # 7,140 panels


def test_where_no_panel_exists_none_is_found_and_the_reason_is_told():
    people = [(str(i), {"sex": "f"}) for i in range(4)]
    instance = build([Quota("sex", "f", 0, 1), Quota("sex", "m", 1, 2)], people, 2)

    assert every_panel(instance).shape == (0, 1)
    needy = build([Quota("sex", "f", 3, 4)], people, 2)
    assert every_panel(needy).shape == (0, 1)
    with pytest.raises(InfeasibleQuotas, match="asks for at least 1, and the pool has 0"):
        of_all(instance, every_panel(instance))
