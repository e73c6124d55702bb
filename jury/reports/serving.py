"""Serving: how the jury of a call was drawn, who came, and how it mirrors the population."""

from typing import Any

from flask_babel import force_locale

from jury.calls.models import Call
from jury.db import Localised
from jury.deliberation import seats
from jury.languages import LANGUAGES
from jury.pool import counting, find
from jury.pool.models import RATHER_NOT
from jury.reports.content import Group, JuryPart, Mirror

HIDDEN_BELOW = 5  # fewer registrants than this could be recognised


def jury_part(call: Call) -> JuryPart | None:
    """Return the counts of the draw and of the jury; None before the draw."""
    freeze = find.freeze(call)
    drawn, rules = find.draw(freeze), find.rules(call)
    if freeze is None or drawn is None or freeze.summary is None or rules is None:
        return None
    jurors = find.jurors(call)
    summed = freeze.summary
    return JuryPart(
        seats=summed["seats"],
        registered=len(find.volunteers(call)),
        in_pool=summed["people"],
        drawn_at=drawn.drawn_at.isoformat(),
        ticket=drawn.ticket,
        tickets=summed["tickets"],
        value=drawn.value,
        lottery_digest=freeze.digest or "",
        draw_digest=drawn.digest,
        rules_digest=rules.digest or "",
        declined=sum(juror.state == "declined" for juror in jurors),
        moved_up=sum(juror.role == "alternate" and juror.is_seated for juror in jurors),
        stopped=sum(juror.state == "stopped" for juror in jurors),
        served=len(seats.taken(call)),
        mirrors=tuple(_mirror(category, summed["people"]) for category in summed["categories"]),
    )


def _mirror(category: dict[str, Any], people: int) -> Mirror:
    groups = [
        Group(_label(row), row["population"], row["pool"] / max(1, people), row["jury"])
        for row in category["answers"]
        if row["pool"] >= HIDDEN_BELOW
    ]
    return Mirror(category["question"], category["source"], tuple(groups))


def _label(row: dict[str, Any]) -> Localised:
    """Return an answer in the languages it has; “rather not say” is ours, in all of them."""
    if row["value"] != RATHER_NOT:
        found: Localised = row["label"]
        return found
    words = {}
    for language in LANGUAGES:
        with force_locale(language):
            words[language] = counting.rather_not_label()
    return words
