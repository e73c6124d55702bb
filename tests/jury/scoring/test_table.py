"""Table: sums by cell, islands of proposals, and proposals that are alike."""

import numpy as np

from jury.scoring.table import Table, alike, build, islands


def test_repeated_cells_are_counted_and_summed():
    found = build([0, 0, 1], [1, 1, 0], [2, 3, 4])
    assert found.counts.tolist() == [[0, 2], [1, 0]]
    assert found.sums.tolist() == [[0, 5], [4, 0]]
    assert found.of_proposal(0).tolist() == [2, 3]


def test_islands_are_proposals_that_no_juror_connects():
    apart = build([0, 1, 2, 3], [0, 0, 1, 1], [1, 2, 3, 4])
    joined = build([0, 1, 1, 2, 2, 3], [0, 0, 1, 1, 2, 2], [1, 2, 3, 4, 5, 6])
    assert [group.tolist() for group in islands(apart)] == [
        [True, True, False, False],
        [False, False, True, True],
    ]
    assert len(islands(joined)) == 1


def test_alike_means_the_same_jurors_and_the_same_sum():
    data = np.array([[1, 5, 3.0], [5, 3, 1], [3, 3, 4], [1, 5, np.nan]])
    i, j = np.nonzero(~np.isnan(data))
    assert alike(Table(i, j, data[i, j], 4, 3)).tolist() == [0, 0, 1, 2]
