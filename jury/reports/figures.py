"""Figures: the drawings of a report and of the outcome page, in the reader's language."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil
from textwrap import wrap
from typing import Any
from unicodedata import bidirectional, east_asian_width

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from jury import drawings, languages
from jury.reports.content import Content, Line, Mirror
from jury.reports.paper import USUAL, Paper

MOST_GRADES = 11  # more than these are drawn in bands
MOST_COLUMNS = 7  # of a table that stands beside its drawing
HOLLOW, FULL = "○", "●"  # the dots of the first round and of the last one
FIGURE_SPACE, NARROW_SPACE, POINT_SPACE = "\u2007", "\u202f", "\u2008"
DESCRIPTION = re.compile(r"<desc>.*?</desc>", re.DOTALL)


def fixed(value: float, places: int = 2) -> str:
    """Return a number with exactly so many decimals, as the reader writes it."""
    pattern = "#,##0." + "0" * places if places else "#,##0"
    rounded = round(value, places) + 0.0  # never “-0”
    return str(format_decimal(rounded, pattern, locale=languages.current()))


def grades(line: Line) -> list[str]:
    """Return the grades of the scale as labels, in bands where there are many."""
    found = _rising(line.numbers["rounds"][-1]) if line.numbers["rounds"] else []
    return [band[0] if len(band) == 1 else f"{band[0]}–{band[-1]}" for band in _bands(found)]


def counts(line: Line, which: int) -> list[int]:
    """Return how many jurors gave each grade, or band of grades, in one round."""
    tally: dict[str, int] = line.numbers["rounds"][which]
    return [sum(tally[grade] for grade in band) for band in _bands(_rising(tally))]


def _rising(tally: dict[str, int]) -> list[str]:
    """Return the grades from low to high: a file sorts 10 before 2."""
    return sorted(tally, key=float)


def _bands(found: Sequence[str]) -> list[list[str]]:
    size = ceil(len(found) / (MOST_GRADES - 1)) if len(found) > MOST_GRADES else 1
    return [list(found[i : i + size]) for i in range(0, len(found), size)]


def crowd_of(content: Content) -> dict[str, Any]:
    """Return a crowd in which as many dots are chosen as the jury has seats."""
    return drawings.crowd(people=240, chosen=min(content.jurors, 240))


def spread(line: Line, paper: Paper = USUAL) -> dict[str, Any] | None:
    """Return the scores of one proposal as dots: first round above the scale, last one below."""
    rounds = line.numbers["rounds"]
    if not rounds:
        return None
    second = counts(line, -1) if len(rounds) > 1 else ()
    drawn = drawings.spread(grades(line), counts(line, 0), second, smallest=paper.smallest)
    return drawn | {"many": len(drawn["table"]) > MOST_COLUMNS}


def spread_lines(drawn: dict[str, Any], paper: Paper = USUAL) -> list[str]:
    """Return the counts of each round and the scale as lines whose numbers stand in columns.

    They stand in the order of the drawing, each round with its kind of dot. A line is laid out
    in a tenth of the time of a row of cells. What is too wide for the paper goes on below.
    """
    rows, both = drawn["table"], bool(drawn["second_counts"])
    wide = max(2, *(len(row["grade"]) for row in rows))
    most = paper.counts // (wide + 1)
    parts = [(f"{HOLLOW} " + (_("Alone") if both else _("Jurors")), "first"), (_("Score"), "grade")]
    if both:
        parts.append((f"{FULL} " + _("After"), "second"))
    blanks = [""] * (-len(rows) % most if len(rows) > most else 0)
    return [
        in_columns(name, ([str(row[which]) for row in rows] + blanks)[start : start + most], wide)
        for start in range(0, len(rows), most)
        for name, which in parts
    ]


def in_columns(name: str, cells: Sequence[str], wide: int = 2) -> str:
    """Return a name and its numbers, each filled up with spaces as wide as a figure.

    >>> in_columns("Score", ["9", "10"]).replace(FIGURE_SPACE, "_")
    'Score _9 10'
    """
    still = name.replace(" ", NARROW_SPACE)  # the spaces between columns are stretched
    return " ".join([still, *(cell.rjust(wide, FIGURE_SPACE) for cell in cells)])


def place(value: float) -> str:
    """Return a place, filled up with spaces: those under each other have their points in a line."""
    said = fixed(value, 1) if value % 1 else fixed(value, 0) + POINT_SPACE + FIGURE_SPACE
    return said.rjust(5, FIGURE_SPACE)


def spread_words(drawn: dict[str, Any]) -> str:
    """Return in words how the jurors scored, for whoever does not see the dots."""
    if not drawn["second_counts"]:
        return _given(drawn, "first")
    rounds = (_("Alone"), "first"), (_("After"), "second")
    return " ".join(f"{languages.colon(name)} {_given(drawn, which)}" for name, which in rounds)


def _given(drawn: dict[str, Any], which: str) -> str:
    """Return how many jurors gave each grade in one round, in words."""
    said = [
        ngettext("%(num)s juror gave %(grade)s.", "%(num)s jurors gave %(grade)s.",
                 row[which], grade=row["grade"])
        for row in drawn["table"] if row[which]
    ]  # fmt: skip
    return " ".join(said)


def retold(drawing: Markup, words: str) -> Markup:
    """Return a drawing with other words for what it shows."""
    found = DESCRIPTION.search(drawing)
    if found is None:
        return drawing
    return (
        drawing[: found.start()] + Markup("<desc>{}</desc>").format(words) + drawing[found.end() :]
    )


def funding_pages(content: Content, paper: Paper = USUAL) -> list[dict[str, Any]]:
    """Return the funding line through all proposals, best first, in pieces that fit a page.

    All pieces have one axis, so that a place and the line are where they are on every page.
    """
    ordered = sorted(content.lines, key=lambda line: float(line.numbers["expected_rank"]))
    rows = [
        (
            line.label,
            float(line.numbers["expected_rank"]),
            *_ends(line),
            line.outcome == "funded",
            line.close,
        )
        for line in ordered
    ]
    line, last = content.result["lot"].get("line"), max([len(rows), *(row[3] for row in rows)])
    return [
        drawings.funding_line(rows[a:b], line, [each.id for each in ordered[a:b]], last)
        for a, b in pairwise(_cuts([_height(row[0], paper) for row in rows], paper.room))
    ]


def _height(title: str, paper: Paper) -> float:
    """Return about how many millimetres a row takes, in the drawing or in the list beside it."""
    return paper.row + paper.line * (len(wrap(title, paper.letters)) + 1)


def _cuts(heights: Sequence[float], room: float) -> list[int]:
    """Return where to cut rows into pieces of about one height, so few that each fits a page.

    >>> _cuts([80.0, 80.0, 100.0, 60.0], room=195)
    [0, 2, 4]
    """
    above = list(accumulate(heights, initial=0.0))
    for number in range(1, len(heights) + 1):
        cuts = [bisect_left(above, above[-1] * k / number - 1e-9) for k in range(number + 1)]
        if all(above[b] - above[a] <= room for a, b in pairwise(cuts)):
            return sorted(set(cuts))
    return list(range(len(above)))


def _ends(line: Line) -> tuple[float, float]:
    places = line.numbers.get("rank_quantiles") or {}
    rank = float(line.numbers["expected_rank"])
    return min(places.get("q05", rank), rank), max(places.get("q95", rank), rank)


def mirror(part: Mirror, seats: int) -> dict[str, Any]:
    """Return one category as rows of dots."""
    groups = [
        (languages.local(group.label), group.population, group.pool, group.jurors)
        for group in part.groups
    ]
    return drawings.mirror(languages.local(part.question), groups, seats)


def moves(content: Content, paper: Paper = USUAL) -> dict[str, Any] | None:
    """Return each proposal's place before the meetings joined to its place after them."""
    talk = content.result.get("deliberation") or {}
    ranks = [each for each in talk.get("ranks", ()) if each["before"] is not None]
    if not ranks:
        return None
    labels = {line.id: line.label for line in content.lines}
    drawn = drawings.slopes(
        [(_short(labels[each["id"]]), each["before"], each["after"]) for each in ranks],
        paper.tallest,
        paper.most_named,
    )
    return drawn | {"beside": len(ranks) <= paper.beside}


def drawable(text: str) -> str:
    """Return a text up to where a drawing cannot set it: letter by letter, from the left.

    >>> drawable("12. Un jardin"), drawable("12. مشروع")
    ('12. Un jardin', '12. …')
    """
    for place, letter in enumerate(text):
        if bidirectional(letter) in ("R", "AL") or east_asian_width(letter) in ("W", "F"):
            return text[:place] + "…"
    return text


def _short(text: str, most: int = 34) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
