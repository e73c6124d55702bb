"""Panels: whole ones, many at once."""

import numpy as np
import pytest

from sortition import panels
from sortition.decomposition import face_of
from sortition.instance import Quota, build
from sortition.panels import bundle, meets
from sortition.relaxation import relax


@pytest.fixture
def face(known):
    def of(name):
        instance = known(name)
        return instance, face_of(instance, relax(instance).chances)

    return of


@pytest.mark.parametrize("name", ["example_small_20", "fixture_22", "cca_like_75", "hd_like_30"])
def test_a_bundle_is_made_of_panels_around_the_target(face, name):
    instance, around = face(name)

    found = bundle(around, 50, seed=0)

    assert found.shape == (50, len(instance.profiles))
    assert meets(instance, found).mean() > 0.9
    assert np.abs(found.sum(axis=0) - 50 * around.target).max() < 1


def test_the_same_seed_gives_the_same_panels_and_another_seed_others(face):
    _, around = face("fixture_22")

    first, again, other = (bundle(around, 20, seed) for seed in (3, 3, 4))

    assert (first == again).all()
    assert (first != other).any()


def test_an_integer_program_finds_the_splits_that_swaps_do_not(face, monkeypatch):
    monkeypatch.setattr(panels, "SWAPS", 0)
    instance, around = face("mass_like_24")

    assert meets(instance, bundle(around, 20, seed=0)).all()


def test_a_split_that_is_not_found_leaves_panels_that_miss_a_quota(face, monkeypatch):
    monkeypatch.setattr(panels, "SWAPS", 0)
    monkeypatch.setattr(panels, "NODES", 0)
    instance, around = face("sf_b_like_20")

    assert not meets(instance, bundle(around, 20, seed=0)).all()


def test_a_bundle_whose_splits_take_too_long_is_given_up(narrow, monkeypatch):
    around = face_of(narrow, relax(narrow).chances)
    monkeypatch.setattr(panels, "PATIENCE", 1)

    found = bundle(around, 60, seed=0)

    assert len(found) < 60


def test_progress_ends_at_one(face):
    _, around = face("example_small_20")
    heard = []

    bundle(around, 4, 0, heard.append)

    assert heard == [0.25, 0.5, 0.75, 1.0]


def test_a_panel_is_checked_against_everything(known):
    instance = known("example_small_20")  # profiles of 1, 99 and 100 people; at least 9 each way
    rows = {
        (0, 10, 10): True,
        (1, 9, 10): True,
        (1, 10, 10): False,  # 21 seats
        (2, 8, 10): False,  # 2 of 1 person
        (-1, 11, 10): False,
        (0, 12, 8): False,  # 8 men
        (1, 7, 12): False,  # 7 liberals
    }

    assert meets(instance, np.array(list(rows))).tolist() == list(rows.values())


def test_a_panel_over_a_maximum_is_refused():
    quotas = [Quota("age", "young", 0, 1), Quota("age", "old", 0, 2)]
    people = [(str(i), {"age": "young" if i % 2 else "old"}) for i in range(6)]
    instance = build(quotas, people, 2)

    assert instance.profiles == (("old",), ("young",))
    assert meets(instance, np.array([[2, 0], [1, 1], [0, 2]])).tolist() == [True, True, False]
