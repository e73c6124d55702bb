"""The next step: the one thing that a visitor or a manager can do for a call now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from jury import languages
from jury.calls.completeness import gaps
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


def _check_proposals(call: Call, station: Station) -> Step:
    return Step(
        _(
            "Proposals come in until %(moment)s. Give each a contact person.",
            moment=_until(station),
        ),
        url_for("proposals.desk", slug=call.slug),
        _("Look at the proposals"),
    )


def _judge_proposals(call: Call, station: Station) -> Step:
    return Step(
        _("Check each proposal against the rules before %(moment)s.", moment=_until(station)),
        url_for("proposals.desk", slug=call.slug),
        _("Check the proposals"),
    )


def _set_quotas(call: Call, station: Station) -> Step:
    return Step(
        _("Residents register until %(moment)s. Seal the rules of the draw before then.",
          moment=_until(station)),
        url_for("pool.quotas", slug=call.slug),
        _("Set the quotas"),
    )  # fmt: skip


def _make_draw(call: Call, _station: Station) -> Step:
    return Step(
        _("Freeze the pool, announce the digest and draw in public."),
        url_for("pool.draw_desk", slug=call.slug),
        _("Go to the draw"),
    )


def _watch_jury(call: Call, station: Station) -> Step:
    return Step(
        _("The jury works until %(moment)s. You do not see its scores before the end.",
          moment=_until(station)),
        url_for("pool.draw_desk", slug=call.slug),
        _("See who accepted"),
    )  # fmt: skip


def _see_results(call: Call, _station: Station) -> Step:
    return Step(
        _("The jury has scored. Look at the result with its spread."),
        url_for("scoring.results", slug=call.slug),
        _("See the results"),
    )


def _publish_outcome(call: Call, _station: Station) -> Step:
    return Step(
        _("The outcome is public. Check that every applicant heard it first."),
        url_for("reports.outcome", slug=call.slug),
        _("See the outcome"),
    )


FOR_MANAGERS: dict[str, Callable[[Call, Station], Step]] = {
    PhaseKind.PUBLICATION: _publish_outcome,
    PhaseKind.DECISION: _see_results,
    PhaseKind.DELIBERATION: _watch_jury,
    PhaseKind.READING: _watch_jury,
    PhaseKind.CONFIRMATION: _watch_jury,
    PhaseKind.DRAW: _make_draw,
    PhaseKind.ELIGIBILITY: _judge_proposals,
    PhaseKind.REGISTRATION: _set_quotas,
    PhaseKind.PROPOSALS: _check_proposals,
}  # the furthest that is open now comes first


def _for_draft(call: Call, now: datetime) -> Step:
    missing = gaps(call, now)
    if not missing:
        return Step(
            _("Everything is filled in. Read it once more in both languages, then publish."),
            url_for("calls.preview", slug=call.slug),
            _("Read and publish"),
        )
    return Step(
        ngettext(
            "%(num)d thing is missing before you can publish.",
            "%(num)d things are missing before you can publish.",
            len(missing),
        ),
        url_for("calls.edit", slug=call.slug, part=missing[0].part),
        _("Fill in what is missing"),
    )


def for_manager(call: Call, now: datetime) -> Step:
    """Return the one thing that the manager of the call does next."""
    if call.state == "draft":
        return _for_draft(call, now)
    if call.state == "suspended":
        return Step(
            _("The call stands still. Resume it when the reason is gone."),
            url_for("calls.halt", slug=call.slug),
            _("Resume or end the call"),
        )
    if call.has_ended:
        return Step(_("This call has ended. Its trail stays."),
                    url_for("calls.trail", slug=call.slug), _("Read the trail"))  # fmt: skip
    here = {station.kind: station for station in current(call, now)}
    for kind, step in FOR_MANAGERS.items():
        if kind in here:
            return step(call, here[kind])
    return for_visitors(call, now)[0]
