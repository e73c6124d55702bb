"""Figures: what a report draws fits its page, whatever the titles and however many."""

from dataclasses import replace

import pytest

from jury.reports import figures
from jury.reports.command import printer
from jury.reports.figures import TALLEST
from tests.jury.reports import story

LONG = "Repair café in the station hall, with apprentices from the school"


@pytest.fixture(scope="module")
def many():
    """Two dozen proposals, of which every second one has a title of two lines."""
    content = story.bare_content(24)
    lines = [
        replace(line, title=LONG if i % 2 else "Garden") for i, line in enumerate(content.lines)
    ]
    return replace(content, lines=tuple(lines))


def test_the_funding_line_is_cut_into_even_pieces_that_fit_a_page(many):
    pieces = figures.funding_pages(many)
    assert [len(piece["rows"]) for piece in pieces] == [12, 12]
    assert all(piece["height"] <= TALLEST for piece in pieces)


def test_short_titles_stay_on_one_page(many):
    lines = tuple(replace(line, title="Garden") for line in many.lines)
    assert len(figures.funding_pages(replace(many, lines=lines))) == 1


def test_no_proposals_have_no_funding_line(many):
    assert figures.funding_pages(replace(many, lines=())) == []


def test_a_long_scale_puts_its_table_under_the_drawing(many):
    line = many.lines[0]
    wide = replace(line, numbers=line.numbers | {"rounds": [dict.fromkeys(map(str, range(11)), 1)]})
    with printer().app_context():
        assert [figures.spread(each)["many"] for each in (line, wide)] == [False, True]


def test_a_scale_is_drawn_from_low_to_high_whatever_the_order_of_the_file(many):
    line = replace(many.lines[0], numbers={"rounds": [{"1": 4, "10": 5, "2": 6}]})
    assert (figures.grades(line), figures.counts(line, 0)) == (["1", "2", "10"], [4, 6, 5])


def test_who_does_not_see_the_dots_hears_every_count_of_both_rounds(many):
    line = replace(many.lines[0], numbers={"rounds": [{"1": 1, "2": 0}, {"1": 0, "2": 3}]})
    with printer().test_request_context():
        drawn = figures.spread(line)
        assert figures.spread_words(drawn) == "Alleen: 1 jurylid gaf 1. Erna: 3 juryleden gaven 2."
        assert figures.spread_words(drawn | {"second_counts": None}) == "1 jurylid gaf 1."
