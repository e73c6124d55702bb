"""Least: the CPU time of something short, measured the same way on both sides."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
LONG_ENOUGH = 1.0  # CPU seconds of repeating
MOST = 200


def least(act: Callable[[], Found]) -> tuple[float, Found]:
    """Return the fewest CPU seconds that ``act`` took, and what it returned.

    It runs once, and again until a second has been spent, at most 200 times.
    """
    best, begun = float("inf"), time.process_time()
    for _ in range(MOST):
        started = time.process_time()
        found = act()
        done = time.process_time()
        best = min(best, done - started)
        if done - begun > LONG_ENOUGH:
            break
    return best, found
