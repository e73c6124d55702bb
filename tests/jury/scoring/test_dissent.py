"""Dissent: shares, polarisation, champions and the cases always shown."""

import numpy as np

from jury.scoring import dissent, table


def of(rows):
    data = np.array(rows, dtype=float)  # proposals x jurors
    i, j = np.nonzero(~np.isnan(data))
    return table.Table(i, j, data[i, j], *data.shape)


def test_the_threshold_itself_is_in_favour():
    favour = dissent.in_favour(of([[3, 3, 2.9, 1], [5, 5, 5, np.nan]]), 3.0)
    assert favour.tolist() == [0.5, 1.0]
    assert dissent.polarisation(favour).tolist() == [1.0, 0.0]


def test_a_champion_has_the_proposal_in_the_own_top_fifth():
    one_clear_first = np.arange(10.0)[::-1]
    tied_first = np.array([9, 9, 7, 6, 5, 4, 3, 2, 1, 0.0])
    three_tied_first = np.array([9, 9, 9, 6, 5, 4, 3, 2, 1, 0.0])
    all_equal = np.full(10, 5.0)
    scores = of(np.column_stack([one_clear_first, tied_first, three_tied_first, all_equal]))

    assert dissent.champions(scores).tolist() == [3, 3, 1, 0, 0, 0, 0, 0, 0, 0]


def test_who_scored_few_still_champions_the_best_and_who_scored_one_nothing():
    nan = np.nan
    assert dissent.champions(of([[5, nan], [3, 4], [1, nan]])).tolist() == [1, 0, 0]


def test_a_quarter_against_and_a_fifth_of_champions_are_shown():
    opposed, missed = dissent.always_shown(
        [True, True, False, False],
        np.array([0.75, 0.76, 0.1, 0.1]),
        np.array([0.5, 0.5, 0.2, 0.19]),
    )
    assert (opposed, missed) == ([0], [2])
