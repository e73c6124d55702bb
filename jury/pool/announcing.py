"""Announcing: every registrant hears digest, source and moment at least a day before the draw."""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from jury import ledger, mail
from jury.calls.models import Call
from jury.db import Localised
from jury.errors import RuleBroken
from jury.languages import moment
from jury.people.models import Person
from jury.pool import amending, find, letters, rules
from jury.pool.models import DrawRules, Freeze, Volunteer


def announce(call: Call, now: datetime, by: Person, reason: Localised | None = None) -> Freeze:
    """Mail the digest of the frozen pool and the source of the second value to everyone in it.

    Raises RuleBroken without a freeze, less than the lead time before the draw, or where
    somebody is on more than half of the tickets and no public reason says why.
    """
    found, freeze = rules.the_rules(call), find.freeze(call)
    if freeze is None or not freeze.digest or freeze.summary is None:
        raise RuleBroken(_("Freeze the pool first: there is no digest to announce yet."))
    if freeze.announced_at:
        raise RuleBroken(
            _("Freeze %(n)d was announced on %(when)s.", n=freeze.number,
              when=moment(freeze.announced_at))
        )  # fmt: skip
    if sentence := why_not(found, now):
        raise RuleBroken(sentence)
    if is_lopsided(freeze):
        _refuse_lopsided(freeze, reason or {})
    freeze.announced_at = now
    ledger.record(
        "draw.announced", now, call.slug, by=by.pseudonym, number=freeze.number,
        digest=freeze.digest, source=found.second_source, moment=found.second_at.isoformat(),
        **({"reason": reason} if reason else {}),
    )  # fmt: skip
    link = mail.link_to("pool.draw", slug=call.slug)
    facts = {"freeze": freeze, "rules": found, "link": link}
    letters.tell_all(frozen(freeze), "draw_announced", call, now, **facts)
    return freeze


def why_not(found: DrawRules, now: datetime) -> str:
    """Return why it is too late to announce a draw at its moment; empty when it is not."""
    if found.second_at >= now + timedelta(hours=found.lead_hours):
        return ""
    return _(
        "The draw is on %(when)s. Everyone must know it %(n)d hours before. "
        "Choose a later moment first, with a public reason.",
        when=moment(found.second_at), n=found.lead_hours,
    )  # fmt: skip


def is_lopsided(freeze: Freeze) -> bool:
    """Say whether somebody is on more than half of the tickets."""
    summed = freeze.summary or {"most": 0, "tickets": 1}
    return bool(2 * summed["most"] > summed["tickets"])


def _refuse_lopsided(freeze: Freeze, reason: Localised) -> None:
    summed = freeze.summary or {}
    if not any(text.strip() for text in reason.values()):
        raise RuleBroken(
            _("Somebody is on %(most)d of %(tickets)d tickets, more than half. "
              "Quotas that tight can seat a chosen person. Write a public reason, "
              "or annul the freeze and loosen the quotas.",
              most=summed.get("most", 0), tickets=summed.get("tickets", 0))
        )  # fmt: skip
    amending.refuse_without_reason(reason)


def frozen(freeze: Freeze) -> list[Volunteer]:
    """Return the registrants of a freeze who have not left since."""
    held = set(freeze.people)
    return [v for v in find.volunteers(freeze.call) if v.id in held and not v.left_at]
