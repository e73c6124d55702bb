"""Freezing: after registration, the pool becomes one lottery that nobody can change."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from jury import files, jobs, ledger
from jury.calls.models import Call, PhaseKind
from jury.db import db
from jury.errors import RuleBroken
from jury.languages import local, moment
from jury.people.models import Person
from jury.pool import checking, excluding, find, rules, summing, values
from jury.pool.instances import instance_of
from jury.pool.models import DrawRules, Freeze, Volunteer
from sortition import record
from sortition.canonical import canonical
from sortition.instance import InfeasibleQuotas, InputProblems, SearchStopped
from sortition.lottery import TooManyTickets

REFUSED = (InputProblems, SearchStopped, TooManyTickets, record.FreezeRefused)


def ask(call: Call, given: str, now: datetime, by: Person) -> Freeze:
    """Apply the exclusions, note the first public value, and let the worker make the lottery.

    Raises RuleBroken before registration has closed, before the value can be known, or while
    another freeze lives. A freeze that failed may be asked again, with the same value.
    """
    found = rules.the_rules(call)
    _refuse_too_early(call, found, now)
    mix = values.spoken(values.parse(found.first_source, given, found.first_at))
    freeze = find.freeze(call)
    if freeze is not None and freeze.digest:
        raise RuleBroken(
            _("Freeze %(n)d is live. Annul it in public before you freeze again.", n=freeze.number)
        )
    if freeze is not None and freeze.mix != mix:
        raise RuleBroken(
            _("The first value was noted as “%(mix)s”. It cannot become another one.",
              mix=freeze.mix)
        )  # fmt: skip
    excluding.apply(call, now, by)
    freeze = freeze or _begin(call, "draw", mix, now)
    ledger.record("freeze.asked", now, call.slug, by=by.pseudonym, number=freeze.number, mix=mix)
    jobs.ask("draw.freeze", now, call.slug, freeze=freeze.id)
    return freeze


def _refuse_too_early(call: Call, found: DrawRules, now: datetime) -> None:
    phase = call.phase(PhaseKind.REGISTRATION)
    if phase is None or now < phase.closes_at:
        when = moment(phase.closes_at) if phase else "?"
        raise RuleBroken(
            _("Registration for “%(call)s” is open until %(when)s. Freeze the pool after that.",
              call=local(call.title), when=when)
        )  # fmt: skip
    if now < found.first_at:
        raise RuleBroken(
            _("The first value is read out on %(when)s. Freeze the pool after that.",
              when=moment(found.first_at))
        )  # fmt: skip


def _begin(call: Call, purpose: str, mix: str, now: datetime) -> Freeze:
    freeze = Freeze(
        call=call, purpose=purpose, number=find.next_number(call, purpose), mix=mix,
        made_at=now, people=[],
    )  # fmt: skip
    db.session.add(freeze)
    db.session.flush()
    return freeze


def why_no_rehearsal(call: Call) -> str:
    """Return why nothing can be rehearsed now; empty when it can."""
    found = find.rules(call)
    if ended := rules.why_not(call):
        return ended
    if find.draw(find.freeze(call)) is not None:
        return _("The draw is done, so there is nothing left to rehearse.")
    if found is None:
        return _("There are no rules yet. Write them down first.")
    return _too_few(len(find.pool(call)), found)


def _too_few(people: int, found: DrawRules) -> str:
    """Return why so many people make no jury with alternates; empty when they do."""
    if people >= found.seats + found.alternates:
        return ""
    return _(
        "The pool has %(n)d people. A jury of %(seats)d with %(alternates)d alternates "
        "needs more.", n=people, seats=found.seats, alternates=found.alternates,
    )  # fmt: skip


def rehearse(call: Call, now: datetime, by: Person) -> Freeze:
    """Let the worker play freeze and draw with today's pool; nothing is decided by it.

    Raises RuleBroken as long as there are no rules or too few people, and after the draw.
    """
    if sentence := why_no_rehearsal(call):
        raise RuleBroken(sentence)
    freeze = _begin(call, "rehearsal", "rehearsal", now)
    ledger.record("rehearsal.asked", now, call.slug, by=by.pseudonym, number=freeze.number)
    jobs.ask("draw.freeze", now, call.slug, freeze=freeze.id)
    return freeze


def source_words(found: DrawRules) -> str:
    """Return the source of the second value as the record holds it, in one language."""
    where = found.second_words.get("en") or found.second_words.get("nl", "")
    return f"{found.second_source}; {where}; {found.second_at:%Y-%m-%dT%H:%M:%SZ}"


@jobs.kind("draw.freeze")
def freeze_pool(job: jobs.Job) -> dict[str, Any]:
    """Make the lottery of one freeze and keep its record and its openings."""
    freeze = db.session.get_one(Freeze, job.input["freeze"])
    if freeze.digest or freeze.annulled_at:
        return {"digest": freeze.digest}
    pool, found = find.pool(freeze.call), find.rules(freeze.call)
    if found is None:
        raise RuleBroken(_("There are no rules yet. Write them down first."))
    lottery, openings = _compute(freeze, found, pool, job)
    freeze.people = [volunteer.id for volunteer in pool]
    freeze.lottery_file = files.keep(canonical(lottery))
    freeze.openings_file = files.keep(canonical(openings))
    freeze.digest = openings["digest"]
    freeze.summary = summing.summary(freeze.call, found, pool, lottery, openings)
    ledger.record(
        f"{_noun(freeze)}.frozen", job.asked_at, freeze.call.slug, number=freeze.number,
        digest=freeze.digest, people=len(pool), tickets=len(lottery["tickets"]),
    )  # fmt: skip
    if freeze.purpose == "rehearsal":
        jobs.ask("draw.draw", job.asked_at, freeze.call.slug, freeze=freeze.id)
    return {"digest": freeze.digest}


def _noun(freeze: Freeze) -> str:
    return "rehearsal" if freeze.purpose == "rehearsal" else "pool"


def _compute(
    freeze: Freeze, found: DrawRules, pool: list[Volunteer], job: jobs.Job
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return lottery and openings; the computing happens outside any transaction."""
    people = {volunteer.pseudonym: volunteer for volunteer in pool}
    salts = {pseudonym: volunteer.salt for pseudonym, volunteer in people.items()}
    answers = {pseudonym: volunteer.answers for pseudonym, volunteer in people.items()}
    categories, slug = find.categories(freeze.call), freeze.call.slug
    if short := _too_few(len(pool), found):
        raise RuleBroken(short)
    db.session.commit()
    try:
        return record.freeze(
            instance_of(categories, pool, found.seats), salts, slug,
            mix=freeze.mix, m=found.tickets, alternates=found.alternates,
            source=source_words(found), purpose=freeze.purpose, number=freeze.number,
            answers=answers, progress=jobs.progress(job),
        )  # fmt: skip
    except InfeasibleQuotas as refused:
        why = checking.shortfalls(categories, pool, found.seats)
        clash = why or checking.clashes(categories, pool, found.seats)
        raise RuleBroken(" ".join(clash)) from refused
    except REFUSED as refused:
        raise stopped(refused) from refused


def stopped(refused: Exception) -> RuleBroken:
    """Return what the library of the draw refused, its own words quoted: they are in English."""
    return RuleBroken(_("The software of the draw refused this: “%(words)s”", words=refused))


def records(freeze: Freeze) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the public lottery and the secret openings of a freeze."""
    if not freeze.lottery_file or not freeze.openings_file:
        raise RuleBroken(_("The lottery of this freeze is not ready yet."))
    lottery, openings = (
        record.parse(files.read(name)) for name in (freeze.lottery_file, freeze.openings_file)
    )
    assert isinstance(lottery, dict)
    assert isinstance(openings, dict)
    return lottery, openings
