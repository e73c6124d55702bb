"""Completeness: everything that a call still needs before the public may see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from jury.calls.models import Call, Criterion, Phase, PhaseKind
from jury.calls.timeline import name as phase_name
from jury.db import Localised

NEEDED = ("nl", "fr")  # a call is published in both, or not at all
AFTER = [  # the first may not open before the second closes
    (PhaseKind.DRAW, PhaseKind.REGISTRATION),
    (PhaseKind.READING, PhaseKind.PROPOSALS),
    (PhaseKind.READING, PhaseKind.ELIGIBILITY),
    (PhaseKind.READING, PhaseKind.DRAW),
    (PhaseKind.DELIBERATION, PhaseKind.READING),
    (PhaseKind.DECISION, PhaseKind.DELIBERATION),
]
NOT_BEFORE = [  # the first may not open before the second opens
    (PhaseKind.ELIGIBILITY, PhaseKind.PROPOSALS),
    (PhaseKind.CONFIRMATION, PhaseKind.DRAW),
    (PhaseKind.PUBLICATION, PhaseKind.DECISION),
]


@dataclass(frozen=True)
class Gap:
    """Something missing: on which page of the editor, and what in one sentence."""

    part: str
    sentence: str


def language_name(code: str) -> str:
    """Return the name of a needed language in the reader's language."""
    return {"nl": _("Dutch"), "fr": _("French")}[code]


def _unwritten(part: str, what: str, text: Localised | None) -> Iterator[Gap]:
    for code in NEEDED:
        if not (text or {}).get(code, "").strip():
            language = language_name(code)
            yield Gap(
                part, _("%(what)s: not written in %(language)s.", what=what, language=language)
            )


def _texts(call: Call) -> Iterator[Gap]:
    yield from _unwritten("question", _("Title"), call.title)
    yield from _unwritten("question", _("Question"), call.question)
    yield from _unwritten("influence", _("What the jury’s influence is"), call.influence_words)
    yield from _unwritten("influence", _("Who decides"), call.decider)
    yield from _unwritten("influence", _("What jurors need to know"), call.juror_words)
    if any((call.contact_words or {}).values()):
        yield from _unwritten("contact", _("What one may ask"), call.contact_words)
    for number, resource in enumerate(call.resources, 1):
        yield from _unwritten("resources", _("Title of text %(n)d", n=number), resource.title)


def _criterion(number: int, criterion: Criterion) -> Iterator[Gap]:
    yield from _unwritten("criteria", _("Name of criterion %(n)d", n=number), criterion.name)
    yield from _unwritten("criteria", _("Help for criterion %(n)d", n=number), criterion.help)
    for grade, words in enumerate(criterion.scale, 1):
        what = _("Criterion %(n)d, mark %(grade)d", n=number, grade=grade)
        yield from _unwritten("criteria", what, words)


def _criteria(call: Call) -> Iterator[Gap]:
    if not call.criteria:
        yield Gap("criteria", _("There are no criteria. Load a set or write your own."))
        return
    total = sum(criterion.weight for criterion in call.criteria)
    if total != 100:
        yield Gap(
            "criteria",
            _(
                "The weights add up to %(total)d. Change them until they add up to 100.",
                total=total,
            ),
        )
    for number, criterion in enumerate(call.criteria, 1):
        yield from _criterion(number, criterion)


def _facts(call: Call) -> Iterator[Gap]:
    if call.budget <= 0:
        yield Gap("influence", _("The budget is not filled in."))
    if call.answer_by is None:
        yield Gap("influence", _("The day of the public answer is not filled in."))
    if not call.contact_name.strip():
        yield Gap("contact", _("The name of the desk that answers questions is missing."))
    if not is_phone_number(call.contact_phone):
        yield Gap("contact", _("The phone number is missing, or has fewer than 8 digits."))
    if "@" not in call.contact_email:
        yield Gap("contact", _("The e-mail address for questions is missing."))


def is_phone_number(text: str) -> bool:
    """Say whether one can dial ``text``: 8 to 15 digits, with + and spaces between them."""
    return bool(re.fullmatch(r"\+?[\d ()./-]+", text)) and 8 <= len(re.sub(r"\D", "", text)) <= 15


def date_problems(phases: list[Phase]) -> list[str]:
    """Return a sentence for every phase that is missing, or stands before what it follows."""
    found, by_kind = [], {phase.kind: phase for phase in phases}
    for kind in PhaseKind:
        phase = by_kind.get(kind)
        if phase is None:
            found.append(_("“%(name)s” has no dates.", name=phase_name(kind)))
        elif phase.closes_at <= phase.opens_at:
            found.append(_("“%(name)s” ends before it begins.", name=phase_name(kind)))
    for later, earlier in AFTER:
        if {later, earlier} <= by_kind.keys() and (
            by_kind[later].opens_at < by_kind[earlier].closes_at
        ):
            found.append(
                _("“%(later)s” begins before “%(earlier)s” ends.",
                  later=phase_name(later), earlier=phase_name(earlier))
            )  # fmt: skip
    for later, earlier in NOT_BEFORE:
        if {later, earlier} <= by_kind.keys() and (
            by_kind[later].opens_at < by_kind[earlier].opens_at
        ):
            found.append(
                _("“%(later)s” begins before “%(earlier)s” begins.",
                  later=phase_name(later), earlier=phase_name(earlier))
            )  # fmt: skip
    return found


def _dates(call: Call, now: datetime) -> Iterator[Gap]:
    for sentence in date_problems(call.phases):
        yield Gap("phases", sentence)
    proposals = call.phase(PhaseKind.PROPOSALS)
    if proposals and proposals.closes_at <= now:
        yield Gap("phases", _("The last day for proposals is already over."))
    decision = call.phase(PhaseKind.DECISION)
    if call.answer_by and decision and call.answer_by < decision.opens_at:
        yield Gap("influence", _("The public answer is promised before the decision begins."))


def gaps(call: Call, now: datetime) -> list[Gap]:
    """Return everything that keeps the call from being published, all of it at once."""
    return [*_texts(call), *_criteria(call), *_facts(call), *_dates(call, now)]
