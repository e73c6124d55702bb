"""Faults: what is wrong with scores, told in the reader's language."""

from flask_babel import gettext as _

from jury import languages
from jury.scoring.case import Problem


def told(problem: Problem) -> str:
    """Return what is wrong, after the row and the column where it was found."""
    said, column = languages.told(problem.sentence), problem.column
    row: int | str | None = problem.line
    if problem.more:
        row = _("%(row)s and %(n)s more", row=row, n=problem.more)
    if row is not None and column:
        return _("Row %(row)s, column “%(column)s”: %(said)s", row=row, column=column, said=said)
    if row is not None:
        return _("Row %(row)s: %(said)s", row=row, said=said)
    if column:
        return _("Column “%(column)s”: %(said)s", column=column, said=said)
    return said
