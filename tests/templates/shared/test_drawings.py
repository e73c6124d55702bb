"""The drawings as printed: named, told in words, and the same numbers in a table."""

import re
from pathlib import Path

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from jury import drawings

FOLDER = Path(__file__).parents[3] / "templates"
MIRROR = drawings.mirror("Diploma", [("lower", 0.4, 0.2, 9), ("higher", None, 0.8, 15)], 24)
SHEET = drawings.ticket_sheet(1000, 741, (12, 741))
SPREAD = drawings.spread(["no", "perhaps", "yes"], [1, 2, 3], [0, 2, 4], 1, 2)
LINE = drawings.funding_line(
    [("Garden & yard", 1.2, 1, 2, True, False), ("Choir", 1.8, 1, 2, False, True)], 1.5
)
SEATS = drawings.seats(
    [{"state": state, "label": f"<{state}>"} for state in ("seated", "declined", "alternate")]
)


def drawn(name, argument):
    """The HTML that one macro prints."""
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)
    env.filters.update(
        number=lambda value: f"{value:g}", spots=drawings.spots, colon=lambda text: f"{text}:"
    )
    return str(getattr(env.get_template("shared/drawings.html").module, name)(argument))


PICTURES = [
    ("mirror", MIRROR, 2),
    ("ticket_sheet", SHEET, 1),
    ("spread", SPREAD, 1),
    ("funding_line", LINE, 1),
    ("seats", SEATS, 1),
    ("crowd", drawings.crowd(), 1),
]


@pytest.mark.parametrize(("name", "argument", "pictures"), PICTURES)
def test_every_drawing_has_a_name_and_no_inline_style(name, argument, pictures):
    html = drawn(name, argument)
    images = re.findall(r'<svg[^>]*role="img"[^>]*>\s*<title>[^<]+</title>', html)
    assert len(images) == pictures
    assert "style=" not in html


@pytest.mark.parametrize(("name", "argument", "_pictures"), PICTURES)
def test_every_drawing_is_sound_html(name, argument, _pictures):
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(drawn(name, argument))


@pytest.mark.parametrize(
    ("name", "argument", "cells"),
    [
        ("mirror_table", MIRROR, ["10", "5", "9", "not known", "19", "15"]),
        ("ticket_table", SHEET, ["1000, from 000 to 999", "741", "012, 741"]),
        ("spread_table", SPREAD, ["1", "0", "2", "2", "3", "4"]),
        (
            "funding_table",
            LINE,
            ["1.2", "1 and 2", "funded", "1.8", "1 and 2", "not funded, too close to tell apart"],
        ),
        ("seats_table", SEATS, ["Seated", "Declined", "Alternate"]),
    ],
)
def test_the_table_says_what_the_drawing_shows(name, argument, cells):
    found = re.findall(r"<td[^>]*>(.*?)</td>", drawn(name, argument), re.DOTALL)
    assert [cell.strip() for cell in found] == cells


def test_the_sheet_says_in_words_which_ticket_was_drawn_and_whose_it_is():
    sentence = "2 of them are yours. Ticket 741 was drawn. It is one of yours."
    assert sentence in re.sub(r"\s+", " ", drawn("ticket_sheet", SHEET))


def test_a_label_cannot_smuggle_in_markup():
    assert "&lt;seated&gt;" in drawn("seats", SEATS)
    assert "Garden &amp; yard" in drawn("funding_line", LINE)
