"""The report as a page: the words and the numbers of the PDF and of the result, in one file."""

import re
from base64 import b64decode
from dataclasses import replace

import html5lib
import pymupdf
import pytest

from jury.languages import LANGUAGES
from jury.reports import alone, open_data
from jury.reports.command import printer
from jury.reports.folding import fold

NUMBER = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)*(?!\w)")
UNSEEN = ("title", "desc", "style", "head")  # of a drawing, or of the page


def read(page):
    """The page as a tree, of HTML without a single error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(page)


def seen(tree):
    """The text that is seen, without what a drawing is told in."""
    if tree.tag in UNSEEN or str(tree.tag).rpartition("}")[2] in UNSEEN:
        return tree.tail or ""
    return f"{tree.text or ''} {' '.join(map(seen, tree))} {tree.tail or ''}"


@pytest.fixture(scope="module")
def page(whole):
    with printer().app_context():
        return alone.page(whole, "en")


@pytest.fixture(scope="module")
def tree(page):
    return read(page)


def test_each_proposal_has_the_numbers_of_the_result(whole, tree):
    for line in whole.lines:
        text = " ".join(seen(tree.find(f".//*[@id='proposal-{line.id}']")).split())
        n, places = line.numbers, line.numbers["rank_quantiles"]
        often = n["p_funded"] * 100
        assert f"Jury’s score {n['calibrated']:.2f} between {n['interval_90'][0]:.2f} and" in text
        assert f"middle score {n['mean']:.2f} · {n['median']:.2f}" in text
        assert f"place {n['expected_rank']:.1f} between {places['q05']:.1f} and" in text
        assert f"{'fewer than 1' if 0 < often < 1 else round(often)} of 100" in text
        for grade in n["rounds"][0]:
            first, second = (tally[grade] for tally in n["rounds"])
            assert f" {grade} {first} {second} " in text


def test_the_numbers_of_the_page_are_those_of_the_pdf(tree, printed):
    with pymupdf.open(stream=printed) as document:
        paper = [page.get_text(sort=True) for page in document]
    shown, on_paper = (set(NUMBER.findall(t)) for t in (seen(tree.find("body")), " ".join(paper)))
    assert len(shown) > 90
    assert shown - on_paper == set()
    assert on_paper - shown <= {str(1 + page) for page in range(len(paper))}


def test_how_strict_jurors_are_is_counted_in_dots(whole, tree):
    [table] = [each for each in tree.iter("table") if "severity" in each.get("class", "")]

    steps = whole.result["severity"]
    assert "".join(table.itertext()).count("●") == sum(step["jurors"] for step in steps) == 12
    assert len(list(table.iter("tr"))) == 1 + len(steps)


def test_the_file_loads_nothing_and_holds_its_data(whole, page, tree):
    assert (
        re.findall(r"(?:src|href)=\"(?!#|data:|mailto:)[^\"]*\"|url\(|@import|<script", page) == []
    )
    held = {a.get("download"): a.get("href") for a in tree.iter("a") if a.get("download")}
    assert {name: b64decode(at.partition(",")[2]).decode() for name, at in held.items()} == {
        "result.json": whole.result_text,
        "proposals.csv": open_data.proposals(whole),
    }


def test_its_contents_lead_to_every_part_in_order(tree):
    links = [a.get("href") for a in tree.find(".//*[@class='contents']").iter("a")]
    parts = [s.get("id") for s in tree.iter("section") if "part" in s.get("class")]
    assert links == [f"#{name}" for name in parts if name != "contents"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_each_language_and_is_equal_twice(small, language):
    with printer().app_context():
        one, other = (alone.page(small, language) for _ in range(2))
    assert one == other
    assert read(one).get("lang") == language


def test_markup_in_a_title_stays_text(small):
    evil = replace(small.lines[0], title='"><script>alert(1)</script></td>')
    with printer().app_context():
        made = alone.page(replace(small, lines=(evil, *small.lines[1:])), "en")
    assert "<script" not in made
    assert "<script>alert(1)</script></td>" in seen(read(made).find("body"))


def test_every_cell_of_a_folded_table_names_its_column(tree):
    for table in tree.iter("table"):
        names = ["".join(th.itertext()) for th in table.find("thead").iter("th")]
        for row in table.find("tbody").iter("tr"):
            told = [cell.get("data-label") for cell in list(row)[1:] if cell.tag == "td"]
            assert told in (names[1:], [None] * len(told)), table.get("class")


def test_a_table_that_folds_already_stays_as_it_is():
    table = '<table class="table"><thead><tr></tr></thead><tbody></tbody></table>'
    assert fold(table) == table
