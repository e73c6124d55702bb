"""Excluding: who may register but not be drawn, found by rule or marked by the recruiter."""

from collections import Counter
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from jury import ledger
from jury.calls.models import Call
from jury.db import db
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.pool import find, letters
from jury.pool.models import Juror, Volunteer
from jury.roles import STAFF, Grant, Role

REASONS = ("applicant", "partner", "staff", "office", "government", "recent_juror")
MARKED = ("partner", "office", "government")  # only a person can know these
RECENT = timedelta(days=730)  # since a seat on another jury


def words(reason: str) -> str:
    """Return why somebody with this reason is not drawn, in the reader's language."""
    return {
        "applicant": _("is an applicant in this call"),
        "partner": _("is a partner in a proposal of this call"),
        "staff": _("works for the programme"),
        "office": _("holds a political office"),
        "government": _("works for a public body that is a partner in this call"),
        "recent_juror": _("was a juror in the last two years"),
    }[reason]


def refuse_when_frozen(call: Call) -> None:
    """Raise RuleBroken once the pool is frozen: nothing in it changes any more."""
    frozen = find.freeze(call)
    if frozen is not None and frozen.digest:
        raise RuleBroken(
            _("The pool was frozen as number %(n)d. Nobody can be added, marked or taken out now.",
              n=frozen.number)
        )  # fmt: skip


def by_rule(call: Call, now: datetime) -> dict[int, str]:
    """Return the reason for every person, by id, whom a rule keeps out of the draw."""
    seated = (
        select(Volunteer.person_id)
        .join(Juror, Juror.volunteer_id == Volunteer.id)
        .where(Juror.call_id != call.id, Juror.state.in_(["accepted", "stopped"]))
        .where(Juror.answered_at > now - RECENT)
    )
    held = select(Grant.person_id).where(Grant.revoked_at.is_(None))
    found = dict.fromkeys(db.session.scalars(seated), "recent_juror")
    staff = held.where(Grant.role.in_(sorted(STAFF)))
    found |= dict.fromkeys(db.session.scalars(staff), "staff")
    applicants = held.where(Grant.role == Role.APPLICANT, Grant.call == call.slug)
    return found | dict.fromkeys(db.session.scalars(applicants), "applicant")


def apply(call: Call, now: datetime, by: Person) -> dict[str, int]:
    """Exclude everyone whom a rule excludes, readmit whom none does; return counts by reason.

    Marks of the recruiter stay. Whoever is newly excluded gets a mail that says why.
    """
    refuse_when_frozen(call)
    reasons = by_rule(call, now)
    present = [volunteer for volunteer in find.volunteers(call) if not volunteer.left_at]
    for volunteer in present:
        if volunteer.excluded_because in MARKED:
            continue
        reason = reasons.get(volunteer.person_id)
        if reason and reason != volunteer.excluded_because:
            letters.tell(volunteer.person, "pool_excluded", call, now, reason=reason)
        volunteer.excluded_because = reason
    counts = Counter(v.excluded_because for v in present if v.excluded_because)
    ledger.record("exclusions.applied", now, call.slug, by=by.pseudonym, counts=dict(counts))
    return dict(counts)


def mark(volunteer: Volunteer, reason: str, now: datetime, by: Person) -> None:
    """Take one registrant out of the draw for a reason that no rule can find."""
    refuse_when_frozen(volunteer.call)
    if reason not in MARKED:
        raise RuleBroken(_("Choose one of the reasons in the list."))
    volunteer.excluded_because = reason
    letters.tell(volunteer.person, "pool_excluded", volunteer.call, now, reason=reason)
    ledger.record(
        "volunteer.excluded", now, volunteer.call.slug, by=by.pseudonym,
        volunteer=volunteer.pseudonym, reason=reason,
    )  # fmt: skip


def readmit(volunteer: Volunteer, now: datetime, by: Person) -> None:
    """Take a mark back; a rule that applies is applied again before the freeze."""
    refuse_when_frozen(volunteer.call)
    volunteer.excluded_because = None
    ledger.record(
        "volunteer.readmitted", now, volunteer.call.slug, by=by.pseudonym,
        volunteer=volunteer.pseudonym,
    )  # fmt: skip
