"""Lots: where the value that settles close calls will come from, announced before the scores."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from jury import ledger
from jury.calls.models import Call
from jury.calls.spending import GREEDY
from jury.db import db
from jury.deliberation import rounds
from jury.errors import RuleBroken
from jury.pool import find as pool
from jury.pool import values
from jury.scoring.models import Lot
from sortition.randomness import round_at

LEAD = timedelta(hours=1)  # from the last second until the value exists
BALLS = 3  # where the draw of the jury had no rules
DRAND = "drand"


def of_call(call: Call) -> Lot | None:
    """Return the lot that was announced for this call."""
    return db.session.scalar(select(Lot).where(Lot.call_id == call.id))


def value_of(call: Call) -> str | None:
    """Return the public value as the numerics use it; None before the lot."""
    found = of_call(call)
    return values.spoken(found.value) if found and found.value else None


def announce(call: Call, now: datetime) -> None:
    """Write down, before the first score, from where and when the value of a lot comes.

    The source is that of the draw of the jury. The value exists an hour after the second scores
    close; where they close later than planned, a later moment is announced. A rule without a lot
    announces nothing. Raises RuleBroken after the lot: no score may follow its value.
    """
    phase = rounds.phase_of(call, 2)
    if call.rule != GREEDY or phase is None:
        return
    found = of_call(call) or locked(call)
    if found and found.value is not None:
        raise RuleBroken(_("The lot was drawn with %(value)s. Scores can no longer change.",
                           value=values.shown(found.value)))  # fmt: skip
    if found is None or not stands(found):
        _set_moment(call, found, phase.closes_at, now)


def put_off(call: Call, now: datetime) -> None:
    """Do as ``announce`` for scores that may come late: nobody may know the value before them."""
    announce(call, now)
    found = of_call(call)
    if found and found.moment <= now:
        _set_moment(call, found, now, now)


def _set_moment(call: Call, found: Lot | None, last: datetime, now: datetime) -> None:
    """Write down that the value exists an hour after the ``last`` score, or after now."""
    made = found or Lot(call_id=call.id, call=call, fallbacks=[], **_source(call))
    made.announced_at, made.moment = now, max(last, now) + LEAD
    db.session.add(made)
    db.session.flush()
    _record(made, now)


def stands(lot: Lot) -> bool:
    """Say whether nobody could know the announced value while second scores were given."""
    phase = rounds.phase_of(lot.call, 2)
    return phase is None or lot.moment >= phase.closes_at


def locked(call: Call) -> Lot | None:
    """Return the lot once nobody else is at it: others wait until this unit of work is done."""
    db.session.execute(select(Call.id).where(Call.id == call.id).with_for_update())
    return of_call(call)


def _source(call: Call) -> dict[str, Any]:
    """Return what the rules of the jury's draw say of its value; drand where there are none.

    So too of what counts if that value does not come: balls in public where nothing is said.
    """
    rules = pool.rules(call)
    if rules is None:
        return {"source": DRAND, "words": {}, "balls": BALLS, "fallback_words": {}}
    return {
        "source": rules.second_source,
        "words": dict(rules.second_words),
        "balls": len(str(rules.tickets)) - 1,  # one for each digit, as in the draw
        "fallback_words": {lang: text for lang, text in rules.fallback_words.items() if text},
    }


def _record(lot: Lot, now: datetime) -> None:
    ledger.record(
        "lot.announced", now, lot.call.slug, source=lot.source, moment=lot.moment.isoformat(),
        words=lot.words, fallback=_fallback(lot), **exactly(lot),
    )  # fmt: skip


def _fallback(lot: Lot) -> dict[str, Any]:
    """Return what counts if the announced value does not come."""
    balls = {} if lot.fallback_words else {"balls": BALLS}
    return {"source": lot.fallback_source, "words": lot.fallback_words, **balls}


def exactly(lot: Lot) -> dict[str, int]:
    """Return what of the value is fixed beforehand: the round, or how many balls."""
    if lot.source == DRAND:
        return {"round": round_at(lot.moment)}
    return {"balls": lot.balls} if lot.source == "balls" else {}
