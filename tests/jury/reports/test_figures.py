"""Figures: what a report draws fits its page, whatever the titles and however many."""

from dataclasses import replace

import pymupdf
import pytest
from flask import render_template

from jury import languages
from jury.reports import figures, pictures
from jury.reports.command import printer
from jury.reports.laying_out import UNDATED, facts_on
from jury.reports.press import print_one
from jury.reports.sheet import Sheet
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


def test_the_funding_line_is_cut_into_even_pieces(many):
    assert [len(piece["rows"]) for piece in figures.funding_pages(many)] == [12, 12]


@pytest.mark.parametrize("language", ["nl", "de"])
def test_each_piece_of_the_funding_line_takes_one_page(many, language):
    lines = tuple(
        replace(line, id=f"{line.id}{copy}", numbers=line.numbers | {"too_close_to_call": True})
        for line in many.lines
        for copy in "abc"
    )
    content = replace(many, lines=lines)
    with printer().app_context(), languages.speaking(language):
        whole = render_template("pdf/_funding.html", on_paper=True, **facts_on(content))
    page, drawn = pictures.lift(f"<html lang='{language}'><title>Funding</title>{whole}")

    printed = print_one(Sheet(page, drawn, (), UNDATED, "0"))

    with pymupdf.open(stream=printed) as document:
        texts = [page.get_text() for page in document]
    shown = [[line.id for line in lines if f"\n{line.id}. " in text] for text in texts]
    assert [len(each) for each in shown] == [
        len(piece["rows"]) for piece in figures.funding_pages(content)
    ]
    assert sum(map(len, shown)) == 72


def test_short_titles_stay_on_one_page(many):
    lines = tuple(replace(line, title="Garden") for line in many.lines[:22])
    assert len(figures.funding_pages(replace(many, lines=lines))) == 1


def test_a_name_that_a_drawing_cannot_set_keeps_its_number():
    assert figures.drawable("12. Un jardin à l’été") == "12. Un jardin à l’été"
    assert figures.drawable("12. \u0645\u0634\u0631\u0648\u0639") == "12. …"
    assert figures.drawable("12. Tuin \u5171\u4eab") == "12. Tuin …"


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


def test_places_stand_under_each_other_by_their_point(many):
    with printer().app_context(), languages.speaking("nl"):
        places = [figures.place(value) for value in (7.0, 12.5, 100.0)]
    assert [place.replace("\u2007", "_") for place in places] == [
        "__7\u2008_",
        "_12,5",
        "100\u2008_",
    ]


def test_every_piece_of_the_funding_line_has_the_same_axis_and_line(many):
    lines = tuple(replace(line, id=f"{line.id}{copy}") for line in many.lines for copy in "abc")
    content = replace(many, lines=lines)
    content.__dict__["result"] = content.result | {"lot": content.result["lot"] | {"line": 30.5}}
    pieces = figures.funding_pages(content)

    assert len(pieces) > 1
    assert len({str(piece["marks"]) for piece in pieces}) == 1
    assert len({piece["line"]["x"] for piece in pieces}) == 1
