"""Soundness: whether a result file has the form that a report prints, and agrees with itself."""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from jury.calls.spending import RULES

LARGEST = 1e14
NUMBER, COUNT, TEXT, FLAG = "a number", "a whole number from 0", "a text", "true or false"
NUMBER_OR_NULL, TEXT_OR_NULL = "a number or null", "a text or null"
RULE = f"{', '.join(RULES[:-1])} or {RULES[-1]}"
EACH = "*"  # stands for every key of an object

WAYS = frozenset((
    "mean", "median", "trimmed_mean", "majority_grade", "calibrated", "knapsack", "equal_shares",
    "recusals_low", "recusals_high",
))  # fmt: skip
TEXTS = [TEXT]
QUANTILES = dict.fromkeys(("q05", "q25", "q50", "q75", "q95"), NUMBER)
PROPOSAL = {
    "id": TEXT, "title": TEXT, "cost": NUMBER, "n_scores": COUNT, "rounds": [{EACH: COUNT}],
    "mean": NUMBER_OR_NULL, "median": NUMBER_OR_NULL, "calibrated": NUMBER,
    "calibrated_se": NUMBER_OR_NULL, "expected_rank": NUMBER, "interval_90": (NUMBER, NUMBER),
    "funded": FLAG, "too_close_to_call": FLAG, "p_funded": NUMBER, "in_favour": NUMBER_OR_NULL,
    "majority_grade": NUMBER_OR_NULL, "rank_quantiles": QUANTILES, "missing": {EACH: COUNT},
    "comments": {EACH: TEXTS},
}  # fmt: skip
WAY = {"id": TEXT, "funded_in": COUNT, "of": COUNT, "differs": TEXTS, "single_jurors": COUNT}
DELIBERATION = {
    "pairs": COUNT, "share_changed": NUMBER_OR_NULL, "mean_change": NUMBER_OR_NULL,
    "mean_absolute_change": NUMBER_OR_NULL, "variance_before": NUMBER_OR_NULL,
    "variance_after": NUMBER_OR_NULL,
    "ranks": [{"id": TEXT, "before": NUMBER_OR_NULL, "after": NUMBER}],
}  # fmt: skip
COLLEGE = {
    "size": COUNT, "weight": NUMBER_OR_NULL, "problem": TEXT_OR_NULL,
    "proposals": [{"id": TEXT, "calibrated": NUMBER, "place": NUMBER}],
}  # fmt: skip
STEP = {"points": NUMBER, "jurors": COUNT}  # of severity
MOST_JURORS = 20_000  # each is a dot
OWN = {"agreement": {"alpha_interval": NUMBER_OR_NULL}}  # of a college that stands on its own
RESULT = {
    "inputs": {
        "draws": COUNT, "scale": (NUMBER, NUMBER), "threshold": NUMBER, "weights": {EACH: TEXT},
        "seed": TEXT, "version": TEXT,
    },
    "proposals": [PROPOSAL],
    "allocation": {
        "budget": NUMBER, "spent": NUMBER, "order": TEXTS, "first_pass": TEXTS, "reserve": TEXTS,
        "funded": TEXTS, "rule": RULE,
    },
    "lot": {"needed": FLAG, "public_value": TEXT_OR_NULL},
    "model": dict.fromkeys(("grand_mean", "sd_proposal", "sd_juror", "sd_residual"), NUMBER),
    "agreement": dict.fromkeys(
        ("alpha_interval", "alpha_ordinal", "icc_single", "icc_mean"), NUMBER_OR_NULL
    ),
    "dissent": {EACH: TEXTS},
    "robustness": {"ways": TEXTS, "jurors": COUNT, "proposals": [WAY]},
}  # fmt: skip


def problems(result: dict[str, Any]) -> Iterator[str]:
    """Yield a phrase for each thing that a report cannot print or that contradicts the rest."""
    wrong = list(_misshapen(result, RESULT, ""))
    if talk := result.get("deliberation"):
        wrong += _misshapen(talk, DELIBERATION, "deliberation")
    wrong += _misshapen(result.get("colleges", {}), {EACH: COLLEGE}, "colleges")
    wrong += _misshapen(result.get("severity", []), [STEP], "severity")
    if not wrong:
        wrong += _misshapen(result["lot"].get("line"), NUMBER_OR_NULL, "lot.line")
    if not wrong and result["lot"].get("order") is not None:
        wrong += _misshapen(result["lot"]["order"], TEXTS, "lot.order")
    yield from wrong or [*_contradictions(result), *_colleges(result)]


def _misshapen(value: object, form: Any, place: str) -> Iterator[str]:
    """Yield where ``value`` has another form than ``form``."""
    if isinstance(form, dict):
        if isinstance(value, dict):
            yield from _inside(value, form, place)
        else:
            yield f"“{place}” is not an object"
    elif isinstance(form, list | tuple):
        if not isinstance(value, list) or (isinstance(form, tuple) and len(value) != len(form)):
            yield f"“{place}” is not a list" + (" of two" if isinstance(form, tuple) else "")
            return
        for k, inside in enumerate(value):
            yield from _misshapen(inside, form[0], f"{place}[{k}]")
    elif not _is(value, form):
        yield f"“{place}” is not {form}"


def _inside(value: dict[str, Any], form: dict[str, Any], place: str) -> Iterator[str]:
    """Yield which keys of an object are missing or have another form."""
    for key in form:
        if key != EACH and key not in value:
            yield f"“{place}.{key}” is missing".replace("“.", "“")
    for key, inside in value.items():
        if (own := form.get(key, form.get(EACH))) is not None:
            yield from _misshapen(inside, own, f"{place}.{key}".lstrip("."))


def _is(value: object, form: str) -> bool:
    if form == FLAG:
        return isinstance(value, bool)
    if form == RULE:
        return isinstance(value, str) and value in RULES
    if value is None or isinstance(value, str):
        return form in ({NUMBER_OR_NULL, TEXT_OR_NULL} if value is None else {TEXT, TEXT_OR_NULL})
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    if form == COUNT:
        return isinstance(value, int) and 0 <= value <= LARGEST
    return form in {NUMBER, NUMBER_OR_NULL} and math.isfinite(value) and abs(value) <= LARGEST


def _numeral(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _contradictions(result: dict[str, Any]) -> Iterator[str]:
    """Yield where the parts of a result do not agree with each other."""
    proposals, robustness = result["proposals"], result["robustness"]
    ids = sorted(each["id"] for each in proposals)
    if not ids:
        yield "there are no proposals"
    if len(set(ids)) < len(ids):
        yield "a proposal is there twice"
    if sorted(each["id"] for each in robustness["proposals"]) != ids:
        yield "“robustness.proposals” names other proposals"
    grades = {tuple(tally) for each in proposals for tally in each["rounds"]}
    if len(grades) != 1 or not all(each["rounds"] for each in proposals):
        yield "“rounds” does not count the same grades everywhere"
    if any(not _numeral(grade) for tally in grades for grade in tally):
        yield "“rounds” counts a grade that is no number"
    differing = {way for each in robustness["proposals"] for way in each["differs"]}
    if not differing <= set(robustness["ways"]) <= WAYS:
        yield "“robustness” names a way of counting that is not known"
    if sum(step["jurors"] for step in result.get("severity", [])) > MOST_JURORS:
        yield f"“severity” counts more than {MOST_JURORS} jurors"
    yield from _money(proposals, result["allocation"])


def _colleges(result: dict[str, Any]) -> Iterator[str]:
    """Yield where a college does not agree with the rest; one with a problem has no numbers."""
    ids = sorted(each["id"] for each in result["proposals"])
    for name, own in result.get("colleges", {}).items():
        stands = not own["problem"]
        if stands:
            yield from _misshapen(own, OWN, f"colleges.{name}")
        if sorted(each["id"] for each in own["proposals"]) != (ids if stands else []):
            yield f"“colleges.{name}.proposals” names other proposals"
        if (own["weight"] is None) == bool(result["inputs"]["weights"]):
            yield f"“colleges.{name}.weight” does not fit “inputs.weights”"


def _money(proposals: list[dict[str, Any]], allocation: dict[str, Any]) -> Iterator[str]:
    """Yield where the money and the funded proposals do not agree with each other."""
    funded = sorted(each["id"] for each in proposals if each["funded"])
    for key in ("funded", "order"):
        if sorted(allocation[key]) != funded:
            yield f"“allocation.{key}” names other proposals than those that are funded"
    spent = sum(Fraction(str(each["cost"])) for each in proposals if each["funded"])
    if Fraction(str(allocation["spent"])) != spent:
        yield "“allocation.spent” is not the sum of what the funded proposals cost"
    if spent > Fraction(str(allocation["budget"])):
        yield "the funded proposals cost more than the budget"
