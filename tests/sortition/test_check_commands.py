"""The command check: what an organiser reads about a pool, possible or not."""

import json

import pytest

from sortition.__main__ import main


@pytest.fixture
def files(tmp_path):
    """Two small files: eight people, four seats."""
    write(tmp_path, "sex,f,2,2\nsex,m,2,2\nage,y,1,3\nage,o,1,3\n")
    (tmp_path / "respondents.csv").write_text(
        "id,sex,age\n" + "".join(f"r{i},{'fm'[i % 2]},{'yo'[i // 4]}\n" for i in range(8))
    )
    return tmp_path


def write(files, quotas):
    (files / "categories.csv").write_text("category,feature,min,max\n" + quotas)


def check(files, *more, size="4"):
    pool = [str(files / name) for name in ("categories.csv", "respondents.csv")]
    return main(["check", *pool, "--size", size, *map(str, more)])


def test_a_possible_pool_is_told_in_a_table_and_a_sentence(files, capsys):
    assert check(files) == 0

    said = capsys.readouterr()
    assert said.out == (
        "Pool: 8 people. Seats: 4.\n\n"
        "category  value  people  min  max\n"
        "sex       f           4    2    2\n"
        "sex       m           4    2    2\n"
        "age       y           4    1    3\n"
        "age       o           4    1    3\n\n"
    )
    assert said.err == "A panel of 4 that meets every quota exists.\n"


def test_programs_get_all_of_it(files, capsys):
    assert check(files, "--json", "--prices") == 0

    assert json.loads(capsys.readouterr().out) == {
        "size": 4,
        "pool": 8,
        "feasible": True,
        "sentences": [],
        "quotas": [
            {"category": c, "value": v, "people": 4, "minimum": low, "maximum": high}
            for c, v, low, high in (
                ("sex", "f", 2, 2),
                ("sex", "m", 2, 2),
                ("age", "y", 1, 3),
                ("age", "o", 1, 3),
            )
        ],
        "conflict": [],
        "remedy": {"changes": [], "weight": 0.0},
        "excluded": [],
        "prices": [],
        "untried": 0,
    }


def test_an_impossible_pool_is_told_with_the_smallest_change(files, capsys):
    write(files, "sex,f,2,2\nsex,m,2,2\nage,y,1,3\nage,o,1,1\nage,x,0,0\nsex,x,2,2\n")

    assert check(files, "--relaxed", files / "relaxed.csv") == 1

    assert capsys.readouterr().err == (
        "The minima of “sex” add up to 6, and there are 4 seats. Lower them by 2 in all.\n"
        "“sex: x” asks for at least 2, and the pool has 0 such volunteers. "
        "Lower the minimum to 0 or wait for 2 more.\n"
        "The smallest change that lets a panel exist (weight 4):\n"
        "  1. lower the minimum of “sex: x” from 2 to 0\n"
    )
    assert (files / "relaxed.csv").read_text() == (
        "category,feature,min,max\nsex,f,2,2\nsex,m,2,2\nage,y,1,3\nage,o,1,1\nage,x,0,0\nsex,x,0,2\n"
    )
    (files / "relaxed.csv").rename(files / "categories.csv")
    assert check(files) == 0


def test_a_conflict_is_named_for_programs(files, capsys):
    write(files, "sex,f,2,4\nsex,m,2,4\nage,y,4,4\nage,o,0,4\n")
    with (files / "respondents.csv").open("w") as pool:
        pool.write("id,sex,age\na,f,o\nb,f,o\nc,m,y\nd,m,y\ne,m,y\nf,m,y\ng,f,o\n")

    assert check(files, "--json") == 1

    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["conflict"] == [
        {"category": "sex", "value": "f", "bound": "minimum", "seats": 2},
        {"category": "age", "value": "y", "bound": "minimum", "seats": 4},
    ]
    assert found["remedy"]["weight"] == 3.0
    assert "“sex: f” asks for at least 2; “age: y” asks for at least 4" in said.err


def test_no_remedy_is_told_where_flexible_bounds_forbid_any(files, capsys):
    (files / "categories.csv").write_text(
        "category,feature,min,max,min_flex,max_flex\nsex,f,3,3,3,3\nsex,m,2,2,2,2\n"
    )

    assert check(files, "--relaxed", files / "relaxed.csv") == 1

    assert "Widen “min_flex” and “max_flex”" in capsys.readouterr().err
    assert not (files / "relaxed.csv").exists()


def test_somebody_on_no_panel_is_told_with_the_quotas(files, capsys):
    write(files, "sex,f,2,2\nsex,m,2,2\nage,y,4,4\nage,o,0,4\n")

    assert check(files, "--prices") == 0

    said = capsys.readouterr().err.splitlines()
    assert said[1] == (
        "“r4” has no chance: a panel of 4 with a seat for f, o cannot meet these quotas: "
        "“age: y” asks for at least 4."
    )
    assert len([line for line in said if "has no chance" in line]) == 4
    assert said[5:] == [
        "What one place would gain, by the fairest lottery under the changed quotas:",
        "  1. One place fewer kept for “age: y” lowers the lowest chance from 100 % to 25 %, "
        "and the people on no panel go from 4 to 0.",
    ]


def test_no_price_is_told_in_a_sentence(files, capsys):
    check(files, "--prices")

    assert capsys.readouterr().err.endswith(
        "No quota alone would raise the lowest chance if it gave way by one place.\n"
    )


def test_prices_that_were_not_computed_are_counted(tmp_path, capsys):
    (tmp_path / "categories.csv").write_text(
        "category,feature,min,max\n" + "".join(f"town,t{i},1,1\n" for i in range(15))
    )
    (tmp_path / "respondents.csv").write_text(
        "town\n" + "".join(f"t{i}\n" for i in range(14)) + "t14\n" * 9
    )

    assert check(tmp_path, "--prices", "--json", size="15") == 0

    said = capsys.readouterr()
    found = json.loads(said.out)
    assert len(found["prices"]) == 12
    assert found["untried"] == 2
    for price in found["prices"]:
        assert price["lowest"] == pytest.approx([1 / 9, 1 / 5])  # 1 - s = (1 + s) / 9
    assert said.err.endswith("2 other changes promise no more and were not computed.\n")
