"""Bias: pool and panels against a population, beside numbers worked out by hand."""

import json

import numpy as np
import pytest
from scipy import stats

from sortition.__main__ import main
from sortition.bias import compare, dissimilarity, middle_of, missing
from sortition.instance import InputProblems, Quota, build
from sortition.leximin import leximin
from sortition.population import read_population
from sortition.sampling import expected_distance, plain_distance, wilson

QUOTAS = [Quota("sex", "f", 2, 2), Quota("sex", "m", 2, 2)]
HALVES = {("sex", "f"): 0.5, ("sex", "m"): 0.5}


def ten():
    """Two women and eight men for four seats, two each."""
    return build(QUOTAS, [(str(i), {"sex": "f" if i < 2 else "m"}) for i in range(10)], 4)


def test_a_pool_of_ten_is_as_worked_out_by_hand():
    instance = ten()

    found = compare(instance, HALVES, leximin(instance))

    women, men = found.groups
    assert (women.people, women.pool, women.population) == (2, 0.2, 0.5)
    assert women.difference == pytest.approx(-0.3)
    assert women.interval == pytest.approx((0.05668 - 0.5, 0.50984 - 0.5), abs=1e-5)
    assert women.missing == 6  # 2 + 6 of 10 + 6 is one half
    assert (women.fair, women.self_selected) == (2.0, 0.8)
    assert women.drawn == pytest.approx(2)
    assert (men.people, men.missing, men.drawn) == (8, 0, pytest.approx(2))
    assert men.interval == pytest.approx((0.5 - 0.50984, 0.5 - 0.05668), abs=1e-5)
    (gap,) = found.gaps
    assert gap.pool == pytest.approx(0.3)
    assert gap.chance == pytest.approx(2520 / 2048 / 10)  # mean of |X - 5| / 10, X of 10 coins
    assert gap.plain == pytest.approx(70 / 210 / 2 + 112 / 210 / 4)  # 0, 1 or 2 women of 4
    assert gap.panel == pytest.approx(0)
    assert found.mean.pool == gap.pool


def test_the_mean_is_that_of_the_categories():
    quotas = [*QUOTAS, Quota("age", "y", 0, 4), Quota("age", "o", 0, 4)]
    people = [
        (str(i), {"sex": "f" if i < 2 else "m", "age": "y" if i % 2 else "o"}) for i in range(10)
    ]
    instance = build(quotas, people, 4)

    found = compare(instance, {**HALVES, ("age", "y"): 0.4, ("age", "o"): 0.6}, leximin(instance))

    assert [gap.category for gap in found.gaps] == ["sex", "age"]
    assert [gap.pool for gap in found.gaps] == pytest.approx([0.3, 0.1])
    for figure in ("pool", "chance", "plain", "panel"):
        each = [getattr(gap, figure) for gap in found.gaps]
        assert getattr(found.mean, figure) == pytest.approx(sum(each) / 2)


def test_the_gap_of_panels_is_the_mean_of_their_gaps_and_not_the_gap_of_their_mean():
    quotas = [Quota("sex", "f", 0, 1), Quota("sex", "m", 0, 1)]
    instance = build(quotas, [("a", {"sex": "f"}), ("b", {"sex": "m"})], 1)

    found = compare(instance, HALVES, leximin(instance))

    assert [group.drawn for group in found.groups] == pytest.approx([0.5, 0.5])
    assert found.mean.panel == pytest.approx(0.5)  # either panel is all of one sex


def test_without_a_lottery_nothing_is_said_of_panels():
    found = compare(ten(), HALVES)

    assert found.mean.panel is None
    assert [group.drawn for group in found.groups] == [None, None]


@pytest.mark.parametrize(
    ("there", "total", "ends"),  # Newcombe, Statistics in Medicine 17, 1998, table I, method 3
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_intervals_are_those_published(there, total, ends):
    assert wilson(there, total) == pytest.approx(ends, abs=5e-5)
    assert wilson(total - there, total) == pytest.approx((1 - ends[1], 1 - ends[0]), abs=5e-5)


@pytest.mark.parametrize("people", [1, 2, 7, 150])
@pytest.mark.parametrize("share", [0.0, 1e-9, 0.1, 1 / 3, 0.5, 0.999, 1 - 1e-16, 1.0])
def test_the_mean_distance_of_a_random_pool_is_the_sum_over_its_distribution(people, share):
    x = np.arange(people + 1)
    summed = stats.binom.pmf(x, people, share) @ np.abs(x / people - share)

    assert expected_distance(people, share) == pytest.approx(summed, abs=1e-12)


@pytest.mark.parametrize(
    ("pool", "there", "size"), [(10, 2, 4), (9, 9, 3), (9, 0, 3), (50, 31, 50)]
)
def test_the_mean_distance_of_a_plain_draw_is_the_sum_over_its_distribution(pool, there, size):
    x = np.arange(size + 1)
    summed = stats.hypergeom.pmf(x, pool, there, size) @ np.abs(x / size - 0.3)

    assert plain_distance(pool, there, size, 0.3) == pytest.approx(summed, abs=1e-12)


@pytest.mark.parametrize(("there", "total", "share"), [(3, 17, 0.4), (0, 5, 0.5), (1, 9, 0.99)])
def test_one_fewer_than_the_missing_would_not_be_enough(there, total, share):
    more = missing(there, total, share)

    assert (there + more) / (total + more) >= share - 1e-9
    assert (there + more - 1) / (total + more - 1) < share


def test_distributions_without_a_common_group_are_wholly_dissimilar():
    assert dissimilarity([1, 0], [0, 1]) == 1
    assert dissimilarity([0.3, 0.7], [0.3, 0.7]) == 0


def test_quotas_that_seat_nobody_have_equal_middles():
    assert middle_of([Quota("a", "b", 0, 0), Quota("a", "c", 0, 0)]) == {
        ("a", "b"): 0.5,
        ("a", "c"): 0.5,
    }


@pytest.mark.parametrize(
    "content",
    [
        "category,value,share\nsex,f,0.25\nsex,m,0.75\n",
        "category;feature;share\nsex;f;25,0\nsex;m;75 %\nage;y;3\n",
        "Category,Name,Count\nsex,f,1000\nsex,m,3000\n",
        "category,value,share\nsex,f,0.253\nsex,m,0.755\n",
    ],
)
def test_a_population_is_read_in_each_spelling(tmp_path, content):
    (tmp_path / "b.csv").write_text(content)

    found = read_population(tmp_path / "b.csv", QUOTAS)

    assert found["sex", "f"] == pytest.approx(0.25, abs=2e-3)
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (
            "category,value\nsex,f\n",
            [
                "b.csv, row 1: there is no column “share”; "
                "add it or rename one of “category”, “value”."
            ],
        ),
        (
            "category,value,share\nsex,f,-3\nsex,F,0.5\nsex,f,0.5\nsex,f,0.5,9\n",
            [
                "b.csv, row 2, column “share”: “-3” is not a number of 0 or more; write one.",
                "b.csv, row 3: “sex: F” has no quota; add one.",
                "b.csv, row 4: “sex: f” comes twice; keep one.",
                "b.csv, row 5: has 4 cells under 3 column names; "
                "put quotes around a value that holds a separator.",
                "b.csv, row 5: “sex: f” comes twice; keep one.",
                "b.csv: “sex: m” has no row; add one, with 0 if it must be.",
            ],
        ),
        (
            "category,value,share\nsex,f,0.5\nsex,m,0.6\n",
            [
                "b.csv: the shares of “sex” add up to 1.1; "
                "they must add up to 1, or to 100 as percentages."
            ],
        ),
        (
            "category,value,count\nsex,f,0\nsex,m,0\n",
            ["b.csv: the counts of “sex” add up to nobody."],
        ),
    ],
)
def test_every_problem_of_a_population_is_told_at_once(tmp_path, content, sentences):
    (tmp_path / "b.csv").write_text(content)

    with pytest.raises(InputProblems) as caught:
        read_population(tmp_path / "b.csv", QUOTAS)

    assert list(caught.value.problems) == sentences


@pytest.fixture
def files(tmp_path):
    (tmp_path / "q.csv").write_text("category,feature,min,max\nsex,f,2,2\nsex,m,2,2\n")
    (tmp_path / "p.csv").write_text("sex\n" + "f\n" * 2 + "m\n" * 8)
    (tmp_path / "b.csv").write_text("category,value,share\nsex,f,0.5\nsex,m,0.5\n")
    return tmp_path


def bias(files, *more, size="4"):
    return main(["bias", str(files / "q.csv"), str(files / "p.csv"), "--size", size, *more])


def test_people_read_a_table_and_what_it_means(files, capsys):
    assert bias(files, "--population", str(files / "b.csv")) == 0

    said = capsys.readouterr()
    assert said.out.splitlines()[1].split() == [
        "sex", "f", "2", "20.0", "50.0", "-30.0", "-44.3", "to", "+1.0", "6", "0.8", "2.0",
    ]  # fmt: skip
    assert said.err.splitlines()[:3] == [
        "The representation gap of the pool is 30.0 %; a pool drawn at random would have 12.3 % "
        "on average.",
        "A panel that is drawn from this pool without quotas has 30.0 % on average.",
        "The panels of the lottery have 0.0 % on average.",
    ]
    assert "Duncan and Duncan 1955" in said.err
    assert "Wilson 1927" in said.err


def test_programs_get_every_figure(files, capsys):
    assert bias(files, "--population", str(files / "b.csv"), "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert found["target"] == "population"
    assert found["representation_gap"] == pytest.approx(
        {"pool": 0.3, "chance": 0.123046875, "plain": 0.3, "panel": 0.0}
    )
    assert found["groups"][0]["drawn"] == pytest.approx(2)
    assert found["categories"][0]["category"] == "sex"


def test_without_a_population_the_middle_of_the_quotas_is_the_target_and_is_said_to_be(
    files, capsys
):
    assert bias(files, "--json") == 0

    said = capsys.readouterr()
    assert json.loads(said.out)["target"] == "middle of quotas"
    assert said.err.startswith("No population was given (--population), so the middle of each")


def test_a_pool_without_a_panel_is_compared_all_the_same(files, capsys):
    (files / "b.csv").write_text("category,value,share\nsex,f,100\nsex,m,0\n")

    assert bias(files, "--population", str(files / "b.csv"), size="5") == 0

    said = capsys.readouterr()
    assert said.out.splitlines()[1].split()[-2:] == ["always", "1.0"]
    assert "No panel meets these quotas yet" in said.err


def test_a_population_that_is_not_there_is_wrong_usage(files, capsys):
    assert bias(files, "--population", str(files / "none.csv")) == 2
    assert "none.csv: No such file" in capsys.readouterr().err
