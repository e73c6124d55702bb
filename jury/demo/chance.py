"""Chance in the demonstration: everything that looks random comes from the seed's text."""

import hashlib
import random
from collections.abc import Mapping

DEFAULT_SEED = "veerkrachtige wijken"


def source(seed: str, purpose: str) -> random.Random:
    """Return a stream of its own for one purpose, equal for equal seeds."""
    return random.Random(f"{seed}/{purpose}")  # noqa: S311  # nosec B311


class Entropy:
    """Pseudonyms and salts of the demonstration: a counter, hashed with the seed."""

    def __init__(self, seed: str) -> None:
        self.seed, self.count = seed, 0

    def __call__(self, size: int) -> str:
        """Return ``size`` bytes as hexadecimal text."""
        self.count += 1
        return hashlib.shake_256(f"{self.seed}/{self.count}".encode()).hexdigest(size)


def pick(shares: Mapping[str, float], rng: random.Random) -> str:
    """Return one key, with chances in proportion to the shares."""
    return rng.choices(list(shares), weights=list(shares.values()))[0]
