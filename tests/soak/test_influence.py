"""Influence: over 200 panels a design, the strategic juror is the most influential one."""

import pytest

from tests.jury.scoring.strategic import DESIGNS, times_first


@pytest.mark.parametrize("design", DESIGNS)
def test_a_strategic_juror_is_first_in_nine_panels_of_ten(design):
    assert times_first(range(200), design) >= 180
