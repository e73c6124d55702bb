"""Publishing a call: in Dutch and French together, or not at all."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _

from jury import ledger
from jury.calls import colleges, spending
from jury.calls.completeness import gaps
from jury.calls.models import Call
from jury.errors import RuleBroken
from jury.people.models import Person


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def wording(call: Call) -> dict[str, Any]:
    """Return everything that the call promises, as plain data."""
    parts = colleges.weights(call)
    return ({"colleges": parts} if parts else {}) | {
        "slug": call.slug,
        "owner": call.owner,
        "funder": call.funder,
        "facilitator": call.facilitator,
        "title": call.title,
        "question": call.question,
        "influence": call.influence,
        "influence_words": call.influence_words,
        "decider": call.decider,
        "answer_by": _in_utc(call.answer_by) if call.answer_by else None,
        "budget": call.budget,
        "spending": spending.sealed(call.rule),
        "juror_words": call.juror_words,
        "phases": {p.kind: [_in_utc(p.opens_at), _in_utc(p.closes_at)] for p in call.phases},
        "criteria": [[c.key, c.weight, c.kind, c.name, c.help, c.scale] for c in call.criteria],
    }


def digest(call: Call) -> str:
    """Return the SHA-256 of what the call promises."""
    text = json.dumps(wording(call), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def publish(call: Call, now: datetime, by: Person) -> None:
    """Let everyone see the call.

    Raises RuleBroken if it is no draft, and with every gap at once if it is incomplete.
    """
    if call.state != "draft":
        raise RuleBroken(_("“%(call)s” was published already.", call=call.title.get("nl", "")))
    missing = gaps(call, now)
    if missing:
        raise RuleBroken(
            _("The call cannot be published yet: %(n)d things are missing. %(list)s",
              n=len(missing), list=" ".join(gap.sentence for gap in missing))
        )  # fmt: skip
    call.state, call.published_at = "published", now
    ledger.record("call.published", now, call.slug, digest=digest(call), by=by.pseudonym)
