"""Alternates: those chosen mend what drop-outs break, and the right one is promoted."""

from itertools import combinations

import numpy as np
import pytest

from sortition.alternates import choose_alternates, promote
from sortition.instance import Quota, build
from sortition.randomness import Stream


def panel_of(instance):
    """The first panel that meets every quota, by trying each one."""
    for people in combinations(range(len(instance.ids)), instance.size):
        seats = instance.belongs[instance.profile_of[list(people)]].sum(axis=0)
        if (seats >= instance.lower).all() and (seats <= instance.upper).all():
            return list(people)
    raise AssertionError


def shortfall(instance, remaining, helpers):
    """Seats empty or missing to the quotas, with the best use of the helpers: slow, and right."""
    free = instance.size - len(remaining)
    best = None
    for used in range(min(free, len(helpers)) + 1):
        for some in combinations(helpers, used):
            after = [*remaining, *some]
            seats = instance.belongs[instance.profile_of[after]].sum(axis=0)
            short = np.maximum(0, instance.lower - seats).sum()
            over = np.maximum(0, seats - instance.upper).sum()
            found = instance.size - len(after) + short + over
            best = found if best is None else min(best, found)
    return best


def expected_shortfall(instance, panel, helpers, scenarios):
    return sum(
        shortfall(instance, [i for i in panel if i not in gone], helpers) for gone in scenarios
    )


@pytest.fixture
def jury(tight):
    return panel_of(tight.instance)


@pytest.mark.parametrize("a", [0, 1, 4, 24])
def test_alternates_are_so_many_different_people_beside_the_panel(tight, jury, a):
    chosen = choose_alternates(tight.instance, jury, a, Stream(b"a"))

    assert len(chosen) == len(set(chosen)) == a
    assert not set(chosen) & set(jury)


def test_the_same_stream_chooses_the_same_alternates(tight, jury):
    one = choose_alternates(tight.instance, jury, 4, Stream(b"a"))

    assert one == choose_alternates(tight.instance, jury, 4, Stream(b"a"))
    assert one != choose_alternates(tight.instance, jury, 4, Stream(b"b"))


def test_the_panel_is_a_set_and_its_order_changes_nothing(tight, jury):
    one = choose_alternates(tight.instance, jury, 4, Stream(b"a"))

    assert choose_alternates(tight.instance, jury[::-1], 4, Stream(b"a")) == one


def test_the_chosen_mend_nearly_as_much_as_the_best_of_all(tight, jury):
    rng = np.random.default_rng(1)
    scenarios = [{i for i in jury if rng.random() < 0.2} for _ in range(60)]
    others = [i for i in range(30) if i not in jury]
    one_of_each = {}
    for group in combinations(others, 3):
        kinds = tuple(sorted(tight.instance.profile_of[list(group)]))
        one_of_each.setdefault(kinds, group)

    chosen = choose_alternates(tight.instance, jury, 3, Stream(b"a"))
    totals = [
        expected_shortfall(tight.instance, jury, group, scenarios) for group in one_of_each.values()
    ]

    found = expected_shortfall(tight.instance, jury, chosen, scenarios)
    assert found <= np.quantile(totals, 0.1)
    assert found < np.mean(totals)


def test_with_one_seat_of_each_kind_the_alternates_are_one_of_each_kind():
    kinds = "abcd"
    quotas = [Quota("kind", kind, 1, 1) for kind in kinds]
    people = [(f"{kind}{n}", {"kind": kind}) for kind in kinds for n in range(5)]
    instance = build(quotas, people, 4)

    chosen = choose_alternates(instance, [0, 5, 10, 15], 4, Stream(b"kinds"))

    assert sorted(instance.ids[i][0] for i in chosen) == list(kinds)


@pytest.fixture
def quartet():
    quotas = [Quota("sex", "f", 2, 2), Quota("sex", "m", 2, 2), Quota("age", "y", 1, 3)]
    quotas.append(Quota("age", "o", 1, 3))
    people = ["fy", "fo", "my", "mo", "fy", "mo", "mo", "fo"]
    return build(quotas, [(str(i), {"sex": p[0], "age": p[1]}) for i, p in enumerate(people)], 4)


def test_the_first_alternate_who_keeps_every_quota_is_promoted(quartet):
    assert promote(quartet, [1, 2, 3], [5, 6, 4, 7]) == 4
    assert promote(quartet, [0, 1, 3], [4, 6, 5]) == 6


def test_when_no_alternate_keeps_every_quota_the_least_is_broken(quartet):
    assert promote(quartet, [1, 2, 3], [6, 5]) == 6


def test_two_free_seats_are_looked_at_together(quartet):
    assert promote(quartet, [1, 3], [5, 4, 7]) == 5
    assert promote(quartet, [1, 3, 5], [4, 7]) == 4


def test_nobody_is_promoted_without_a_free_seat_or_an_alternate(quartet):
    assert promote(quartet, [0, 1, 2, 3], [4]) is None
    assert promote(quartet, [0, 1, 2], []) is None
