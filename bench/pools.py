"""Invented pools of any size: a region with self-selection, its quotas, and who lives together."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]

VALUES = {
    "municipality": tuple(f"M{number:02}" for number in range(1, 20)),
    "age": ("16-24", "25-34", "35-44", "45-54", "55-64", "65+"),
    "education": ("primary", "secondary", "higher"),
    "gender": ("woman", "man"),
    "nationality": ("national", "European", "other"),
    "concern": ("very worried", "worried", "hardly worried", "not worried"),
    "tenure": ("owner", "tenant"),
    "work": ("at work", "looking for work", "not at work"),
}
LOOSE = 0.05  # part of a share of the seats by which a quota may differ from it
INVITED = 12  # people of the population for each volunteer wanted
AGES = np.array([0.13, 0.18, 0.18, 0.17, 0.14, 0.20])


@dataclass(frozen=True)
class Pool:
    """Answers of the volunteers, (n, c) as numbers of values, their homes, and the quotas.

    ``values`` names what can be answered to each category; ``home`` numbers the address of
    each volunteer, (n,); ``bounds`` gives for each category and each of its values the
    fewest and the most seats.
    """

    categories: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    answers: Column
    home: Column
    bounds: tuple[tuple[tuple[int, int], ...], ...]


def region(
    people: int, seats: int, *, categories: int = 6, sharing: float = 0.0, seed: int = 1
) -> Pool:
    """Return the volunteers of a region of 19 municipalities, and quotas that mirror it.

    Answers depend on each other: income lies with the municipality, education with age and
    income, concern with education, and so on. Older, educated, male and worried people
    volunteer more. Quotas are the population's shares of the seats, within 5 %.

    Parameters
    ----------
    people, seats : int
    categories : int
        How many of the eight columns of ``VALUES`` there are, from the first.
    sharing : float
        Part of the volunteers who live with another volunteer.
    """
    names = tuple(VALUES)[:categories]
    random = np.random.default_rng(seed)
    everyone = _population(random, people * INVITED)
    keen = random.random(len(everyone)) ** (1 / _keenness(everyone))
    volunteers = everyone[np.sort(np.argsort(-keen, kind="stable")[:people])]
    bounds = []
    for column, name in enumerate(names):
        share = np.bincount(everyone[:, column], minlength=len(VALUES[name])) / len(everyone)
        bounds.append(tuple(_around(float(part) * seats) for part in share))
    home = _homes(random, people, sharing)
    known = tuple(VALUES[name] for name in names)
    return Pool(names, known, volunteers[:, : len(names)], home, tuple(bounds))


def crowd(people: int, seats: int, *, categories: int, values: int, seed: int = 1) -> Pool:
    """Return a pool with many categories for few seats: whole panels are hard to find.

    Answers are independent of each other; each quota is within one of the seats that a
    panel chosen by lot has.
    """
    random = np.random.default_rng(seed)
    shares = random.dirichlet(np.full(values, 5.0), categories)
    columns = [random.choice(values, people, p=share) for share in shares]
    answers = np.stack(columns, axis=1).astype(np.int64)
    panel = answers[random.choice(people, seats, replace=False)]
    bounds = [
        tuple((max(0, there - 1), there + 1) for there in np.bincount(column, minlength=values))
        for column in panel.T
    ]
    names = tuple(f"question {number}" for number in range(1, categories + 1))
    known = tuple(f"answer {number}" for number in range(1, values + 1))
    return Pool(names, (known,) * categories, answers, np.arange(people), tuple(bounds))


def _around(seats: float) -> tuple[int, int]:
    return math.floor(seats * (1 - LOOSE)), math.ceil(seats * (1 + LOOSE))


def _population(random: np.random.Generator, n: int) -> Column:
    """Return the answers of so many residents, (n, 8)."""
    size = 1 / np.arange(1, 20) ** 0.6
    municipality = random.choice(19, n, p=size / size.sum())
    wealth = np.linspace(-1, 1, 19)[(municipality * 7) % 19] + random.normal(0, 0.6, n)
    age = random.choice(6, n, p=AGES)
    education = _ordered(random, 0.9 * wealth - 0.25 * np.abs(age - 1.5), (-1.4, 0.1))
    gender = _ordered(random, np.zeros(n), (0.03,))
    nationality = _ordered(random, -0.5 * wealth - 0.15 * (age - 2.5), (0.5, 1.3))
    concern = _ordered(random, -0.4 * (education - 1) - 0.3 * (gender == 0), (-0.7, 0.4, 1.3))
    tenure = _ordered(random, 1.0 - 0.5 * wealth - 0.35 * age, (0.0,))
    work = _ordered(random, 1.6 * (age == 5) - 0.5 * (education - 1), (0.5, 0.9))
    columns = (municipality, age, education, gender, nationality, concern, tenure, work)
    return np.stack(columns, axis=1).astype(np.int64)


def _ordered(
    random: np.random.Generator, mean: NDArray[np.float64], cuts: Sequence[float]
) -> Column:
    """Return the number of cuts below a normal variable with these means, (n,)."""
    return np.searchsorted(np.array(cuts), mean + random.normal(0, 1, len(mean)))


def _keenness(everyone: Column) -> NDArray[np.float64]:
    """Return how likely each resident is to volunteer, beside the others, (n,)."""
    _, age, education, gender, nationality, concern, _, _ = everyone.T
    return np.asarray(
        np.exp(
            0.15 * (age - 2.5) + 0.6 * education + 0.2 * gender - 0.4 * nationality - 0.3 * concern
        )
    )


def _homes(random: np.random.Generator, people: int, sharing: float) -> Column:
    """Return the address of each person; so large a part shares one with one or two others."""
    home = np.arange(people)
    order = random.permutation(people)[: int(people * sharing)].tolist()
    while len(order) > 1:
        together = 3 if len(order) == 3 or (len(order) > 4 and random.random() < 0.2) else 2
        for other in order[1:together]:
            home[other] = order[0]
        order = order[together:]
    return home


def write(pool: Pool, folder: Path) -> tuple[Path, Path]:
    """Write categories.csv and respondents.csv, with two columns of the address."""
    quotas, people = folder / "categories.csv", folder / "respondents.csv"
    with quotas.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("category", "feature", "min", "max"))
        for name, known, bounds in zip(pool.categories, pool.values, pool.bounds, strict=True):
            rows.writerows(
                (name, value, low, high) for value, (low, high) in zip(known, bounds, strict=True)
            )
    with people.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow((*pool.categories, "street", "postcode"))
        for answers, home in zip(pool.answers.tolist(), pool.home.tolist(), strict=True):
            given = [known[v] for known, v in zip(pool.values, answers, strict=True)]
            rows.writerow((*given, f"Lime Street {home // 20 + 1}", 1000 + home % 20))
    return quotas, people
