"""Paper: the two ways in which a report is printed, and how much of it fits a page."""

from dataclasses import dataclass

from jury.drawings.scores import SMALLEST
from jury.drawings.slopes import MOST_NAMED, TALLEST


@dataclass(frozen=True)
class Paper:
    """One way of printing on A4."""

    name: str  # of its jobs and of what the ledger says of it
    styles: tuple[str, ...]
    large: bool  # letters for readers with low vision
    room: float  # millimetres of a page for a piece of the funding line
    row: float  # millimetres of a proposal in it, without its title
    line: float  # millimetres of a line there
    letters: int  # of a title on such a line
    tallest: float  # units of a drawing: all places before and after the meetings
    most_named: int  # proposals that have a name there
    beside: int  # rows of a list that stands beside that drawing
    smallest: float  # units of a drawing: letters of a scale of scores
    counts: int  # figures and spaces of a line of counts
    colleges: int  # that one table has room for


USUAL = Paper(
    name="report", styles=("report.css",), large=False,
    room=195.0, row=1.4, line=3.5, letters=56, tallest=TALLEST, most_named=MOST_NAMED,
    beside=28, smallest=SMALLEST, counts=36, colleges=2,
)  # fmt: skip
LARGE_PRINT = Paper(
    name="large-print", styles=("report.css", "report-large.css"), large=True,
    room=180.0, row=11.4, line=0.0, letters=26, tallest=400.0, most_named=30, beside=0,
    smallest=14.0, counts=34, colleges=1,
)  # fmt: skip
PAPERS = {paper.name: paper for paper in (USUAL, LARGE_PRINT)}
