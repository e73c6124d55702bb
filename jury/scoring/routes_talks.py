"""The facilitator's page: how far the jury is, and where views differ; never whose views."""

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from jury import drawings
from jury.calls import find as calls
from jury.calls.models import Call
from jury.calls.timeline import bar
from jury.db import db
from jury.deliberation import opinions, reading, reminding, rounds, seats
from jury.languages import local
from jury.people import sessions
from jury.roles import Role, requires
from jury.scoring import spreads
from jury.scoring.blueprint import bp


@bp.get("/manage/<slug>/talks")
@requires(Role.FACILITATOR)
def talks(slug: str) -> Any:
    """Show progress as counts and, after the first round, where views differ most."""
    call, now = calls.by_slug(slug), datetime.now(UTC)
    known = rounds.is_over(call, 1, now)
    views = spreads.of_round(call, 1) if known else []
    wanted = request.args.get("proposal", type=int)
    opened = next((v for v in views if v.proposal.number == wanted), views[0] if views else None)
    barred = seats.recusals(call)
    jurors = seats.taken(call)
    return render_template(
        "facilitator/talks.html",
        call=call,
        call_bar=bar(call, now),
        known=known,
        first=rounds.phase_of(call, 1),
        open_round=rounds.open_round(call, now),
        proposals=[v.proposal for v in views] or seats.eligible(call),
        opened=opened,
        drawn=_drawn(opened),
        done={number: reading.progress(call, number) for number in (1, 2)},
        judges={
            p.id: sum((j.id, p.id) not in barred for j in jurors) for p in seats.eligible(call)
        },
        jurors=len(jurors),
        finished=_finished(call, now, len(jurors)),
        opinions=len(opinions.standing(call)),
        reminded=reminding.last(call),
    )


def _finished(call: Call, now: datetime, jurors: int) -> int:
    number = rounds.open_round(call, now) or (2 if rounds.is_over(call, 1, now) else 1)
    return jurors - len(reading.unfinished(call, number))


def _drawn(opened: spreads.Views | None) -> list[tuple[spreads.Spread, dict[str, Any]]]:
    """Return the drawings of one proposal's spreads."""
    return [
        (s, drawings.spread([local(words) for words in s.criterion.scale], s.counts))
        for s in (opened.spreads if opened else [])
    ]


@bp.post("/manage/<slug>/talks/remind")
@requires(Role.FACILITATOR, Role.MANAGER)
def remind(slug: str) -> Any:
    """Remind the jurors who have not finished, without showing who they are."""
    call = calls.by_slug(slug)
    written = reminding.remind(call, datetime.now(UTC), sessions.the_person())
    db.session.commit()
    words = ngettext("%(num)d juror gets a reminder.", "%(num)d jurors get a reminder.", written)
    flash(words, "good")
    return redirect(request.referrer or url_for("calls.show", slug=slug))
