"""The next step: the one thing that a visitor or a manager can do for a call now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from jury import languages
from jury.calls.models import Call, PhaseKind
from jury.calls.timeline import Station, coming, current


@dataclass(frozen=True)
class Step:
    """A sentence, and the button that goes with it where there is one."""

    text: str
    href: str = ""
    label: str = ""


def _until(station: Station) -> str:
    return languages.moment(station.closes_at)


def _register(call: Call, station: Station) -> Step:
    return Step(
        _("Do you live here? Anyone can be drawn for the jury. Register until %(moment)s.",
          moment=_until(station)),
        url_for("pool.register", slug=call.slug),
        _("Register for the jury"),
    )  # fmt: skip


def _propose(call: Call, station: Station) -> Step:
    return Step(
        _("Do you have a project? Hand it in before %(moment)s.", moment=_until(station)),
        url_for("proposals.mine", slug=call.slug),
        _("Hand in a proposal"),
    )


def _see_draw(call: Call, _station: Station) -> Step:
    return Step(
        _("The jury is drawn by lot, in public. You can check every step."),
        url_for("pool.draw", slug=call.slug),
        _("See the draw"),
    )


def _see_proposals(call: Call, _station: Station) -> Step:
    return Step(
        _("Read what the projects want to do, in plain words."),
        url_for("proposals.listing", slug=call.slug),
        _("See the proposals"),
    )


def _see_outcome(call: Call, _station: Station) -> Step:
    return Step(
        _("See what was chosen, and why."),
        url_for("reports.outcome", slug=call.slug),
        _("See the outcome"),
    )


FOR_VISITORS: dict[str, Callable[[Call, Station], Step]] = {
    PhaseKind.PUBLICATION: _see_outcome,
    PhaseKind.DRAW: _see_draw,
    PhaseKind.REGISTRATION: _register,
    PhaseKind.PROPOSALS: _propose,
    PhaseKind.CONFIRMATION: _see_draw,
    PhaseKind.ELIGIBILITY: _see_proposals,
    PhaseKind.READING: _see_proposals,
    PhaseKind.DELIBERATION: _see_proposals,
    PhaseKind.DECISION: _see_proposals,
}  # the first that is open now comes first


def for_visitors(call: Call, now: datetime) -> list[Step]:
    """Return what a visitor can do now, the most useful first; empty when the call stands still."""
    if call.state != "published":
        return []
    here = {station.kind: station for station in current(call, now)}
    found = [step(call, here[kind]) for kind, step in FOR_VISITORS.items() if kind in here]
    if found:
        return found
    following = coming(call, now)
    if following is not None:
        return [
            Step(
                _("Next: %(name)s, from %(day)s.",
                  name=following.name, day=languages.day(following.opens_at))
            )
        ]  # fmt: skip
    return [
        Step(
            _("This call is finished. See what was chosen, and why."),
            url_for("reports.outcome", slug=call.slug),
            _("See the outcome"),
        )
    ]
