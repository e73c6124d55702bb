"""Objectives: the references, small pools against trying every panel, and the proofs."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from sortition import goldilocks, hull, objectives, relaxation
from sortition.gaps import cost, mean_chance, measured
from sortition.instance import InfeasibleQuotas, Quota, SearchStopped, build
from sortition.leximin import leximin
from sortition.objectives import OBJECTIVES, fairest
from sortition.panels import meets

OTHERS = OBJECTIVES[1:]


def figure(objective, instance, lottery):
    """What the objective makes great or small, of those who are on some panel."""
    everyone = lottery.chances[instance.profile_of][~lottery.excluded[instance.profile_of]]
    if objective == "nash":
        return np.exp(np.log(everyone).mean())
    return everyone.min() if objective == "maximin" else cost(everyone, mean_chance(instance))


def check_lottery(objective, instance, lottery):
    """Everything that a reader may rely on, whatever the route."""
    assert meets(instance, lottery.panels).all()
    assert lottery.share.min() > 0
    assert lottery.share.sum() == pytest.approx(1, abs=1e-12)
    assert lottery.chances == pytest.approx(lottery.share @ lottery.panels / instance.counts)
    proof = lottery.certificate
    best, gap = measured(objective, instance, proof.levels, lottery.chances)
    assert (best, gap) == (proof.upper_bound, proof.gap)
    assert -1e-9 < gap < 1e-7
    assert best == pytest.approx(figure(objective, instance, lottery), rel=1e-6)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("fixture_22", 2.892),
        ("sf_a_like_35", 11.637),
        ("hd_like_30", 8.791),
        ("cca_like_75", 14.358),
        ("nexus_like_170", 3.820),
        ("example_small_20", 2.0),
    ],
)
def test_goldilocks_has_the_known_costs(known, name, least):
    instance = known(name)

    lottery = fairest(instance, "goldilocks")

    check_lottery("goldilocks", instance, lottery)
    assert figure("goldilocks", instance, lottery) == pytest.approx(least, abs=6e-4)


@pytest.mark.parametrize(
    ("name", "smallest"),
    [
        ("example_small_20", 0.1),
        ("example_large_200", 0.1),
        ("fixture_22", 0.09090909090),
        ("mass_like_24", 0.289473684),
        ("hd_like_30", 0.048969072),
        ("sf_b_like_20", 0.024539877),
        ("sf_c_like_44", 0.110453649),
        ("cca_like_75", 0.027074236),
        ("nexus_like_170", 0.274939173),
        ("house_like_40", 0.044253859),
        ("sf_e_like_110", 0.035664965),
        ("city_100", 0.011363636),
    ],
)
def test_maximin_has_leximins_smallest_chance(known, name, smallest):
    instance = known(name)

    lottery = fairest(instance, "maximin")

    check_lottery("maximin", instance, lottery)
    assert figure("maximin", instance, lottery) == pytest.approx(smallest, abs=1e-8)


def test_maximin_is_the_most_even_of_those_with_its_smallest_chance(known):
    instance = known("hd_like_30")
    mean = mean_chance(instance)

    def spread(chances):
        return instance.counts @ (chances - mean) ** 2

    even, first = fairest(instance, "maximin"), leximin(instance)

    assert spread(even.chances) < spread(first.chances) * 0.999
    for part in (0.1, 0.01, 0.001):  # towards leximin, which is as high, it only gets worse
        between = (1 - part) * even.chances + part * first.chances
        assert spread(between) > spread(even.chances)


@pytest.mark.parametrize("name", ["fixture_22", "sf_b_like_20", "house_like_40", "nexus_like_170"])
def test_nash_lies_below_no_other_lottery(known, name):
    instance = known(name)

    lottery = fairest(instance, "nash")

    check_lottery("nash", instance, lottery)
    for objective in ("leximin", "maximin", "goldilocks"):
        other = fairest(instance, objective)
        assert (other.excluded == lottery.excluded).all()
        assert figure("nash", instance, lottery) > figure("nash", instance, other)


def best_by_trying(objective, instance, panels):
    """The best figure over all panels of people: by linear programs, or by ever better shares."""
    chances = panels[:, panels.any(axis=0)]
    m, mean = len(chances), mean_chance(instance)
    if objective == "nash":
        share = np.full(m, 1 / m)
        for _ in range(100_000):  # each step rises; the greatest slope bounds the optimum
            slope = (chances / (share @ chances)).mean(axis=1)
            share *= slope
            if slope.max() < 1 + 1e-6:
                break
        return np.exp(np.log(share @ chances).mean())
    ones = [np.append(np.ones(m), 0.0)]
    lowest = np.column_stack([-chances.T, np.ones(chances.shape[1])])
    none = np.zeros(chances.shape[1])
    aim = np.append(np.zeros(m), 1.0)
    greatest = -linprog(-aim, lowest, none, ones, [1.0]).fun
    if objective == "maximin":
        return greatest
    under = np.column_stack([chances.T, -np.ones(chances.shape[1])])
    floor = np.column_stack([-chances.T, none])

    def at(f):
        found = linprog(aim, np.vstack([under, floor]), np.append(none, none - f), ones, [1.0])
        return found.fun / mean + mean / f

    low, high = greatest / 20, greatest * (1 - 1e-9)
    for _ in range(60):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, second) if at(first) < at(second) else (first, high)
    return at(high)


@pytest.mark.parametrize("objective", OTHERS)
@pytest.mark.parametrize("homes", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_small_pools_agree_with_trying_every_panel(small, trying, seed, homes, objective):
    instance = small(seed, seed % 2, homes)
    panels = trying.panels(instance)
    if not len(panels):
        with pytest.raises(InfeasibleQuotas):
            fairest(instance, objective)
        return

    lottery = fairest(instance, objective)

    check_lottery(objective, instance, lottery)
    assert (lottery.excluded[instance.profile_of] == ~panels.any(axis=0)).all()
    found = figure(objective, instance, lottery)
    assert found == pytest.approx(best_by_trying(objective, instance, panels), rel=2e-6)


@pytest.mark.parametrize("objective", OTHERS)
def test_hostile_pools_need_the_second_route(small, objective):
    routes = {fairest(small(seed), objective).certificate.route for seed in range(12)}

    assert routes == {"relax-and-decompose", "column-generation"}


@pytest.mark.parametrize("objective", ["nash", "goldilocks"])
def test_both_routes_reach_the_same_figure(known, objective):
    instance = known("mass_like_24")
    first = fairest(instance, objective)

    second = hull.generate(instance, objective)

    chances = second.share @ second.panels / instance.counts
    _, gap = measured(objective, instance, second.levels, chances)
    assert gap < 1e-7
    assert figure(objective, instance, replace(first, chances=chances)) == pytest.approx(
        figure(objective, instance, first), rel=1e-7
    )


@pytest.mark.parametrize("objective", OTHERS)
def test_the_gap_tells_worse_chances_and_other_prices(known, objective):
    instance = known("sf_b_like_20")
    lottery = fairest(instance, objective)
    levels = lottery.certificate.levels
    worse = lottery.chances.copy()
    lowest = np.where(lottery.excluded, 1.0, worse).argmin()
    worse[lowest] *= 0.9
    dearer = replace(levels[-1], bound=levels[-1].bound + 0.05)

    assert measured(objective, instance, levels, worse)[1] > 1e-4
    assert measured(objective, instance, [*levels[:-1], dearer], lottery.chances)[1] > 1e-4


@pytest.mark.parametrize("objective", OTHERS)
def test_levels_that_prove_nothing_are_refused(known, objective):
    instance = known("sf_b_like_20")
    lottery = fairest(instance, objective)
    levels, chances = lottery.certificate.levels, lottery.chances
    wrong = replace(levels[0], bound=1.0)
    negative = replace(levels[-1], prices=tuple(-1e3 for _ in levels[-1].prices))

    for proof, words in (
        ([], "no level"),
        (levels[-1:], "no level says why"),
        ([wrong, *levels[1:]], "does not exclude|do not exclude"),
        ([*levels[:-1], negative], "negative|not above 0|exceed"),
    ):
        with pytest.raises(ValueError, match=words):
            measured(objective, instance, proof, chances)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_quotas_without_a_panel_say_why(objective):
    quotas = [Quota("age", "young", 2, 2), Quota("age", "old", 0, 1)]
    instance = build(quotas, [("a", {"age": "young"}), ("b", {"age": "old"})], 2)

    with pytest.raises(InfeasibleQuotas, match="“age: young” asks for at least 2"):
        fairest(instance, objective)


@pytest.fixture
def odd():
    """Two seats and three quotas of one: half a person of each kind fits, and no two people do."""
    answers = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]  # each has an even number of ones
    people = [(str(i), {"abc"[j]: ["no", "yes"][a] for j, a in enumerate(given)})
              for i, given in enumerate(answers)]  # fmt: skip
    quotas = [Quota(name, value, 1, 1) for name in "abc" for value in ("no", "yes")]
    return build(quotas, people, 2)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_quotas_that_only_parts_of_people_meet_have_no_lottery(odd, objective):
    assert relaxation.relax(odd).chances == pytest.approx([0.5] * 4)
    with pytest.raises(InfeasibleQuotas):
        fairest(odd, objective)
    assert hull.generate(odd, "nash") is None


@pytest.mark.parametrize(
    ("module", "name", "value", "objective"),
    [
        (relaxation, "SETTLED", 1e9, "maximin"),  # no price ever counts as positive
        (goldilocks, "NEAR", -1.0, "goldilocks"),  # no cost is ever near enough to its bound
    ],
)
def test_accuracy_that_is_lost_is_no_answer(known, monkeypatch, module, name, value, objective):
    monkeypatch.setattr(module, name, value)

    with pytest.raises(SearchStopped, match="lost its accuracy"):
        fairest(known("mass_like_24"), objective)


def test_a_floor_that_no_panel_gives_has_no_ceiling(known):
    instance = known("mass_like_24")
    program = goldilocks._Ceiling(instance, np.ones(len(instance.profiles), dtype=np.bool_))

    with pytest.raises(SearchStopped, match="lost its accuracy"):
        program.over(1.0)


def test_another_objective_is_refused(known):
    with pytest.raises(ValueError, match="“fairness” is no objective; use one of leximin, maximin"):
        fairest(known("example_small_20"), "fairness")


def test_progress_is_told_by_phase(known):
    heard = []

    fairest(known("example_small_20"), "nash", lambda phase, part: heard.append((phase, part)))

    assert heard[:2] == [("levels", 0.0), ("levels", 1.0)]
    assert {phase for phase, _ in heard[2:]} == {"panels"}


def everyone_sits():
    """Nine people for nine seats, and exact quotas that ask for just them."""
    people = ["00000", "03122", "02012", "00201", "02221", "12000", "03002", "11210", "11321"]
    asked = ["63", "2232", "4131", "423", "333"]
    quotas = [
        Quota(f"c{c}", str(value), int(number), int(number))
        for c, numbers in enumerate(asked)
        for value, number in enumerate(numbers)
    ]
    answers = [{f"c{c}": value for c, value in enumerate(person)} for person in people]
    return build(quotas, [(str(n), given) for n, given in enumerate(answers)], 9)


@pytest.mark.parametrize("objective", OTHERS)
def test_a_pool_that_sits_as_a_whole_has_a_lottery(objective):
    instance = everyone_sits()

    lottery = fairest(instance, objective)

    check_lottery(objective, instance, lottery)
    assert lottery.chances == pytest.approx(1)


def test_nash_stops_where_the_program_of_its_proof_has_no_answer(monkeypatch):
    instance = everyone_sits()
    level = fairest(instance, "nash").certificate.levels[-1]
    monkeypatch.setattr(objectives.Program, "solve", lambda _program: None)

    with pytest.raises(SearchStopped, match="lost its accuracy"):
        objectives._linear_duals(instance, level)
