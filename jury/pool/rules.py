"""Rules: what is fixed about the draw, and sealed before registration closes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from jury import ledger
from jury.calls.models import Call, PhaseKind
from jury.db import Localised, db
from jury.errors import RuleBroken
from jury.languages import moment
from jury.people.models import Person
from jury.pool import checking, excluding, find, quotas
from jury.pool.models import DrawRules
from sortition.canonical import VERSION
from sortition.canonical import digest as digest_of

SOURCES = ("balls", "words", "drand")
NEEDED = ("nl", "fr")  # languages of every public word
LEAST_LEAD = 24  # hours between the announcement and the draw
TICKETS = (1000, 10_000, 100_000)


def source_name(source: str) -> str:
    """Return what a public value is made of, in the reader's language."""
    return {
        "balls": _("numbered balls, drawn in public"),
        "words": _("words that witnesses call out"),
        "drand": _("a number from drand, the public source of chance"),
    }[source]


def propose(
    call: Call,
    now: datetime,
    by: Person,
    *,
    seats: int,
    alternates: int,
    first_source: str,
    first_words: Localised,
    first_at: datetime,
    second_source: str,
    second_words: Localised,
    second_at: datetime,
    fallback_words: Localised,
    tickets: int = 1000,
    lead_hours: int = LEAST_LEAD,
) -> DrawRules:
    """Write the rules down, or over, as long as they are not sealed."""
    quotas.refuse_when_sealed(call)
    found = find.rules(call) or DrawRules(call=call)
    put(found, {
        "seats": seats, "alternates": alternates, "tickets": tickets, "lead_hours": lead_hours,
        "first_source": first_source, "first_words": first_words, "first_at": first_at,
        "second_source": second_source, "second_words": second_words, "second_at": second_at,
        "fallback_words": fallback_words,
    })  # fmt: skip
    db.session.add(found)
    db.session.flush()
    ledger.record("rules.proposed", now, call.slug, by=by.pseudonym, seats=seats)
    return found


def put(rules: DrawRules, changes: dict[str, Any]) -> None:
    """Change the rules and check each of them by itself.

    Raises RuleBroken if one is impossible, whatever the others and the pool are.
    """
    for name, value in changes.items():
        setattr(rules, name, value)
    if not 1 <= rules.seats <= 500 or not 0 <= rules.alternates <= 500:
        raise RuleBroken(_("A jury has 1 to 500 seats, and at most 500 alternates."))
    if rules.first_source not in SOURCES or rules.second_source not in SOURCES:
        raise RuleBroken(_("Choose where the public values come from."))
    if rules.tickets not in TICKETS:
        raise RuleBroken(_("A draw has 1,000, 10,000 or 100,000 tickets."))
    if rules.lead_hours < LEAST_LEAD:
        raise RuleBroken(
            _("Between the announcement and the draw lie at least %(n)d hours.", n=LEAST_LEAD)
        )
    if rules.second_at < rules.first_at + timedelta(hours=rules.lead_hours):
        raise RuleBroken(
            _("The second value comes at least %(n)d hours after the first one.",
              n=rules.lead_hours)
        )  # fmt: skip


def problems(call: Call, rules: DrawRules, now: datetime) -> list[str]:
    """Return what keeps the rules from being sealed, in sentences."""
    found = list(checking.standing(call, rules.seats))
    phase = call.phase(PhaseKind.REGISTRATION)
    if phase is None:
        found.append(_("This call has no dates for registration yet."))
    elif now >= phase.closes_at:
        found.append(
            _("Registration closed on %(when)s. Rules are sealed before that.",
              when=moment(phase.closes_at))
        )  # fmt: skip
    elif rules.first_at < phase.closes_at:
        found.append(
            _("The first value may be known only after registration closes on %(when)s.",
              when=moment(phase.closes_at))
        )  # fmt: skip
    words = (rules.first_words, rules.second_words, rules.fallback_words)
    if not all(text.get(language, "").strip() for text in words for language in NEEDED):
        found.append(_("Write in Dutch and in French where and when the values are read out."))
    return found


def as_facts(call: Call, rules: DrawRules) -> dict[str, Any]:
    """Return all rules, quotas included, as what the digest is made of."""
    return {
        "format": VERSION, "call": call.slug, "objective": "leximin",
        "seats": rules.seats, "alternates": rules.alternates, "tickets": rules.tickets,
        "quotas": quotas.as_facts(call), "exclusions": list(excluding.REASONS),
        "first": [rules.first_source, rules.first_words, _iso(rules.first_at)],
        "second": [rules.second_source, rules.second_words, _iso(rules.second_at)],
        "fallback": rules.fallback_words, "lead_hours": rules.lead_hours,
    }  # fmt: skip


def _iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds")


def seal(call: Call, now: datetime, by: Person) -> DrawRules:
    """Seal the rules: from now on a change needs a public reason.

    Raises RuleBroken if registration has closed, or something is missing or impossible.
    """
    quotas.refuse_when_sealed(call)
    found = find.rules(call)
    if found is None:
        raise RuleBroken(_("There are no rules yet. Write them down first."))
    wrong = problems(call, found, now)
    if wrong:
        raise RuleBroken(" ".join(wrong))
    found.sealed_at, found.digest = now, digest_of(as_facts(call, found))
    ledger.record("rules.sealed", now, call.slug, by=by.pseudonym, digest=found.digest)
    return found


def sealed_by(call: Call) -> Person | None:
    """Return who sealed the rules."""
    query = select(ledger.Entry).where(
        ledger.Entry.call == call.slug, ledger.Entry.event == "rules.sealed"
    )
    entry = db.session.scalars(query.order_by(ledger.Entry.id.desc())).first()
    if entry is None:
        return None
    return db.session.scalar(select(Person).where(Person.pseudonym == entry.facts["by"]))


def why_not(call: Call) -> str:
    """Return why nothing is drawn in the call any more; empty as long as something can be."""
    if call.has_ended:
        return _("This call has ended. Nothing more is drawn in it.")
    return ""


def the_rules(call: Call) -> DrawRules:
    """Return the sealed rules; raise RuleBroken as long as there are none, or after the end."""
    if sentence := why_not(call):
        raise RuleBroken(sentence)
    found = find.rules(call)
    if found is None or found.sealed_at is None:
        raise RuleBroken(_("The rules of the draw are not sealed yet."))
    return found
