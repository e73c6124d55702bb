"""Spending: the ways in which a jury's scores can share out the money; a call declares one."""

from typing import Any

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString  # type: ignore[import-untyped]
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

GREEDY, KNAPSACK, EQUAL_SHARES = RULES = ("greedy", "knapsack", "equal-shares")
_LOT = "a lot fixed beforehand"
SEALED: dict[str, dict[str, Any]] = {  # rule -> what settles everything that the scores leave open
    GREEDY: {"ties": ["higher median", "majority grade", "lower cost", _LOT]},
    KNAPSACK: {"points_above": "the lowest grade", "ties": ["lower cost", _LOT]},
    EQUAL_SHARES: {
        "points_above": "the middle of the scale",
        "ties": ["lower cost", "more initial support", _LOT],
        "completion": "raised endowments, then best score first",
    },
}


def sealed(rule: str) -> dict[str, Any]:
    """Return the rule with its threshold and tie-breaks, as plain data for the ledger."""
    return {"rule": rule, "in_favour_from": "the middle of the scale", **SEALED[rule]}


def name(rule: str) -> str:
    """Return what people call a rule."""
    return {
        GREEDY: _("Best score first"),
        KNAPSACK: _("Most points for the money"),
        EQUAL_SHARES: _("An equal share for each juror"),
    }[rule]


def meaning(rule: str) -> str:
    """Return in two sentences what a rule does with the money."""
    return {
        GREEDY: _("From the highest score down, each proposal gets what it asks. "
                  "One that no longer fits is skipped."),
        KNAPSACK: _("Many sets of proposals fit the budget. "
                    "The set with the most points is paid."),
        EQUAL_SHARES: _("Each juror holds an equal part of the money. "
                        "Jurors pay together for what they support, so a minority counts too."),
    }[rule]  # fmt: skip


def choices() -> list[SelectChoice]:
    """Return the rules with their names, for a form to choose from."""
    return [SelectChoice(rule, LazyString(name, rule)) for rule in RULES]


def meanings() -> dict[str, str]:
    """Return what each rule does with the money."""
    return {rule: meaning(rule) for rule in RULES}
