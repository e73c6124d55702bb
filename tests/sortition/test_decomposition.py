"""Decomposition: chances as a lottery over panels."""

import numpy as np
import pytest

from sortition import decomposition
from sortition.decomposition import decompose
from sortition.instance import Quota, build
from sortition.panels import meets
from sortition.relaxation import relax
from sortition.shares import closest_shares


@pytest.mark.parametrize("name", ["example_large_200", "mass_like_24", "sf_b_like_20"])
def test_the_lottery_gives_the_chances_asked_for(known, name):
    instance = known(name)
    chances = relax(instance).chances

    found = decompose(instance, chances)

    assert meets(instance, found.panels).all()
    assert found.share.min() > 0
    assert found.share.sum() == pytest.approx(1, abs=1e-12)
    assert np.abs(found.share @ found.panels / instance.counts - chances).max() < 1e-8


def test_single_panels_are_priced_where_bundles_fall_short(known, monkeypatch):
    monkeypatch.setattr(decomposition, "BUNDLES", 1)
    monkeypatch.setattr(decomposition, "ENOUGH", 0.2)
    instance = known("mass_like_24")
    chances = relax(instance).chances

    found = decompose(instance, chances)

    assert np.abs(found.share @ found.panels / instance.counts - chances).max() < 1e-8


def odd_pool():
    """Four people; whole panels of two are the diagonals, half of each pair is no mixture."""
    quotas = [Quota(f"c{c}", value, 1, 1) for c in range(3) for value in ("yes", "no")]
    answers = [("yes", "yes", "yes"), ("no", "no", "no"), ("yes", "no", "no"), ("no", "yes", "no")]
    people = [
        (str(i), {f"c{c}": value for c, value in enumerate(row)}) for i, row in enumerate(answers)
    ]
    return build(quotas, people, 2)


def test_chances_that_no_lottery_gives_have_no_shares():
    instance = odd_pool()
    quarter = np.full(4, 0.5)

    found = decompose(instance, quarter)

    assert found.share is None
    assert meets(instance, found.panels).all()


def test_a_face_without_panels_has_no_shares(small):
    instance = small(0)

    found = decompose(instance, np.full(len(instance.profiles), 1e-3))

    assert found.share is None


def test_shares_are_the_most_even_ones():
    panels = np.array([[1, 0, 1], [0, 1, 1], [1, 0, 1]])

    share, _ = closest_shares(panels, np.array([0.5, 0.5, 1.0]))

    assert share == pytest.approx([0.25, 0.5, 0.25], abs=1e-9)


def test_prices_separate_a_target_out_of_reach():
    panels = np.array([[1, 0], [1, 0]])
    target = np.array([0.5, 0.5])

    share, price = closest_shares(panels, target)

    assert (panels @ price).max() < 1e-6 * (target @ price)
    assert share.sum() == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_panels_are_sorted_by_their_seats_and_each_is_kept_once(seed):
    random = np.random.default_rng(seed)
    panels = random.multinomial(5, np.full(4, 0.25), 60).astype(np.int8)

    known = np.unique(panels, axis=0)

    assert decomposition._sorted(panels).tolist() == known.tolist()


def test_no_panels_are_sorted_into_none():
    assert len(decomposition._sorted(np.zeros((0, 3), dtype=np.int8))) == 0


def test_a_lottery_counts_more_seats_of_a_profile_than_a_byte_holds():
    quotas = [Quota("age", "old", 300, 300), Quota("age", "young", 100, 100)]
    people = [(str(i), {"age": "old" if i < 400 else "young"}) for i in range(600)]
    instance = build(quotas, people, 400)

    found = decompose(instance, np.array([0.75, 0.5]))

    assert found.panels.tolist() == [[300, 100]]
