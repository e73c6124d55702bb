"""Nouns of a jury at work."""

from tests.jury.seated import (  # noqa: F401
    decision,
    deliberation,
    draw,
    juror,
    proposals,
    reading,
    seat,
)
