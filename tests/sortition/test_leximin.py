"""Leximin: published instances, and small ones against trying every panel."""

from pathlib import Path

import numpy as np
import pytest

from sortition import leximin as module
from sortition.certificate import largest_gap
from sortition.instance import InfeasibleQuotas, Quota, SearchStopped, build
from sortition.leximin import leximin
from sortition.panels import meets

INSTANCES = Path(__file__).parent / "instances"


def check_lottery(instance, lottery):
    """Everything that a reader may rely on, whatever the route."""
    assert meets(instance, lottery.panels).all()
    assert lottery.share.min() > 0
    assert lottery.share.sum() == pytest.approx(1, abs=1e-9)
    assert lottery.chances == pytest.approx(lottery.share @ lottery.panels / instance.counts)
    assert not lottery.panels[:, lottery.excluded].any()
    assert (lottery.chances[~lottery.excluded] > 0).all()
    certificate = lottery.certificate
    assert certificate.gap == largest_gap(instance, certificate.levels, lottery.chances) < 1e-6
    smallest = lottery.chances[~lottery.excluded].min()
    assert certificate.upper_bound == pytest.approx(smallest, abs=1e-7)


@pytest.mark.parametrize(
    "name",
    [
        "example_small_20",
        "fixture_22",
        "mass_like_24",
        "hd_like_30",
        "sf_a_like_35",
        "sf_b_like_20",
        "sf_c_like_44",
        "city_100",
    ],
)
def test_the_chances_are_the_known_ones(known, name):
    instance = known(name)
    chances = np.loadtxt(INSTANCES / name / "leximin_chances.csv", delimiter=",", skiprows=1)[:, 1]

    lottery = leximin(instance)

    check_lottery(instance, lottery)
    assert lottery.certificate.route == "relax-and-decompose"
    assert np.abs(lottery.chances[instance.profile_of] - chances).max() < 1e-6


@pytest.mark.parametrize(
    ("name", "smallest"),
    [
        ("example_large_200", 0.1),
        ("cca_like_75", 0.027074236),
        ("nexus_like_170", 0.274939173),
        ("sf_e_like_110", 0.035664965),
    ],
)
def test_pools_without_a_list_of_chances_are_certified(known, name, smallest):
    instance = known(name)

    lottery = leximin(instance)

    check_lottery(instance, lottery)
    assert lottery.chances.min() == pytest.approx(smallest, abs=1e-7)


def test_those_on_no_panel_have_no_chance_and_are_named(known):
    instance = known("sf_b_like_20")

    lottery = leximin(instance)

    assert lottery.excluded[instance.profile_of].sum() == 5
    assert (lottery.chances[lottery.excluded] == 0).all()


@pytest.mark.parametrize("tolerance", [0, 1])
@pytest.mark.parametrize("seed", range(32))
def test_small_pools_agree_with_trying_every_panel(small, trying, seed, tolerance):
    instance = small(seed, tolerance)
    panels = trying.panels(instance)

    lottery = leximin(instance)

    check_lottery(instance, lottery)
    chances = lottery.chances[instance.profile_of]
    assert np.abs(chances - trying.leximin(panels)).max() < 1e-7
    assert (lottery.excluded[instance.profile_of] == ~panels.any(axis=0)).all()


def test_hostile_pools_need_the_second_route(small):
    routes = {leximin(small(seed)).certificate.route for seed in range(12)}

    assert routes == {"relax-and-decompose", "column-generation"}


def test_the_same_instance_gives_the_same_bytes(known):
    first, second = leximin(known("sf_c_like_44")), leximin(known("sf_c_like_44"))

    assert first.panels.tobytes() == second.panels.tobytes()
    assert first.share.tobytes() == second.share.tobytes()
    assert first.chances.tobytes() == second.chances.tobytes()
    assert first.certificate == second.certificate


def test_the_order_of_people_does_not_change_anyones_chance(known):
    instance = known("mass_like_24")
    answers = [
        dict(zip(instance.categories, instance.profiles[t], strict=True))
        for t in instance.profile_of
    ]
    turned = build(
        instance.quotas, list(zip(instance.ids, answers, strict=True))[::-1], instance.size
    )

    assert turned.profiles == instance.profiles
    assert (leximin(turned).chances == leximin(instance).chances).all()


def test_one_panel_alone_is_a_lottery():
    quotas = [Quota("age", "young", 1, 1), Quota("age", "old", 1, 1)]
    instance = build(quotas, [("a", {"age": "young"}), ("b", {"age": "old"})], 2)

    lottery = leximin(instance)

    assert lottery.panels.tolist() == [[1, 1]]
    assert lottery.chances == pytest.approx([1.0, 1.0])


def test_quotas_without_a_panel_say_why():
    quotas = [Quota("age", "young", 2, 2), Quota("age", "old", 0, 1)]
    instance = build(quotas, [("a", {"age": "young"}), ("b", {"age": "old"})], 2)

    with pytest.raises(InfeasibleQuotas, match="“age: young” asks for at least 2"):
        leximin(instance)


def test_progress_is_told_by_phase(known):
    heard = []

    leximin(known("example_small_20"), lambda phase, part: heard.append((phase, part)))

    assert heard[0] == ("levels", 0.0)
    assert heard[1] == ("levels", 1.0)
    assert {phase for phase, _ in heard} == {"levels", "panels"}
    assert heard[-1] == ("panels", 1.0)


def test_a_lottery_with_a_gap_is_not_given_out(known, monkeypatch):
    monkeypatch.setattr(module, "ACCEPTED", -1.0)

    with pytest.raises(SearchStopped, match="below the fairest one"):
        leximin(known("example_small_20"))


def test_a_panel_that_misses_a_quota_is_not_given_out(known):
    instance = known("example_small_20")
    lottery = leximin(instance)
    levels = lottery.certificate.levels

    with pytest.raises(SearchStopped, match="misses a quota"):
        module.certified(instance, lottery.panels[:, ::-1], lottery.share, "by hand", levels)
