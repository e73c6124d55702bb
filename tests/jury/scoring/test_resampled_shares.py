"""Resampled juries: each is what exact Equal Shares would fund, in any order of the data."""

import hashlib

import numpy as np
import pytest

from jury.scoring.completion import equal_shares
from jury.scoring.resampled_shares import funded_of_juries, funded_of_resamples, resamples


def a_call(seed, jurors=20, proposals=30, read=0.6):
    rng = np.random.default_rng(seed)
    worth = rng.integers(0, 6, (jurors, proposals)) * (rng.random((jurors, proposals)) < read)
    cost = rng.integers(100_000, 1_000_000, proposals).tolist()
    orders = np.array([rng.permutation(proposals) for _ in range(40)])
    return worth, cost, sum(cost) // 3, rng.permutation(proposals).tolist(), orders


@pytest.mark.parametrize("seed", range(4))
def test_each_jury_funds_what_exact_equal_shares_funds(seed):
    worth, cost, budget, lot, orders = a_call(seed, read=[0.6, 1.0][seed % 2])
    columns = np.lexsort((lot, -(worth > 0).sum(axis=0), cost))
    jurors = worth[np.lexsort(worth[:, columns].T[::-1])]

    funded = funded_of_resamples(worth, cost, budget, lot, orders=orders, seed="each")

    for count, order, found in zip(resamples(20, 40, "each"), orders, funded, strict=True):
        jury = np.repeat(jurors, count, axis=0)
        exact = equal_shares(jury, cost, budget, lot, order.tolist())
        assert np.flatnonzero(found).tolist() == sorted(exact.funded)


def test_no_jury_spends_more_than_the_budget_and_each_spends_most_of_it():
    worth, cost, budget, lot, orders = a_call(9)

    spent = funded_of_resamples(worth, cost, budget, lot, orders=orders, seed="spent") @ np.array(
        cost
    )

    assert spent.max() <= budget
    assert spent.min() > 0.8 * budget


@pytest.mark.parametrize("seed", range(3))
def test_rows_and_jurors_in_another_order_change_nothing(seed):
    worth, cost, budget, lot, orders = a_call(seed)
    rng = np.random.default_rng(seed)
    rows, jurors = rng.permutation(30), rng.permutation(20)
    place = np.argsort(rows)

    found = funded_of_resamples(worth, cost, budget, lot, orders=orders, seed="order")
    again = funded_of_resamples(
        worth[jurors][:, rows],
        [cost[i] for i in rows],
        budget,
        [lot[i] for i in rows],
        orders=place[orders],
        seed="order",
    )

    assert (again == found[:, rows]).all()


def test_equal_rates_go_to_the_cheaper_and_then_by_lot():
    worth, orders = np.ones((7, 4), dtype=int), np.tile(np.arange(4), (5, 1))

    funded = funded_of_resamples(
        worth, [30, 20, 30, 30], 80, [3, 0, 1, 2], orders=orders, seed="ties"
    )

    assert funded.tolist() == [[False, True, True, True]] * 5


def test_a_proposal_that_nobody_wants_is_funded_only_from_what_is_left_over():
    worth = np.array([[1, 0, 0], [1, 0, 0], [1, 0, 0]])
    orders = np.array([[1, 2, 0], [2, 1, 0]])

    funded = funded_of_resamples(
        worth, [60, 40, 30], 100, [0, 1, 2], orders=orders, seed="left over"
    )

    assert funded.tolist() == [[True, True, False], [True, False, True]]


def test_juries_come_from_a_counter_and_draw_with_replacement():
    many = resamples(40, 3000, "counter")

    assert (many[:10] == resamples(40, 10, "counter")).all()
    assert (many[:10] != resamples(40, 10, "another")).any()
    assert (many.sum(axis=1) == 40).all()
    assert many.mean(axis=0) == pytest.approx(np.ones(40), abs=5 * (39 / 40 / 3000) ** 0.5)
    assert many.var() == pytest.approx(39 / 40, abs=0.03)
    digest = hashlib.shake_256(b"burgerjury/1/resample/counter/1").digest(320)
    seats = [int.from_bytes(digest[k : k + 8], "big") % 40 for k in range(0, 320, 8)]
    assert many[1].tolist() == [seats.count(j) for j in range(40)]


def test_more_juries_than_run_side_by_side_are_all_run():
    worth, cost, budget, lot, orders = a_call(2, jurors=5, proposals=6)
    orders = np.tile(orders[:1], (503, 1))

    funded = funded_of_resamples(worth, cost, budget, lot, orders=orders, seed="many")

    alone = funded_of_resamples(worth, cost, budget, lot, orders=orders[:40], seed="many")
    assert (funded[:40] == alone).all()
    assert funded[500:].any(axis=1).all()


@pytest.mark.parametrize("seed", [2, 3])  # on 2 rounding alone would decide two of the ties
def test_equal_rates_are_decided_as_by_the_exact_rule(seed):
    rng = np.random.default_rng(seed)
    worth, cost = rng.integers(0, 2, (11, 20)), (1000 * (1 + rng.permutation(20))).tolist()
    lot, orders = rng.permutation(20).tolist(), [rng.permutation(20).tolist() for _ in range(60)]
    counts = np.array([np.bincount(rng.integers(0, 11, 11), minlength=11) for _ in orders])

    funded = funded_of_juries(worth, cost, 110_000, lot, counts=counts, orders=orders)

    tied = 0
    for count, order, found in zip(counts, orders, funded, strict=True):
        exact = equal_shares(np.repeat(worth, count, axis=0), cost, 110_000, lot, order)
        assert np.flatnonzero(found).tolist() == sorted(exact.funded)
        tied += any(exact.last.tied)
    assert tied > 30


def test_a_jury_of_many_raises_funds_alone_what_it_funds_in_a_crowd():
    rng = np.random.default_rng(1524)  # the most raises of 2,000 small calls
    worth = rng.integers(0, 6, tuple(rng.integers((3, 4), (9, 16)).tolist()))
    cost = rng.integers(100_000, 1_000_000, worth.shape[1]).tolist()
    budget, every = int(sum(cost) * 0.4), list(range(len(cost)))
    exact = equal_shares(worth, cost, budget, every, every)
    assert exact.raises == 14

    counts = np.concatenate([np.ones((1, len(worth))), resamples(len(worth), 450, "crowd")])
    orders = [every] * len(counts)
    crowd = funded_of_juries(worth, cost, budget, every, counts=counts, orders=orders)
    alone = [
        funded_of_juries(worth, cost, budget, every, counts=counts[k : k + 1], orders=[every])[0]
        for k in range(12)
    ]

    assert (crowd[:12] == alone).all()
    assert np.flatnonzero(crowd[0]).tolist() == sorted(exact.funded)
