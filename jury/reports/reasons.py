"""Reasons: each outcome in a sentence with its numbers, in the reader's language."""

from flask_babel import gettext as _
from flask_babel import ngettext

from jury import languages
from jury.calls.spending import GREEDY
from jury.reports import rules
from jury.reports.content import Content, Line
from jury.scoring import close_call
from jury.scoring.closeness import awaits_lot


def name(outcome: str) -> str:
    """Return the outcome in a word or two."""
    return {
        "funded": _("Funded"),
        "reserve": _("Reserve list"),
        "not_funded": _("Not funded"),
    }[outcome]


def in_favour(line: Line) -> int:
    """Return how many readers were in favour."""
    return round(float(line.numbers.get("in_favour") or 0) * int(line.numbers["n_scores"]))


def chance(line: Line) -> str:
    """Return how often of 100 the money would reach the proposal; never rounded to certainty."""
    often = float(line.numbers["p_funded"]) * 100
    if 0 < often < 1:
        return _("fewer than 1 of 100")
    if 99 < often < 100:
        return _("more than 99 of 100")
    return _("%(n)s of 100", n=round(often))


def headline(content: Content) -> str:
    """Return the decision, or the jury's advice before one, in one sentence."""
    chosen, number = len(content.with_outcome("funded")), len(content.lines)
    money = languages.euros(content.granted)
    if content.decision is None:
        return ngettext(
            "The jury advises to fund %(num)s of %(all)s proposals, for %(money)s.",
            "The jury advises to fund %(num)s of %(all)s proposals, for %(money)s.",
            chosen, all=number, money=money,
        )  # fmt: skip
    return ngettext(
        "%(num)s of %(all)s proposals is funded, for %(money)s.",
        "%(num)s of %(all)s proposals are funded, for %(money)s.",
        chosen, all=number, money=money,
    )  # fmt: skip


def departures(content: Content) -> str:
    """Return in a sentence how far the decision follows the jury."""
    if content.decision is None:
        return _("Nobody has decided on it yet.")
    number = sum(line.departs for line in content.lines)
    if not number:
        return _("The decision follows the jury in everything.")
    return ngettext(
        "The decision differs from the jury on %(num)s proposal; the reason is given there.",
        "The decision differs from the jury on %(num)s proposals; the reasons are given there.",
        number,
    )


def money_left(content: Content) -> str:
    """Return what of the budget is not spent, and why."""
    left = content.budget - content.granted
    total = languages.euros(content.budget)
    if left == 0:
        return _("The whole budget of %(total)s is spent.", total=total)
    amount = languages.euros(left)
    waiting = [line for line in content.lines if line.outcome != "funded"]
    if not waiting:
        return _("%(left)s of %(total)s is not needed.", left=amount, total=total)
    if min(line.asked for line in waiting) > left:
        if len(waiting) == len(content.lines):
            return _("The budget of %(total)s is too little for any proposal.", total=total)
        return _("%(left)s of %(total)s is left: too little for any other proposal.",
                 left=amount, total=total)  # fmt: skip
    return _("%(left)s of %(total)s is not spent.", left=amount, total=total)


def why(line: Line, content: Content) -> str:
    """Return why the proposal got what it got."""
    if line.departs:
        return _("The jury’s advice was “%(advice)s”. The decision is another one: %(reason)s",
                 advice=name(line.advice), reason=languages.local(line.reason))  # fmt: skip
    return {"funded": _why_funded, "reserve": _why_reserve, "not_funded": _why_not}[line.outcome](
        line, content
    )


def place(line: Line, content: Content) -> int:
    """Return the place by score, from 1: a higher calibrated score comes before."""
    mine = round(float(line.numbers["calibrated"]), 9)
    better = [o for o in content.lines if round(float(o.numbers["calibrated"]), 9) > mine]
    return 1 + len(better)


def _lot_place(line: Line, content: Content) -> tuple[int, int] | None:
    """Return the place in the lot, from 1, and how many were in it; None where it had none."""
    order = (content.result.get("lot") or {}).get("order") or ()
    return (order.index(line.id) + 1, len(order)) if line.id in order else None


def _unpaid(line: Line, content: Content) -> str:
    """Return why the money did not reach the proposal."""
    if drawn := _lot_place(line, content):
        return _("it came %(drawn)s of %(close)s in the lot, and too little of the budget was left",
                 drawn=drawn[0], close=drawn[1])  # fmt: skip
    return rules.unpaid(content)


def _why_funded(line: Line, content: Content) -> str:
    if drawn := _lot_place(line, content):
        return _(
            "Place %(place)s of %(all)s by the jury’s score, too close to tell apart. "
            "It came %(drawn)s of %(close)s in the lot, and the budget pays for it.",
            place=place(line, content), all=len(content.lines), drawn=drawn[0], close=drawn[1],
        )  # fmt: skip
    return _(
        "Place %(place)s of %(all)s by the jury’s score, and %(cause)s.",
        place=place(line, content), all=len(content.lines), cause=rules.paid(line, content),
    )  # fmt: skip


def _why_reserve(line: Line, content: Content) -> str:
    return ngettext(
        "Place %(place)s of %(all)s by the jury’s score; %(cause)s. "
        "%(num)s of %(readers)s readers was in favour, so it waits on the reserve list.",
        "Place %(place)s of %(all)s by the jury’s score; %(cause)s. "
        "%(num)s of %(readers)s readers were in favour, so it waits on the reserve list.",
        in_favour(line), place=place(line, content), all=len(content.lines),
        cause=_unpaid(line, content), readers=line.numbers["n_scores"],
    )  # fmt: skip


def _why_not(line: Line, content: Content) -> str:
    return ngettext(
        "Place %(place)s of %(all)s by the jury’s score. %(num)s of %(readers)s readers was "
        "in favour: fewer than half.",
        "Place %(place)s of %(all)s by the jury’s score. %(num)s of %(readers)s readers were "
        "in favour: fewer than half.",
        in_favour(line), place=place(line, content), all=len(content.lines),
        readers=line.numbers["n_scores"],
    )  # fmt: skip


def lot(content: Content) -> str:
    """Return what was too close to call; of greedy whether a lot was needed, and how it fell."""
    if content.rule != GREEDY:
        return rules.close_calls(content)
    drawn = content.result.get("lot") or {}
    if not drawn.get("needed"):
        return _("No lot was needed.")
    which = ", ".join(line.id for line in content.lines if line.close)
    if content.decision is None and awaits_lot(content.result):
        return _("The scores of proposals %(which)s are too close to tell apart. "
                 "The lot is still to be drawn.", which=which)  # fmt: skip
    if drawn.get("public_value") is None:
        return _("The scores of proposals %(which)s are too close to tell apart. "
                 "No lot was drawn: the order of the scores decided.", which=which)  # fmt: skip
    return _("The scores of proposals %(which)s were too close to tell apart. A lot with the "
             "public value “%(value)s” gave their order: %(order)s.", which=which,
             value=drawn["public_value"], order=", ".join(drawn["order"] or ()))  # fmt: skip


def lot_command(content: Content) -> str:
    """Return a line for a shell that draws the lot again; the empty text where none was drawn."""
    drawn = content.result.get("lot") or {}
    if not drawn.get("order") or drawn.get("public_value") is None:
        return ""
    return close_call.command(drawn["order"], drawn["public_value"])


def conflict(kind: str) -> str:
    """Return a kind of conflict of interest in a few words."""
    return {
        "know": _("knows an applicant"),
        "work": _("works with an applicant"),
        "family": _("is family of an applicant"),
    }.get(kind, _("conflict of interest"))
