"""Drawing: the second public value picks one ticket, once, and everyone hears what came of it."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from jury import files, jobs, ledger, mail
from jury.calls.models import Call
from jury.db import db
from jury.errors import RuleBroken
from jury.languages import moment
from jury.people.models import Person
from jury.pool import announcing, find, freezing, letters, rules, seats, summing, values
from jury.pool.models import Draw, Freeze, Juror, Volunteer
from sortition import record
from sortition.canonical import canonical


def ask(call: Call, given: str, now: datetime, by: Person) -> Freeze:
    """Note the second public value for good, and let the worker draw with it.

    Raises RuleBroken before the announced moment, or if another value was given before.
    """
    found, freeze = rules.the_rules(call), find.freeze(call)
    if freeze is None or not freeze.announced_at:
        raise RuleBroken(_("Announce the frozen pool first. The draw follows a day later."))
    earliest = max(found.second_at, freeze.announced_at + timedelta(hours=found.lead_hours))
    if now < earliest:
        raise RuleBroken(
            _("The second value is read out on %(when)s. Come back after that.",
              when=moment(earliest))
        )  # fmt: skip
    value = values.parse(found.second_source, given, found.second_at)
    if freeze.value is not None and freeze.value != value:
        raise RuleBroken(
            _("The value of this draw was noted as %(value)s. A second value is refused.",
              value=values.shown(freeze.value))
        )  # fmt: skip
    _refuse_unfit(freeze, value)
    freeze.value = value
    ledger.record(
        "draw.asked", now, call.slug, by=by.pseudonym, number=freeze.number,
        value=values.spoken(value),
    )  # fmt: skip
    jobs.ask("draw.draw", now, call.slug, freeze=freeze.id)
    return freeze


def _refuse_unfit(freeze: Freeze, value: values.Value) -> None:
    """Refuse a slip of the pen before it becomes the value: too few or too many balls."""
    tickets = (freeze.summary or {})["tickets"]
    if value["kind"] == "balls" and 10 ** len(value["balls"]) != tickets:
        raise RuleBroken(
            _("%(tickets)d tickets need %(n)d balls, one for each digit. You typed %(given)d.",
              tickets=tickets, n=len(str(tickets)) - 1, given=len(value["balls"]))
        )  # fmt: skip


@jobs.kind("draw.draw")
def draw(job: jobs.Job) -> dict[str, Any]:
    """Draw one freeze: keep the record, seat the jury, tell everyone; a second time, nothing."""
    freeze = db.session.get_one(Freeze, job.input["freeze"])
    done = find.draw(freeze)
    if done is not None or freeze.annulled_at:
        return {"ticket": done.ticket if done else None}
    made, openings = _record(freeze)
    drawn = Draw(
        freeze=freeze, value=values.spoken(made["value"]), ticket=made["ticket"],
        drawn_at=job.asked_at, record_file=files.keep(canonical(made)), digest=made["outcome"],
    )  # fmt: skip
    db.session.add(drawn)
    panel, alternates = record.seated(made, openings)
    freeze.summary = summing.with_jury(freeze.summary or {}, [p["answers"] for p in panel])
    noun = "rehearsal" if freeze.purpose == "rehearsal" else "draw"
    ledger.record(
        f"{noun}.drawn", job.asked_at, freeze.call.slug, number=freeze.number,
        ticket=drawn.ticket, value=drawn.value, outcome=drawn.digest,
    )  # fmt: skip
    if freeze.purpose == "draw":
        seated = _seat(drawn, panel, alternates, job.asked_at)
        _tell(drawn, seated, job.asked_at)
        seats.fill(freeze.call, job.asked_at)
    return {"ticket": drawn.ticket}


def _record(freeze: Freeze) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the record of the draw and the openings; the computing holds no transaction."""
    lottery, openings = freezing.records(freeze)
    value = freeze.value or record.text_value("rehearsal")
    db.session.commit()
    try:
        return record.draw(lottery, openings, value), openings
    except (record.DrawRefused, record.Differs) as refused:
        raise freezing.stopped(refused) from refused


def _seat(
    drawn: Draw, panel: list[dict[str, Any]], alternates: list[dict[str, Any]], now: datetime
) -> list[Juror]:
    """Return a juror for every drawn person and alternate; who left meanwhile has declined."""
    call = drawn.freeze.call
    people = {volunteer.pseudonym: volunteer for volunteer in find.volunteers(call)}
    roles = [(person, "juror") for person in panel] + [
        (person, "alternate") for person in alternates
    ]
    made = [
        _juror(drawn, people[person["id"]], number, role, now)
        for number, (person, role) in enumerate(roles, start=1)
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def _juror(drawn: Draw, volunteer: Volunteer, number: int, role: str, now: datetime) -> Juror:
    left = volunteer.left_at is not None
    asked = role == "juror" and not left
    return Juror(
        call=drawn.freeze.call, draw=drawn, volunteer=volunteer, number=number, role=role,
        state="declined" if left else "asked" if asked else "waiting",
        asked_at=now if asked else None, answered_at=now if left else None,
        reason="left" if left else "",
    )  # fmt: skip


def _tell(drawn: Draw, seated: list[Juror], now: datetime) -> None:
    """Write everyone in the frozen pool what the draw means for them."""
    call = drawn.freeze.call
    facts = {
        "ticket": drawn.ticket, "link": mail.link_to("pool.draw", slug=call.slug),
        "seat": mail.link_to("pool.seat", slug=call.slug),
    }  # fmt: skip
    place = len([juror for juror in seated if juror.role == "juror"])
    for juror in seated:
        kind = {"juror": "draw_drawn", "alternate": "draw_alternate"}[juror.role]
        letters.tell(juror.person, kind, call, now, order=juror.number - place, **facts)
    named = {juror.volunteer_id for juror in seated}
    others = [one for one in announcing.frozen(drawn.freeze) if one.id not in named]
    for keep in (True, False):
        asked = [one for one in others if one.keep_for_next is keep]
        letters.tell_all(asked, "draw_not_drawn", call, now, keep_for_next=keep, **facts)
