"""Nearness: how near tickets come to the exact chances, and the distance that none undercut."""

import itertools

import numpy as np
import pytest

from sortition.freezing import by_pseudonym, freeze
from sortition.instance import Quota, build
from sortition.nearness import expected_of, nearness_of


def frozen(instance, **more):
    salts = {name: f"{place:032x}" for place, name in enumerate(instance.ids)}
    return freeze(instance, salts, "parks", mix="rain", **more)


@pytest.fixture
def uneven():
    """Five people, of whom two sit: one of two of a kind, and one of three of another."""
    quotas = [Quota("a", "x", 1, 1), Quota("a", "y", 1, 1)]
    people = [(str(i), {"a": "x" if i < 2 else "y"}) for i in range(5)]
    return build(quotas, people, 2)


@pytest.mark.parametrize(("m", "bound"), [(7, 1 / 2), (10, 1 / 3), (12, 0), (13, 1 / 2)])
def test_the_bound_is_the_distance_to_whole_tickets(uneven, m, bound):
    lottery, openings = frozen(uneven, m=m)

    near = nearness_of(by_pseudonym(uneven), lottery, openings)

    assert near.bound == pytest.approx(bound)
    held = np.bincount(np.concatenate(openings["tickets"]), minlength=5)
    exact = m * np.array([1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3])
    assert near.reached == pytest.approx(np.abs(held - exact).max())


def test_no_tickets_are_nearer_than_the_bound(uneven):
    exact = 5 * np.array([1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3])
    panels = list(itertools.product((0, 1), (2, 3, 4)))
    best = min(
        np.abs(np.bincount(np.ravel(some), minlength=5) - exact).max()
        for some in itertools.combinations_with_replacement(panels, 5)
    )
    lottery, openings = frozen(uneven, m=5)

    near = nearness_of(by_pseudonym(uneven), lottery, openings)

    assert near.bound <= best + 1e-9
    assert near.reached >= best - 1e-9


def test_sealed_tickets_count_seats_of_profiles(uneven):
    lottery, openings = frozen(uneven, m=10, sealed=True)

    near = nearness_of(by_pseudonym(uneven), lottery, openings)

    assert near.reached == pytest.approx(0, abs=1e-9)
    assert near.bound == pytest.approx(0, abs=1e-9)


def test_expected_seats_are_read_from_the_openings(mass):
    _, openings = frozen(mass.instance, lottery=mass.lottery)

    seats = expected_of(openings, len(mass.instance.profiles)) / 10**12

    assert seats == pytest.approx(mass.lottery.chances * mass.instance.counts, abs=1e-9)
