"""Amending: a change of sealed rules, with a public reason and a mail to everyone in the pool."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from jury import ledger, mail
from jury.calls.models import Call
from jury.db import Localised, db
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.pool import checking, find, letters, quotas, rules
from jury.pool.models import DrawRules
from sortition.canonical import digest as digest_of

AFTER_THE_FREEZE = {"second_at", "second_source", "second_words"}  # the rest is in the record


def refuse_without_reason(reason: Localised) -> None:
    """Raise RuleBroken unless the public reason is there in Dutch and in French."""
    if not all(reason.get(language, "").strip() for language in rules.NEEDED):
        raise RuleBroken(_("Write the public reason in Dutch and in French."))


def amend(
    call: Call,
    reason: Localised,
    now: datetime,
    by: Person,
    bounds: quotas.Bounds | None = None,
    **changes: Any,
) -> DrawRules:
    """Change sealed rules or quotas, say why in public, and tell every registrant.

    Raises RuleBroken without a reason in Dutch and French, once the draw is done, or for
    anything that the frozen lottery holds.
    """
    found = rules.the_rules(call)
    refuse_without_reason(reason)
    _refuse_when_too_late(call, set(changes) | ({"quotas"} if bounds else set()))
    before = found.digest
    rules.put(found, changes)
    quotas.put(call, bounds or {})
    wrong = checking.sums(find.categories(call), found.seats)
    if wrong:
        raise RuleBroken(" ".join(wrong))
    _refuse_a_hasty_draw(call, found, now)
    found.digest = digest_of(rules.as_facts(call, found))
    ledger.record(
        "rules.amended", now, call.slug, by=by.pseudonym, before=before, digest=found.digest,
        reason=reason, changed=sorted(set(changes) | ({"quotas"} if bounds else set())),
    )  # fmt: skip
    present = [volunteer for volunteer in find.volunteers(call) if not volunteer.left_at]
    link = mail.link_to("pool.draw", slug=call.slug)
    letters.tell_all(present, "pool_rules_changed", call, now, reason=reason, link=link)
    return found


def _refuse_when_too_late(call: Call, changed: set[str]) -> None:
    freeze = find.freeze(call)
    if find.draw(freeze) is not None or (freeze and freeze.value):
        raise RuleBroken(_("The draw is done. Its rules cannot change any more."))
    if freeze is not None and freeze.digest and changed - AFTER_THE_FREEZE:
        raise RuleBroken(
            _("The pool is frozen with these rules. Only the moment and the source of the second "
              "value can still change.")
        )  # fmt: skip


def _refuse_a_hasty_draw(call: Call, found: DrawRules, now: datetime) -> None:
    freeze = find.freeze(call)
    announced = freeze is not None and freeze.announced_at is not None
    if announced and found.second_at < now + timedelta(hours=found.lead_hours):
        raise RuleBroken(
            _("Everyone must know the moment %(n)d hours before. Choose a later one.",
              n=found.lead_hours)
        )  # fmt: skip


def amendments(call: Call) -> list[ledger.Entry]:
    """Return the changes after the seal, oldest first; the public sees them."""
    query = select(ledger.Entry).where(
        ledger.Entry.call == call.slug, ledger.Entry.event == "rules.amended"
    )
    return list(db.session.scalars(query.order_by(ledger.Entry.id)))
