"""Walks: panels found one by one where bundles of them cannot be halved."""

import numpy as np
import pytest

from sortition import decomposition, panels
from sortition.decomposition import decompose, face_of
from sortition.instance import Quota, SearchStopped, build
from sortition.leximin import leximin
from sortition.panels import meets
from sortition.relaxation import relax
from sortition.walks import _Walker, approach


def silent(_part):
    pass


def none_of(instance):
    return np.zeros((0, len(instance.profiles)), dtype=np.int8)


def test_a_pool_whose_bundles_fall_apart_gets_its_fairest_lottery(narrow, monkeypatch):
    def no_program(*_):
        raise AssertionError("An integer program was asked for a panel.")

    monkeypatch.setattr(decomposition, "heaviest", lambda *_: no_program)

    lottery = leximin(narrow)

    assert lottery.certificate.route == "relax-and-decompose"
    assert np.abs(lottery.chances - relax(narrow).chances).max() < 1e-8
    assert meets(narrow, lottery.panels).all()


@pytest.mark.parametrize("name", ["example_large_200", "mass_like_24"])
def test_walks_find_panels_around_the_target_without_a_bundle(known, name):
    instance = known(name)
    face = face_of(instance, relax(instance).chances)

    found = approach(instance, face, none_of(instance), silent)

    assert meets(instance, found).all()
    assert len(np.unique(found, axis=0)) == len(found)
    share, _ = decomposition.closest_shares(found, face.target)
    assert np.abs(share @ found - face.target).max() < 1e-9


@pytest.mark.parametrize("homes", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_walks_visit_panels_alone(small, every_panel, seed, homes):
    instance = small(seed, tolerance=1, homes=homes)
    whole = every_panel(instance)
    face = face_of(instance, relax(instance).chances)

    found = approach(instance, face, none_of(instance), silent)

    possible = {tuple(panel) for panel in whole[meets(instance, whole)].tolist()}
    assert {tuple(panel) for panel in found.tolist()} <= possible


def test_walks_always_seat_those_whose_chance_is_1_and_never_those_whose_chance_is_0():
    quotas = [Quota("age", value, 0, 3) for value in ("a", "b", "c", "d")]
    pool = build(quotas, [(str(i), {"age": "abbbccccdd"[i]}) for i in range(10)], 3)
    face = face_of(pool, np.array([1.0, 1 / 3, 1 / 4, 0.0]))

    found = approach(pool, face, none_of(pool), silent)

    assert found.tolist() == [[1, 0, 2, 0], [1, 1, 1, 0], [1, 2, 0, 0]]


def test_a_price_draws_walks_to_panels_that_are_worth_more(narrow):
    face = face_of(narrow, relax(narrow).chances)
    price = np.random.default_rng(1).normal(size=len(narrow.profiles))

    indifferent, drawn = (
        [panel @ price for _ in range(30) for panel in _Walker(narrow, face).walk(pull * price)]
        for pull in (0, 1)
    )

    assert np.mean(drawn) > np.mean(indifferent) + 1


@pytest.mark.parametrize("seed", range(12))
def test_a_lottery_is_found_by_walks_wherever_bundles_find_one(small, seed, monkeypatch):
    instance = small(seed, tolerance=1)
    chances = relax(instance).chances
    halved = decompose(instance, chances)
    monkeypatch.setattr(panels, "PATIENCE", -1)
    monkeypatch.setattr(decomposition, "FEW", 0)
    monkeypatch.setattr(panels, "FEW", 0)

    walked = decompose(instance, chances)

    assert (walked.share is None) == (halved.share is None)
    if walked.share is not None:
        mean = walked.share @ walked.panels
        assert np.abs(mean / instance.counts - chances).max() < 1e-8


def test_the_same_face_gives_the_same_panels(narrow):
    face = face_of(narrow, relax(narrow).chances)

    first, again = (approach(narrow, face, none_of(narrow), silent) for _ in range(2))

    assert first.tolist() == again.tolist()


def test_progress_rises_to_nearly_one(narrow):
    heard = []

    approach(narrow, face_of(narrow, relax(narrow).chances), none_of(narrow), heard.append)

    assert heard[-1] > 0.99
    assert all(0 <= part <= 1 for part in heard)


def test_a_walk_can_be_cancelled(narrow):
    def stop(_):
        raise SearchStopped("Stopped.")

    with pytest.raises(SearchStopped, match="Stopped"):
        approach(narrow, face_of(narrow, relax(narrow).chances), none_of(narrow), stop)
