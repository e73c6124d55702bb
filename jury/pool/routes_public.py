"""The public pages of the draw: before, after, and how to check it."""

from datetime import datetime
from typing import Any

from flask import Response, abort
from flask_babel import gettext as _
from flask_babel import ngettext

from jury import drawings, files
from jury.calls.models import Call
from jury.people import sessions
from jury.pool import amending, find, freezing, seats, summing, values
from jury.pool.door import bp, now, page, public_call
from jury.pool.models import Draw, Freeze
from jury.roles import Role, requires
from sortition.participation import own_tickets


def left(moment: datetime, at: datetime) -> str:
    """Return how long it is from ``moment`` until ``at``, in words."""
    minutes = max(0, int((at - moment).total_seconds() // 60))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(num)d day", "%(num)d days", days),
        ngettext("%(num)d hour", "%(num)d hours", hours),
        ngettext("%(num)d minute", "%(num)d minutes", minutes),
    ]
    first = 0 if days else 1 if hours else 2
    return ", ".join(parts[first : first + 2])


def my_tickets(call: Call, freeze: Freeze | None) -> list[int] | None:
    """Return the reader's own tickets; None for somebody who was not in the frozen pool."""
    me = sessions.me()
    if me is None or freeze is None or not freeze.digest:
        return None
    volunteer = find.volunteer_of(call, me)
    if volunteer is None or volunteer.id not in freeze.people or not volunteer.salt:
        return None
    lottery, _openings = freezing.records(freeze)
    return own_tickets(lottery, volunteer.salt)


@bp.get("/calls/<slug>/draw")
@requires(Role.ANYONE)
def draw(slug: str) -> Any:
    """Show the rules, then the frozen pool, then the draw and how to check it."""
    call, moment = public_call(slug), now()
    rules, freeze = find.rules(call), find.freeze(call)
    freeze = freeze if freeze and freeze.digest else None
    drawn = find.draw(freeze)
    facts = {
        "rules": rules if rules and rules.sealed_at else None, "drawn": drawn,
        "categories": find.categories(call), "freeze": freeze,
        "amendments": amending.amendments(call),
        "annulled": [(old, find.draw(old)) for old in find.annulled(call)],
    }  # fmt: skip
    if freeze is None or freeze.summary is None:
        return page("public/draw.html", call, **facts)
    mine = my_tickets(call, freeze)
    return page(
        "public/draw.html", call, **facts, mine=mine, summed=freeze.summary, label=summing.label,
        left=left(moment, rules.second_at) if rules and moment < rules.second_at else "",
        **_drawn(freeze, drawn, mine or []),
    )  # fmt: skip


def _drawn(freeze: Freeze, drawn: Draw | None, mine: list[int]) -> dict[str, Any]:
    """Return the drawings of a frozen pool, with the jury once there is one."""
    summed = freeze.summary or {}
    sheet = drawings.ticket_sheet(summed["tickets"], drawn.ticket if drawn else None, mine)
    if drawn is None:
        return {"sheet": sheet}
    return {
        "said": values.shown(freeze.value) if freeze.value else drawn.value,
        "sheet": sheet, "mirrors": summing.mirrors(summed),
        "ring": drawings.seats(seats.places(freeze.call)),
    }  # fmt: skip


@bp.get("/calls/<slug>/draw/hall")
@requires(Role.ANYONE)
def draw_hall(slug: str) -> Any:
    """Show the draw on a large screen."""
    call = public_call(slug)
    rules, freeze = find.rules(call), find.freeze(call)
    if rules is None or freeze is None or not freeze.announced_at or freeze.summary is None:
        abort(404)
    drawn = find.draw(freeze)
    return page(
        "public/draw_hall.html", call, rules=rules, freeze=freeze, drawn=drawn,
        left=left(now(), rules.second_at), **_drawn(freeze, drawn, []),
    )  # fmt: skip


def _download(call: Call, file: str | None, name: str) -> Response:
    if not file:
        abort(404)
    found = Response(files.read(file), mimetype="application/json")
    found.headers["Content-Disposition"] = f'attachment; filename="{call.slug}-{name}"'
    return found


@bp.get("/calls/<slug>/draw/lottery.json")
@requires(Role.ANYONE)
def lottery_json(slug: str) -> Any:
    """Give the public record of the frozen pool."""
    call = public_call(slug)
    freeze = find.freeze(call)
    return _download(call, freeze.lottery_file if freeze else None, "lottery.json")


@bp.get("/calls/<slug>/draw/draw.json")
@requires(Role.ANYONE)
def draw_json(slug: str) -> Any:
    """Give the public record of the draw."""
    call = public_call(slug)
    drawn = find.draw(find.freeze(call))
    return _download(call, drawn.record_file if drawn else None, "draw.json")


def announced_source(name: str) -> str:
    """Return how one checks a value of this source by oneself."""
    return {
        "balls": _("Compare the balls with the film or the report of the draw."),
        "words": _("Compare the words with the film or the report of the draw."),
        "drand": _("Compare the round and its signature with any drand server."),
    }[name]
