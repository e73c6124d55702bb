"""Editing a call: freely as a draft; after publication with a public reason, within limits."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from jury import ledger
from jury.calls import ready_made
from jury.calls.completeness import NEEDED, date_problems, gaps
from jury.calls.models import Call, Change, Criterion, Phase, PhaseKind, Resource
from jury.calls.opening import planned_criteria
from jury.calls.publishing import digest
from jury.calls.timeline import name as phase_name
from jury.db import Localised, db
from jury.errors import RuleBroken
from jury.people.models import Person

TEXTS = {
    "question": {"title", "question", "owner", "funder", "facilitator"},
    "influence": {
        "influence", "influence_words", "decider", "answer_by", "budget", "rule",
        "citizen_weight", "expert_weight", "juror_words",
    },
    "contact": {
        "contact_name", "contact_phone", "contact_email", "contact_website", "contact_words",
    },
}  # fmt: skip
PROMISED = {"question", "influence", "criteria"}  # fixed once people rely on them
WITH_REASON = PROMISED | {"phases"}
MOST_CRITERIA = 8


def _began(call: Call, now: datetime) -> bool:
    return any(phase.opens_at <= now for phase in call.phases)


def why_fixed(call: Call, part: str, now: datetime) -> str:
    """Return why this part of the call can no longer be changed, or the empty text."""
    if call.has_ended:
        return _("This call has ended. It stays as it was, for everyone to read.")
    if call.state != "draft" and part in PROMISED and _began(call, now):
        return _("The call has begun, and people rely on what it promised. "
                 "This can no longer be changed: cancel the call and open a new one.")  # fmt: skip
    return ""


def _check(call: Call, part: str, now: datetime, reason: Localised | None) -> None:
    """Raise RuleBroken unless this part of the call may be changed now."""
    if sentence := why_fixed(call, part, now):
        raise RuleBroken(sentence)
    if call.state == "draft":
        return
    if part in WITH_REASON and not all((reason or {}).get(code, "").strip() for code in NEEDED):
        raise RuleBroken(_("The call is public. Say in Dutch and in French why this changes."))


def _record(call: Call, part: str, now: datetime, by: Person, reason: Localised | None) -> None:
    """Write the change down; a public call must still be complete."""
    if call.state != "draft":
        missing = [gap for gap in gaps(call, now) if gap.part == part]
        if missing:
            raise RuleBroken(" ".join(gap.sentence for gap in missing))
        if reason and any(reason.values()):
            call.changes.append(Change(part=part, reason=reason, changed_at=now))
    db.session.flush()
    ledger.record("call.changed", now, call.slug, part=part, digest=digest(call), by=by.pseudonym)


def write_texts(
    call: Call,
    part: str,
    texts: dict[str, Any],
    now: datetime,
    by: Person,
    *,
    reason: Localised | None = None,
) -> None:
    """Change some texts of one part: question, influence or contact.

    Raises RuleBroken if the part may not be changed any more, or needs a public reason.
    """
    unknown = texts.keys() - TEXTS[part]
    if unknown:
        raise ValueError(f"{sorted(unknown)} do not belong to “{part}”.")
    _check(call, part, now, reason)
    for key, text in texts.items():
        setattr(call, key, text)
    _record(call, part, now, by, reason)


def set_phases(
    call: Call,
    dates: dict[str, tuple[datetime, datetime]],
    now: datetime,
    by: Person,
    *,
    reason: Localised | None = None,
) -> None:
    """Give the phases new dates; those that are not named keep theirs.

    Raises RuleBroken with every date that does not fit, and for a phase that is over.
    """
    _check(call, "phases", now, reason)
    planned = {phase.kind: (phase.opens_at, phase.closes_at) for phase in call.phases} | dates
    problems = date_problems(
        [Phase(kind=kind, opens_at=o, closes_at=c) for kind, (o, c) in planned.items()]
    )
    problems += [
        _("“%(name)s” is over. Its dates stay.", name=phase_name(phase.kind))
        for phase in call.phases
        if call.is_public
        and phase.closes_at <= now
        and planned[phase.kind] != (phase.opens_at, phase.closes_at)
    ]
    if problems:
        raise RuleBroken(" ".join(problems))
    for kind in PhaseKind:
        phase = call.phase(kind)
        if phase is None:
            phase = Phase(kind=kind)
            call.phases.append(phase)
        phase.opens_at, phase.closes_at = planned[kind]
    _record(call, "phases", now, by, reason)


def set_criteria(
    call: Call,
    criteria: list[Criterion],
    now: datetime,
    by: Person,
    *,
    reason: Localised | None = None,
) -> None:
    """Replace the criteria; their weights must add up to 100 by the day of publication.

    Raises RuleBroken for none, for more than eight, and for a scale without five grades.
    """
    _check(call, "criteria", now, reason)
    if not 1 <= len(criteria) <= MOST_CRITERIA:
        raise RuleBroken(
            _("A jury can weigh 1 to %(most)d criteria, not %(n)d.",
              most=MOST_CRITERIA, n=len(criteria))
        )  # fmt: skip
    if any(one.weight < 1 or len(one.scale) != 5 for one in criteria):
        raise RuleBroken(_("Each criterion has a weight of at least 1, and five marks in words."))
    call.criteria.clear()
    db.session.flush()  # their keys are free before the new ones come
    for position, one in enumerate(criteria, 1):
        one.position = position
        call.criteria.append(one)
    _record(call, "criteria", now, by, reason)


def load_criteria_set(
    call: Call, key: str, now: datetime, by: Person, *, reason: Localised | None = None
) -> None:
    """Replace the criteria by a ready-made set."""
    ready_made.criteria_set(key)
    set_criteria(call, planned_criteria(key), now, by, reason=reason)


def set_resources(call: Call, resources: list[Resource], now: datetime, by: Person) -> None:
    """Replace the list of texts to read first; raise RuleBroken for an address one cannot open."""
    _check(call, "resources", now, None)
    for resource in resources:
        if not resource.url.startswith(("https://", "http://")):
            raise RuleBroken(
                _("The address “%(url)s” does not begin with https://.", url=resource.url)
            )
    call.resources[:] = resources
    _record(call, "resources", now, by, None)


def set_weights(
    call: Call,
    weights: dict[str, int],
    now: datetime,
    by: Person,
    *,
    reason: Localised | None = None,
) -> None:
    """Give the criteria new weights by key; raise RuleBroken unless they add up to 100."""
    _check(call, "criteria", now, reason)
    total = sum(weights.get(one.key, one.weight) for one in call.criteria)
    if total != 100 or min(weights.values(), default=1) < 1:
        raise RuleBroken(
            _("The weights add up to %(total)d. They must add up to 100, and none may be 0.",
              total=total)
        )  # fmt: skip
    for one in call.criteria:
        one.weight = weights.get(one.key, one.weight)
    _record(call, "criteria", now, by, reason)


def change_criterion(
    call: Call,
    key: str,
    texts: dict[str, Any],
    now: datetime,
    by: Person,
    *,
    reason: Localised | None = None,
) -> None:
    """Change the kind, name, help or scale of one criterion."""
    _check(call, "criteria", now, reason)
    found = next((one for one in call.criteria if one.key == key), None)
    if found is None or texts.keys() - {"kind", "name", "help", "scale"}:
        raise ValueError(f"“{key}” cannot be changed like that.")
    for name, text in texts.items():
        setattr(found, name, text)
    _record(call, "criteria", now, by, reason)


def add_criterion(call: Call, now: datetime, by: Person) -> Criterion:
    """Add an empty criterion to a draft; raise RuleBroken when there are eight."""
    _check(call, "criteria", now, None)
    if len(call.criteria) >= MOST_CRITERIA:
        raise RuleBroken(_("A jury can weigh at most %(most)d criteria.", most=MOST_CRITERIA))
    taken = {one.key for one in call.criteria}
    key = next(k for n in range(1, MOST_CRITERIA + 2) if (k := f"own_{n}") not in taken)
    made = Criterion(
        key=key, position=len(taken) + 1, weight=1, kind="process",
        name={}, help={}, scale=[{} for _grade in range(5)],
    )  # fmt: skip
    call.criteria.append(made)
    _record(call, "criteria", now, by, None)
    return made


def remove_criterion(call: Call, key: str, now: datetime, by: Person) -> None:
    """Take a criterion out of a draft; raise RuleBroken for the last one."""
    _check(call, "criteria", now, None)
    if len(call.criteria) <= 1:
        raise RuleBroken(_("A jury needs at least one criterion."))
    call.criteria[:] = [one for one in call.criteria if one.key != key]
    for position, one in enumerate(call.criteria, 1):
        one.position = position
    _record(call, "criteria", now, by, None)
