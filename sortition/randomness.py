"""Randomness: the SHA-256 stream of a seed, and the public values that seeds are made of."""

import hashlib
import importlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from sortition.saying import say

Item = TypeVar("Item")

QUICKNET_GENESIS = 1692803367  # seconds since 1970, the start of round 1
QUICKNET_PERIOD = 3  # seconds from one round to the next
QUICKNET_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
QUICKNET_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)


class BeaconRefused(ValueError):
    """A beacon that cannot be used, with a whole sentence that says why.

    >>> verify_beacon({"round": 1, "signature": "00"})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sortition.randomness.BeaconRefused: The beacon's “signature” must be 96 ...
    """


class Stream:
    """The bytes of a seed: block i is SHA-256(seed || i as 8 bytes big-endian), in order.

    >>> stream = Stream(b"seed")
    >>> stream.uniform(1000), stream.shuffle("abcd")
    (704, ['c', 'b', 'a', 'd'])
    """

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._block = 0
        self._ready = b""

    def take(self, k: int) -> bytes:
        """Return the next ``k`` bytes.

        >>> Stream(b"").take(4).hex()
        'af5570f5'
        """
        while len(self._ready) < k:
            counter = self._block.to_bytes(8, "big")
            self._ready += hashlib.sha256(self._seed + counter).digest()
            self._block += 1
        taken, self._ready = self._ready[:k], self._ready[k:]
        return taken

    def uniform(self, n: int) -> int:
        """Return an integer from 0 to ``n - 1``, each equally likely; ``n`` is at least 1."""
        k = max(1, ((n - 1).bit_length() + 7) // 8)
        limit = 256**k // n * n
        while True:
            number = int.from_bytes(self.take(k), "big")
            if number < limit:
                return number % n

    def shuffle(self, items: Iterable[Item]) -> list[Item]:
        """Return the items in random order, each order equally likely."""
        shuffled = list(items)
        for i in range(len(shuffled) - 1, 0, -1):
            j = self.uniform(i + 1)
            shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
        return shuffled


def seed_of(purpose: str, call: str, digest: str, value: str) -> bytes:
    """Return the 32 bytes of the seed of one act of one call.

    Only ``value`` may hold a slash: the parts before it are names and a digest,
    so that two different lists of parts never make the same seed.
    """
    text = f"burgerjury/1/{purpose}/{call}/{digest}/{value}"
    return hashlib.sha256(text.encode()).digest()


def round_at(t: datetime) -> int:
    """Return the round of the drand quicknet that is in force at ``t``, an aware time.

    >>> round_at(datetime.fromtimestamp(QUICKNET_GENESIS, UTC))
    1
    >>> round_at(datetime.fromtimestamp(QUICKNET_GENESIS + 3, UTC))
    2
    """
    seconds = int((t - datetime.fromtimestamp(QUICKNET_GENESIS, UTC)).total_seconds() // 1)
    return seconds // QUICKNET_PERIOD + 1


def verify_beacon(data: Mapping[str, object]) -> str:
    """Return the randomness, 64 hexadecimal digits, of one round of the drand quicknet.

    ``data`` is what a drand server answers for one round: ``round``, ``signature``
    and perhaps ``randomness``, ``chain_hash`` and ``public_key``.

    Raises
    ------
    BeaconRefused
        If a part is missing or malformed, belongs to another chain, or the
        signature is not the quicknet's for that round.
    """
    number, signature = data.get("round"), data.get("signature")
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 2**53:
        raise BeaconRefused(
            say("The beacon has no round number: “round” must be a whole number from 1.")
        )
    if not isinstance(signature, str) or not re.fullmatch(r"[0-9a-f]{96}", signature):
        raise BeaconRefused(
            say("The beacon's “signature” must be 96 hexadecimal digits in small letters.")
        )
    for key, ours in (("chain_hash", QUICKNET_CHAIN), ("public_key", QUICKNET_KEY)):
        if data.get(key, ours) != ours:
            raise BeaconRefused(
                say("The beacon's “%(key)s” is not that of the drand quicknet.", key=key)
            )
    try:
        randomness = importlib.import_module("drand_verify").verify_quicknet(number, signature)
    except ValueError:
        raise BeaconRefused(
            say(
                "The signature is not the drand quicknet's signature of round %(number)s.",
                number=str(number),
            )
        ) from None
    if data.get("randomness", randomness) != randomness:
        raise BeaconRefused(say("The beacon's “randomness” is not the SHA-256 of its signature."))
    return str(randomness)
