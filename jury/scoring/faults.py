"""Faults: what is wrong with scores, told in the reader's language."""

from babel.numbers import format_decimal
from flask_babel import gettext as _

from jury import languages
from jury.scoring.case import Problem
from sortition.saying import Said


def told(problem: Problem) -> str:
    """Return what is wrong, after the row and the column where it was found."""
    said, row, column = sentence(problem.sentence), problem.line, problem.column
    if row is not None and column:
        return _("Row %(row)s, column “%(column)s”: %(said)s", row=row, column=column, said=said)
    if row is not None:
        return _("Row %(row)s: %(said)s", row=row, said=said)
    if column:
        return _("Column “%(column)s”: %(said)s", column=column, said=said)
    return said


def sentence(said: Said) -> str:
    """Return a sentence in the reader's language, its numbers as the reader writes them."""
    return _(said.template, **{name: _fact(fact) for name, fact in said.facts.items()})


def _fact(fact: object) -> str:
    if isinstance(fact, Said):
        return sentence(fact)
    if isinstance(fact, int | float):
        return str(format_decimal(fact, "#,##0.######", locale=languages.current()))
    return str(fact)
