"""Sampling: what chance alone makes of a share, in a pool and on a panel."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054  # 97.5 % of a normal distribution lies below it


def wilson(there: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of which ``there`` of ``total`` people were seen.

    >>> tuple(round(end, 4) for end in wilson(0, 10))
    (0.0, 0.2775)

    References
    ----------
    Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22, 1927.
    """
    share, spread = there / total, Z_95**2 / total
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(share * (1 - share) * spread + spread**2 / 4) / (1 + spread)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def expected_distance(people: int, share: float) -> float:
    """Return the mean of |X - people share| / people for X of that many, each with that chance.

    >>> round(expected_distance(2, 0.5), 6)
    0.25

    References
    ----------
    De Moivre's formula: Diaconis and Zabell, "Closed form summation for classical
    distributions", Statistical Science 6, 1991.
    """
    if not 0 < share < 1:
        return 0.0
    m = min(math.floor(people * share) + 1, people)
    logarithm = _choose(people, m) + m * math.log(share) + (people - m + 1) * math.log1p(-share)
    return 2 * m * math.exp(logarithm) / people


def plain_distance(pool: int, there: int, size: int, share: float) -> float:
    """Return the mean of |X / size - share| for X of ``there`` when ``size`` are drawn plainly.

    ``size`` people are drawn from the pool, each with the same chance, without quotas.

    >>> round(plain_distance(2, 1, 1, 0.5), 6)
    0.5
    """
    everything = _choose(pool, size)
    return sum(
        math.exp(_choose(there, x) + _choose(pool - there, size - x) - everything)
        * abs(x / size - share)
        for x in range(max(0, size - pool + there), min(there, size) + 1)
    )


def _choose(n: int, k: int) -> float:
    """Return the logarithm of the number of ways to choose k of n."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
