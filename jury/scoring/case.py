"""Case: everything that one scoring starts from, as plain rows, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from sortition.saying import Said

SCORED = "scored"
RECUSED = "recused"
MISSING = (RECUSED, "cannot_judge", "not_answered")
COMMENT_KINDS = ("for", "against", "minority")
GREEDY, KNAPSACK, EQUAL_SHARES = "greedy", "knapsack", "equal-shares"
RULES = (GREEDY, KNAPSACK, EQUAL_SHARES)
MOST_REPEATED = 3  # rows with the same thing wrong that are named each


class ScoreRow(NamedTuple):
    """What one juror gave one proposal on one criterion in one round.

    ``status`` is ``scored`` or one of the three ways to give no score, none of which is a zero;
    ``line`` is the line of the file it came from; ``college`` the part of the jury that the
    juror sits in, if it has parts.
    """

    juror: str
    proposal: str
    score: float | None
    criterion: str = ""
    round: int = 1
    status: str = SCORED
    line: int | None = None
    college: str = ""


class ProposalRow(NamedTuple):
    """One proposal and what it asks, in whole cents."""

    id: str
    title: str
    cost_cents: int
    line: int | None = None


class CriterionRow(NamedTuple):
    """One criterion and its weight, relative to the other weights."""

    id: str
    weight: float
    line: int | None = None


class CommentRow(NamedTuple):
    """One remark on a proposal: ``for``, ``against`` or ``minority``."""

    proposal: str
    kind: str
    text: str
    line: int | None = None


@dataclass(frozen=True)
class Case:
    """One scoring: rows, budget in whole cents, ends of the scale, threshold of approval.

    Without ``criteria``, each criterion that occurs weighs the same. Without ``jurors``, any
    juror may score. Without ``shares``, one a college and together 1, all jurors are one jury.
    ``scale`` and ``threshold`` have been decided: see ``result.compute``.
    """

    scores: Sequence[ScoreRow]
    proposals: Sequence[ProposalRow]
    budget_cents: int
    scale: tuple[float, float]
    threshold: float
    criteria: Sequence[CriterionRow] = ()
    comments: Sequence[CommentRow] = ()
    jurors: frozenset[str] | None = None
    rule: str = GREEDY
    shares: Mapping[str, Fraction] = field(default_factory=dict)

    @cached_property
    def colleges(self) -> dict[str, str]:
        """The college of each juror who names one in any row."""
        return {row.juror: row.college for row in self.scores if row.college}

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each criterion."""
        if self.criteria:
            return {row.id: row.weight for row in self.criteria}
        return dict.fromkeys(sorted({row.criterion for row in self.scores}), 1.0)

    @property
    def rounds(self) -> list[int]:
        """The rounds that occur, in order; the last one is binding."""
        return sorted({row.round for row in self.scores})


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a sentence with what to do, and where it was found.

    ``table`` is ``scores``, ``proposals``, ``criteria``, ``comments`` or empty; ``line`` counts
    from 1 as a spreadsheet does; ``more`` rows below it have the same thing wrong.
    """

    sentence: Said
    table: str = ""
    line: int | None = None
    column: str = ""
    more: int = 0

    def __str__(self) -> str:
        place = [self.table] if self.table else []
        rows = f" and {self.more} more" if self.more else ""
        place += [f"row {self.line}{rows}"] if self.line is not None else []
        place += [f"column “{self.column}”"] if self.column else []
        return f"{', '.join(place)}: {self.sentence}" if place else self.sentence


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems table by table, and down each table; what many rows repeat, once."""
    same: dict[tuple[str, str, str], list[Problem]] = {}
    for each in sorted(problems, key=lambda each: each.line or 0):
        same.setdefault((each.table, each.column, each.sentence), []).append(each)
    told = [
        [replace(found[0], more=len(found) - 1)] if len(found) > MOST_REPEATED else found
        for found in same.values()
    ]
    return sorted(
        (each for found in told for each in found), key=lambda each: (each.table, each.line or 0)
    )


@dataclass
class BadScores(ValueError):
    """The scores cannot be used; ``problems`` names everything that is wrong, all at once."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
