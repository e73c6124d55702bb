"""Program: optima, proofs that there is none, and neither."""

import numpy as np
import pytest

from sortition import program
from sortition.instance import SearchStopped
from sortition.program import INFINITY, Program


def market_split(**named):
    """A program of 40 whole variables, whose three equations take long to refute or to meet."""
    random = np.random.default_rng(5)
    matrix = random.integers(0, 100, (3, 40)).astype(float)
    half = np.floor(matrix.sum(axis=1) / 2)
    return Program(matrix, half, half, np.zeros(40), np.zeros(40), np.ones(40), **named)


def line(below, above, cost, **named):
    return Program(
        np.ones((1, 2)),
        np.array([below]),
        np.array([above]),
        np.array(cost),
        np.zeros(2),
        np.full(2, INFINITY),
        **named,
    )


def test_an_optimum_comes_with_its_prices():
    answer = line(3.0, INFINITY, [2.0, 5.0]).solve()

    assert answer.value == answer.bound == 6.0
    assert answer.variables.tolist() == [3.0, 0.0]
    assert answer.rows.tolist() == [2.0]
    assert answer.reduced.tolist() == [0.0, 3.0]


def test_new_costs_give_a_new_optimum():
    changed = line(3.0, INFINITY, [2.0, 5.0], whole=True)
    changed.solve()
    changed.price(np.array([9.0, 5.0]))

    assert changed.solve().variables.tolist() == [0.0, 3.0]


@pytest.mark.parametrize("whole", [False, True])
def test_no_solution_is_none(whole):
    assert line(-2.0, -1.0, [1.0, 1.0], whole=whole).solve() is None


def test_whole_numbers_are_whole():
    assert line(1.5, INFINITY, [1.0, 1.0], whole=True).solve().value == 2.0


def test_a_program_without_an_end_is_no_answer():
    with pytest.raises(SearchStopped, match=r"without an answer \(.*unbounded.*\)"):
        line(0.0, INFINITY, [-1.0, 0.0]).solve()


def test_a_search_cut_short_is_no_proof():
    with pytest.raises(SearchStopped, match="Nothing was drawn or decided"):
        market_split(whole=True, nodes=1).solve()


def test_running_out_of_time_is_no_proof(monkeypatch):
    monkeypatch.setattr(program, "SECONDS", 0.0)

    with pytest.raises(SearchStopped, match="time limit"):
        market_split(whole=True).solve()
