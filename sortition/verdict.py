"""Verdict: what one reader's verification found, and how a check becomes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sortition.canonical import NotCanonical
from sortition.public_values import DrawRefused
from sortition.randomness import BeaconRefused
from sortition.structure import Differs


@dataclass(frozen=True)
class Verdict:
    """What one reader's verification found.

    ``sentences`` say what holds or, where ``ok`` is false, end with what differs;
    ``unchecked`` say what this reader cannot check.

    >>> from sortition.examples import small_draw
    >>> from sortition.verification import verify_public
    >>> record, _ = small_draw()
    >>> verify_public(record).ok, verify_public({**record, "ticket": 7}).sentences[-1]
    (True, 'The draw differs from its lottery: the ticket should be 2, it says 7.')
    """

    ok: bool
    sentences: tuple[str, ...]
    unchecked: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Return the verdict in the types of JSON."""
        return {
            "ok": self.ok,
            "sentences": list(self.sentences),
            "unchecked": list(self.unchecked),
        }


def verdict(check: Callable[[list[str], list[str]], None]) -> Verdict:
    """Return the verdict of a check that notes what holds and what it leaves open.

    The check stops at the first thing that differs, by raising Differs.
    """
    sentences: list[str] = []
    unchecked: list[str] = []
    try:
        check(sentences, unchecked)
    except (Differs, DrawRefused, BeaconRefused, NotCanonical) as problem:
        return Verdict(ok=False, sentences=(*sentences, str(problem)), unchecked=tuple(unchecked))
    return Verdict(ok=True, sentences=tuple(sentences), unchecked=tuple(unchecked))
