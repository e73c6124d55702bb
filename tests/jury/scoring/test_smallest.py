"""Smallest finds the bottom of smooth functions, also at the edge of the box."""

import numpy as np
import pytest

from jury.scoring.smallest import smallest


def test_a_tilted_bowl_is_solved():
    def bowl(x):
        return (x[0] - 1) ** 2 + 3 * (x[0] - 1) * (x[1] + 2) + 4 * (x[1] + 2) ** 2

    assert smallest(bowl, 2, 18.0) == pytest.approx([1, -2], abs=1e-6)


def test_the_deeper_of_two_valleys_is_found():
    def valleys(x):
        return -np.exp(-((x[0] - 5) ** 2)) - 2 * np.exp(-((x[0] + 4) ** 2))

    assert smallest(valleys, 1, 18.0) == pytest.approx([-4], abs=1e-5)


def test_a_slope_without_bottom_ends_at_the_edge():
    assert smallest(lambda x: -np.tanh(x[0] / 9), 1, 18.0) == pytest.approx([18.0])
