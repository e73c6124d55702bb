"""Account: the facts of a draw that a report tells, taken from its record and openings."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sortition.account_replacements import replacements_of
from sortition.auditing import verify_openings
from sortition.auditing_replacements import GAVE_WAY
from sortition.canonical import digest
from sortition.drawing import pool_of, seated
from sortition.gaps import measured
from sortition.instance import Instance
from sortition.lottery import WHOLE
from sortition.nearness import expected_of, nearness_of
from sortition.optimality import levels_of
from sortition.public_values import named
from sortition.sealing import is_sealed
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.succession import draw_of
from sortition.verification import NEEDS_OPENINGS, verify_public

BANDS = (  # of chances, as parts of the average
    ("less than half of the average", 0.0, 0.5),
    ("from half of the average to the average", 0.5, 1.0),
    ("from the average to twice the average", 1.0, 2.0),
    ("more than twice the average", 2.0, np.inf),
)
EDGE = 1e-9  # part of the average by which rounding may move a chance over the edge of a band


@dataclass(frozen=True, eq=False)
class Account:
    """What a draw and its replacements, or a lottery still to be drawn, come down to.

    Attributes
    ----------
    facts : dict
        In the types of JSON; no id, no token, no answer of one person. Chances are
        probabilities, ``deviation`` and the bound below which no tickets have it are in
        tickets, ``gap`` is relative to seats / pool.
    verified, unchecked : tuple of str
        What was verified while the account was made, and what no file can show.

    >>> from sortition.examples import small_draw
    >>> account_of(*small_draw()).facts["pool"]
    8
    """

    facts: dict[str, Any]
    verified: tuple[str, ...]
    unchecked: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the account in the types of JSON."""
        return {
            **self.facts,
            "verified": list(self.verified),
            "unchecked": list(self.unchecked),
        }


def account_of(record: object, openings: object, published: str | None = None) -> Account:
    """Return the account of a record, after verifying all of it.

    Parameters
    ----------
    record : object
        What lottery.json, draw.json or next.json, the record of replacements, holds.
    openings : object
        What the openings hold.
    published : str, optional
        The digest that was announced before the value existed.

    Raises
    ------
    Differs
        If the record or the openings do not verify: nothing is told of such a draw.

    >>> from sortition.examples import small_draw
    >>> account = account_of(*small_draw())
    >>> round(account.facts["chances"]["lowest"], 6), account.facts["draw"]["ticket"]
    (0.4, 2)
    """
    verdicts = verify_public(record, published), verify_openings(record, openings)
    for verdict in verdicts:
        if not verdict.ok:
            raise Differs(f"No report is made of this record. {verdict.sentences[-1]}")
    assert isinstance(record, dict)  # verified
    assert isinstance(openings, dict)
    first = draw_of(record)
    drawn = first if first["kind"] == "draw" else None
    facts = _facts(first["lottery"] if drawn else first, openings, drawn)
    sentences = [sentence for verdict in verdicts for sentence in verdict.sentences]
    unchecked = [sentence for verdict in verdicts for sentence in verdict.unchecked]
    return Account(
        {**facts, "replacements": replacements_of(record)},
        tuple(sentence for sentence in sentences if not sentence.startswith(GAVE_WAY)),
        tuple(sentence for sentence in unchecked if sentence != NEEDS_OPENINGS),
    )


def _facts(lottery: Record, openings: Record, drawn: Record | None) -> dict[str, Any]:
    pool = pool_of(lottery, openings)
    expected = expected_of(openings, len(pool.profiles))
    near = nearness_of(pool, lottery, openings, expected)
    return {
        "call": lottery["call"],
        "rehearsal": lottery["purpose"] == "rehearsal",
        "pool": len(pool.ids),
        "seats": pool.size,
        "alternates": lottery["alternates"],
        "tickets": len(lottery["tickets"]),
        "sealed": is_sealed(lottery),
        "one_seat_an_address": pool.households is not None,
        "objective": lottery["objective"],
        "chances": _chances(pool, expected),
        "proof": _proof(pool, lottery["objective"], openings, expected),
        "deviation": near.reached,
        "deviation_bound": near.bound,
        "quotas": _quotas(pool, openings, expected, drawn),
        "number": lottery["number"],
        "mix": lottery["mix"],
        "source": lottery["source"],
        "digest": digest(lottery),
        "draw": None if drawn is None else _draw(drawn),
        "versions": {
            "format": lottery["format"],
            "python": platform.python_version(),
            "numpy": np.__version__,
        },
    }


def _chances(pool: Instance, expected: NDArray[np.int64]) -> dict[str, Any]:
    """Return the figures of everyone's chance, and how many people are in each band."""
    everyone = (expected / WHOLE / pool.counts)[pool.profile_of]
    possible = np.sort(everyone[everyone > 0])
    average = pool.size / len(pool.ids)
    relative = possible / average
    bands = [
        {
            "chance": words,
            "people": int(((relative > low - EDGE) & (relative < high - EDGE)).sum()),
        }
        for words, low, high in BANDS
    ]
    none = [{"chance": "none", "people": len(everyone) - len(possible)}]
    return {
        "average": average,
        "lowest": float(possible[0]),
        "highest": float(possible[-1]),
        "middle_half": [
            float(possible[len(possible) // 4]),
            float(possible[-1 - len(possible) // 4]),
        ],
        "on_no_panel": len(everyone) - len(possible),
        "bands": (none if len(possible) < len(everyone) else []) + bands,
    }


def _proof(
    pool: Instance, objective: str, openings: Record, expected: NDArray[np.int64]
) -> dict[str, Any]:
    """Return the route, the number of levels, the best figure of any lottery and the gap."""
    levels = levels_of(openings["levels"], pool)
    best, gap = measured(objective, pool, levels, expected / WHOLE / pool.counts)
    return {
        "route": openings["route"],
        "panels": len(openings["panels"]),
        "levels": len(levels),
        "upper_bound": best,
        "gap": max(gap, 0.0),
    }


def _quotas(
    pool: Instance, openings: Record, expected: NDArray[np.int64], drawn: Record | None
) -> list[dict[str, Any]]:
    """Return each quota with its people in the pool, on average on the panel, and drawn."""
    panel = [] if drawn is None else seated(drawn, openings)[0]
    people = (pool.counts @ pool.belongs).tolist()
    seats = ((expected @ pool.belongs) / WHOLE).tolist()
    return [
        {
            "category": quota.category,
            "value": quota.value,
            "minimum": quota.minimum,
            "maximum": quota.maximum,
            "pool": there,
            "expected": average,
            "drawn": None
            if drawn is None
            else sum(person["answers"][quota.category] == quota.value for person in panel),
        }
        for quota, there, average in zip(pool.quotas, people, seats, strict=True)
    ]


def _draw(drawn: Record) -> dict[str, Any]:
    value = drawn["value"]
    return {
        "kind": value["kind"],
        "value": named(value),
        "seed": drawn["seed"],
        "ticket": drawn["ticket"],
        "outcome": drawn["outcome"],
    }
