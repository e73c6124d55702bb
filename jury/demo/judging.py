"""Third act: conflicts, two rounds of scores with a talk between, and minorities."""

import random
from dataclasses import dataclass
from typing import Any

from jury.calls.models import Call
from jury.db import db
from jury.deliberation import comments, conflicts, opinions, seats
from jury.demo import content
from jury.demo.story import Story
from jury.pool.models import Juror
from jury.proposals.models import Proposal
from jury.scoring import sheets

DECLARED, READ, TALKED = 80, 92, 112  # days of the story
CHANGES = 0.3  # share of first scores that the talk moves
SIGNERS = 5  # of each minority opinion
SILENT = 0.015  # share of criteria that a juror cannot judge
Marks = dict[str, int | None]  # criterion key -> mark of 1 to 5


@dataclass(frozen=True)
class Temper:
    """How one juror marks: lenient or harsh, steady or not, with the minority or not."""

    leniency: float
    noise: float
    apart: bool


def tempers(jury: list[Juror], chance: random.Random) -> dict[int, Temper]:
    """Return the temper of every juror by number; one in four stands apart when it matters."""
    apart = set(chance.sample([juror.number for juror in jury], len(jury) // 4))
    return {
        juror.number: Temper(
            chance.gauss(0, 0.55), chance.uniform(0.45, 0.9), juror.number in apart
        )
        for juror in jury
    }


def declare(story: Story, call: Call) -> None:
    """Let every juror look through the list; three know somebody on it."""
    chance = story.chance("conflicts")
    jury, proposals = seats.taken(call), seats.eligible(call)
    knows = {
        juror.id: {chance.choice(proposals).id: kind}
        for juror, kind in zip(chance.sample(jury, 3), ("know", "work", "family"), strict=True)
    }
    for juror in jury:
        conflicts.declare(juror, knows.get(juror.id, {}), story.at(DECLARED, 20))
    story.pause()


def first_marks(text: dict[str, Any], temper: Temper, chance: random.Random) -> Marks:
    """Return what one juror thinks of one proposal after reading it alone."""
    against = text["contested"] and temper.apart
    side = {"for": 1.4, "against": -1.8}.get(text["minority_side"] or "", 0.0) if against else 0.0
    marks: Marks = {}
    for key, quality in text["quality"].items():
        felt = 3 + 0.8 * quality + temper.leniency + side + chance.gauss(0, temper.noise)
        marks[key] = None if chance.random() < SILENT else min(5, max(1, round(felt)))
    return marks


def second_marks(first: Marks, mean: dict[str, float], temper: Temper, text: dict[str, Any],
                 chance: random.Random) -> Marks:  # fmt: skip
    """Return the marks after the talk: some move towards the others, those who stand apart stay."""
    if text["contested"] and temper.apart:
        return dict(first)
    moved: Marks = {}
    for key, mark in first.items():
        moves = mark is None or chance.random() < CHANGES
        moved[key] = min(5, max(1, round(mean[key] + 0.3 * temper.leniency))) if moves else mark
    return moved


def means(all_marks: list[Marks]) -> dict[str, float]:
    """Return the mean mark of each criterion; the middle where nobody could judge."""
    found = {}
    for key in all_marks[0]:
        given = [marks[key] for marks in all_marks if marks[key] is not None]
        found[key] = sum(mark for mark in given if mark) / len(given) if given else 3.0
    return found


def score(story: Story, call: Call) -> None:
    """Play both rounds and the comments."""
    chance, jury = story.chance("scores"), seats.taken(call)
    temper, proposals = tempers(jury, chance), seats.eligible(call)
    texts = {text["title"]: text for text in content.proposals()}
    criteria = {criterion.key: criterion.id for criterion in call.criteria}
    for number, proposal in enumerate(proposals):
        text = texts[proposal.title]
        readers = [juror for juror in jury if not seats.why_barred(juror, proposal)]
        first = {j.number: first_marks(text, temper[j.number], chance) for j in readers}
        after = means(list(first.values()))
        second = {
            j.number: second_marks(first[j.number], after, temper[j.number], text, chance)
            for j in readers
        }
        for turn, marks, day in ((1, first, READ), (2, second, TALKED)):
            with db.session.no_autoflush:  # every sheet is another one
                for juror in readers:
                    values = {criteria[key]: mark for key, mark in marks[juror.number].items()}
                    now = story.at(day + number % 12, 8 + juror.number % 12, number)
                    sheets.save(juror, proposal, values, turn, now)
        comment(story, text, proposal, readers, chance)
    story.pause()


def comment(
    story: Story, text: dict[str, Any], proposal: Proposal, readers: list[Juror],
    chance: random.Random,
) -> None:  # fmt: skip
    """Let a few readers say in a sentence what speaks for and against."""
    authors = chance.sample(readers, len(text["comments"]))
    for author, said in zip(authors, text["comments"], strict=True):
        now = story.at(TALKED + 6, 20)
        comments.write(author, proposal, said["kind"], said["text"], now, language=said["language"])


def stand_apart(story: Story, call: Call) -> None:
    """Let the minorities put their opinion beside the result, each signed by five."""
    chance, jury = story.chance("minorities"), seats.taken(call)
    texts = {text["title"]: text["minority_opinion"] for text in content.proposals()}
    for proposal in seats.eligible(call):
        opinion = texts[proposal.title]
        if opinion is None:
            continue
        able = [juror for juror in jury if not seats.why_barred(juror, proposal)]
        author, *others = chance.sample(able, SIGNERS)
        made = opinions.write(
            author, proposal, opinion["text"], opinion["language"], story.at(TALKED + 13, 18)
        )
        for juror in others:
            opinions.sign(made, juror, story.at(TALKED + 13, 19))
    story.pause()
