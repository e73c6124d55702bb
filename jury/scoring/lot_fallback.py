"""The fallback of a lot: what was fixed beforehand counts when the announced value never comes."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from jury import ledger
from jury.calls.models import Call
from jury.db import Localised
from jury.errors import RuleBroken
from jury.languages import moment
from jury.people.models import Person
from jury.pool import amending
from jury.scoring import lot_drawing, lots, results

WAIT = timedelta(hours=24)  # from the moment whose value did not come
NOTICE = timedelta(hours=24)  # until the value of the fallback exists


def why_not(call: Call, document: dict[str, Any] | None, now: datetime) -> str:
    """Return why the fallback cannot be taken now, or the empty text."""
    lot = lots.of_call(call)
    known = max(now, lot.moment) if lot else now
    if (sentence := lot_drawing.why_not(call, document, known)) or lot is None:
        return sentence
    if now < lot.moment + WAIT:
        return _("The fallback can be taken from %(when)s: 24 hours after the announced moment.",
                 when=moment(lot.moment + WAIT))  # fmt: skip
    return ""


def take(call: Call, reason: Localised, at: datetime, now: datetime, by: Person) -> None:
    """Let the fallback count: its value exists from ``at``, and the reason is public.

    Raises RuleBroken when no lot is needed or it was drawn, sooner than 24 hours after the moment
    whose value did not come, without a reason in Dutch and French, and when ``at`` is less than
    24 hours away: nobody may know the value when it is chosen.
    """
    lot = lots.locked(call)
    if (sentence := why_not(call, results.newest_document(call), now)) or lot is None:
        raise RuleBroken(sentence)
    amending.refuse_without_reason(reason)
    if at < now + NOTICE:
        raise RuleBroken(
            _("Choose a moment after %(when)s. It must be 24 hours away, so that nobody can know "
              "the value yet.", when=moment(now + NOTICE))
        )  # fmt: skip
    missed = lot.moment.isoformat()
    lot.fallbacks = [*lot.fallbacks, {"reason": reason, "missed": missed}]
    lot.source, lot.words, lot.balls = lot.fallback_source, lot.fallback_words, lots.BALLS
    lot.announced_at, lot.moment = now, at
    ledger.record(
        "lot.fallback", now, call.slug, by=by.pseudonym, reason=reason, missed=missed,
        source=lot.source, words=lot.words, moment=at.isoformat(), **lots.exactly(lot),
    )  # fmt: skip
