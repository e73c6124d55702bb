"""Alternates compared: fewer quotas are missed than by the choices that others make."""

import pytest

from bench.alternates_bench import (
    CHOICES,
    KINDS,
    chances,
    compare,
    drawn,
    nearest,
    scaled,
    shortfall,
)
from sortition.randomness import Stream


@pytest.mark.parametrize("kind", KINDS)
def test_fewer_quotas_are_missed_than_by_either_other_choice(mass, kind):
    found = compare(mass.instance, mass.lottery, kind, 6, panels=2, scenarios=15)

    assert found["ours"] < found["nearest profile"]
    assert found["ours"] < found["scaled quotas"]


def test_the_same_seeds_give_the_same_figures(mass):
    once = compare(mass.instance, mass.lottery, "by answer", 6, panels=1, scenarios=3)

    assert once == compare(mass.instance, mass.lottery, "by answer", 6, panels=1, scenarios=3)


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_names_so_many_people_beside_the_panel(mass, choice):
    panel = drawn(mass.instance, mass.lottery, Stream(b"panel"))

    chosen = CHOICES[choice](mass.instance, panel, 6, Stream(b"choice"))

    assert len(set(chosen)) == 6
    assert not set(chosen) & set(panel)
    assert max(chosen) < len(mass.instance.ids)


def test_the_nearest_profile_is_that_of_a_juror_where_the_pool_has_it(tight):
    panel = drawn(tight.instance, tight.lottery, Stream(b"panel"))

    chosen = nearest(tight.instance, panel, 6, Stream(b"choice"))

    def answers(people):
        return sorted(tight.instance.profile_of[list(people)].tolist())

    assert answers(chosen) == answers(panel)


def test_scaled_quotas_hold_for_the_alternates(tight):
    panel = drawn(tight.instance, tight.lottery, Stream(b"panel"))

    chosen = scaled(tight.instance, panel, 3, Stream(b"choice"))

    seats = tight.instance.belongs[tight.instance.profile_of[chosen]].sum(axis=0)
    assert (seats >= tight.instance.lower // 2).all()
    assert (seats <= -(-tight.instance.upper // 2)).all()


def test_a_whole_panel_misses_nothing_and_an_empty_one_everything(tight):
    panel = drawn(tight.instance, tight.lottery, Stream(b"panel"))

    assert shortfall(tight.instance, panel, []) == 0
    assert shortfall(tight.instance, [], []) == 12 + 6
    assert shortfall(tight.instance, panel[1:], [panel[0]]) == 0


def test_chances_by_answer_are_equal_for_equal_answers(mass):
    panel = drawn(mass.instance, mass.lottery, Stream(b"panel"))
    answers = [mass.instance.profiles[mass.instance.profile_of[i]] for i in panel]

    found = chances(mass.instance, panel, "by answer", Stream(b"a"))

    assert chances(mass.instance, panel, "30 %", Stream(b"a")) == [30] * 24
    assert set(found) <= {10, 20, 30, 40, 50}
    assert len(set(found)) > 1
    follow = [
        len(set(zip(found, column, strict=True))) == len(set(column))
        for column in zip(*answers, strict=True)
    ]
    assert any(follow)
