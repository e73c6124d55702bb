"""Bias: how far a pool of volunteers is from the population, and how far its panels are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sortition.instance import Instance, Quota, values_by_category
from sortition.leximin import Lottery
from sortition.sampling import expected_distance, plain_distance, wilson

Shares = Mapping[tuple[str, str], float]  # by category and value; those of a category sum to 1


@dataclass(frozen=True)
class Group:
    """The people who gave one answer, in the population, in the pool and on the panel.

    Attributes
    ----------
    category, value : str
    people : int
        In the pool.
    pool, population : float
        Their share of the pool and of the population.
    interval : (float, float)
        95 % interval of the difference, pool less population: see ``wilson``.
    missing : int or None
        How many more of them the pool needs to reach their share of the population; None
        if no number is enough, because the population has nobody else.
    fair, self_selected : float
        Seats at their share of the population, and of the pool.
    drawn : float or None
        Seats that the lottery gives them on average; None without a lottery.
    """

    category: str
    value: str
    people: int
    pool: float
    population: float
    interval: tuple[float, float]
    missing: int | None
    fair: float
    self_selected: float
    drawn: float | None

    @property
    def difference(self) -> float:
        """Their share of the pool less their share of the population."""
        return self.pool - self.population


@dataclass(frozen=True)
class Gap:
    """The representation gap of one category, or their mean: see ``dissimilarity``.

    ``pool`` is that of the pool, ``chance`` what a pool of this size drawn at random from
    the population has on average, ``plain`` what a panel drawn from this pool without
    quotas has on average, and ``panel`` what the lottery's panels have on average.
    """

    category: str
    pool: float
    chance: float
    plain: float
    panel: float | None


@dataclass(frozen=True)
class Bias:
    """Every group in the order of the quotas, the gap of every category, and their mean.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool()
    >>> found = compare(pool, middle_of(pool.quotas))
    >>> round(found.mean.pool, 6), found.mean.panel is None
    (0.0625, True)
    """

    groups: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    mean: Gap


def compare(instance: Instance, population: Shares, lottery: Lottery | None = None) -> Bias:
    """Return how a pool, and the panels of its lottery, compare with a population.

    Parameters
    ----------
    population : mapping of (category, value) to share
        For every quota; the shares of a category sum to 1.
    lottery : Lottery, optional
        Without it, nothing is said of panels with quotas.

    Raises
    ------
    KeyError
        If a quota has no share.

    >>> from sortition.examples import small_pool
    >>> pool = small_pool()
    >>> village = compare(pool, middle_of(pool.quotas)).groups[3]
    >>> village.value, village.people, round(village.pool, 3), village.population
    ('village', 3, 0.375, 0.375)
    """
    groups = tuple(_group(instance, j, population, lottery) for j in range(len(instance.quotas)))
    gaps = tuple(_gap(instance, category, groups, lottery) for category in instance.categories)
    number = len(gaps)
    panels = [gap.panel for gap in gaps if gap.panel is not None]
    mean = Gap(
        "",
        sum(gap.pool for gap in gaps) / number,
        sum(gap.chance for gap in gaps) / number,
        sum(gap.plain for gap in gaps) / number,
        sum(panels) / number if panels else None,
    )
    return Bias(groups, gaps, mean)


def middle_of(quotas: Sequence[Quota]) -> dict[tuple[str, str], float]:
    """Return the share of each quota's middle among those of its category.

    >>> middle_of([Quota("sex", "f", 1, 3), Quota("sex", "m", 5, 7)])[("sex", "f")]
    0.25
    """
    shares = {}
    for category in values_by_category(quotas):
        own = [quota for quota in quotas if quota.category == category]
        total = sum(quota.minimum + quota.maximum for quota in own)
        for quota in own:
            middle = quota.minimum + quota.maximum
            shares[category, quota.value] = middle / total if total else 1 / len(own)
    return shares


def dissimilarity(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the index of dissimilarity of two distributions: half the sum of differences.

    It is the share of people who would have to be of another group for the two to be the
    same: 0 if they are, 1 if they have no group in common.

    >>> dissimilarity([0.5, 0.5], [0.25, 0.75])
    0.25

    References
    ----------
    Duncan and Duncan, "A methodological analysis of segregation indexes", American
    Sociological Review 20, 1955.
    """
    return sum(abs(a - b) for a, b in zip(ours, theirs, strict=True)) / 2


def _group(instance: Instance, j: int, population: Shares, lottery: Lottery | None) -> Group:
    quota, total = instance.quotas[j], len(instance.ids)
    members = instance.belongs[:, j]
    there = int(instance.counts[members].sum())
    share = population[quota.category, quota.value]
    low, high = wilson(there, total)
    drawn = None
    if lottery is not None:
        drawn = float((instance.counts * lottery.chances)[members].sum())
    return Group(
        quota.category,
        quota.value,
        there,
        there / total,
        share,
        (low - share, high - share),
        missing(there, total, share),
        share * instance.size,
        there / total * instance.size,
        drawn,
    )


def missing(there: int, total: int, share: float) -> int | None:
    """Return how many must join ``there`` of ``total`` people to be this share of all.

    >>> missing(10, 100, 0.25), missing(30, 100, 0.25), missing(1, 2, 1.0)
    (20, 0, None)
    """
    lack = share * total - there
    if lack <= 1e-9:
        return 0
    return math.ceil(lack / (1 - share) - 1e-9) if share < 1 else None


def _gap(
    instance: Instance, category: str, groups: Sequence[Group], lottery: Lottery | None
) -> Gap:
    own = [group for group in groups if group.category == category]
    population, total = [group.population for group in own], len(instance.ids)
    panel = None
    if lottery is not None:
        columns = [j for j, quota in enumerate(instance.quotas) if quota.category == category]
        shares = lottery.panels @ instance.belongs[:, columns] / instance.size
        panel = float(lottery.share @ np.abs(shares - np.array(population)).sum(axis=1)) / 2
    size = min(instance.size, total)
    return Gap(
        category,
        dissimilarity([group.pool for group in own], population),
        sum(expected_distance(total, share) for share in population) / 2,
        sum(plain_distance(total, g.people, size, g.population) for g in own) / 2,
        panel,
    )
