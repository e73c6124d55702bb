"""Households: at most one seat an address, exactly, from the chances to the tickets."""

from pathlib import Path

import numpy as np
import pytest

from sortition.alternates import choose_alternates
from sortition.feasibility import check
from sortition.instance import InfeasibleQuotas, Quota, build
from sortition.leximin import leximin
from sortition.lottery import seat_people
from sortition.panels import meets
from sortition.randomness import Stream
from sortition.rounding import tickets

INSTANCES = Path(__file__).parent / "instances"


def people_of(instance):
    """Ids, answers and names of households, as ``build`` takes them."""
    rows = zip(instance.ids, instance.profile_of, strict=True)
    people = [
        (i, dict(zip(instance.categories, instance.profiles[t], strict=True))) for i, t in rows
    ]
    return people, [str(home) for home in instance.households.of]


@pytest.fixture
def neighbours(known):
    """A pool of realistic shape, a quarter of whom share an address with one or two others."""
    alone = known("hd_like_30")
    random = np.random.default_rng(5)
    homes = [""] * len(alone.ids)
    movers = random.permutation(len(homes))[: len(homes) // 4]
    for place, i in enumerate(movers):
        homes[i] = f"home {place // 2 if place < 48 else 24 + (place - 48) // 3}"
    rows = zip(alone.ids, alone.profile_of, strict=True)
    people = [(i, dict(zip(alone.categories, alone.profiles[t], strict=True))) for i, t in rows]
    return build(alone.quotas, people, alone.size, homes)


def test_the_chances_are_the_known_ones(known):
    instance = known("house_like_40")
    file = INSTANCES / "house_like_40" / "leximin_chances.csv"
    chances = np.loadtxt(file, delimiter=",", skiprows=1)[:, 1]

    lottery = leximin(instance)

    assert (len(instance.ids), len(instance.profiles)) == (404, 297)
    assert lottery.certificate.route == "relax-and-decompose"
    assert lottery.certificate.gap < 1e-6
    assert np.abs(lottery.chances[instance.profile_of] - chances).max() < 1e-6


@pytest.mark.parametrize("tolerance", [0, 1])
@pytest.mark.parametrize("seed", range(52))
def test_small_pools_agree_with_trying_every_panel(small, trying, seed, tolerance):
    instance = small(seed, tolerance, homes=True)
    panels = trying.panels(instance)
    if not len(panels):
        assert not check(instance).feasible
        with pytest.raises(InfeasibleQuotas):
            leximin(instance)
        return

    lottery = leximin(instance)

    assert meets(instance, lottery.panels).all()
    assert lottery.certificate.gap < 1e-6
    chances = lottery.chances[instance.profile_of]
    assert np.abs(chances - trying.leximin(panels)).max() < 1e-7
    assert (lottery.excluded[instance.profile_of] == ~panels.any(axis=0)).all()


def test_those_who_live_together_share_the_chance_of_those_who_live_alone():
    quotas = [Quota("age", "old", 0, 2)]
    people = [(name, {"age": "old"}) for name in "abcd"]

    apart, together = build(quotas, people, 2), build(quotas, people, 2, ["x", "x", "y", ""])

    assert leximin(apart).chances[apart.profile_of] == pytest.approx([0.5] * 4)
    chances = leximin(together).chances[together.profile_of]
    assert chances == pytest.approx([0.5, 0.5, 0.5, 0.5])
    three = build(quotas, people, 2, ["x", "x", "x", ""])
    assert leximin(three).chances[three.profile_of] == pytest.approx([1 / 3] * 3 + [1.0])


def test_people_who_all_live_alone_have_the_chances_of_a_pool_without_addresses(known):
    alone = known("mass_like_24")
    rows = zip(alone.ids, alone.profile_of, strict=True)
    people = [(i, dict(zip(alone.categories, alone.profiles[t], strict=True))) for i, t in rows]

    instance = build(alone.quotas, people, alone.size, [""] * len(people))

    assert instance.limits.kinds == 0
    assert (leximin(instance).chances == leximin(alone).chances).all()


def test_the_order_of_people_and_the_names_of_values_change_nobodys_chance(neighbours):
    people, homes = people_of(neighbours)
    chances = leximin(neighbours).chances[neighbours.profile_of]
    order = np.random.default_rng(1).permutation(len(people))
    turned = build(
        neighbours.quotas, [people[i] for i in order], 30, [homes[i] + "x" for i in order]
    )
    renamed = build(
        [Quota(q.category, q.value[::-1], q.minimum, q.maximum) for q in neighbours.quotas],
        [(i, {c: v[::-1] for c, v in given.items()}) for i, given in people],
        30,
        homes,
    )

    of_turned = leximin(turned).chances[turned.profile_of]
    of_renamed = leximin(renamed).chances[renamed.profile_of]

    assert (of_turned == chances[order]).all()
    assert np.abs(of_renamed - chances).max() < 1e-9


def test_kinds_of_household_are_those_with_the_same_answers():
    quotas = [Quota("age", "old", 0, 9), Quota("age", "young", 0, 9)]
    ages = ["old", "young", "young", "old", "old", "old", "young", "young", "old"]
    people = [(str(i), {"age": age}) for i, age in enumerate(ages)]
    homes = ["a", "a", "b", "b", "c", "c", "", "", "d"]

    instance = build(quotas, people, 2, homes)

    assert instance.profiles == (("old",),) * 3 + (("young",),) * 2
    assert instance.counts.tolist() == [1, 2, 2, 2, 2]  # alone; of two old; of old and young
    assert instance.households.kind.tolist() == [2, 0, 1, 2, 1]
    assert instance.households.homes.tolist() == [1, 2]
    assert instance.households.of.tolist() == [0, 0, 1, 1, 2, 2, 3, 4, 5]


def test_a_panel_of_more_people_than_households_is_refused():
    quotas = [Quota("age", "old", 0, 3)]
    instance = build(quotas, [(str(i), {"age": "old"}) for i in range(4)], 3, ["a", "a", "b", "b"])

    found = check(instance)

    assert not found.feasible
    assert "with at most one seat a household" in found.sentences[0]
    assert meets(instance, np.array([[3]])).tolist() == [False]


def test_no_ticket_seats_two_of_a_household_and_equals_have_equally_many(neighbours):
    stream = Stream(b"tickets")
    made = tickets(neighbours, leximin(neighbours), 1000, stream)

    people = seat_people(neighbours, made, stream)

    assert meets(neighbours, made).all()
    homes = neighbours.households.of
    assert all(len(set(homes[list(on)])) == len(on) == 30 for on in people)
    assert (np.array([np.bincount(neighbours.profile_of[list(on)], minlength=made.shape[1])
                      for on in people]) == made).all()  # fmt: skip
    held = np.bincount(np.array(people).ravel(), minlength=len(neighbours.ids))
    for t in range(made.shape[1]):
        own = held[neighbours.profile_of == t]
        assert own.max() - own.min() <= 1


def test_alternates_share_no_address_with_the_panel_or_each_other(neighbours):
    stream = Stream(b"a")
    made = tickets(neighbours, leximin(neighbours), 100, stream)
    panel = seat_people(neighbours, made, stream)[7]

    chosen = choose_alternates(neighbours, panel, 60, Stream(b"b"))

    homes = neighbours.households.of[[*panel, *chosen]]
    assert len(set(homes)) == len(homes) == 90
