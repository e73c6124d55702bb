"""Prepare: checked rows become the table of the binding round, or a refusal in sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from sortition.saying import say

from . import checks, grades
from .case import BadScores, Case, Problem, ProposalRow
from .grades import Round
from .table import Table, build, islands


@dataclass(frozen=True, eq=False)
class Prepared:
    """The proposals and jurors in a fixed order, every round, and the table of the last one.

    Jurors are those with a score in the last round.
    """

    case: Case
    proposals: list[ProposalRow]
    jurors: list[str]
    rounds: list[Round]
    table: Table

    @cached_property
    def jury_size(self) -> int:
        """How many jurors there are, with those who scored nothing in the last round."""
        if self.case.jurors is not None:
            return len(self.case.jurors)
        return len({row.juror for row in self.case.scores})


def prepare(case: Case) -> Prepared:
    """Return ``case`` ready for the numerics. Raises BadScores with everything that is wrong.

    The order of rows in the input leaves no trace: proposals and jurors are put in the order of
    their ids, with numbers in them read as numbers.
    """
    found = checks.problems(case)
    if found:
        raise BadScores(tuple(found))
    proposals = sorted(case.proposals, key=lambda row: natural(row.id))
    rounds = grades.rounds(case)
    if not rounds or not rounds[-1].score:
        sentence = say("There are no scores in the last round. Add them, or leave that round out.")
        raise BadScores((Problem(sentence, "scores"),))
    last = rounds[-1]
    jurors = sorted({juror for _, juror in last.score}, key=natural)
    found = _unread(proposals, last)
    if found:
        raise BadScores(tuple(found))
    table = table_of(last, [row.id for row in proposals], jurors)
    found = _not_comparable(table, proposals, jurors)
    if found:
        raise BadScores(tuple(found))
    return Prepared(case, proposals, jurors, rounds, table)


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts ids as people do: “p2” before “p10”.

    >>> sorted(["p10", "p2", "a"], key=natural)
    ['a', 'p2', 'p10']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    key = [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts]
    return (*key, (2, 0, text))


def table_of(round_: Round, proposals: list[str], jurors: list[str]) -> Table:
    """Return the scores of one round as a table over these proposals and jurors."""
    row = {name: i for i, name in enumerate(proposals)}
    column = {name: j for j, name in enumerate(jurors)}
    cells = sorted((row[p], column[j], score) for (p, j), score in round_.score.items())
    table = build([i for i, _, _ in cells], [j for _, j, _ in cells], [s for _, _, s in cells])
    return Table(table.proposal, table.juror, table.score, len(proposals), len(jurors))


def _unread(proposals: list[ProposalRow], last: Round) -> list[Problem]:
    read = {proposal for proposal, _ in last.score}
    return [
        Problem(
            say(
                "Nobody scored “%(proposal)s” in round %(round)s. "
                "Ask jurors to score it, or take it out of the list.",
                proposal=row.id,
                round=last.number,
            ),
            "proposals",
            row.line,
            "proposal",
        )
        for row in proposals
        if row.id not in read
    ]


def _not_comparable(table: Table, proposals: list[ProposalRow], jurors: list[str]) -> list[Problem]:
    """Return why these scores cannot rank the proposals, if they cannot."""
    if table.jurors == 1:
        return [
            Problem(
                say(
                    "Only “%(juror)s” scored in the last round. "
                    "A jury needs at least 2 jurors, so that scores can be compared.",
                    juror=jurors[0],
                ),
                "scores",
            )
        ]
    if table.score.max() - table.score.min() <= 1e-9:
        return [Problem(checks.all_equal(float(table.score[0])), "scores")]
    groups = islands(table)
    if len(groups) == 1:
        return []
    names = [
        ", ".join(f"“{proposals[i].id}”" for i, inside in enumerate(group) if inside)
        for group in groups
    ]
    return [
        Problem(
            say(
                "The proposals fall apart into %(n)s groups that no juror compares: "
                "%(groups)s. Let a juror of one group also score a proposal of another.",
                n=len(groups),
                groups="; ".join(names),
            ),
            "scores",
        )
    ]
