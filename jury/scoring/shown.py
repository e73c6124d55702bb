"""What the results page shows: a result's numbers, sorted, in words and ready to be drawn."""

from collections.abc import Sequence
from typing import Any

from babel.numbers import format_decimal
from flask_babel import gettext as _

from jury import drawings
from jury.calls.models import Call
from jury.calls.spending import GREEDY
from jury.languages import current, local
from jury.scoring import shift
from jury.scoring.closeness import too_close

Document = dict[str, Any]
SORTS = ("title", "place", "cost", "calibrated", "mean", "p_funded", "in_favour")
_RISING = {"place", "title", "cost"}  # read from small to large


def as_score(value: float) -> str:
    """Return a score with two decimals, as the reader writes it: “3,47”."""
    return format_decimal(value, format="0.00", locale=current())


def rows(document: Document, sort: str) -> list[dict[str, Any]]:
    """Return the proposals with their place and fate, sorted by one of ``SORTS``."""
    reserve = document["allocation"]["reserve"]
    counts = {p["id"]: list(p["rounds"][-1].values()) for p in document["proposals"]}
    most = max(map(max, counts.values()))
    best = sorted((p["calibrated"] for p in document["proposals"]), reverse=True)
    found = [
        proposal
        | {
            "place": best.index(proposal["calibrated"]) + 1,
            "cents": round(proposal["cost"] * 100),
            "reserve": None if proposal["funded"] else reserve.index(proposal["id"]) + 1,
            "close": too_close(proposal),
            "drawn": drawings.small_spread(counts[proposal["id"]], most),
        }
        for proposal in document["proposals"]
    ]
    by_place = sorted(found, key=lambda row: (row["place"], int(row["id"])))
    return sorted(by_place, key=lambda row: row[sort], reverse=sort not in _RISING)


def rule(document: Document) -> str:
    """Return the rule by which the money was spent."""
    return str(document["inputs"].get("rule", GREEDY))


def headers(sort: str) -> list[dict[str, Any]]:
    """Return the columns of the table: key, name, and how the table is sorted by it now."""
    names = {
        "place": _("Place"),
        "title": _("Proposal"),
        "cost": _("Asks"),
        "calibrated": _("Score"),
        "mean": _("Mean"),
        "p_funded": _("Chance"),
        "in_favour": _("For"),
    }
    way = "ascending" if sort in _RISING else "descending"
    return [
        {"key": key, "name": names[key], "sorted": way if key == sort else "none"} for key in SORTS
    ]


def funding(document: Document) -> dict[str, Any]:
    """Return the proposals by place, with the line where the money ends if the rule has one."""
    allocation = document["allocation"]
    of = {proposal["id"]: proposal for proposal in document["proposals"]}
    order = [of[name] for name in allocation["order"] + allocation["reserve"]]
    order.sort(key=lambda p: p["expected_rank"])
    return drawings.funding_line(
        [
            (
                f"{p['id']}. {p['title']}",
                p["expected_rank"],
                p["rank_quantiles"]["q25"],
                p["rank_quantiles"]["q75"],
                p["funded"],
                too_close(p),
            )
            for p in order
        ],
        document["lot"].get("line"),
    )


def grade_words(call: Call) -> list[str]:
    """Return the words of the scale where all criteria share them, else general ones."""
    scales = [[local(words) for words in criterion.scale] for criterion in call.criteria]
    if scales and all(scale == scales[0] for scale in scales):
        return scales[0]
    return [_("Very weak"), _("Weak"), _("Fair"), _("Good"), _("Very good")]


def spread(proposal: dict[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """Return the drawing of one proposal's scores, before and after the talks."""
    counts = [list(each.values()) for each in proposal["rounds"]]
    return drawings.spread(words, counts[0], counts[-1] if len(counts) > 1 else ())


def agreement(document: Document) -> str:
    """Return in one sentence how far jurors agree with each other."""
    alpha = document["agreement"]["alpha_interval"]
    if alpha is None:
        return _("There are too few scores to say how far jurors agree.")
    if alpha >= 0.8:
        return _("Jurors agree strongly on which proposals are better.")
    if alpha >= 0.667:
        return _("Jurors agree fairly well on which proposals are better.")
    if alpha >= 0.4:
        return _("Jurors agree in part. On some proposals their views differ clearly.")
    return _("Single jurors differ a lot. The jury as a whole is what counts.")


def reliability(document: Document) -> str:
    """Return in one sentence how much the jury's mean can be trusted."""
    icc = document["agreement"]["icc_mean"]
    if icc is None:
        return ""
    if icc >= 0.75:
        return _("Another jury like this one would most likely rank them much the same.")
    if icc >= 0.5:
        return _("Another jury like this one might rank several of them differently.")
    return _("Another jury like this one could well rank them differently. Read the comments too.")


def titles(document: Document, ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the proposals with these ids, in this order."""
    of = {proposal["id"]: proposal for proposal in document["proposals"]}
    return [of[name] for name in ids]


def changed(document: Document) -> int:
    """Return how many scores changed through deliberation; 0 where there was none."""
    talk = document["deliberation"]
    return shift.changed(talk) if talk else 0


def colleges(document: Document) -> list[dict[str, Any]]:
    """Return each college that has a weight: its name, size, share, and proposals by id."""
    return [
        own | {"name": name, "of": {proposal["id"]: proposal for proposal in own["proposals"]}}
        for name, own in document["colleges"].items()
        if own["weight"] is not None
    ]


def moved(document: Document) -> list[dict[str, Any]]:
    """Return the proposals whose place changed through deliberation, the largest change first."""
    ranks = (document["deliberation"] or {}).get("ranks", [])
    of = {proposal["id"]: proposal["title"] for proposal in document["proposals"]}
    found = [
        rank | {"title": of[rank["id"]]}
        for rank in ranks
        if rank["before"] is not None and rank["before"] != rank["after"]
    ]
    return sorted(found, key=lambda r: (-abs(r["before"] - r["after"]), r["after"]))
