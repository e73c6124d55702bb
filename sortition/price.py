"""Price: by how much one more place for a group would raise the lowest chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from sortition.certificate import NEVER, bound_by_prices
from sortition.instance import Instance, Quota
from sortition.leximin import Lottery, Progress, leximin
from sortition.loosening import Change
from sortition.relaxation import relax

TRIED = 12  # loosened quotas for which the fairest lottery is found anew
GAIN = 1e-7  # share of a chance below which a gain counts as none


@dataclass(frozen=True)
class Price:
    """What one loosened quota gains; or two of one category, a place moved between them.

    ``lowest`` and ``excluded`` hold the lowest chance of those who are on some panel, and
    the number of people on none, before and after.
    """

    changes: tuple[Change, ...]
    lowest: tuple[float, float]
    excluded: tuple[int, int]

    @property
    def gain(self) -> tuple[int, float]:
        """People who come onto some panel, then the rise of the lowest chance."""
        return self.excluded[0] - self.excluded[1], round(self.lowest[1] - self.lowest[0], 9)

    def __str__(self) -> str:
        before, after = (f"{100 * chance:.3g} %" for chance in self.lowest)
        verb = "raises" if self.lowest[1] >= self.lowest[0] else "lowers"
        sentence = f"{_named(self.changes)} {verb} the lowest chance from {before} to {after}"
        if self.excluded[1] == self.excluded[0]:
            return f"{sentence}."
        fewer, to = self.excluded
        return f"{sentence}, and the people on no panel go from {fewer} to {to}."

    def as_json(self) -> dict[str, object]:
        """Return the price in the types of JSON."""
        return {
            "changes": [change.as_json() for change in self.changes],
            "lowest": list(self.lowest),
            "excluded": list(self.excluded),
            "sentence": str(self),
        }


@dataclass(frozen=True)
class PriceList:
    """Prices by falling gain, and how many more quotas could gain but were not tried.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> pool = small_pool()
    >>> len(price_list(pool, leximin(pool)).prices)
    1
    """

    prices: tuple[Price, ...]
    untried: int


def price_list(instance: Instance, lottery: Lottery, progress: Progress | None = None) -> PriceList:
    """Return what each quota that binds would gain if it gave way by one place.

    Each price comes from the fairest lottery under the changed quotas, computed anew.
    Quotas whose dual prices prove that they gain nothing are left out; of the others
    those with the highest bound on their gain are tried, ``TRIED`` at most. A place moves
    between two quotas of a category where one alone has no room, and gains less.

    Parameters
    ----------
    lottery : Lottery
        The leximin lottery of the instance.
    progress : callable, optional
        Hears the phase "prices" and its finished fraction.

    Raises InfeasibleQuotas and SearchStopped as ``leximin`` does.

    >>> from sortition.examples import small_pool
    >>> from sortition.leximin import leximin
    >>> pool = small_pool()
    >>> for price in price_list(pool, leximin(pool)).prices[:2]:
    ...     print(price)
    One place moved from “age: young” to “age: old” raises the lowest chance from 40 % to 50 %.
    """
    before = _state(instance, lottery)
    hopeful = _hopeful(instance, lottery, before)
    found = []
    for number, changes in enumerate(hopeful[:TRIED]):
        if progress:
            progress("prices", number / min(len(hopeful), TRIED))
        changed = loosened(instance, changes)
        lowest, excluded = _state(changed, leximin(changed))
        price = Price(changes, (before[0], lowest), (before[1], excluded))
        if _gains((lowest, excluded), before):
            found.append(price)
    found.sort(key=lambda price: price.gain, reverse=True)
    return PriceList(tuple(found), max(len(hopeful) - TRIED, 0))


def loosened(instance: Instance, changes: tuple[Change, ...]) -> Instance:
    """Return the instance with other bounds for some quotas."""
    new = {change.before: change.after for change in changes}
    quotas = tuple(new.get(quota, quota) for quota in instance.quotas)
    return replace(
        instance,
        quotas=quotas,
        lower=np.array([quota.minimum for quota in quotas], dtype=np.int64),
        upper=np.array([quota.maximum for quota in quotas], dtype=np.int64),
    )


def _state(instance: Instance, lottery: Lottery) -> tuple[float, int]:
    """Return the lowest chance of those on some panel, and the people on none."""
    return (
        float(lottery.chances[~lottery.excluded].min()),
        int(instance.counts[lottery.excluded].sum()),
    )


def _gains(after: tuple[float, int], before: tuple[float, int]) -> bool:
    return after[1] < before[1] or (after[1] == before[1] and after[0] > before[0] * (1 + GAIN))


def _hopeful(
    instance: Instance, lottery: Lottery, before: tuple[float, int]
) -> list[tuple[Change, ...]]:
    """Return the changes that fractional panels would gain from, the greatest gain first.

    Fractional panels gain at least as much as whole ones, so no other change gains.
    """
    can_gain = _by_prices(instance, lottery)
    reached: dict[tuple[Change, ...], tuple[int, float]] = {}
    for changes in _candidates(instance):
        changed = loosened(instance, changes)
        relaxed = relax(changed) if can_gain(changed) else None
        if relaxed is None:
            continue
        on_none = relaxed.chances < NEVER
        state = float(relaxed.chances[~on_none].min()), int(instance.counts[on_none].sum())
        parts = [reached.get((change,), (0, 0.0)) for change in changes]
        gain = before[1] - state[1], round(state[0], 9)
        if _gains(state, before) and (len(changes) == 1 or gain > max(parts)):
            reached[changes] = gain
    return sorted(reached, key=lambda changes: reached[changes], reverse=True)


def _by_prices(instance: Instance, lottery: Lottery) -> Callable[[Instance], bool]:
    """Return a function that tells whether the dual prices let other bounds gain at all."""
    levels = list(lottery.certificate.levels)
    first = next(i for i, level in enumerate(levels) if level.value >= NEVER)
    levels = levels[: first + 1]

    def can_gain(changed: Instance) -> bool:
        return any(
            not level.quotas
            or bound_by_prices(changed, level) > bound_by_prices(instance, level) + GAIN * 1e-3
            for level in levels
        )

    return can_gain


def _candidates(instance: Instance) -> Iterator[tuple[Change, ...]]:
    """Yield one more place for each value, one fewer, and places moved where only that fits."""
    for category in instance.categories:
        quotas = [quota for quota in instance.quotas if quota.category == category]
        least = sum(quota.minimum for quota in quotas)
        most = sum(quota.maximum for quota in quotas)
        more = [q for q in quotas if least - q.minimum + q.maximum < instance.size]
        fewer = [
            q for q in quotas if q.minimum > 0 and most - q.maximum + q.minimum > instance.size
        ]
        for quota in more:
            yield (Change(quota, replace(quota, maximum=quota.maximum + 1)),)
        for quota in fewer:
            yield (Change(quota, replace(quota, minimum=quota.minimum - 1)),)
        for other in quotas:
            for quota in quotas:
                stuck = quota not in more or other not in fewer
                if quota is not other and other.minimum > 0 and stuck:
                    yield _moved(quota, other)


def _moved(to: Quota, other: Quota) -> tuple[Change, ...]:
    """Return the change that moves a place: one more at most for one, one less for another."""
    return (
        Change(to, replace(to, maximum=to.maximum + 1)),
        Change(other, replace(other, minimum=other.minimum - 1)),
    )


def _named(changes: tuple[Change, ...]) -> str:
    first, *others = changes
    if others:
        return f"One place moved from {others[0].before} to {first.before}"
    if first.after.maximum > first.before.maximum:
        return f"One more place for {first.before}"
    return f"One place fewer kept for {first.before}"
