"""A juror is a dot on the scale, and the funding line cuts what it cuts."""

from itertools import pairwise

import pytest

from jury.drawings import funding_line, spread
from jury.drawings.scores import ADVANCE

FIVE = ["Not at all", "A little", "Somewhat", "Clearly", "Very much"]
SEVEN = ["helemaal niet", "nauwelijks", "een beetje", "enigszins", "duidelijk", "overtuigend"]
SEVEN += ["uitstekend"]
SENTENCES = [
    "Het dient één persoon of groep.",
    "Anderen winnen iets, maar zij zijn niet gevraagd.",
    "Twee groepen zien een belang dat zij delen.",
    "Verschillende groepen delen het, en hun botsingen staan er eerlijk in.",
    "Mensen met tegengestelde belangen dragen het samen.",
]
LONG = [f"{word} Gemeinschaftsarbeit" for word in ("Keine", "Wenige", "Manche", "Viele")]
LONG += ["Nur Gemeinschaftsarbeit"]


def test_each_juror_is_one_dot_before_and_one_after():
    s = spread(FIVE, [1, 3, 9, 7, 4], [0, 2, 5, 11, 6])
    assert (len(s["first"]), len(s["second"])) == (24, 24)
    for layer in (s["first"], s["second"]):
        assert len({(dot["x"], dot["y"]) for dot in layer}) == 24


def test_the_first_round_is_above_the_scale_and_the_second_below():
    s = spread(FIVE, [24, 0, 0, 0, 0], [0, 0, 24, 0, 0])
    top, bottom = s["band"]["y"], s["band"]["y"] + s["band"]["height"]
    assert all(0 < dot["y"] < top for dot in s["first"])
    assert all(bottom < dot["y"] < s["height"] for dot in s["second"])


def test_dots_stay_above_their_own_grade():
    s = spread(FIVE, [12, 12, 12, 12, 12])
    columns = sorted({int(dot["x"] // (360 / 5)) for dot in s["first"]})
    assert columns == [0, 1, 2, 3, 4]
    assert all(6 <= dot["x"] % 72 <= 66 for dot in s["first"])


def test_numbers_on_a_scale_are_one_text_in_the_middle_of_their_columns():
    figures = spread([str(grade) for grade in range(1, 11)], [1] * 10)["figures"]

    assert figures["text"] == "12345678910"
    assert len(figures["x"]) == 11
    widths = [14.0 * ADVANCE[letter] for letter in figures["text"]]
    middles = [x + width / 2 for x, width in zip(figures["x"], widths, strict=True)]
    assert middles[:9] == pytest.approx([18 + 36 * k for k in range(9)], abs=0.06)
    assert (figures["x"][9] + figures["x"][10] + widths[10]) / 2 == pytest.approx(342, abs=0.06)


def test_words_on_a_scale_stay_texts_of_their_own():
    assert spread(FIVE, [1] * 5)["figures"] is None


def test_without_a_second_round_nothing_is_below():
    s = spread(FIVE, [1, 2, 3, 4, 5], [0, 0, 0, 0, 0])
    assert (s["second"], s["second_counts"]) == ([], [])
    assert [row["second"] for row in s["table"]] == [None] * 5


def test_the_table_has_the_numbers_of_the_drawing():
    s = spread(["no", "yes"], [3, 4], [1, 6])
    assert s["table"] == [
        {"grade": "no", "first": 3, "second": 1},
        {"grade": "yes", "first": 4, "second": 6},
    ]


def test_ones_own_dot_is_ringed_once_in_each_round():
    s = spread(FIVE, [1, 3, 9, 7, 4], [0, 2, 5, 11, 6], own_first=2, own_second=3)
    assert [sum(dot["own"] for dot in s[layer]) for layer in ("first", "second")] == [1, 1]


@pytest.mark.parametrize(
    ("grades", "named"),
    [
        (FIVE, FIVE),
        (["Weak", "Fair", "Good"], ["Weak", "Fair", "Good"]),
        (SENTENCES, SENTENCES),
        (SEVEN, [SEVEN[0], SEVEN[3], SEVEN[6]]),
        (LONG, [LONG[0], LONG[2], LONG[4]]),
        (LONG[:4], [LONG[0], LONG[3]]),
    ],
)
def test_the_scale_is_named_whole_or_at_its_ends_and_middle_and_stays_on_the_page(grades, named):
    s = spread(grades, [1] * len(grades))
    assert " ".join(line["text"] for line in s["lines"]) == " ".join(named)
    assert [row["grade"] for row in s["table"]] == grades
    assert s["band"]["size"] >= 9
    for line in s["lines"]:
        half = len(line["text"]) * 0.58 * s["band"]["size"] / 2
        centre = line["x"] + {"middle": 0, "start": half, "end": -half}[line["anchor"]]
        assert centre - half >= -1
        assert centre + half <= 361
        assert s["band"]["y"] < line["y"] < s["band"]["y"] + s["band"]["height"]


@pytest.mark.parametrize("grades", [FIVE, SEVEN, SENTENCES, LONG])
def test_the_names_of_the_grades_begin_at_one_height(grades):
    s = spread(grades, [1] * len(grades))
    first = {line["x"]: line["y"] for line in reversed(s["lines"])}
    assert len(first) >= 3
    assert len(set(first.values())) == 1


@pytest.mark.parametrize("grades", [FIVE, SEVEN, SENTENCES, LONG])
def test_words_of_the_scale_do_not_run_into_each_other(grades):
    s = spread(grades, [1] * len(grades))
    rows = {}
    for line in s["lines"]:
        half = len(line["text"]) * 0.5 * s["band"]["size"] / 2
        centre = line["x"] + {"middle": 0, "start": half, "end": -half}[line["anchor"]]
        rows.setdefault(round(line["y"]), []).append((centre - half, centre + half))
    for words in rows.values():
        words.sort()
        assert all(left[1] <= right[0] for left, right in pairwise(words))


def proposals():
    return [
        ("Garden", 1.4, 1, 3, True, False),
        ("Warm meals", 3.6, 2, 5, True, False),
        ("Bicycle school", 4.7, 3, 6.5, True, True),
        ("Benches", 5.3, 4, 7, False, True),
        ("Choir", 6.6, 5.2, 8, False, False),
    ]


def test_bars_run_from_the_lowest_to_the_highest_place_around_the_dot():
    f = funding_line(proposals(), 5.0)
    for row in f["rows"]:
        assert row["bar"]["x"] <= row["dot"] <= row["bar"]["x"] + row["bar"]["width"] <= 348


def test_only_what_is_close_is_hatched():
    f = funding_line(proposals(), 5.0)
    assert [bool(row["hatch"]) for row in f["rows"]] == [False, False, True, True, False]
    assert (f["funded"], f["close"]) == (3, 2)


def test_the_line_stands_where_the_money_ends():
    f = funding_line(proposals(), 5.0)
    benches = f["rows"][3]
    assert benches["bar"]["x"] < f["line"]["x"] < benches["bar"]["x"] + benches["bar"]["width"]


def test_enough_money_for_all_draws_no_line():
    assert funding_line(proposals(), None)["line"] is None


def test_short_names_stand_beside_the_bars_and_never_under_them():
    f = funding_line(proposals(), 5.0, ["7", "12", "100", "3", "41"])
    for row, name in zip(f["rows"], ["7", "12", "100", "3", "41"], strict=True):
        [word] = row["words"]
        assert (word["text"], word["x"]) == (name, 0)
        assert abs(word["y"] - 5 - row["y"]) <= 1
        assert 40 <= f["axis_start"] - 5 <= row["bar"]["x"]


def test_bars_make_room_for_long_names_and_the_longest_keep_their_end():
    names = ["7", "garden-12", "north-district-in-bloom-2027"]
    f = funding_line(proposals()[:3], 2.0, names)
    told = [row["words"][0]["text"] for row in f["rows"]]

    assert told == ["7", "garden-12", "…in-bloom-2027"]
    assert f["axis_start"] - 12 >= 9.6 * 14
    assert all(row["bar"]["x"] >= f["axis_start"] for row in f["rows"])
    assert f["axis_end"] - f["axis_start"] > 150


def test_the_part_between_the_names_of_the_rounds_holds_every_dot():
    for second in ([0, 2, 5, 11, 6], ()):
        s = spread(FIVE, [1, 3, 9, 7, 4], second)
        dots = [dot["y"] for dot in s["first"] + s["second"]]
        top, bottom = s["nameless"]["y"], s["nameless"]["y"] + s["nameless"]["height"]
        assert top + 4.75 <= min(dots)
        assert max([*dots, s["band"]["y"] + s["band"]["height"] - 4.4]) <= bottom - 4.4


def test_a_long_title_takes_two_lines_and_the_rest_moves_down():
    short = funding_line([("Garden", 1, 1, 1, True, False)] * 2, None)
    title = "Repair café in the station hall, with apprentices from the school next door"
    long = funding_line([(title, 1, 1, 1, True, False)] * 2, None)
    assert len(long["rows"][0]["words"]) == 2
    assert long["rows"][1]["y"] > short["rows"][1]["y"]


def test_a_title_too_long_for_two_lines_says_so_and_is_whole_in_the_table():
    title = " ".join(["A very long title about the square"] * 4)
    row = funding_line([(title, 1, 1, 1, True, False)], None)["rows"][0]
    assert len(row["words"]) == 2
    assert row["words"][-1]["text"].endswith(" …")
    assert row["label"] == title


def test_a_single_proposal_and_none_at_all_can_be_drawn():
    assert funding_line([("Garden", 1, 1, 1, True, False)], None)["rows"][0]["dot"] == 12
    assert funding_line([], None)["rows"] == []
