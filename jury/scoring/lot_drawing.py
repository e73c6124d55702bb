"""Drawing the lot: the announced value settles, once, what is too close to call."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from jury import jobs, ledger
from jury.calls.models import Call
from jury.errors import RuleBroken
from jury.languages import moment
from jury.people.models import Person
from jury.pool import values
from jury.scoring import lots, results
from jury.scoring.closeness import awaits_lot
from jury.scoring.models import Lot


def why_not(call: Call, document: dict[str, Any] | None, now: datetime) -> str:
    """Return why no lot can be drawn now for the newest result, or the empty text."""
    lot = lots.of_call(call)
    if lot is not None and lot.value is not None and lot.drawn_at is not None:
        return _("The lot was drawn on %(when)s with %(value)s. A second value is refused.",
                 when=moment(lot.drawn_at), value=values.shown(lot.value))  # fmt: skip
    if document is None or (lot is None and awaits_lot(document)):
        return _("A lot belongs to a result. Compute the result first.")
    if lot is None or not awaits_lot(document):
        return _("No lot is needed: the scores and the budget decide on every proposal.")
    if not lots.stands(lot):
        return _("The scores closed later than the moment of the lot. Compute the result again: "
                 "that announces a new moment.")  # fmt: skip
    if now < lot.moment:
        return _("The value of the lot is known from %(when)s. Come back after that.",
                 when=moment(lot.moment))  # fmt: skip
    return ""


def draw(call: Call, given: str, now: datetime, by: Person) -> jobs.Job:
    """Note the public value for good, and let the worker compute the result that it settles.

    Raises RuleBroken when no lot is needed, before the announced moment, for a value of another
    source or round, a second time, and after the decision.
    """
    lot = lots.locked(call)
    if (sentence := why_not(call, results.newest_document(call), now)) or lot is None:
        raise RuleBroken(sentence)
    value = values.parse(lot.source, given, lot.moment)
    _refuse_unfit(lot, value)
    lot.value, lot.drawn_at = value, now
    ledger.record(
        "lot.drawn", now, call.slug, by=by.pseudonym, source=lot.source,
        value=values.spoken(value),
    )  # fmt: skip
    return results.ask(call, now, by)


def _refuse_unfit(lot: Lot, value: values.Value) -> None:
    """Refuse another number of balls than was announced: one more could turn the order."""
    if value["kind"] == "balls" and len(value["balls"]) != lot.balls:
        raise RuleBroken(_("This lot has %(n)d balls. You typed %(given)d.",
                           n=lot.balls, given=len(value["balls"])))  # fmt: skip
