"""The timeline: where a call is now, what comes next and who does it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jury import languages
from jury.calls.models import Call, Phase, PhaseKind

ORDER = [kind.value for kind in PhaseKind]
_NAMES = {
    PhaseKind.PROPOSALS: _l("Proposals"),
    PhaseKind.REGISTRATION: _l("Registering for the jury"),
    PhaseKind.ELIGIBILITY: _l("First check"),
    PhaseKind.DRAW: _l("Draw"),
    PhaseKind.CONFIRMATION: _l("The jury says yes"),
    PhaseKind.READING: _l("Reading and scoring"),
    PhaseKind.DELIBERATION: _l("Meetings"),
    PhaseKind.DECISION: _l("Decision"),
    PhaseKind.PUBLICATION: _l("Outcome"),
}
_EVENTS = {
    PhaseKind.PROPOSALS: _l("Groups write their project and hand it in."),
    PhaseKind.REGISTRATION: _l("Residents put their name down for the draw."),
    PhaseKind.ELIGIBILITY: _l("Each proposal is checked against the rules of the call."),
    PhaseKind.DRAW: _l("A public draw seats a jury that mirrors the population."),
    PhaseKind.CONFIRMATION: _l("Those who were drawn accept, and say whom they know."),
    PhaseKind.READING: _l("Each juror reads and scores, alone and in private."),
    PhaseKind.DELIBERATION: _l("The jury meets, talks and scores again."),
    PhaseKind.DECISION: _l("The deciding body answers the jury in public."),
    PhaseKind.PUBLICATION: _l("Everyone reads what was chosen, and why."),
}
_ACTORS = {  # who acts in the same words in every call
    PhaseKind.PROPOSALS: _l("Applicants"),
    PhaseKind.REGISTRATION: _l("Residents"),
    PhaseKind.CONFIRMATION: _l("The people who were drawn"),
    PhaseKind.READING: _l("The jury"),
}


@dataclass(frozen=True)
class Station:
    """One phase as people see it."""

    kind: str
    name: str
    when: str
    state: str  # done, now or later
    who: str
    what: str
    opens_at: datetime
    closes_at: datetime


def name(kind: str) -> str:
    """Return the phase's name in the reader's language."""
    return str(_NAMES[PhaseKind(kind)])


def what_happens(kind: str) -> str:
    """Return in one sentence what happens in the phase."""
    return str(_EVENTS[PhaseKind(kind)])


def who_acts(call: Call, kind: str) -> str:
    """Return who does the work of the phase."""
    if kind in _ACTORS:
        return str(_ACTORS[PhaseKind(kind)])
    if kind == PhaseKind.DRAW:
        return _("%(owner)s, with the public watching", owner=call.owner)
    if kind == PhaseKind.DELIBERATION:
        led = call.facilitator
        return _("The jury, led by %(who)s", who=led) if led else _("The jury")
    if kind == PhaseKind.DECISION:
        return languages.local(call.decider) or call.funder
    return call.owner


def when(phase: Phase) -> str:
    """Return from which day until which moment the phase lasts, with weekdays."""
    return _(
        "%(first)s to %(last)s",
        first=languages.day(phase.opens_at),
        last=languages.moment(phase.closes_at),
    )


def _state(phase: Phase, now: datetime) -> str:
    if phase.closes_at <= now:
        return "done"
    return "now" if phase.opens_at <= now else "later"


def stations(call: Call, now: datetime) -> list[Station]:
    """Return the phases of the call in order; none is “now” when the call stands still."""
    stopped = call.has_ended
    found = []
    for phase in sorted(call.phases, key=lambda p: (p.opens_at, ORDER.index(p.kind))):
        state = _state(phase, now)
        found.append(
            Station(
                kind=phase.kind,
                name=name(phase.kind),
                when=when(phase),
                state="later" if stopped and state == "now" else state,
                who=who_acts(call, phase.kind),
                what=what_happens(phase.kind),
                opens_at=phase.opens_at,
                closes_at=phase.closes_at,
            )
        )
    return found


def current(call: Call, now: datetime) -> list[Station]:
    """Return the stations at which the call is now: none, one or two."""
    return [station for station in stations(call, now) if station.state == "now"]


def coming(call: Call, now: datetime) -> Station | None:
    """Return the next station that has not begun."""
    return next((s for s in stations(call, now) if s.opens_at > now), None)


def state_words(call: Call) -> str:
    """Return the call's side state in one word or two, empty while it runs."""
    return {
        "draft": _("Draft"),
        "suspended": _("Suspended"),
        "carried_over": _("Carried over"),
        "cancelled": _("Cancelled"),
    }.get(call.state, "")


def parts() -> dict[str, str]:
    """Return the parts of a call by key, as a list of changes names them."""
    return {
        "question": _("the question"),
        "influence": _("what is promised"),
        "phases": _("the dates"),
        "criteria": _("what the jury looks at"),
        "contact": _("whom to ask"),
        "resources": _("what to read"),
    }


def contact(call: Call) -> str:
    """Return whom to call or write, in one line."""
    if not call.contact_phone:
        return ""
    return _(
        "Questions? Call %(name)s: %(phone)s, or write to %(email)s.",
        name=call.contact_name,
        phone=call.contact_phone,
        email=call.contact_email,
    )


def bar(call: Call, now: datetime) -> dict[str, Any]:
    """Return what the top of every page of this call shows.

    Between two phases the next one stands large, with the day on which it begins.
    """
    phases = stations(call, now)
    first = next((i for i, s in enumerate(phases) if s.state == "later"), None)
    waiting = call.state == "published" and not any(s.state == "now" for s in phases)
    if waiting and first is not None:
        begins = _("Begins on %(day)s", day=languages.day(phases[first].opens_at))
        phases[first] = replace(phases[first], state="now", when=begins)
    title = languages.local(call.title)
    words = state_words(call)
    return {
        "title": f"{title} · {words}" if words else title,
        "href": url_for("calls.show" if call.is_public else "calls.manage", slug=call.slug),
        "phases": phases,
        "contact": contact(call),
    }
