"""Instance: the pool, the quotas and the seats."""

import dataclasses

import numpy as np
import pytest

from sortition.instance import InputProblems, Quota, build

QUOTAS = [
    Quota("gender", "woman", 1, 2),
    Quota("gender", "man", 0, 2),
    Quota("age", "young", 1, 1),
    Quota("age", "old", 1, 2),
]
PEOPLE = [
    ("b", {"age": "old", "gender": "woman", "shoe": "42"}),
    ("a", {"age": "young", "gender": "woman"}),
    ("c", {"age": "old", "gender": "man"}),
    ("d", {"age": "old", "gender": "woman"}),
]


def problems(quotas=QUOTAS, people=PEOPLE, size=2):
    with pytest.raises(InputProblems) as caught:
        build(quotas, people, size)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return list(caught.value.problems)


def test_people_with_equal_answers_are_one_profile_in_lexicographic_order():
    instance = build(QUOTAS, PEOPLE, 2)

    assert instance.categories == ("gender", "age")
    assert instance.ids == ("b", "a", "c", "d")
    assert instance.profiles == (("man", "old"), ("woman", "old"), ("woman", "young"))
    assert instance.profile_of.tolist() == [1, 2, 0, 1]
    assert instance.counts.tolist() == [1, 2, 1]
    assert instance.belongs.tolist() == [
        [False, True, False, True],
        [True, False, False, True],
        [True, False, True, False],
    ]
    assert instance.lower.tolist() == [1, 0, 1, 1]
    assert instance.upper.tolist() == [2, 2, 1, 2]
    assert {instance.counts.dtype, instance.lower.dtype} == {np.dtype(np.int64)}


def test_an_instance_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        build(QUOTAS, PEOPLE, 2).size = 3


def test_every_problem_is_told_at_once():
    quotas = [
        *QUOTAS[:3],
        Quota("gender", "man", 0, 2),
        Quota("age", "old", 3, 2),
        Quota("age", "new", -1, 2, minimum_flex=0, maximum_flex=1),
    ]
    people = [*PEOPLE, ("a", {"gender": "woman"}), ("e", {"gender": "", "age": "Old"})]

    assert problems(quotas, people, 0) == [
        "A panel has 0 seats; it must have 1 or more.",
        "Quota “age: old”: the maximum 2 is below the minimum 3; "
        "raise the maximum or lower the minimum.",
        "Quota “age: new”: the minimum is -1; it must be 0 or more.",
        "Quota “age: new”: min_flex 0 is above the minimum -1.",
        "Quota “age: new”: max_flex 1 is below the maximum 2.",
        "Quota “gender: man” comes twice; keep one.",
        "Person “a” comes twice; give each person one id.",
        "Person “a”, “age”: there is no answer; fill it in or take this person out.",
        "Person “e”, “gender”: there is no answer; fill it in or take this person out.",
        "Person “e”, “age”: “Old” has no quota; use one of “young”, “old”, “new”, "
        "or add a quota for it.",
    ]


def test_a_pool_needs_people_and_quotas():
    assert problems([], []) == [
        "There are no quotas; give at least one.",
        "There is nobody in the pool; add the volunteers.",
    ]


def test_a_long_list_of_values_is_cut():
    quotas = [Quota("town", f"t{i}", 0, 1) for i in range(15)]

    (problem,) = problems(quotas, [("a", {"town": "t99"})])

    assert problem.endswith("“t10”, “t11” and 3 more, or add a quota for it.")
