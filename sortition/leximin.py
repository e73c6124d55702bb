"""Leximin: the lottery whose smallest chance is greatest, then its second smallest, and so on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sortition.certificate import NEVER, Certificate, Level
from sortition.columns import generate
from sortition.decomposition import decompose
from sortition.feasibility import explain
from sortition.gaps import measured
from sortition.instance import InfeasibleQuotas, Instance, SearchStopped
from sortition.panels import Seats, mean_seats, meets
from sortition.relaxation import relax
from sortition.shares import closest_shares, reaches

__all__ = ["Certificate", "Level", "Lottery", "Progress", "by_columns", "leximin", "of_all"]

Progress = Callable[[str, float], None]

BY_RELAXING, BY_COLUMNS = "relax-and-decompose", "column-generation"
ACCEPTED = 1e-5  # greatest gap, relative to k/n, of a lottery that is given out


@dataclass(frozen=True, eq=False)
class Lottery:
    """A distribution over panels, and the chance that it gives to each profile.

    Attributes
    ----------
    panels : (m, T) int
        Seats per profile; each row is a panel that meets every quota.
    share : (m,) float
        Probability of each panel; sums to 1.
    chances : (T,) float
        Chance of one person of each profile.
    certificate : Certificate
    excluded : (T,) bool
        Profiles that are on no panel.

    >>> from sortition.examples import small_pool
    >>> lottery = leximin(small_pool())
    >>> lottery.panels.shape, round(float(lottery.share.sum()), 9)
    ((3, 4), 1.0)
    """

    panels: Seats
    share: NDArray[np.float64]
    chances: NDArray[np.float64]
    certificate: Certificate
    excluded: NDArray[np.bool_]


def leximin(instance: Instance, progress: Progress | None = None) -> Lottery:
    """Return the fairest lottery over the panels that meet every quota.

    No lottery gives a greater smallest chance; among those that give as great a one, none
    gives a greater second smallest, and so on; equal answers get equal chances. The same
    instance always gives the same lottery. ``progress`` hears the phase, "levels",
    "panels" or "columns", and its finished fraction.

    Raises InfeasibleQuotas if no panel meets every quota, and SearchStopped if the search
    ends without an answer or without a proof.

    References
    ----------
    Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens'
    assemblies", Nature 596, 2021.

    >>> from sortition.examples import small_pool
    >>> leximin(small_pool()).chances.round(6).tolist()
    [0.4, 0.4, 0.666667, 0.666667]
    """
    tell = progress or silent
    tell("levels", 0.0)
    relaxed = relax(instance)
    tell("levels", 1.0)
    if relaxed is None:
        raise InfeasibleQuotas(explain(instance))
    found = decompose(instance, relaxed.chances, lambda part: tell("panels", part))
    if found.share is None:
        return by_columns(instance, found.panels, progress)
    return certified(instance, found.panels, found.share, BY_RELAXING, relaxed.levels)


def by_columns(
    instance: Instance,
    panels: Seats | None = None,
    progress: Progress | None = None,
) -> Lottery:
    """Return the same lottery by column generation, from ``panels``, (m, T), if given.

    Raises InfeasibleQuotas and SearchStopped as ``leximin`` does.

    >>> from sortition.examples import small_pool
    >>> lottery = by_columns(small_pool())
    >>> lottery.certificate.route, lottery.chances.round(6).tolist()
    ('column-generation', [0.4, 0.4, 0.666667, 0.666667])
    """
    tell = progress or silent
    found = generate(instance, panels, lambda part: tell("columns", part))
    if found is None:
        raise InfeasibleQuotas(explain(instance))
    return certified(instance, found.panels, found.share, BY_COLUMNS, found.levels)


def of_all(instance: Instance, panels: Seats) -> Lottery:
    """Return the same lottery where ``panels``, (m, T), are all that meet every quota.

    Nothing has to be searched for: either these panels give the relaxation's chances or no
    panels do. Raises SearchStopped as ``leximin`` does, and InfeasibleQuotas for no panels.
    """
    if not len(panels):
        raise InfeasibleQuotas(explain(instance))
    relaxed = relax(instance)
    assert relaxed is not None  # every panel is a fractional panel too
    target = instance.counts * relaxed.chances
    share, _ = closest_shares(panels.astype(np.int16), target)
    if reaches(panels, share, target):
        used = share > 0
        share = share[used] / share.sum()
        return certified(instance, panels[used], share, BY_RELAXING, relaxed.levels)
    return by_columns(instance, panels)


def certified(  # noqa: PLR0917  (a lottery and its proof have these parts)
    instance: Instance,
    panels: Seats,
    share: NDArray[np.float64],
    route: str,
    levels: Sequence[Level],
    objective: str = "leximin",
) -> Lottery:
    """Return the lottery with its certificate, after checking every panel and the gap.

    Raises SearchStopped if a panel misses a limit or the gap is too great.
    """
    if not meets(instance, panels).all():
        raise SearchStopped("A panel found misses a quota. Nothing was drawn or decided.")
    excluded = np.zeros(len(instance.profiles), dtype=np.bool_)
    for level in levels:
        if level.value < NEVER:
            excluded[list(level.settled)] = True
    chances = np.minimum(mean_seats(panels, share) / instance.counts, 1.0)
    best, gap = measured(objective, instance, levels, chances)
    if gap > ACCEPTED:
        raise SearchStopped(
            f"The lottery found may be {gap:.1e} of a mean chance below the fairest one. "
            "That is too far to give it out. Nothing was drawn or decided."
        )
    certificate = Certificate(route, best, gap, tuple(levels))
    return Lottery(panels, share, chances, certificate, excluded)


def silent(phase: str, part: float) -> None:
    """Hear progress and say nothing."""
