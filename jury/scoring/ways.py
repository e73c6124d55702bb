"""Ways of counting: in how many of them each proposal is funded, and which ways differ."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from jury.calls.spending import GREEDY


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


def fates(document: dict[str, Any]) -> dict[str, Any]:
    """Return the ways of counting, and the proposals that some of them fund and others not.

    ``rows`` holds for each of these, by id, in how many ways it is funded, and where its fate is
    another one than by the declared rule.
    """
    found, words = document["robustness"], names()
    rule = document["allocation"].get("rule", GREEDY)
    declared = {GREEDY: "calibrated"}.get(rule, rule.replace("-", "_"))
    return {
        "declared": declared in found["ways"],
        "ways": [words[way] for way in found["ways"] if way != declared],
        "jurors": found["jurors"],
        "total": len(found["ways"]) + found["jurors"],
        "rows": {
            each["id"]: {"times": each["funded_in"], "differs": _differing(each, words)}
            for each in found["proposals"]
            if 0 < each["funded_in"] < each["of"]
        },
    }


def _differing(fate: dict[str, Any], words: dict[str, str]) -> list[str]:
    """Return where the fate is another one than by the declared rule, in words."""
    found = [words[way] for way in fate["differs"]]
    if single := fate["single_jurors"]:
        found.append(ngettext("without one juror", "without one of %(num)d jurors", single))
    return found
