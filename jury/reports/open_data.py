"""Open data: the files behind a report, which any program reads."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString  # type: ignore[import-untyped]

from jury.reports.content import Content, Line

COLUMNS = (
    "proposal", "title", "outcome", "advice", "reserve_order", "asked_euros", "granted_euros",
    "readers", "recused", "mean", "median", "calibrated", "calibrated_se", "expected_rank",
    "p_funded", "majority_grade", "in_favour", "against",
)  # fmt: skip
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes these for a formula


def proposals(content: Content) -> str:
    """Return the proposals as CSV, best first; what is not known stays empty."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(line) for line in content.lines)
    return made.getvalue()


def _row(line: Line) -> list[object]:
    numbers = line.numbers
    own = {
        "proposal": line.id,
        "title": _safe(line.title),
        "outcome": line.outcome,
        "advice": line.advice,
        "reserve_order": line.reserve_order or "",
        "asked_euros": _euros(line.asked),
        "granted_euros": _euros(line.granted),
        "readers": numbers["n_scores"],
        "recused": sum(line.recusals.values()),
    }
    return [own.get(column, _known(numbers.get(column))) for column in COLUMNS]


def _known(value: object) -> object:
    return "" if value is None else value


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(RISKY) else text


@dataclass(frozen=True)
class File:
    """One file: its name and kind, in words what it holds, and how its text is made."""

    name: str
    kind: str  # media type
    words: LazyString
    text: Callable[[Content], str]


FILES = (
    File("proposals.csv", "text/csv", _l("All proposals with their outcome (CSV)"), proposals),
    File(
        "result.json", "application/json", _l("Every number of the result (JSON)"),
        attrgetter("result_text"),
    ),
)  # fmt: skip
