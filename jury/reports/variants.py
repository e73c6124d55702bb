"""Variants: in how many ways of counting each proposal is funded, and which ways differ."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from jury.calls.spending import GREEDY
from jury.reports.content import Content
from jury.reports.figures import row_label


def names() -> dict[str, str]:
    """Return the ways of counting in words."""
    return {
        "calibrated": _("Best score first"),
        "mean": _("Plain average"),
        "median": _("Middle score"),
        "trimmed_mean": _("Average without the ends"),
        "majority_grade": _("Grade of the majority"),
        "knapsack": _("Most points for the money"),
        "equal_shares": _("Equal shares of the money"),
        "recusals_low": _("Low scores where a juror stood apart"),
        "recusals_high": _("High scores where a juror stood apart"),
    }


def fates(content: Content) -> dict[str, Any]:
    """Return the ways of counting, and the proposals that some of them fund and others not."""
    found, words = content.result["robustness"], names()
    declared = {GREEDY: "calibrated"}.get(content.rule, content.rule.replace("-", "_"))
    by_id = {each["id"]: each for each in found["proposals"]}
    rows = [
        {
            "label": row_label(line),
            "funded": line.numbers["funded"],
            "times": by_id[line.id]["funded_in"],
            "differs": _differing(by_id[line.id], words),
        }
        for line in content.lines
        if 0 < by_id[line.id]["funded_in"] < by_id[line.id]["of"]
    ]
    return {
        "declared": declared in found["ways"],
        "ways": [words[way] for way in found["ways"] if way != declared],
        "jurors": found["jurors"],
        "total": len(found["ways"]) + found["jurors"],
        "rows": rows,
    }


def _differing(fate: dict[str, Any], words: dict[str, str]) -> list[str]:
    """Return where the fate is another one than by the declared rule, in words."""
    found = [words[way] for way in fate["differs"]]
    if single := fate["single_jurors"]:
        found.append(ngettext("without one juror", "without one of %(num)d jurors", single))
    return found
