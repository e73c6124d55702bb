"""Facts: what the parts of a report say in a line or two, in the reader's language."""

from collections import Counter
from datetime import datetime

from flask_babel import gettext as _

from jury.calls import timeline
from jury.calls.colleges import EXPERTS
from jury.reports.content import CallPart, Content
from jury.reports.figures import fixed
from jury.scoring import shift


def scale(content: Content) -> tuple[float, float]:
    """Return the ends of the scale."""
    given = content.result["inputs"].get("scale")
    if given:
        return float(given[0]), float(given[1])
    grades = [float(grade) for line in content.lines for grade in line.numbers["rounds"][-1]]
    return min(grades), max(grades)


def threshold(content: Content) -> float:
    """Return the score from which a juror is in favour."""
    given = content.result["inputs"].get("threshold")
    return float(given) if given is not None else sum(scale(content)) / 2


def rounds_words(content: Content) -> str:
    """Return how often the jurors scored, and which two of these rounds are compared."""
    number = max(len(line.numbers["rounds"]) for line in content.lines)
    if number == 2:
        return _("The jurors scored twice: alone, and after the meetings.")
    return _("The jurors scored %(n)s times. The first and the last are compared here.", n=number)


def experts_words(content: Content) -> str:
    """Return that experts count among the jurors; the empty text where there are none."""
    if EXPERTS not in content.result.get("colleges", {}):
        return ""
    return _("Experts are counted among the jurors here.")


def severity_words(content: Content) -> str:
    """Return how much jurors differ in how high they score."""
    if not round(content.result["model"]["sd_juror"], 2):
        return _("No juror is clearly stricter or milder than the others, so nothing is taken out.")
    return _("Jurors differ in how high they score. The standard deviation between them is "
             "%(sd)s points. The jury’s score takes this out.",
             sd=fixed(content.result["model"]["sd_juror"]))  # fmt: skip


def changed(content: Content) -> int:
    """Return how many scores the jurors changed after the meetings."""
    return shift.changed(content.result["deliberation"])


def steps(call: CallPart) -> list[tuple[str, datetime, datetime]]:
    """Return the phases of the call by name, with when each began and ended."""
    return [
        (timeline.name(kind), datetime.fromisoformat(opens), datetime.fromisoformat(closes))
        for kind, opens, closes in call.phases
    ]


def part_name(part: str) -> str:
    """Return which part of the call was changed."""
    return timeline.parts().get(part, part)


def missing(content: Content) -> Counter[str]:
    """Return how many scores are missing in the binding round, by reason."""
    found: Counter[str] = Counter()
    for line in content.lines:
        found.update(line.numbers.get("missing") or {})
    return found


def missing_words(content: Content) -> str:
    """Return how many scores there are, and why others are missing."""
    count = missing(content)
    given = sum(int(line.numbers["n_scores"]) for line in content.lines)
    return _(
        "%(given)s scores count. Missing: %(recused)s for a conflict of interest, %(cannot)s "
        "because a juror could not judge, %(none)s without an answer, %(not_given)s not asked for.",
        given=given,
        recused=count["recused"],
        cannot=count["cannot_judge"],
        none=count["not_answered"],
        not_given=count["not_assigned"],
    )
