"""Table search: known best plans are reached, every rule is kept, and the cost is what it says."""

from itertools import combinations
from math import comb

import numpy as np
import pytest

from sortition.instance import SearchStopped
from sortition.randomness import Stream
from sortition.table_search import RULE, _Search, _start, seat
from sortition.tables import Seating, most_pairs, quality, table_sizes


def seating(n, tables, rounds, seed=None, **rules):
    """So many people without rules; with a seed, three categories of invented answers."""
    none = np.zeros((n, n), dtype=bool)
    answers = np.zeros((n, 0), dtype=bool)
    if seed is not None:
        random = np.random.default_rng(seed)
        given = [random.integers(0, values, n) for values in (2, 3, 4)]
        answers = np.column_stack(
            [
                column == v
                for column, most in zip(given, (2, 3, 4), strict=True)
                for v in range(most)
            ]
        )
    parts = {
        "ids": tuple(f"{i:03}" for i in range(n)),
        "sizes": table_sizes(n, tables),
        "rounds": rounds,
        "answers": answers,
        "named": tuple(f"answer {v}" for v in range(answers.shape[1])),
        "fixed": np.full(n, -1),
        "apart": none,
        "groups": (),
        "shares": none,
        "speaks": np.zeros(n, dtype=bool),
    }
    return Seating(**{**parts, **rules})


def pairs(n, *some):
    matrix = np.zeros((n, n), dtype=bool)
    for i, j in some:
        matrix[i, j] = matrix[j, i] = True
    return matrix


def met(plan):
    """Pairs who met at least once, counted one by one."""
    return {(i, j) for at in plan for i, j in combinations(range(len(at)), 2) if at[i] == at[j]}


@pytest.mark.parametrize(
    ("tables", "size", "rounds"),
    [(8, 4, 5), (8, 4, 7), (4, 4, 5), (5, 3, 7), (3, 3, 4), (6, 4, 5), (5, 5, 6)],
)
def test_nobody_meets_twice_where_a_perfect_plan_is_known(tables, size, rounds):
    golfers = seating(tables * size, tables, rounds)

    plan = seat(golfers, "a")

    assert all((np.bincount(at) == size).all() for at in plan)
    assert len(met(plan)) == rounds * tables * comb(size, 2)
    found = quality(golfers, plan)
    assert found.met == found.possible == len(met(plan))


def test_where_meetings_abound_nearly_everybody_meets():
    jury = seating(24, 4, 6)

    found = quality(jury, seat(jury, "a"))

    assert found.possible == comb(24, 2)
    assert found.met >= 0.9 * found.possible


@pytest.mark.parametrize(("sizes", "rounds"), [([2, 2], 2), ([2, 2], 3), ([3, 2], 2), ([2, 2], 5)])
def test_the_bound_on_pairs_is_never_beaten_by_any_plan(sizes, rounds):
    n = sum(sizes)
    groups = [set(some) for some in combinations(range(n), sizes[0])]
    rows = [np.array([0 if i in some else 1 for i in range(n)]) for some in groups]
    best = max(
        len(met([rows[k] for k in chosen])) for chosen in np.ndindex(*[len(rows)] * min(rounds, 3))
    )

    assert best <= most_pairs(sizes, rounds)


@pytest.mark.parametrize("seed", range(4))
def test_people_mix_better_than_by_chance(seed):
    jury = seating(30, 5, 4, seed)
    plan = seat(jury, "a")
    chance = [_start(jury, Stream(f"{i}".encode())) for i in range(20)]

    ours, others = quality(jury, plan), [quality(jury, other) for other in chance]

    assert ours.met > max(other.met for other in others)
    assert ours.imbalance < min(other.imbalance for other in others)
    assert ours.met >= 0.88 * ours.possible
    assert ours.imbalance < 1.5


def test_each_table_mirrors_the_jury_where_that_can_be():
    answers = np.arange(24)[:, None] % 4 == np.arange(4)
    jury = seating(24, 6, 3, answers=answers, named=("a", "b", "c", "d"))

    plan = seat(jury, "a")

    assert quality(jury, plan).imbalance == 0
    assert all((np.bincount(at[answers[:, 0]]) == 1).all() for at in plan)


def rules(n):
    """A little of everything: fixed places, people apart, two groups, two languages."""
    fixed = np.full(n, -1)
    fixed[[0, 1]] = 0, 2
    fixed[5] = 1
    speaks = np.zeros(n, dtype=bool)
    speaks[[8, 9, 10, 11, 12]] = True
    return {
        "fixed": fixed,
        "apart": pairs(n, (2, 3), (3, 4), (0, 2)),
        "groups": ((4, 5), (6, 7, 13)),
        "shares": pairs(n, (8, 9), (9, 10), (8, 10), (11, 12), (12, 14)),
        "speaks": speaks,
    }


@pytest.mark.parametrize("seed", ["a", "b"])
def test_every_rule_is_kept_in_every_round(seed):
    jury = seating(18, 3, 3, 1, **rules(18))

    plan = seat(jury, seed)

    for at in plan:
        assert np.bincount(at).tolist() == [6, 6, 6]
        assert at[[0, 1, 5]].tolist() == [0, 2, 1]
        assert at[4] == at[5]
        assert at[6] == at[7] == at[13]
        assert at[2] != at[3]
        assert at[3] != at[4]
        assert at[0] != at[2]
        for i in (8, 9, 10, 11, 12):
            assert any(jury.shares[i, j] and at[i] == at[j] for j in range(18))
    assert quality(jury, plan).broken == 0


@pytest.mark.parametrize("seed", range(6))
def test_every_exchange_costs_what_was_foretold(seed):
    jury = seating(15, 3, 3, seed, **rules(15))
    search = _Search(jury, _start(jury, Stream(f"{seed}".encode())), Stream(b""))
    foretold, before = search.deltas(), search.cost()

    for r, i, j in np.ndindex(*foretold.shape):
        if search._plan[r, i] != search._plan[r, j] and not {i, j} & {4, 5, 6, 7, 13}:
            search._plan[r, [i, j]] = search._plan[r, [j, i]]
            assert search.cost() - before == foretold[r, i, j], (r, i, j)
            search._plan[r, [i, j]] = search._plan[r, [j, i]]


@pytest.mark.parametrize("seed", range(3))
def test_the_cost_of_the_best_plan_is_its_own(seed):
    jury = seating(20, 4, 3, seed)
    search = _Search(jury, _start(jury, Stream(f"{seed}".encode())), Stream(b""))

    search.run(100)

    assert search.best_cost == _Search(jury, search.best, Stream(b"")).cost()


def test_the_same_seed_gives_the_same_plan():
    jury = seating(18, 3, 3, 1)

    assert (seat(jury, "a") == seat(jury, "a")).all()
    assert (seat(jury, "a") != seat(jury, "b")).any()


def test_one_table_or_people_who_are_all_fixed_leave_nothing_to_seek():
    assert (seat(seating(5, 1, 2)) == 0).all()
    fixed = np.array([0, 1, 0, 1])
    jury = seating(4, 2, 2, fixed=fixed, groups=((0, 2),))
    assert (seat(jury) == fixed).all()


def test_rules_that_no_plan_keeps_are_told_and_nothing_is_given_out():
    jury = seating(6, 2, 1, apart=pairs(6, (0, 1), (1, 2), (0, 2)))

    with pytest.raises(SearchStopped, match="No tables were found that keep every rule: 1 are"):
        seat(jury)


def test_groups_that_do_not_fit_are_told():
    with pytest.raises(SearchStopped, match="at which all groups fit"):
        seat(seating(6, 2, 1, groups=((0, 1), (2, 3), (4, 5))))


def test_quality_counts_what_is_broken():
    n = 4
    jury = seating(
        n, 2, 1, apart=pairs(n, (0, 1)), shares=pairs(n, (0, 2)), speaks=np.arange(n) == 2
    )

    assert quality(jury, np.array([[0, 0, 1, 1]])).broken == 2
    assert quality(jury, np.array([[0, 1, 0, 1]])).broken == 0
    assert RULE > 100


def test_quality_names_the_table_that_is_furthest_from_its_share():
    answers = np.array([[True], [True], [False], [False]])
    jury = seating(4, 2, 1, answers=answers, named=("“age: old”",))

    found = quality(jury, np.array([[1, 1, 0, 0]]))

    assert found.imbalance == 1
    assert found.where == "table 1 in round 1 has 0 of “age: old”; its share is 1.0"
    assert quality(seating(4, 2, 1), np.array([[1, 1, 0, 0]])).where == "none"
