"""The residents of the demonstration: who lives in the city, and who volunteers."""

import random
import unicodedata
from dataclasses import dataclass
from typing import Any

from jury.demo import content
from jury.demo.chance import pick


@dataclass(frozen=True)
class Resident:
    """Somebody who puts their name down."""

    name: str
    email: str
    language: str
    answers: dict[str, str]


def _shares(category: dict[str, Any]) -> dict[str, float]:
    return {value["key"]: value["share"] for value in category["values"]}


def _somebody(rng: random.Random, population: dict[str, Any]) -> dict[str, str]:
    """Return the answers of one resident, as the population figures have them."""
    cells = population["joint"]["cells"]
    cell = rng.choices(cells, weights=[cell["share"] for cell in cells])[0]
    drawn = {key: cell[key] for key in ("sex", "age", "zone")}
    for category in population["categories"]:
        if category["key"] not in drawn:
            drawn[category["key"]] = pick(_shares(category), rng)
    return {category["key"]: drawn[category["key"]] for category in population["categories"]}


def _eagerness(answers: dict[str, str], always_there: bool, bias: dict[str, Any]) -> float:
    """Return how much more often than others this resident volunteers."""
    weight = float(bias["always_there"]["weight"]) if always_there else 1.0
    for category, value in answers.items():
        weight *= bias["weights"][category].get(value, 1.0)
    return weight


def _is_always_there(answers: dict[str, str], bias: dict[str, Any], rng: random.Random) -> bool:
    trait = bias["always_there"]
    share = trait["share"]
    for category, values in trait["twice_as_common"].items():
        share *= 2 if answers[category] in values else 1
    return rng.random() < float(share)


def _outside(answers: dict[str, str], bias: dict[str, Any], rng: random.Random) -> dict[str, str]:
    """Return the answers as given: a few say x, or rather not say."""
    given = dict(answers)
    for category, others in bias["answers_outside_shares"].items():
        for value, share in others.items():
            if rng.random() < share:
                given[category] = value
    return given


def _address(first: str, last: str, number: int) -> str:
    plain = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode()
    return f"{plain.lower().replace(' ', '')}{number}@bewoners.example"


def volunteers(count: int, rng: random.Random) -> list[Resident]:
    """Return ``count`` residents who volunteer: those who always come do so more often."""
    population, names = content.population(), content.read("names")
    bias = population["self_selection"]
    found: list[Resident] = []
    while len(found) < count:
        answers = _somebody(rng, population)
        eager = _eagerness(answers, _is_always_there(answers, bias, rng), bias)
        if rng.random() >= min(1.0, eager / 12):
            continue
        first, last = rng.choice(names["first_names"]), rng.choice(names["surnames"])
        dutch = answers["language"] in {"dutch", "french_dutch"} or rng.random() < 0.1
        found.append(
            Resident(
                name=f"{first} {last}",
                email=_address(first, last, len(found) + 1),
                language="nl" if dutch else "fr",
                answers=_outside(answers, bias, rng),
            )
        )
    return found
