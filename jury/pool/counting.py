"""Counting: the pool beside the population, answer by answer; one category at a time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from jury.calls.models import Call
from jury.db import db
from jury.languages import local
from jury.pool.models import RATHER_NOT, Category, Draft, Quota, Volunteer

ENOUGH = 3  # registrants for each seat that a quota asks


@dataclass(frozen=True)
class Answer:
    """One answer: how many gave it, what share of the population it is, what the quota asks."""

    value: str
    label: str
    pool: int
    pool_share: float
    population_share: float | None
    minimum: int
    maximum: int
    quota: Quota | None

    @property
    def is_scarce(self) -> bool:
        """Whether there are fewer than three registrants for each seat that is asked."""
        return self.pool < ENOUGH * self.minimum


@dataclass(frozen=True)
class Count:
    """One category with its answers, “rather not say” last."""

    category: Category
    total: int
    answers: tuple[Answer, ...]


def rather_not_label() -> str:
    """Return the answer that every question offers."""
    return _("I would rather not say")


def count(categories: Sequence[Category], pool: Sequence[Volunteer]) -> list[Count]:
    """Return the counts of these registrants, category by category."""
    given = [volunteer.answers for volunteer in pool]
    return [_count(category, [answers.get(category.key, "") for answers in given])
            for category in categories]  # fmt: skip


def _count(category: Category, given: Sequence[str]) -> Count:
    counted, total = Counter(given), len(given)
    answers = [
        Answer(
            quota.value, local(quota.label), counted[quota.value],
            counted[quota.value] / total if total else 0.0,
            quota.population_share, quota.minimum, quota.maximum, quota,
        )
        for quota in category.quotas
    ]  # fmt: skip
    silent = counted[RATHER_NOT]
    share = silent / total if total else 0.0
    answers.append(Answer(RATHER_NOT, rather_not_label(), silent, share, None, 0, total, None))
    return Count(category, total, tuple(answers))


def scarce(counts: Sequence[Count]) -> list[tuple[str, Answer]]:
    """Return who is missing: question and answer, the scarcest first."""
    found = [
        (local(count.category.question), answer)
        for count in counts
        for answer in count.answers
        if answer.is_scarce
    ]
    return sorted(found, key=lambda pair: pair[1].pool / max(1, pair[1].minimum))


def scarcity_words(answer: Answer) -> str:
    """Return how many people there are for the seats that a quota asks, in words."""
    people = ngettext("%(num)d person", "%(num)d people", answer.pool)
    seats = ngettext("at least %(num)d seat", "at least %(num)d seats", answer.minimum)
    return _("%(people)s for %(seats)s", people=people if answer.pool else _("nobody"), seats=seats)


def channels(volunteers: Sequence[Volunteer]) -> list[tuple[str, str, int]]:
    """Return how many came by each channel and invitation, the most first."""
    counted = Counter((volunteer.channel, volunteer.source) for volunteer in volunteers)
    return [(channel, source, n) for (channel, source), n in counted.most_common()]


def channel_name(channel: str) -> str:
    """Return the name of a channel in the reader's language."""
    return {
        "web": _("on this site"), "paper": _("on paper"),
        "phone": _("by phone"), "helper": _("with a helper"),
    }[channel]  # fmt: skip


def unconfirmed(call: Call) -> int:
    """Return how many drafts wait for their owner to answer the mail."""
    query = select(func.count(Draft.id)).where(Draft.call_id == call.id, Draft.sent_at.is_not(None))
    return db.session.scalar(query) or 0
