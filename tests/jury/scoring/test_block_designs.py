"""Block designs: balanced wherever one is returned, and the known sizes are found."""

import itertools

import numpy as np
import pytest

from jury.scoring.assignment_places import placed
from jury.scoring.block_designs import balanced, difference_family
from jury.scoring.geometries import ORDERS, field, geometry
from sortition.randomness import Stream

KNOWN = {  # proposals, jurors, each
    "everybody reads all": (5, 3, 5),
    "all pairs": (5, 10, 2),
    "a projective plane of order 4": (21, 21, 5),
    "a projective plane of order 9": (91, 91, 10),
    "the planes of a projective space": (15, 15, 7),
    "an affine plane of order 4": (16, 20, 4),
    "the planes of an affine space": (8, 14, 4),
    "the complement of a plane": (7, 7, 4),
    "two sets shifted round a circle": (13, 26, 3),
    "the squares modulo 19": (19, 19, 9),
    "the fourth powers modulo 37": (37, 37, 9),
    "a plane three times over": (7, 21, 3),
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_sizes_give_balanced_designs(name):
    proposals, jurors, each = KNOWN[name]

    reads = balanced(proposals, jurors, each)

    counts = reads.T.astype(int) @ reads
    assert reads.shape == (jurors, proposals)
    assert set(reads.sum(axis=1)) == {each}
    assert len(set(np.diag(counts))) == 1
    assert len(set(counts[~np.eye(proposals, dtype=bool)])) == 1


@pytest.mark.parametrize("size", [(8, 8, 3), (12, 6, 4), (22, 22, 7), (4, 6, 1), (6, 5, 3)])
def test_sizes_that_cannot_balance_give_nothing(size):
    assert balanced(*size) is None


@pytest.mark.parametrize(("modulus", "number", "each"), [(13, 1, 4), (13, 2, 3), (19, 3, 3)])
def test_a_difference_family_holds_each_difference_as_often(modulus, number, each):
    family = difference_family(modulus, number, each)
    differences = [(x - y) % modulus for one in family for x, y in itertools.permutations(one, 2)]

    assert [len(set(one)) for one in family] == [each] * number
    assert set(np.bincount(differences)[1:]) == {len(differences) // (modulus - 1)}


def test_a_size_too_large_to_search_through_gives_nothing():
    assert difference_family(45, 1, 12) is None


@pytest.mark.parametrize("order", ORDERS)
def test_addition_and_multiplication_make_a_field(order):
    plus, times = field(order)
    every = np.arange(order)

    assert (plus == plus.T).all()
    assert (times == times.T).all()
    for x in range(order):
        assert sorted(plus[x]) == every.tolist()
        assert x == 0 or sorted(times[x]) == every.tolist()
        assert (times[x][plus] == plus[times[x][:, None], times[x]]).all()
        assert (times[times[x]] == times[x][times]).all()
        assert (plus[plus[x]] == plus[x][plus]).all()
    assert (times[1] == every).all()
    assert (plus[0] == every).all()


def test_no_space_has_ten_points_on_three_lines():
    assert geometry(10, 3, 4) is None


def test_jurors_take_places_in_which_they_meet_no_conflict():
    design = balanced(7, 7, 3)
    may = np.ones((7, 7), dtype=bool)
    may[0, :3] = may[1, 2:5] = False

    reads = placed(design, may, Stream(b"places"))

    assert not (reads & ~may).any()
    assert (reads.T.astype(int) @ reads == design.T.astype(int) @ design).all()


def test_too_many_conflicts_leave_no_place():
    may = np.ones((7, 7), dtype=bool)
    may[:5, 0] = False  # three must read it

    assert placed(balanced(7, 7, 3), may, Stream(b"places")) is None
