"""Nouns of the gates: a seat for whoever is a juror."""

from tests.jury.seated import draw, seat

__all__ = ["draw", "seat"]
