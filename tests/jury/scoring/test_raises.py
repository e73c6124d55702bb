"""Raises: endowments one after the other, some of them run before they are due."""

import numpy as np

from jury.scoring.raises import Raises, Ran

FIRST = np.array([True, False, False])
BOTH = np.array([True, True, False])


def ran(basket, lacks, spent=60):
    """A run that left each vote ``lacks`` cents short of the second proposal."""
    return Ran(basket, spent, np.array([np.inf, lacks, np.inf]))


def halving(raises, *endowments):
    """Runs that buy the first proposal; a vote lacks half of what is missing to 1,000."""
    for each in endowments:
        raises.note(each, ran(FIRST, (1000 - each) / 2))


def test_the_next_endowments_are_foretold_once_the_basket_stays():
    raises = Raises(200.0, budget=100)
    assert raises.foretold(9) == [200.0]
    halving(raises, 200.0)
    assert raises.foretold(9) == [600.0]
    halving(raises, 600.0)
    assert raises.foretold(9) == [800.0, 900.0]
    assert raises.foretold(0) == [800.0]
    halving(raises, 800.0, 900.0)
    assert raises.foretold(9) == [950.0, 975.0, 988.0, 994.0]


def test_a_run_counts_when_its_endowment_is_due_and_not_before():
    raises = Raises(200.0, budget=100)
    halving(raises, 200.0, 600.0)

    raises.note(900.0, ran(BOTH, np.inf))
    assert raises.due == 800.0
    assert raises.basket.tolist() == FIRST.tolist()

    raises.note(800.0, ran(FIRST, 100.0))
    assert raises.due is None
    assert raises.basket.tolist() == BOTH.tolist()


def test_a_forecast_that_does_not_come_true_is_never_used():
    raises = Raises(200.0, budget=100)
    halving(raises, 200.0, 600.0)
    raises.note(900.0, ran(BOTH, np.inf))

    raises.note(800.0, ran(FIRST, 40.0))

    assert raises.due == 840.0
    assert raises.basket.tolist() == FIRST.tolist()


def test_the_last_run_within_the_budget_counts():
    raises = Raises(200.0, budget=100)
    halving(raises, 200.0)

    raises.note(600.0, ran(BOTH, 1.0, spent=101))

    assert raises.due is None
    assert raises.basket.tolist() == FIRST.tolist()


def test_a_raise_is_one_cent_at_least():
    raises = Raises(200.0, budget=100)
    raises.note(200.0, ran(FIRST, 1e-9))
    assert raises.due == 201.0
