"""Ordering: the same order as allocation's with everything computed, ties by what was scored."""

from statistics import median

import numpy as np
import pytest

from jury.scoring import allocation, grades, majority
from jury.scoring.gauge import MOST_VOTES, key
from jury.scoring.ordering import Terms, best_first, marks_of
from jury.scoring.table import Table


def tied_table(seed):
    """A small table of whole grades with many ties, and its terms; equal costs abound."""
    rng = np.random.default_rng(seed)
    proposals, jurors = 12, 5
    i, j = np.nonzero(rng.random((proposals, jurors)) < 0.8)
    table = Table(i, j, rng.integers(1, 6, len(i)).astype(float), proposals, jurors)
    cost = rng.integers(1, 3, proposals).tolist()
    return table, Terms(cost, 9, rng.permutation(proposals).tolist(), (1, 5)), rng


@pytest.mark.parametrize("seed", range(30))
def test_the_order_is_that_with_every_median_and_majority_grade_computed(seed):
    table, terms, rng = tied_table(seed)
    read = np.flatnonzero(table.counts.any(axis=1))
    first = rng.integers(0, 3, table.proposals).astype(float)
    scores = [table.of_proposal(i).tolist() for i in read]
    slow = allocation.best_first(
        first[read].tolist(),
        [median(each) for each in scores],
        majority.majority_ranks([grades.tally(each, terms.scale) for each in scores]),
        [terms.cost[i] for i in read],
        [terms.tie_lot[i] for i in read],
    )
    found = best_first(first, read, lambda _: marks_of(table, terms.scale), terms)
    assert found == [int(read[k]) for k in slow]


@pytest.mark.parametrize("seed", range(5))
def test_marks_without_a_juror_are_those_of_the_table_without_the_juror(seed):
    table, terms, _ = tied_table(seed)
    stays = table.juror != 2
    rest = Table(table.proposal[stays], table.juror[stays], table.score[stays], 12, 5)
    left, right = marks_of(table, terms.scale).without(2), marks_of(rest, terms.scale)
    assert np.array_equal(left.medians(), right.medians(), equal_nan=True)
    assert left.tallies().tolist() == right.tallies().tolist()
    scores = [rest.of_proposal(i).tolist() for i in range(12)]
    assert right.tallies().tolist() == [grades.tally(each, terms.scale) for each in scores]
    assert [m for m in right.medians() if m == m] == [median(each) for each in scores if each]


@pytest.mark.parametrize("seed", range(40))
def test_keys_rank_as_majority_judgment_ranks_also_with_different_numbers_of_votes(seed):
    rng = np.random.default_rng(seed)
    for _ in range(50):
        size = int(rng.integers(1, 6))
        tallies = [rng.integers(0, int(rng.integers(2, 7)), size).tolist() for _ in range(4)]
        tallies = [tally for tally in tallies if sum(tally)] or [[1]]
        keys = [key(tuple(tally)) for tally in tallies]
        places = [sorted(keys, reverse=True).index(each) + 1 for each in keys]
        assert places == majority.majority_ranks(tallies)


@pytest.mark.parametrize(("tally", "votes"), [((), 0), ((0, 0), 0), ((MOST_VOTES, 1), 67108865)])
def test_a_tally_of_no_votes_or_too_many_is_refused(tally, votes):
    with pytest.raises(ValueError, match=f"A tally of {votes} votes has no majority grade here"):
        key(tally)
