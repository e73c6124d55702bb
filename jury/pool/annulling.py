"""Annulling: a freeze or draw is undone in public, with a reason and the ticket it was."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from jury import ledger, mail
from jury.calls.models import Call
from jury.db import Localised, db
from jury.errors import RuleBroken
from jury.people.models import Person
from jury.pool import amending, announcing, find, letters, rules
from jury.pool.models import Freeze


def why_not(call: Call, now: datetime) -> str:
    """Return why nothing can be annulled now, whatever the reason; empty when it can."""
    freeze = find.freeze(call)
    if freeze is None:
        return _("There is no frozen pool to annul.")
    if ended := rules.why_not(call):
        return ended
    waiting = find.draw(freeze) is None and freeze.announced_at
    if waiting and now >= rules.the_rules(call).second_at:
        return _(
            "The second value has been read out. Draw with it first. Then annul, with the "
            "ticket in public."
        )
    accepted = sum(juror.state == "accepted" for juror in find.jurors(call))
    if accepted:
        return ngettext(
            "%(num)d juror has accepted the seat. The draw can no longer be annulled.",
            "%(num)d jurors have accepted their seat. The draw can no longer be annulled.",
            accepted,
        )
    return ""


def annul(call: Call, reason: Localised, now: datetime, by: Person) -> Freeze:
    """End the live freeze, drawn or not, and tell everyone in it why.

    Raises RuleBroken without a public reason, once a juror has accepted, after the call has
    ended, or when the second value exists but the draw was not done: whoever saw it must not
    choose to forget it.
    """
    amending.refuse_without_reason(reason)
    freeze = find.freeze(call)
    if (sentence := why_not(call, now)) or freeze is None:
        raise RuleBroken(sentence)
    drawn = find.draw(freeze)
    for juror in find.jurors(call):
        db.session.delete(juror)
    freeze.annulled_at, freeze.annulled_because = now, reason
    ledger.record(
        "draw.annulled", now, call.slug, by=by.pseudonym, number=freeze.number,
        digest=freeze.digest, ticket=drawn.ticket if drawn else None, reason=reason,
    )  # fmt: skip
    link = mail.link_to("pool.draw", slug=call.slug)
    ticket = drawn.ticket if drawn else None
    people = announcing.frozen(freeze)
    letters.tell_all(people, "draw_annulled", call, now, reason=reason, ticket=ticket, link=link)
    return freeze
