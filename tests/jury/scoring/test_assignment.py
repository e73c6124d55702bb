"""Assignment: classical designs, even readings, conflicts, connection, refusals."""

import itertools
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from jury.scoring import assignment_measures as measures
from jury.scoring.assignment import BadAssignment, assign
from jury.scoring.assignment_start import fair_start, joined
from sortition.randomness import Stream

DESIGNS = json.loads(
    (Path(__file__).parent / "oracles/assignment/bibd.json").read_text(encoding="utf-8")
)["designs"]


def ids(letter, number):
    return [f"{letter}{i}" for i in range(number)]


def plan_of(proposals, jurors, each, conflicts=(), seed="seed"):
    return assign(ids("j", jurors), ids("p", proposals), each, conflicts, seed)


def some_conflicts(proposals, jurors, share, seed):
    rng = np.random.default_rng(seed)
    pairs = itertools.product(ids("j", jurors), ids("p", proposals))
    return [pair for pair in pairs if rng.random() < share]


def replications_differ_by_at_most_1(plan):
    return np.ptp(plan.readers) <= 1


@pytest.mark.parametrize("design", DESIGNS, ids=lambda d: f"{d['v']}-{d['b']}-{d['k']}")
@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_a_classical_size_gives_a_balanced_design(design, seed):
    plan = plan_of(design["v"], design["b"], design["k"], seed=seed)
    counts = plan.pair_counts()

    assert set(plan.reads.sum(axis=1)) == {design["k"]}
    assert set(np.diag(counts)) == {design["r"]}
    assert set(counts[~np.eye(design["v"], dtype=bool)]) == {design["lambda"]}
    assert plan.efficiency == pytest.approx(design["efficiency"], abs=1e-12)
    assert plan.bound == pytest.approx(design["efficiency"], abs=1e-12)
    assert plan.loss == 0


@pytest.mark.parametrize(
    ("proposals", "jurors", "each"), [(6, 10, 3), (10, 15, 4), (16, 16, 6), (15, 35, 3)]
)
def test_exchanges_alone_find_small_balanced_designs(proposals, jurors, each):
    assert plan_of(proposals, jurors, each).loss == 0


@pytest.mark.parametrize(
    ("proposals", "jurors", "each"),
    [(24, 24, 8), (30, 20, 6), (75, 25, 15), (20, 33, 5), (8, 9, 4)],
)
def test_without_conflicts_a_plan_reaches_95_percent_of_the_bound(proposals, jurors, each):
    plan = plan_of(proposals, jurors, each)

    assert plan.efficiency >= 0.95 * plan.bound
    assert plan.efficiency <= plan.bound
    assert replications_differ_by_at_most_1(plan)
    assert (plan.missing, plan.unevenness) == (0, 0)
    assert set(plan.reads.sum(axis=1)) == {each}


@pytest.mark.parametrize("seed", range(3))
def test_conflicts_are_excluded_and_cost_little_when_few(seed):
    conflicts = some_conflicts(24, 24, 0.06, seed)
    plan = plan_of(24, 24, 8, conflicts)

    assert not {(j, p) for j in plan.jurors for p in plan.of_juror(j)} & set(conflicts)
    assert replications_differ_by_at_most_1(plan)
    assert set(plan.reads.sum(axis=1)) == {8}
    assert plan.loss == pytest.approx(1 - plan.efficiency / plan.bound)
    assert 0 < plan.loss < 0.05


def test_a_classical_design_stays_perfect_when_conflicts_leave_room():
    plan = plan_of(7, 7, 3, [("j0", "p0"), ("j1", "p3"), ("j2", "p3"), ("j6", "p5")])

    assert plan.loss == 0
    assert not {"j1", "j2"} & set(plan.of_proposal("p3"))


def test_a_proposal_with_few_possible_readers_gets_all_of_them_and_the_loss_is_told():
    conflicts = [(juror, "p0") for juror in ids("j", 10)]
    plan = plan_of(12, 12, 4, conflicts)

    assert plan.of_proposal("p0") == ("j10", "j11")
    assert sorted(plan.readers) == [2] + [4] * 9 + [5] * 2
    assert plan.unevenness == 3
    assert plan.loss > 0


def test_a_juror_with_more_conflicts_than_spare_proposals_reads_all_others():
    plan = plan_of(6, 5, 6, [("j2", "p1"), ("j2", "p4"), ("j3", "p0")])

    assert plan.of_juror("j2") == ("p0", "p2", "p3", "p5")
    assert plan.missing == 3
    assert plan.reads.sum() == 27


def by_trying_all(may, each):
    """The smallest sum of squared replications, by trying every plan."""
    choices = [list(itertools.combinations(np.flatnonzero(row).tolist(), each)) for row in may]
    return min(
        (np.bincount(np.concatenate(rows), minlength=may.shape[1]) ** 2).sum()
        for rows in itertools.product(*choices)
    )


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_has_more_even_replications(seed):
    rng = np.random.default_rng(seed)
    may = np.zeros((4, 5), dtype=bool)
    for row in may:
        row[rng.choice(5, rng.integers(2, 5), replace=False)] = True

    reads = fair_start(may, 2, Stream(str(seed).encode()))

    assert not (reads & ~may).any()
    assert set(reads.sum(axis=1)) == {2}
    assert (reads.sum(axis=0) ** 2).sum() == by_trying_all(may, 2)


def test_a_plan_that_falls_apart_is_joined_by_one_exchange():
    apart = np.kron(np.eye(2), np.ones((2, 3))) > 0

    whole = joined(apart, np.ones_like(apart))

    assert len(measures.groups(whole)) == 1
    assert (whole != apart).sum() == 4
    assert (whole.sum(axis=0) == 2).all()
    assert (whole.sum(axis=1) == 3).all()


def test_where_conflicts_forbid_exchanges_one_juror_reads_another_proposal():
    apart = np.kron(np.eye(2), np.ones((2, 3))) > 0
    may = apart.copy()
    may[0, 4] = True

    whole = joined(apart, may)

    assert len(measures.groups(whole)) == 1
    assert np.argwhere(whole & ~apart).tolist() == [[0, 4]]
    assert (whole.sum(axis=1) == 3).all()


def test_a_plan_that_conflicts_keep_apart_is_left_as_it_is():
    apart = np.kron(np.eye(2), np.ones((2, 3))) > 0

    assert (joined(apart, apart) == apart).all()


@pytest.mark.parametrize(("proposals", "jurors", "each"), [(5, 4, 2), (4, 4, 2), (5, 3, 3)])
def test_no_connected_plan_has_a_smaller_sum_of_squared_pair_counts(proposals, jurors, each):
    blocks = list(itertools.combinations(range(proposals), each))
    least = {}
    for rows in itertools.combinations_with_replacement(blocks, jurors):
        reads = np.zeros((jurors, proposals), dtype=bool)
        for j, row in enumerate(rows):
            reads[j, list(row)] = True
        if np.ptp(reads.sum(axis=0)) <= 1 and len(measures.groups(reads)) == 1:
            least[measures.squares(reads)] = max(
                least.get(measures.squares(reads), 0), measures.efficiency(reads)
            )
    plan = plan_of(proposals, jurors, each)

    assert measures.squares(plan.reads) == min(least)
    assert plan.efficiency == pytest.approx(least[min(least)])


@pytest.mark.parametrize("seed", range(2))
def test_a_sparse_plan_is_connected_though_a_random_one_falls_apart(seed):
    plan = plan_of(12, 12, 2, seed=str(seed))

    assert len(measures.groups(plan.reads)) == 1
    assert set(plan.readers) == {2}


def test_the_order_of_jurors_proposals_and_conflicts_leaves_no_trace():
    conflicts = some_conflicts(9, 8, 0.1, 5)
    plan = plan_of(9, 8, 4, conflicts)

    turned = assign(ids("j", 8)[::-1], ids("p", 9)[::-1], 4, conflicts[::-1] * 2, "seed")

    assert (turned.reads == plan.reads).all()
    assert (turned.jurors, turned.proposals) == (plan.jurors, plan.proposals)


def test_the_seed_decides_and_the_same_seed_decides_the_same():
    plans = [plan_of(10, 8, 4, seed=seed).reads.tobytes() for seed in ("a", "a", "b")]

    assert plans[0] == plans[1] != plans[2]


def test_the_plan_of_a_seed_is_the_same_on_every_computer():
    plan = plan_of(6, 6, 3, seed="everywhere")

    assert ["".join(map(str, row.astype(int))) for row in plan.reads] == EVERYWHERE


EVERYWHERE = ["110100", "100011", "001101", "101010", "011001", "010110"]

REFUSED = [
    ((["j0", "j1", "j1"], ["p0", "p1"], 2, []), "The juror “j1” is listed more than once"),
    ((["j0", "j1"], ["p0", "p0"], 2, []), "The proposal “p0” is listed more than once"),
    ((["j0"], ["p0", "p1"], 2, []), "there is 1 juror. Name at least 2."),
    (([], ["p0"], 1, []), "there are 0 jurors. Name at least 2."),
    ((["j0", "j1"], [], 1, []), "There is no proposal to read."),
    ((["j0", "j1"], ["p0"], 2, []), "to read 2 proposals, and there is 1 proposal. Choose"),
    ((["j0", "j1"], ["p0", "p1"], 0, []), "to read 0 proposals, .* a number from 1 to 2."),
    ((ids("j", 4), ids("p", 9), 2, []), "make 8 readings, and it takes 12 .* at least 3, or"),
    ((["j0", "j1"], ["p0"], 1, [("x", "p0")]), "names the juror “x”, who is not in the list"),
    ((["j0", "j1"], ["p0"], 1, [("j0", "x")]), "names the proposal “x”, which is not in"),
    (
        (["j0", "j1"], ["p0", "p1"], 2, [("j0", "p1"), ("j1", "p1")]),
        "All 2 jurors have a conflict of interest with “p1”",
    ),
    (
        (["j0", "j1"], ["p0", "p1"], 2, [("j0", "p0"), ("j0", "p1")]),
        "“j0” has a conflict of interest with all 2 proposals",
    ),
    (
        (["j0", "j1"], ids("p", 4), 4, [("j0", "p0"), ("j0", "p1"), ("j1", "p2"), ("j1", "p3")]),
        "fall apart into 2 groups that no juror compares; one of them is “p0”, “p1”",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "sentence"), REFUSED)
def test_what_cannot_be_assigned_is_refused_with_numbers_and_what_to_do(asked, sentence):
    with pytest.raises(BadAssignment, match=sentence):
        assign(*asked, "seed")


@pytest.mark.parametrize("number", range(5, 13))
def test_the_fewest_readings_advised_do_connect_everything(number):
    with pytest.raises(BadAssignment, match="at least") as refused:
        plan_of(number, 3, 2)
    advised = int(str(refused.value).split("at least ")[1].split(",")[0])

    assert len(measures.groups(plan_of(number, 3, advised).reads)) == 1
    with pytest.raises(BadAssignment):
        plan_of(number, 3, advised - 1)


def exact_efficiency(reads):
    """The harmonic mean from the mean variance of all differences, in exact rationals."""
    jurors, v = reads.shape
    size = [int(row.sum()) for row in reads]
    information = [
        [
            sum(
                Fraction(int(i == k)) - Fraction(1, size[j])
                for j in range(jurors)
                if reads[j, i] and reads[j, k]
            )
            for k in range(v)
        ]
        for i in range(v)
    ]
    for i in range(v):  # plus J: the inverse then serves for differences
        for k in range(v):
            information[i][k] += 1
    rows = [row + [Fraction(int(i == k)) for k in range(v)] for i, row in enumerate(information)]
    for i in range(v):
        pivot = next(k for k in range(i, v) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for k in range(v):
            if k != i:
                rows[k] = [x - rows[k][i] * y for x, y in zip(rows[k], rows[i], strict=True)]
    inverse = [row[v:] for row in rows]
    variances = [
        inverse[i][i] + inverse[k][k] - 2 * inverse[i][k]
        for i, k in itertools.combinations(range(v), 2)
    ]
    mean = sum(variances, Fraction(0)) / len(variances)
    return Fraction(2 * v, sum(size)) / mean


@pytest.mark.parametrize(("proposals", "jurors", "each"), [(6, 5, 3), (7, 7, 3), (5, 4, 2)])
def test_efficiency_is_that_of_the_mean_variance_of_a_difference(proposals, jurors, each):
    plan = plan_of(proposals, jurors, each)

    assert plan.efficiency == pytest.approx(float(exact_efficiency(plan.reads)), abs=1e-12)


def test_a_plan_that_falls_apart_has_no_efficiency():
    assert measures.efficiency(np.kron(np.eye(2), np.ones((2, 3))) > 0) == 0
