"""Close call: the line, the groups around it and the lot."""

import json
import subprocess

import numpy as np
import pytest

from jury.scoring import close_call

LOWER = np.array([1.0, 1.5, 2.0, 4.6, 3.5])
UPPER = np.array([1.4, 3.0, 4.0, 5.0, 4.5])


def test_the_line_is_the_rank_of_the_first_that_stays_unfunded():
    rank = np.array([1.0, 2.0, 3.0, 4.0])
    assert close_call.line_of([0, 2, 1, 3], [0, 1], rank) == 3.0
    assert close_call.line_of([0, 1, 2, 3], [0, 1, 2, 3], rank) is None


def test_a_rank_covers_half_a_place_to_either_side():
    assert close_call.groups(4.0, LOWER, UPPER) == [
        "funded", "funded", "lottery", "not_funded", "lottery",
    ]  # fmt: skip
    assert close_call.groups(4.1, LOWER, UPPER)[3] == "lottery"


def test_no_lot_is_needed_when_the_whole_group_fits():
    group = ["funded", "lottery", "lottery", "not_funded"]
    assert not close_call.needs_lot(group, [10, 20, 30, 99], 60)
    assert close_call.needs_lot(group, [10, 20, 30, 99], 59)


def test_no_lot_is_needed_when_it_could_decide_nothing():
    assert not close_call.needs_lot(["funded", "lottery", "not_funded"], [10, 20, 5], 29)
    assert not close_call.needs_lot(["funded", "lottery", "lottery"], [10, 20, 30], 29)
    assert close_call.needs_lot(["funded", "lottery", "lottery"], [10, 20, 30], 30)


def test_a_proposal_that_asks_nothing_needs_no_lot():
    assert not close_call.needs_lot(["lottery", "lottery", "lottery"], [0, 0, 30], 20)
    assert close_call.needs_lot(["lottery", "lottery", "lottery"], [0, 20, 30], 20)


def test_the_lot_moves_only_the_group():
    group = ["funded", "lottery", "lottery", "not_funded", "lottery"]
    ids = list("abcde")
    drawn = {
        tuple(close_call.drawn_order([0, 1, 2, 4, 3], group, ids, str(value)))
        for value in range(80)
    }
    assert {order[0] for order in drawn} == {0}
    assert {order[-1] for order in drawn} == {3}
    assert len(drawn) == 6


@pytest.mark.parametrize(
    ("ids", "value"),
    [
        (["3", "4", "5", "18"], "9,8,8"),
        (["p-1", "l'été", 'a "b" $HOME %s', "社区"], "Il pleut, «vraiment» 'oui' \\ 100 %"),
    ],
)
def test_a_shell_draws_the_lot_again_with_nothing_of_this_program(ids, value):
    line = close_call.command(ids, value)

    said = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout
    order = close_call.drawn_order(range(len(ids)), ["lottery"] * len(ids), ids, value)
    found = [json.loads(each.partition(" ")[2]) for each in said.splitlines()]
    assert found == [ids[i] for i in order]
