"""Allocation: the tie rule, skipping what does not fit, and many orders at once."""

import hashlib
import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from jury.scoring.allocation import best_first, greedy, greedy_of_draws, lot


def test_ties_are_broken_by_median_then_majority_then_cost_then_lot():
    order = best_first(
        calibrated=[3.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0 + 1e-12],
        median=[5.0, 3.0, 4.0, 4.0, 4.0, 4.0, 4.0],
        majority_rank=[1, 1, 3, 2, 2, 2, 2],
        cost=[1, 1, 1, 5, 4, 4, 4],
        tie_lot=[0, 1, 2, 3, 6, 5, 4],
    )
    assert order == [6, 5, 4, 3, 2, 1, 0]


def test_what_does_not_fit_is_skipped_and_the_last_cent_is_spent():
    assert greedy([2, 0, 1, 3], [7000, 2001, 5000, 2000], 7000) == [2, 3]


def test_money_is_exact():
    assert greedy([0, 1, 2], [10, 20, 1], 30) == [0, 1]  # 0.1 + 0.2 euros is 0.3 euros


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(1, 20), st.data())
def test_many_orders_at_once_are_funded_as_one_by_one(cost, budget, data):
    orders = [data.draw(st.permutations(range(len(cost)))) for _ in range(5)]

    together = greedy_of_draws(np.array(orders), np.array(cost), budget)

    for order, funded in zip(orders, together, strict=True):
        assert set(np.flatnonzero(funded)) == set(greedy(order, cost, budget))


def test_the_lot_can_be_repeated_by_anyone_and_ignores_the_order_of_ids():
    ids = ["b", "a", "c"]
    keys = {
        each: hashlib.sha256(
            json.dumps(["burgerjury/1", "tie", "2026-01-31", each]).encode()
        ).hexdigest()
        for each in ids
    }

    places = lot(ids, "tie", "2026-01-31")

    assert [ids[places.index(k)] for k in range(3)] == sorted(ids, key=keys.__getitem__)
    assert lot(ids[::-1], "tie", "2026-01-31") == places[::-1]
    assert {tuple(lot(ids, "tie", str(day))) for day in range(60)} == {
        (0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0),
    }  # fmt: skip
