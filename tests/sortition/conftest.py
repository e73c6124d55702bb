"""Pools with known answers, and small hostile ones."""

import copy
import itertools
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import linprog

from sortition.instance import Quota, build
from sortition.leximin import leximin
from sortition.reading import read_instance
from sortition.record import balls_value, draw, freeze

INSTANCES = Path(__file__).parent / "instances"
ADDRESSES = {"house_like_40": ("address1", "postcode")}


@pytest.fixture
def known():
    """A function that reads the instance of a folder, NAME_k."""

    def read(name):
        folder = INSTANCES / name
        size = int(name.rpartition("_")[2])
        files = folder / "categories.csv", folder / "respondents.csv"
        return read_instance(*files, size, address_columns=ADDRESSES.get(name, ()))

    return read


@pytest.fixture
def crowded():
    """A function that makes a pool with many quotas, around a panel of those who are keen."""

    def make(seed, people, size, values, room):
        random = Random(seed)
        shares, keen = ([[random.random() + 0.1 for _ in range(m)] for m in values] for _ in "ab")
        answers = [
            [random.choices(range(len(share)), share)[0] for share in shares] for _ in range(people)
        ]
        places = sorted(answers, key=lambda own: -(random.random() ** (1 / keen[0][own[0]])))
        panel = places[:size]
        quotas = []
        for c, most in enumerate(values):
            for v in range(most):
                seats = sum(answer[c] == v for answer in panel)
                quotas.append(Quota(f"c{c}", f"v{v}", max(0, seats - room), seats + room))
        pool = [
            (str(i), {f"c{c}": f"v{v}" for c, v in enumerate(answer)})
            for i, answer in enumerate(answers)
        ]
        return quotas, pool

    return make


@pytest.fixture
def narrow(crowded):
    """60 people for 8 seats with quotas for 15 categories: two panels rarely share their seats."""
    return build(*crowded(3, 60, 8, [2] * 15, 1), 8)


@pytest.fixture
def small():
    """A function that makes a pool of 10 to 14 whose quotas fit one of its panels exactly.

    With ``homes``, people live together by chance, also those of that panel.
    """

    def make(seed, tolerance=0, homes=False):
        random = np.random.default_rng(seed)
        people, categories, size = (
            int(random.integers(*ends)) for ends in ((10, 15), (2, 5), (3, 7))
        )
        values = random.integers(2, 4, categories)
        answers = np.column_stack([random.integers(0, most, people) for most in values])
        panel = random.choice(people, size, replace=False)
        quotas = []
        for c, most in enumerate(values):
            for v in range(most):
                seats = int((answers[panel, c] == v).sum())
                least = max(0, seats - int(random.integers(0, tolerance + 1)))
                quotas.append(
                    Quota(f"c{c}", f"v{v}", least, seats + int(random.integers(0, tolerance + 1)))
                )
        pool = [
            (str(i), {f"c{c}": f"v{v}" for c, v in enumerate(row)}) for i, row in enumerate(answers)
        ]
        shared = [f"home {home}" for home in random.integers(0, people, people)]
        return build(quotas, pool, size, shared if homes else None)

    return make


@pytest.fixture
def broken(small):
    """A function that makes a small pool with two quotas moved: most have no panel left."""

    def make(seed):
        instance = small(seed, tolerance=1)
        moved = np.random.default_rng(seed).permutation(len(instance.quotas))[:2].tolist()
        quotas = [
            replace(quota, minimum=quota.minimum + 1, maximum=max(quota.maximum, quota.minimum + 1))
            if j in moved
            else quota
            for j, quota in enumerate(instance.quotas)
        ]
        people = [
            (i, dict(zip(instance.categories, instance.profiles[t], strict=True)))
            for i, t in zip(instance.ids, instance.profile_of, strict=True)
        ]
        return build(quotas, people, instance.size)

    return make


@pytest.fixture
def shared(broken):
    """A function that makes the same pool with half of its people two at an address."""

    def make(seed):
        instance = broken(seed)
        people = [
            (i, dict(zip(instance.categories, instance.profiles[t], strict=True)))
            for i, t in zip(instance.ids, instance.profile_of, strict=True)
        ]
        order = np.random.default_rng(seed).permutation(len(people))
        homes = [f"h{place // 2}" if place < len(people) // 2 else "" for place in order]
        return build(instance.quotas, people, instance.size, homes)

    return make


def panels_of(instance):
    """Every way to fill the seats from the pool, (m, T), whatever the quotas: brute force."""
    kinds, home = len(instance.profiles), range(len(instance.ids))
    if instance.households is not None:
        home = instance.households.of.tolist()
    panels = [
        np.bincount(instance.profile_of[list(panel)], minlength=kinds)
        for panel in itertools.combinations(range(len(instance.ids)), instance.size)
        if len({home[i] for i in panel}) == instance.size
    ]
    return np.unique(np.array(panels), axis=0)


@pytest.fixture
def every_panel():
    """The function ``panels_of``."""
    return panels_of


def people_on_panels(instance):
    """All panels of people that meet the quotas, by trying each: slow, and obviously right."""
    belongs = instance.belongs[instance.profile_of].astype(int)
    homes = instance.households.of if instance.households else np.arange(len(instance.ids))
    panels = []
    for panel in itertools.combinations(range(len(instance.ids)), instance.size):
        seats = belongs[list(panel)].sum(axis=0)
        apart = len(set(homes[list(panel)])) == instance.size
        if apart and (seats >= instance.lower).all() and (seats <= instance.upper).all():
            panels.append(np.isin(np.arange(len(instance.ids)), panel))
    return np.array(panels, dtype=float)


def greatest(panels, floors, rising):
    """The greatest z so that everyone has their floor and all those rising have z."""
    matrix = np.column_stack([-panels.T, rising])
    aim = np.append(np.zeros(len(panels)), -1.0)
    ones = [np.append(np.ones(len(panels)), 0.0)]
    result = linprog(aim, A_ub=matrix, b_ub=1e-10 - floors, A_eq=ones, b_eq=[1.0])
    assert result.success
    return -result.fun


def leximin_by_trying(panels):
    """Leximin chances of people: raise all, then hold those who cannot rise on their own."""
    people = panels.shape[1]
    floors, rising = np.zeros(people), panels.any(axis=0)
    while rising.any():
        floors[rising] = z = greatest(panels, np.where(rising, 0, floors), 1.0 * rising)
        alone = np.eye(people)
        held = [
            i
            for i in np.flatnonzero(rising)
            if greatest(panels, np.where(alone[i], 0, floors), alone[i]) < z + 1e-8
        ]
        assert held
        rising[held] = False
    return floors


@pytest.fixture
def trying():
    """Panels and leximin chances of small pools by trying everything."""
    return SimpleNamespace(panels=people_on_panels, leximin=leximin_by_trying)


City = namedtuple("City", "instance lottery folder")
Frozen = namedtuple("Frozen", "instance lottery salts record openings")
Drawn = namedtuple("Drawn", "record openings instance")


def city_of(name):
    folder = INSTANCES / name
    size = int(name.rpartition("_")[2])
    instance = read_instance(folder / "categories.csv", folder / "respondents.csv", size)
    return City(instance, leximin(instance), folder)


@pytest.fixture(scope="session", params=["mass_like_24", "fixture_22"])
def city(request):
    """A pool of realistic shape, and its fairest lottery."""
    return city_of(request.param)


@pytest.fixture(scope="session")
def mass():
    """The pool mass_like_24, and its fairest lottery."""
    return city_of("mass_like_24")


@pytest.fixture(scope="session")
def tight():
    """Thirty people, six seats, every quota tight: the easiest pool to betray."""
    quotas = [
        Quota("gender", "female", 3, 3),
        Quota("gender", "male", 3, 3),
        Quota("age", "young", 2, 2),
        Quota("age", "old", 4, 4),
    ]
    rng = np.random.default_rng(4)
    people = [
        (f"p{i:02}", {"gender": ["female", "male"][a], "age": ["young", "old"][b]})
        for i, (a, b) in enumerate(rng.integers(0, 2, (30, 2)))
    ]
    instance = build(quotas, people, 6)
    return City(instance, leximin(instance), None)


@pytest.fixture(scope="session")
def first_freeze(tight):
    """A freeze of the tight pool with 100 tickets, 4 alternates and salts known to the test."""
    salts = {identifier: f"{place:032x}" for place, identifier in enumerate(tight.instance.ids)}
    record, openings = freeze(
        tight.instance,
        salts,
        "parks",
        mix="2 9 4",
        m=100,
        alternates=4,
        source="two balls",
        lottery=tight.lottery,
    )
    return Frozen(tight.instance, tight.lottery, salts, record, openings)


@pytest.fixture
def frozen(first_freeze):
    """The same freeze, free to be damaged."""
    return copy.deepcopy(first_freeze)


@pytest.fixture(scope="session")
def first_draw(first_freeze):
    """The draw of that freeze by the balls 4 and 1."""
    record = draw(first_freeze.record, first_freeze.openings, balls_value([4, 1]))
    return Drawn(record, first_freeze.openings, first_freeze.instance)


@pytest.fixture
def drawn(first_draw):
    """The same draw, free to be damaged."""
    return copy.deepcopy(first_draw)
