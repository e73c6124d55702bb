"""Gradients: the same shares as by elimination, with less memory."""

import numpy as np
import pytest

from sortition.gradients import ITERATIONS, NoStep, SeatLists
from sortition.shares import MANY, by_gradients, closest_shares


@pytest.fixture
def panels():
    """Return 60 panels of 8 seats, some of two people with the same answers, of 20 profiles."""
    rng = np.random.default_rng(5)
    return np.array([rng.multinomial(8, np.full(20, 0.05)) for _ in range(60)], dtype=np.int16)


def test_products_with_lists_of_seats_are_those_with_the_matrix(panels):
    price, share = np.random.default_rng(1).random(20), np.random.default_rng(2).random(60)

    lists = SeatLists(panels)

    assert np.allclose(lists.weights(price), panels @ price, rtol=1e-14)
    assert np.allclose(lists.mean(share), share @ panels, rtol=1e-14)


def test_a_step_solves_the_equations_of_the_panels_in_use(panels):
    used = np.arange(60) % 3 > 0
    goal = np.random.default_rng(3).random(20)
    X = panels[used].astype(float)

    found = SeatLists(panels).step(used, 1e-8, goal, 1e-12)

    assert np.abs(X.T @ X @ found + 1e-8 * found - goal).max() < 1e-11


def test_a_chain_of_panels_longer_than_the_search_gives_no_step():
    kinds = ITERATIONS + 500
    chain = np.eye(kinds - 1, kinds, dtype=np.int16) + np.eye(kinds - 1, kinds, 1, dtype=np.int16)
    goal = np.zeros(kinds)
    goal[0] = 1.0  # each iteration reaches one profile further

    with pytest.raises(NoStep):
        SeatLists(chain).step(np.ones(kinds - 1, dtype=bool), 1e-8, goal, 1e-12)


def test_both_ways_to_the_shares_agree(panels):
    target = panels[:50].mean(axis=0)
    start = np.full(20, 1 / (60 * 8))

    share, _ = by_gradients(SeatLists(panels), target, start)

    assert np.abs(share @ panels - target).max() < 1e-9
    assert np.allclose(share, closest_shares(panels, target)[0], atol=1e-8)


def test_a_target_outside_the_panels_is_not_reached(panels):
    target = np.zeros(20)
    target[0] = 8.0

    with pytest.raises(NoStep):
        by_gradients(SeatLists(panels), target, np.full(20, 1 / (60 * 8)))


def test_many_profiles_whose_target_cannot_be_met_have_prices_that_prove_it():
    kinds = MANY + 1
    panels = np.zeros((3, kinds), dtype=np.int16)
    panels[[0, 1, 2], [0, 1, 2]] = 1
    target = np.zeros(kinds)
    target[3] = 1.0

    _, price = closest_shares(panels, target)

    assert (panels @ price <= 1e-9 * np.abs(price).max()).all()
    assert target @ price > 0


def test_many_profiles_have_the_shares_that_few_have():
    kinds = MANY + 1
    panels = np.zeros((3, kinds), dtype=np.int16)
    panels[[0, 1, 2], [0, 1, 2]] = 1
    target = np.zeros(kinds)
    target[:3] = 0.5, 0.3, 0.2

    share, _ = closest_shares(panels, target)

    assert np.allclose(share, [0.5, 0.3, 0.2], atol=1e-9)
