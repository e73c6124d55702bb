"""Large print: letters of 14 points and more, nothing off the page, and nothing left out."""

import re
from collections import Counter
from dataclasses import replace

import pymupdf
import pytest

from jury import languages
from jury.reports import colleges, figures, presses
from jury.reports.command import printer
from jury.reports.content import Said
from jury.reports.laying_out import UNDATED, html, lay_out
from jury.reports.paper import LARGE_PRINT, USUAL
from jury.reports.press import print_one
from jury.reports.sheet import Sheet
from tests.jury.reports import story

POINTS = 72 / 25.4  # in a millimetre
LEFT, TOP, RIGHT, BOTTOM = 20 * POINTS, 23 * POINTS, 190 * POINTS, 269 * POINTS  # of the text
NEAR = 1  # point: no more than a line is thick
SIGNED = "To check, to object, to sign"  # the last part, with digests that are cut anywhere
HYPHEN = "\u2010"  # what the printer writes where it cuts a word
LONG = "Straßenbahnhaltestellenüberdachungsinstandsetzungswerkstättenverein"
INK, IRIS = 0x20242B, 0x4B3FA7


@pytest.fixture(scope="session")
def awkward(whole):
    """The report in German with long words, a long address and scales of 51 and 101 grades."""
    lines = [
        with_scale(replace(line, title=f"{LONG} {line.id}"), grades)
        for line, grades in zip(whole.lines, (101, 51, 11, 10, 3), strict=True)
    ]
    lines[0] = replace(lines[0], said_for=(Said(f"https://parks.example/{'benches' * 20}"),))
    call = replace(whole.call, title=dict.fromkeys(languages.LANGUAGES, f"{LONG} und {LONG}"))
    with printer().app_context():
        sheet = lay_out(replace(whole, lines=tuple(lines), call=call), "de", LARGE_PRINT)
        return presses.print_all([sheet])[0]


def with_scale(line, grades):
    tally = {str(grade): max(1, 36 // grades) for grade in range(grades)}
    return replace(line, numbers=line.numbers | {"rounds": [tally, tally]})


@pytest.fixture(params=["large", "awkward"])
def enlarged(request):
    """A report in large print, and one that has everything that is hard to print large."""
    return request.getfixturevalue(request.param)


def spans(data):
    """Yield the number of the page and each piece of text, with its size, colour and place."""
    with pymupdf.open(stream=data) as document:
        for page in document:
            for block in page.get_text("dict")["blocks"]:
                for line in block.get("lines", ()):
                    for span in line["spans"]:
                        if span["text"].strip():
                            yield page.number, span


def drawn(page):
    """The boxes of what is drawn on a page: all but the frames, which go on to its end."""
    return [each["rect"] for each in page.get_drawings() if not each["even_odd"]]


def text_of(data):
    return " ".join(span["text"] for _page, span in spans(data))


def numbers_in(data):
    """The numbers with decimals, those of money and those above a hundred, but for digests."""
    told, _signed, _digests = text_of(data).rpartition(SIGNED)
    return set(re.findall(r"\b(?:\d+[.,]\d+|\d{3,})\b", told))


def test_no_letter_is_smaller_than_14_points(enlarged):
    small = {span["text"]: span["size"] for _page, span in spans(enlarged) if span["size"] < 13.99}
    assert small == {}


def test_most_letters_have_16_points_or_more(large):
    letters = Counter()
    for _page, span in spans(large):
        letters[span["size"] > 15.99] += len(span["text"])
    assert letters[True] > 5 * letters[False]


def test_nothing_stands_outside_the_margins(enlarged):
    outside = [
        (page, span["text"]) for page, span in spans(enlarged)
        if span["bbox"][0] < LEFT - NEAR or span["bbox"][2] > RIGHT + NEAR
    ]  # fmt: skip
    assert outside == []
    with pymupdf.open(stream=enlarged) as document:
        boxes = [box for page in list(document)[1:] for box in drawn(page)]
    inside = pymupdf.Rect(LEFT - NEAR, TOP - NEAR, RIGHT + NEAR, BOTTOM + NEAR)
    assert [box for box in boxes if box not in inside] == []
    assert len(boxes) > 100


def test_letters_are_ink_or_iris_on_paper(large):
    assert {span["color"] for _page, span in spans(large)} == {INK, IRIS}


def test_no_word_is_cut_by_a_hyphen(large, printed):
    assert HYPHEN not in text_of(large)
    assert HYPHEN not in text_of(printed)


def test_every_page_but_the_last_is_filled_for_a_third(large):
    with pymupdf.open(stream=large) as document:
        _cover, *pages, _last = document
        ends = [
            max([word[3] for word in page.get_text("words") if word[3] < BOTTOM + NEAR]
                + [box.y1 for box in drawn(page)])
            for page in pages
        ]  # fmt: skip
    assert min(ends) > TOP + (BOTTOM - TOP) / 3


@pytest.mark.parametrize("above", [
    '<p class="kicker">Above</p><h3>Title</h3><p class="line__who">Who</p>',
    "<h2>Above</h2>",
    "<h3>Above</h3>",
    "<h3>Title</h3><table><caption>Above</caption><thead><tr><th>Name</th></tr></thead>"
    "<tbody><tr><td>Row</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></tbody></table>",
])  # fmt: skip
def test_no_heading_stays_behind_wherever_a_page_ends(above):
    below = "Row" if "<table" in above else "Below"
    blocks = "".join(
        f'<section class="part"><div style="break-before: page; height: {millimetres}mm"></div>'
        f'<article class="line line--other">{above}<p>Below</p></article></section>'
        for millimetres in range(190, 246, 2)
    )
    page = f"<html lang='en'><title>Headings</title>{blocks}"

    printed = print_one(Sheet(page, {}, (), UNDATED, "0", LARGE_PRINT.styles))

    with pymupdf.open(stream=printed) as document:
        texts = [page.get_text() for page in document]
    assert sum("Above" in text for text in texts) == 28
    assert [text for text in texts if "Above" in text and below not in text] == []
    assert [text for text in texts if "Above" not in text and below in text] == []


def test_every_number_of_the_usual_report_is_in_it(large, printed):
    assert numbers_in(printed) - numbers_in(large) == set()
    assert len(numbers_in(printed)) > 50


def test_its_cover_says_that_it_is_large_print_and_no_page_speaks_of_a_margin(large, printed):
    with pymupdf.open(stream=large) as document:
        assert "Large print" in document[0].get_text()
        assert document.metadata["title"].endswith("Resilient neighbourhoods (large print)")
    assert "The margin is wide on purpose" in text_of(printed)
    assert "margin" not in text_of(large)
    assert "This is the large-print edition." in text_of(large)


def test_the_counts_of_a_long_scale_go_on_below_on_either_paper(whole):
    line = with_scale(whole.lines[0], 101)
    with printer().test_request_context():
        drawing = figures.spread(line, LARGE_PRINT)
        usual, large = (figures.spread_lines(drawing, paper) for paper in (USUAL, LARGE_PRINT))
    assert (len(usual), len(large)) == (6, 9)
    told = [re.findall(r"\d+(?:–\d+)?", " ".join(lines[1::3])) for lines in (usual, large)]
    assert told[0] == told[1]
    assert told[0][:2] == ["0–10", "11–21"]


def test_the_places_of_many_proposals_fit_a_page_with_their_names(whole):
    many = story.bare_content(24)
    lines = [replace(line, id=f"{line.id}{copy}") for line in many.lines for copy in "abc"]
    ranks = [{"id": line.id, "before": i, "after": 72 - i} for i, line in enumerate(lines, 1)]
    many.result["deliberation"] = {"ranks": ranks}
    with printer().test_request_context():
        moves = figures.moves(replace_lines(many, lines), LARGE_PRINT)
    points = moves["height"] * (RIGHT - LEFT) / moves["width"]
    assert BOTTOM - TOP - 180 < points < BOTTOM - TOP - 60  # its caption has two lines


def replace_lines(content, lines):
    made = replace(content, lines=tuple(lines))
    made.__dict__["result"] = content.result
    return made


def test_a_table_has_room_for_one_college(whole):
    own = {"problem": "", "proposals": [{"id": line.id, "calibrated": 3.5, "place": 1}
                                        for line in whole.lines]}  # fmt: skip
    content = replace_lines(whole, whole.lines)
    content.__dict__["result"] = whole.result | {"colleges": {"citizens": own, "experts": own}}
    with printer().test_request_context():
        assert [len(table["names"]) for table in colleges.tables(content)] == [2]
        assert [len(table["names"]) for table in colleges.tables(content, LARGE_PRINT)] == [1, 1]


def test_rows_that_are_blocks_say_the_name_of_each_cell(whole):
    with printer().app_context(), languages.speaking("en"):
        page = html(whole, "en", LARGE_PRINT)
    assert '<th scope="row" class="name"' in page
    assert 'data-label="Funded in"' in page
    assert 'data-label="Population"' in page


def test_drawings_are_darker_in_large_print(whole):
    with printer().app_context(), languages.speaking("en"):
        usual, large = (lay_out(whole, "en", paper).drawn for paper in (USUAL, LARGE_PRINT))
    assert "#8A8F98" in "".join(usual.values())
    assert "#8A8F98" not in "".join(large.values())
