"""Reminding: a friendly mail to jurors who still have proposals to score, once a day at most."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from jury import ledger, mail
from jury.calls.models import Call
from jury.db import db
from jury.deliberation import reading, rounds
from jury.errors import RuleBroken
from jury.languages import moment
from jury.people.models import Person
from jury.pool import letters

PAUSE = timedelta(hours=20)
KIND = "juror_reminder"


def last(call: Call) -> datetime | None:
    """Return when jurors of the call were last reminded."""
    query = select(mail.Mail.written_at).where(mail.Mail.call == call.slug, mail.Mail.kind == KIND)
    return db.session.scalars(query.order_by(mail.Mail.id.desc()).limit(1)).first()


def remind(call: Call, now: datetime, by: Person) -> int:
    """Write to every juror who has proposals left in the open round; return how many they are.

    Raises RuleBroken when no round is open, when all is done, and twice within a day.
    """
    number, before = rounds.open_round(call, now), last(call)
    if number is None:
        raise RuleBroken(_("No round of scores is open now, so there is nothing to remind of."))
    if before and now - before < PAUSE:
        raise RuleBroken(_("Jurors were reminded on %(when)s. Wait a day before you do it again.",
                           when=moment(before)))  # fmt: skip
    late = reading.unfinished(call, number)
    if not late:
        raise RuleBroken(_("Every juror has finished. Nobody needs a reminder."))
    phase = rounds.phase_of(call, number)
    for juror in late:
        plan = reading.plan(juror, number, now)
        letters.tell(
            juror.person, KIND, call, now, left=plan.total - plan.done,
            closes=phase.closes_at if phase else None,
            link=mail.link_to("deliberation.desk", slug=call.slug),
        )  # fmt: skip
    ledger.record(
        "jurors.reminded", now, call.slug, by=by.pseudonym, round=number, jurors=len(late)
    )
    return len(late)
