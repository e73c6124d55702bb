"""Vacancy: who sits when people leave, who may be drawn, and what the free seats must bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sortition import succession
from sortition.canonical import token
from sortition.instance import Instance, Quota
from sortition.residual import may_sit_with, relaxed, remaining_instance, residual
from sortition.shapes import Record


@dataclass(frozen=True, eq=False)
class Vacancy:
    """Who sits, who may be drawn, and what the free seats must bring.

    Attributes
    ----------
    sitting : tokens of the jurors who remain, promoted alternates among them
    gone, promoted : tokens, sorted
    remaining : positions in the openings' people of those who may be drawn
    instance : the pool of the remaining for the free seats
    loosened : the quotas that had to give way, as they now bind the whole panel
    missed : seats by which they gave way in all
    """

    sitting: frozenset[str]
    gone: tuple[str, ...]
    promoted: tuple[str, ...]
    remaining: tuple[int, ...]
    instance: Instance
    loosened: tuple[Quota, ...] = ()
    missed: int = 0


def tokens_by_place(record: Record, openings: Record) -> list[str]:
    """Return everyone's token on the drawn ticket, in the order of the openings' people."""
    drawn = succession.draw_of(record)
    lottery, ticket = drawn["lottery"], drawn["ticket"]
    return [
        token(person["salt"], lottery["call"], lottery["number"], ticket)
        for person in openings["people"]
    ]


def vacancy(
    record: Record, openings: Record, gone: Sequence[str], promoted: Sequence[str] = ()
) -> Vacancy:
    """Return the vacancy that people leave, given by their tokens.

    Raises InfeasibleQuotas if fewer people than free seats are left.
    """
    drawn, steps = succession.draw_of(record), succession.steps_of(record)
    names, people = tokens_by_place(record, openings), openings["people"]
    panel = set(steps[-1]["panel"] if steps else drawn["panel"])
    sitting = (panel - set(gone)) | set(promoted)
    out = set(gone).union(*(step["gone"] for step in steps))
    seated = [person for person, name in zip(people, names, strict=True) if name in sitting]
    remaining = [
        i
        for i, (person, name) in enumerate(zip(people, names, strict=True))
        if name not in sitting and name not in out and may_sit_with(person, seated)
    ]
    quotas = [Quota(**quota) for quota in drawn["lottery"]["quotas"]]
    free = drawn["lottery"]["seats"] - len(sitting)
    left = residual(quotas, seated)
    return Vacancy(
        frozenset(sitting),
        tuple(sorted(gone)),
        tuple(sorted(promoted)),
        tuple(remaining),
        remaining_instance(left, [people[i] for i in remaining], free),
    )


def loosen(found: Vacancy, quotas: Sequence[Record]) -> Vacancy:
    """Return the vacancy with its quotas loosened as little as possible, so that a panel exists.

    ``quotas`` are those of the whole panel, as the lottery's record holds them.
    """
    instance, lowered, raised = relaxed(found.instance)
    loosened = tuple(
        Quota(quota["category"], quota["value"], quota["minimum"] - down, quota["maximum"] + up)
        for quota, down, up in zip(quotas, lowered.tolist(), raised.tolist(), strict=True)
        if down or up
    )
    missed = int(lowered.sum() + raised.sum())
    return replace(found, instance=instance, loosened=loosened, missed=missed)
