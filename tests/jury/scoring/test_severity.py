"""Severity: how harsh jurors are is counted, and nobody is named."""

from jury.scoring import result
from jury.scoring.case import ScoreRow

PROPOSALS = [(f"p{i}", f"Proposal {i}", 100) for i in range(1, 9)]


def computed(shifts, names="abcd"):
    """Four jurors who agree but for the shift of each, and one mark of their own."""
    rows = [
        ScoreRow(name, f"p{i}", 3 + (i * 3 + (i == j)) % 4 + shift)
        for j, (name, shift) in enumerate(zip(names, shifts, strict=True), 1) for i in range(1, 9)
    ]  # fmt: skip
    return result.compute(rows, PROPOSALS, 300, scale=(1, 9), full=True)


def test_each_juror_is_counted_once_in_a_step_around_their_own_severity():
    found = computed([0, 0, 0, -2])

    steps = found["severity"]
    assert [step["points"] for step in steps] == [
        steps[0]["points"] + 0.5 * k for k in range(len(steps))
    ]
    each = sorted(row["severity"] for row in found["jurors"])
    told = [step["points"] for step in steps for _ in range(step["jurors"])]
    assert len(told) == 4
    assert all(abs(mine - step) <= 0.25 + 1e-9 for mine, step in zip(each, told, strict=True))
    assert steps[-1]["points"] > 1  # the juror who scores 2 points lower is the harsh one
    assert steps[-1]["jurors"] == 1


def test_names_and_their_order_leave_no_trace():
    one, other = computed([0, 0, 1, -1]), computed([0, 0, 1, -1], names="dacb")

    assert one["jurors"] != other["jurors"]
    assert one["severity"] == other["severity"]
    assert all(set(step) == {"points", "jurors"} for step in one["severity"])
