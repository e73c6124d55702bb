"""Expert checks: what is wrong with a file of experts' scores, and what is missing in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sortition.saying import say

from . import checks, grades
from .case import RECUSED, SCORED, BadScores, Case, Problem, ScoreRow, in_order
from .prepare import natural, prepare
from .reading_files import read_scores

FEWEST = 2  # experts: one alone cannot be compared
TOLD = (SCORED, "cannot_judge")  # a cell with one of these is not missing


def checked(data: bytes, case: Callable[[list[ScoreRow]], Case]) -> list[ScoreRow]:
    """Return the rows of a file; raise BadScores unless they can stand on their own.

    ``case`` makes the case of these rows among the proposals and criteria of the call.
    """
    rows, problems = read_scores(data)
    if problems and not rows:
        _refuse(problems)
    if not problems and all(row.score is None for row in rows):
        sentence = say("There is no score in this file yet. Fill in the column “score”.")
        raise BadScores((Problem(sentence, "scores"),))
    if len({row.round for row in rows}) > 1:
        sentence = say("There is more than one round. Experts score once: keep the last round.")
        problems.append(Problem(sentence, "scores", None, "round"))
    made = case(rows)
    problems += checks.problems(made)
    _refuse(problems or _unscored(made))
    prepare(made)
    return rows


def _refuse(problems: Iterable[Problem]) -> None:
    if found := in_order(problems):
        raise BadScores(tuple(found))


def _unscored(case: Case) -> list[Problem]:
    """Return a problem for each expert without a score, and each proposal; or for too few."""
    [round_] = grades.rounds(case)
    scored = {juror for _, juror in round_.score}
    silent = sorted({row.juror for row in case.scores} - scored, key=natural)
    found = [
        say("“%(expert)s” scored nothing. Fill in the scores or remove the rows.", expert=name)
        for name in silent
    ]
    if len(scored) < FEWEST:
        found.append(say("Only one expert scored. At least %(n)s are needed to compare.", n=FEWEST))
    read = {proposal for proposal, _ in round_.score}
    found += [
        say("No expert scored “%(proposal)s”. Let at least one expert score it.", proposal=row.id)
        for row in case.proposals
        if row.id not in read
    ]
    return [Problem(sentence, "scores") for sentence in found]


def missing(
    rows: Sequence[ScoreRow], proposals: Sequence[str], criteria: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield each expert, proposal and criterion without a score and without a reason for it."""
    recused = {(row.juror, row.proposal) for row in rows if row.status == RECUSED}
    told = {(row.juror, row.proposal, row.criterion) for row in rows if row.status in TOLD}
    for expert in sorted({row.juror for row in rows}, key=natural):
        for proposal in proposals:
            for criterion in criteria:
                cell = expert, proposal, criterion
                if cell not in told and cell[:2] not in recused:
                    yield cell
