"""Purses: what each juror still holds under Equal Shares, in exact parts of a cent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

DIGITS = 256  # bits that enter a floating-point approximation
SURELY = 1e-9  # relative: floating point errs far less than this


@dataclass(frozen=True, eq=False)
class Rate:
    """The smallest rate at which a proposal can be paid, and who then gives all they hold.

    A juror pays the rate times what the proposal is worth to them, or all they hold if that is
    less. The rate is ``top / bottom`` parts of a cent for each unit of worth.
    """

    top: int
    bottom: int
    gives_all: NDArray[np.bool_]


class Purses:
    """What each of n jurors holds: ``held[j] / parts`` cents, and about ``about[j]`` cents.

    ``held`` is an array of Python's whole numbers, which have no largest.
    """

    def __init__(self, jurors: int, each: Fraction) -> None:
        self.parts = each.denominator
        self.held = np.array([each.numerator] * jurors, dtype=object)
        self.about = np.full(jurors, float(each))

    def rate(self, worth: NDArray[np.int64], cost: int) -> Rate | None:
        """Return the smallest rate at which the jurors pay ``cost``; None if they cannot.

        ``worth`` is (n,). Who gives all at one rate does so at every larger one, so the rate
        rises as they are found; whole numbers decide the doubtful cases.
        """
        gives_all = np.zeros(len(worth), dtype=bool)
        while bottom := int(worth[~gives_all].sum()):
            top = cost * self.parts - int(self.held[gives_all].sum())
            near = top / (bottom * self.parts) * worth
            poor = self.about < near * (1 - SURELY)
            doubtful = (self.about < near * (1 + SURELY)) & ~poor & ~gives_all
            for j in np.flatnonzero(doubtful):
                poor[j] = self.held[j] * bottom < top * int(worth[j])
            if not (poor & ~gives_all).any():
                return Rate(top, bottom, gives_all)
            gives_all |= poor
        return None

    def cents(self, rate: Rate) -> Fraction:
        """Return ``rate`` in cents for each unit of worth."""
        return Fraction(rate.top, rate.bottom * self.parts)

    def pay(self, worth: NDArray[np.int64], rate: Rate) -> tuple[list[int], int]:
        """Take from each juror what they pay at ``rate``; return it, and its parts of a cent."""
        parts, held = self.parts * rate.bottom, self.held * rate.bottom
        paid = worth.astype(object) * rate.top
        paid[rate.gives_all] = held[rate.gives_all]
        self.parts, self.held = parts, held - paid
        surplus = max(parts.bit_length() - DIGITS, 0)
        self.about = ((self.held >> surplus) / (parts >> surplus)).astype(np.float64)
        return paid.tolist(), parts
