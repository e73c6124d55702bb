"""Residual quotas: what the free seats must bring, and the least that gives way, by trying all."""

from itertools import product

import numpy as np
import pytest

from sortition.feasibility import check
from sortition.instance import InfeasibleQuotas, Quota, SearchStopped, build
from sortition.residual import _Slack, may_sit_with, relaxed, remaining_instance, residual

SEX = [Quota("sex", "f", 2, 3), Quota("sex", "m", 1, 2)]


def person(sex, **more):
    return {"answers": {"sex": sex}, **more}


@pytest.mark.parametrize(
    ("seated", "bounds"),
    [
        ("", [(2, 3), (1, 2)]),
        ("f", [(1, 2), (1, 2)]),
        ("fm", [(1, 2), (0, 1)]),
        ("ffmm", [(0, 1), (0, 0)]),
        ("ffff", [(0, 0), (1, 2)]),
    ],
)
def test_the_seated_are_taken_off_both_bounds_and_none_goes_below_zero(seated, bounds):
    left = residual(SEX, [person(sex) for sex in seated])

    assert [(quota.minimum, quota.maximum) for quota in left] == bounds


def test_people_of_one_household_do_not_sit_together():
    jurors = [person("f", household=1), person("m")]

    assert not may_sit_with(person("m", household=1), jurors)
    assert may_sit_with(person("m", household=2), jurors)
    assert may_sit_with(person("m"), jurors)
    assert may_sit_with(person("m", household=1), [])


def test_fewer_people_than_free_seats_is_told():
    people = [{"id": "a", "answers": {"sex": "f"}}]

    with pytest.raises(InfeasibleQuotas, match="2 seats are free and 1 person is left"):
        remaining_instance(SEX, people, 2)
    assert remaining_instance(SEX, people, 1).ids == ("a",)


def hostile(seed):
    """A small pool whose quotas may or may not fit any panel."""
    random = np.random.default_rng(seed)
    people, size = int(random.integers(4, 9)), int(random.integers(1, 4))
    quotas = []
    for category, values in (("a", 2), ("b", 3)):
        for value in range(values):
            least = int(random.integers(0, 3))
            quotas.append(Quota(category, str(value), least, least + int(random.integers(0, 2))))
    pool = [
        (str(i), {"a": str(random.integers(2)), "b": str(random.integers(3))})
        for i in range(people)
    ]
    return build(quotas, pool, size)


def by_trying_all(instance):
    """The slack of the panel that misses least, minima and maxima in turn: slow, and right."""
    found = []
    for panel in product(*(range(count + 1) for count in instance.counts)):
        if sum(panel) == instance.size:
            seats = np.array(panel) @ instance.belongs
            lowered = np.maximum(0, instance.lower - seats)
            raised = np.maximum(0, seats - instance.upper)
            slack = np.column_stack([lowered, raised]).ravel().tolist()
            found.append((sum(slack), slack))
    return min(found)[1]


def test_as_little_gives_way_as_can_be_and_always_the_same():
    gave_way = 0
    for seed in range(60):
        instance = hostile(seed)
        loosened, lowered, raised = relaxed(instance)

        assert np.column_stack([lowered, raised]).ravel().tolist() == by_trying_all(instance), seed
        assert (loosened.lower == instance.lower - lowered).all()
        assert (loosened.upper == instance.upper + raised).all()
        assert [q.minimum for q in loosened.quotas] == loosened.lower.tolist()
        assert [q.maximum for q in loosened.quotas] == loosened.upper.tolist()
        gave_way += lowered.sum() + raised.sum() > 0
    assert 20 < gave_way < 60


@pytest.mark.parametrize("seed", range(40))
def test_quotas_give_way_as_little_as_can_be_and_households_never(shared, every_panel, seed):
    instance = shared(seed)
    seats = every_panel(instance) @ instance.belongs
    missed = np.dstack([instance.lower - seats, seats - instance.upper]).clip(0)
    least = min((sum(row), row) for row in missed.reshape(len(seats), -1).tolist())[1]

    loosened, lowered, raised = relaxed(instance)

    assert np.column_stack([lowered, raised]).ravel().tolist() == least
    assert loosened.households is instance.households


def test_households_of_those_who_are_left_are_counted_for_the_free_seats():
    people = [
        {"id": i, "household": home, "answers": {"sex": "f"}}
        for i, home in zip("abcd", (7, 3, 7, 9), strict=True)
    ]

    pool = remaining_instance(SEX, people, 3)

    assert pool.households.of.tolist() == [0, 1, 0, 2]
    assert pool.limits.upper[2:].tolist() == [1]
    with pytest.raises(InfeasibleQuotas, match="4 seats are free and 4 people in 3 households"):
        remaining_instance(SEX, people, 4)


def test_quotas_that_a_panel_can_keep_stay_as_they_are(small):
    for seed in range(10):
        instance = small(seed)
        assert check(instance).feasible

        loosened, lowered, raised = relaxed(instance)

        assert loosened.quotas == instance.quotas
        assert not lowered.any()
        assert not raised.any()


def test_a_search_without_an_answer_stops(small):
    program = _Slack(small(1))
    program.hold_total(-1)

    with pytest.raises(SearchStopped, match="Nothing was drawn or decided"):
        program.least(np.ones(program.width))
