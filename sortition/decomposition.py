"""Decomposition: a lottery over whole panels that gives exactly the chances asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sortition.gradients import SeatLists
from sortition.instance import Instance
from sortition.panels import (
    FEW,
    Face,
    Seats,
    bundle,
    is_among,
    meets,
    narrowest,
    picked,
)
from sortition.program import Program
from sortition.shares import CLOSE, closest_shares, reaches
from sortition.walks import approach

TIGHT = 1e-6  # seats from its bound within which a quota leaves no room
ENOUGH = 1.06  # panels made for each profile that is neither always nor never seated
NEARLY = 0.1  # relative distance from the heaviest panel that pricing may leave
BUNDLES = 3  # bundles made at most before single panels are priced


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Panels found, (m, T), and their shares, (m,); no shares if the chances are out of reach."""

    panels: Seats
    share: NDArray[np.float64] | None


def decompose(
    instance: Instance,
    chances: NDArray[np.float64],
    progress: Callable[[float], None] | None = None,
) -> Decomposition:
    """Return panels and shares with exactly these chances, (T,), for the profiles.

    Makes bundles of panels around the target and looks for shares; while there are
    none, prices the panel that brings the lottery closer. A price that no panel meets is
    the proof that no lottery gives these chances: then ``share`` is None.
    """
    face = face_of(instance, chances)
    between = (chances > 0) & (chances < 1)
    number = int(ENOUGH * between.sum()) + 10
    panels = _made(instance, face, number, progress)
    share, price = closest_shares(panels, face.target)
    best = heaviest(instance, face)
    while not reaches(panels, share, face.target):
        panel = best(price)
        if panel is None or not _helps(panel, price, panels):
            return Decomposition(panels, None)
        panels = np.vstack([panels, panel.astype(narrowest(int(panel.max())))])
        share, price = closest_shares(panels, face.target, price)
    used = np.flatnonzero(share > 0)
    return Decomposition(picked(panels, used), share[used] / share.sum())


def _made(
    instance: Instance, face: Face, number: int, progress: Callable[[float], None] | None
) -> Seats:
    """Return distinct panels; where splits were not found, more bundles make up for them.

    Where a bundle gives less than two thirds of them, walks look for panels one by one.
    """
    panels = bundle(face, number, 0, progress)
    made = len(panels) / number
    panels = picked(panels, np.flatnonzero(meets(instance, panels)))
    if number > FEW and 3 * len(panels) < 2 * number:
        tell = progress or _silent
        return approach(
            instance, face, _sorted(panels), lambda part: tell(made + (1 - made) * part)
        )
    for seed in range(1, BUNDLES):
        lost = number - len(panels)
        if lost <= number // 20:
            break
        more = bundle(face, min(2 * lost + number // 6, number), seed)
        both: list[NDArray[Any]] = [panels, more[meets(instance, more)]]
        panels = np.vstack(both)
    return _sorted(panels)


def _silent(part: float) -> None:
    """Hear progress and say nothing."""


def _sorted(panels: Seats) -> Seats:
    """Return the different panels in order of their seats; the panels given are used up."""
    if not len(panels):
        return panels
    last_first = -SeatLists(panels).seats  # more seats early make a panel greater
    return picked(panels, np.unique(last_first, axis=0, return_index=True)[1])


def _helps(panel: NDArray[np.int64], price: NDArray[np.float64], panels: Seats) -> bool:
    """Tell whether a panel is new and worth more at this price than those known."""
    return bool(panel @ price > CLOSE * np.abs(price).max() and not is_among(panel, panels))


def face_of(instance: Instance, chances: NDArray[np.float64]) -> Face:
    """Return the face on which every panel of a lottery with these chances lies."""
    target, limits = instance.counts * chances, instance.limits
    lower, upper = limits.lower, limits.upper
    seats = limits.seats(target)
    full, bare = seats > upper - TIGHT, seats < lower + TIGHT
    tight = limits.within(np.where(full, upper, lower), np.where(bare, lower, upper))
    return Face(tight, target)


def heaviest(
    instance: Instance, face: Face
) -> Callable[[NDArray[np.float64]], NDArray[np.int64] | None]:
    """Return a function that finds nearly the face's heaviest panel for given weights, (T,)."""
    counts, target = instance.counts.astype(np.float64), face.target
    program = Program(
        *face.limits.framed(instance.size),
        np.zeros(len(counts)),
        np.where(target > counts - CLOSE, counts, 0.0),
        np.where(target < CLOSE, 0.0, counts),
        whole=True,
        gap=NEARLY,
    )

    def best(weight: NDArray[np.float64]) -> NDArray[np.int64] | None:
        program.price(-weight / np.abs(weight).max())
        answer = program.solve()
        return None if answer is None else answer.variables.round().astype(np.int64)

    return best
