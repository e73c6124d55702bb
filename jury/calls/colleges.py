"""Colleges: experts who score beside the drawn citizens, where a call promises so, and how much."""

from flask_babel import gettext as _

from jury.calls.models import Call

CITIZENS, EXPERTS = "citizens", "experts"


def weights(call: Call) -> dict[str, int]:
    """Return the weight of each college, in whole parts; empty where only citizens score."""
    if not call.expert_weight:
        return {}
    return {CITIZENS: call.citizen_weight, EXPERTS: call.expert_weight}


def name(college: str) -> str:
    """Return what people call a college; one with a name of its own keeps it."""
    return {CITIZENS: _("citizens"), EXPERTS: _("experts")}.get(college, college)


def promise(call: Call) -> str:
    """Return in plain words who scores and how much each counts; empty without experts."""
    if not call.expert_weight:
        return ""
    return _("Citizens and experts score, each on their own. Citizens count for "
             "%(citizens)d of %(total)d parts, experts for %(experts)d.",
             citizens=call.citizen_weight, experts=call.expert_weight,
             total=call.citizen_weight + call.expert_weight)  # fmt: skip
