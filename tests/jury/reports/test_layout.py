"""Layout: whatever people write stays on its page, is printed once and over nothing else."""

import random
import re
from collections import Counter
from dataclasses import replace

import outloud
import pymupdf
import pytest

from jury.reports import bare, presses
from jury.reports.command import printer
from jury.reports.laying_out import lay_out
from jury.reports.paper import LARGE_PRINT, USUAL
from jury.scoring import result
from jury.scoring.case import CommentRow, ScoreRow

MM = 72 / 25.4  # points


def inside(page):
    """The words between the running head and the foot."""
    return [word[:5] for word in page.get_text("words") if word[1] > 60 and word[3] < 785]


def line_of(first, page):
    """The words of a page on one line from this one on, until the next column."""
    [start] = [word for word in page if word[4] == first]
    return [word[4] for word in page if word[1] == start[1] and word[0] < start[0] + 150]


def test_no_word_is_printed_over_another(either):
    assert overprinted(either) == []


def overprinted(data):
    """Each two words of a PDF that share a good part of their place."""
    with pymupdf.open(stream=data) as document:
        return [pair for page in document for pair in _over(inside(page))]


def _over(words):
    words = sorted(words, key=lambda word: word[1])
    for i, (left, top, right, bottom, word) in enumerate(words):
        for x0, y0, x1, y1, other in words[i + 1 :]:
            deep, wide = min(bottom, y1) - y0, min(right, x1) - max(left, x0)
            if deep <= 0:
                break
            if wide >= 1 and deep >= 0.45 * min(bottom - top, y1 - y0):
                yield word, other


@pytest.mark.parametrize("seed", [2, 7])
def test_every_comment_is_printed_once_wherever_pages_end(seed):
    some, proposals = random.Random(seed), [f"{i}" for i in range(1, 15)]
    rows = [
        ScoreRow(f"j{j}", i, some.randint(1, 5), round=turn)
        for turn in (1, 2) for i in proposals for j in range(8)
    ]  # fmt: skip
    comments = [
        CommentRow(i, kind, "word " * some.randint(1, some.choice([5, 40, 120])))
        for i in proposals
        for kind in ("for", "against")
        for _ in range(some.choice([0, 1, 2, 3, 6, 12]))
    ]
    named = [row._replace(text=f"K{n:04} {row.text}") for n, row in enumerate(comments)]
    titles = [(i, f"P{i} " + "title " * some.randint(0, 20), 20_000) for i in proposals]
    found = result.compute(rows, titles, 100_000, scale=(1, 5), comments=named)
    with printer().app_context():
        [data] = presses.print_all([lay_out(bare.read(result.as_text(found).encode()), "nl")])

    with pymupdf.open(stream=data) as document:
        told = Counter(re.findall(r"K\d{4}", " ".join(page.get_text() for page in document)))
    assert told == Counter(f"K{n:04}" for n in range(len(comments)))
    assert overprinted(data) == []


def test_a_long_scale_and_words_without_a_space_stay_on_the_page():
    unbroken = "Zusammenarbeit" * 20
    rows = [
        ScoreRow(f"j{j}", f"{i}", (37 * i + 11 * j * turn) % 101, round=turn)
        for turn in (1, 2) for i in (1, 2) for j in range(9)
    ]  # fmt: skip
    said = [CommentRow("1", kind, f"{unbroken}\nSecond line") for kind in ("for", "minority")]
    found = result.compute(
        rows, [("1", unbroken, 20_000), ("2", "Two", 20_000)], 20_000,
        scale=(0, 100), comments=said,
    )  # fmt: skip
    with printer().app_context():
        [data] = presses.print_all([lay_out(bare.read(result.as_text(found).encode()), "fr")])
    with pymupdf.open(stream=data) as document:
        pages = [inside(page) for page in list(document)[1:]]
    assert "99–100" in {word[4] for page in pages for word in page}
    assert [word[4] for page in pages for word in page if word[2] > 186 * MM + 1] == []
    begun = [line_of("Second", page) for page in pages if "Second" in {word[4] for word in page}]
    assert begun == [["Second", "line"]] * 2


def sixty(paper, number=60):
    """The pages of a report in which so many proposals are funded."""
    rows = [ScoreRow(f"j{j}", f"{i:02}", 1 + i * j % 5) for j in range(1, 6) for i in range(number)]
    titles = [(f"{i:02}", f"Tuin {i:02} " + "bloem " * (i % 9), 5_000) for i in range(number)]
    found = result.compute(rows, titles, 5_000 * number, scale=(1, 5))
    with printer().app_context():
        content = bare.read(result.as_text(found).encode())
        [data] = presses.print_all([lay_out(content, "nl", paper)])
    return data


def test_the_total_of_a_table_over_two_pages_stands_once_at_its_end():
    with pymupdf.open(stream=sixty(USUAL)) as document:
        pages = [page.get_text() for page in document]
    [end] = [number for number, text in enumerate(pages) if "Samen, van een budget" in text]
    assert pages[end - 1].count("Tuin") > 20  # the table began on the page before


@pytest.mark.parametrize("number", [11, 14])
def test_a_total_never_stands_alone_on_a_page(number, tmp_path):
    data = sixty(LARGE_PRINT, number)
    with pymupdf.open(stream=data) as document:
        [end] = [text for page in document if "Samen, van een budget" in (text := page.get_text())]
    assert "Tuin" in end
    assert errors_of(data, tmp_path) == []


def errors_of(data, tmp_path):
    """What keeps a PDF from those who do not see it."""
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    return [found for found in outloud.check(str(path)).findings if found.severity == "error"]


@pytest.mark.parametrize("paper", [USUAL, LARGE_PRINT])
def test_tables_of_one_or_two_rows_are_accessible_too(paper, whole, tmp_path):
    rows = [
        ScoreRow(f"{college} {j}", f"{i}", 1 + (i * j + i) % 5, college=college)
        for college in ("citizens", "experts") for j in range(3) for i in (1, 2, 3)
    ]  # fmt: skip
    titles = [(f"{i}", f"Tuin {i}", 20_000) for i in (1, 2, 3)]
    found = result.compute(rows, titles, 20_000, scale=(1, 5))
    found["robustness"]["proposals"][1] |= {"differs": ["median"], "funded_in": 1}
    content = bare.read(result.as_text(found).encode())
    call = replace(whole.call, rules=whole.call.rules[:1])
    with printer().app_context():
        for each in (content, replace(whole, call=call)):
            [data] = presses.print_all([lay_out(each, "fr", paper)])
            assert errors_of(data, tmp_path) == []
