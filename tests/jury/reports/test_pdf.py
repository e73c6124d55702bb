"""PDF: tagged, equal twice, loads nothing from outside, and its numbers are those of the JSON."""

import json
import re
from dataclasses import replace
from io import BytesIO

import outloud
import pikepdf
import pymupdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from jury.languages import euros, speaking
from jury.reports import bare, open_data, presses
from jury.reports import content as contents
from jury.reports.bare import of_result
from jury.reports.command import printer
from jury.reports.fetching import OwnFilesOnly
from jury.reports.figures import FIGURE_SPACE, fixed
from jury.reports.laying_out import lay_out
from jury.scoring import result
from jury.scoring.case import ScoreRow
from tests.jury.reports import story
from tests.jury.reports.test_layout import MM, inside

LONG = "Buurttuin"


def text_of(data):
    with pymupdf.open(stream=data) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_it_has_no_accessibility_errors(either, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(either)

    found = outloud.check(str(path))

    assert found.errors == 0


@pytest.mark.parametrize(("language", "scale"), [("fr", "Note"), ("de", "Punkte")])
def test_the_counts_stand_under_their_grades_where_a_rounds_name_is_long(whole, language, scale):
    with printer().app_context():
        [data] = presses.print_all([lay_out(whole, language)])
    with pymupdf.open(stream=data) as document:
        blocks = [
            [ends_after(page, beginning) for beginning in ("○", scale, "●")]
            for page in document
            if f"{scale} {FIGURE_SPACE}1" in page.get_text()
        ]
    assert len(blocks) >= 3
    assert all(first == grades == last for first, grades, last in blocks), blocks


def ends_after(page, beginning):
    """Where the five figures end, in points, on the first line of counts that begins like this."""
    words = page.get_text("words")
    place = next(
        place
        for place, word in enumerate(words)
        if word[4].startswith(beginning) and words[place + 1][4].startswith(FIGURE_SPACE)
    )
    return [round(word[2]) for word in words[place + 1 : place + 6]]


@pytest.fixture(scope="module")
def one_round():
    """A report in Dutch on three proposals and one round of scores, one title very long."""
    rows = [ScoreRow(f"j{j}", f"{i}", 1 + i * j % 5) for j in range(1, 6) for i in (1, 2, 3)]
    titles = ("Een", f"{LONG} " * 60, "Drie")
    found = result.compute(
        rows,
        [(f"{i}", title, 5_000 * i) for i, title in enumerate(titles, 1)],
        25_000,
        scale=(1, 5),
    )
    with printer().app_context():
        return presses.print_all([lay_out(bare.read(result.as_text(found).encode()), "nl")])[0]


def test_the_running_head_of_a_long_report_is_no_sentence(tmp_path):
    with printer().app_context():
        [long] = presses.print_all([lay_out(story.bare_content(45), "nl")])
    path = tmp_path / "report.pdf"
    path.write_bytes(long)

    assert [found for found in outloud.check(str(path)).findings if found.rule == "TAG-002"] == []


@pytest.mark.parametrize(
    ("proposals", "caption", "last_row"),
    [
        (4, "Eerst aan de beurt als er geld overblijft", "Samen één dak"),
        (21, "Vier getallen: 1 betekent volledig eens", "Betrouwbaarheid van de jury"),
    ],
)
def test_a_short_table_stays_with_its_caption(proposals, caption, last_row):
    with printer().app_context():
        [data] = presses.print_all([lay_out(story.bare_content(proposals), "nl")])
    with pymupdf.open(stream=data) as document:
        [page] = [text for page in document if caption in (text := page.get_text())]
    assert last_row in page[page.index(caption) :]


def test_a_table_of_four_colleges_and_long_titles_fits_the_page():
    titles = ["Donaudampfschifffahrtsgesellschaftskapitänsversammlungsraum", "Een gewone titel"]
    colleges = ("associations", "experts", "habitants du quartier", "jeunes")
    rows = [
        ScoreRow(f"{college} {j}", f"{i}", 1 + (i + j) % 5, college=college)
        for i in (1, 2) for j in range(4) for college in colleges
    ]  # fmt: skip
    found = result.compute(
        rows, [(f"{i}", title, 20_000) for i, title in enumerate(titles, 1)], 2_000_000,
        scale=(1, 5), college_weights=dict.fromkeys(colleges, 1),
    )  # fmt: skip
    content = bare.read(result.as_text(found).encode())
    with printer().app_context():
        [data] = presses.print_all([lay_out(content, "fr")])
    with pymupdf.open(stream=data) as document:
        words = [word for page in document for word in inside(page)]
    assert {"associations", "jeunes"} <= {word[4] for word in words}
    assert max(word[2] for word in words) <= 186 * MM + 1


def test_no_page_after_the_cover_holds_only_a_few_lines(printed, one_round):
    for data in (printed, one_round):
        with pymupdf.open(stream=data) as document:
            _cover, *pages = (inside(page) for page in document)
        counted = [len({round(y1) for *_, y1, _word in words}) for words in pages]
        assert min(counted) > 8, counted


def test_a_long_title_leaves_room_for_its_page_number(one_round):
    with pymupdf.open(stream=one_round) as document:
        [page] = [each for each in document if "Waar u een voorstel vindt" in each.get_text()]
        words = page.get_text("words")
    right = max(word[2] for word in words if word[4] == LONG)
    numbers = [word for word in words if word[0] > right and 60 < word[1] < 785]
    assert len(numbers) == 3
    assert right < min(word[0] for word in numbers) - 2


def test_it_says_that_it_is_accessible_and_archival(either):
    with pikepdf.open(BytesIO(either)) as document:
        metadata = document.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert document.Root.Lang == "en"
        title = str(metadata["dc:title"])
        assert title.startswith("Selection report: Resilient neighbourhoods")


def test_it_is_compressed_and_known_by_the_digest_of_its_result(whole, either):
    with pikepdf.open(BytesIO(either)) as document:
        assert bytes(document.trailer.ID[0]).decode() == whole.result_digest
        assert {str(page.Contents.Filter) for page in document.pages} == {"/FlateDecode"}
        assert "/Filter" not in document.Root.Metadata  # archives read it without a program


def test_every_header_cell_has_a_scope(either):
    with pikepdf.open(BytesIO(either)) as document:
        cells = [
            o for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/TH"
        ]  # fmt: skip
        assert cells
        assert {str(cell.A.Scope) for cell in cells} <= {"/Column", "/Row"}


def test_every_drawing_is_told_in_words(either):
    with pikepdf.open(BytesIO(either)) as document:
        told = [
            str(o.Alt) for o in document.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        ]  # fmt: skip
    assert len(told) > 10
    assert all(len(words) > 20 for words in told)


def test_each_language_is_printed_in_its_own_bytes_and_named(printed_small):
    for language, data in printed_small.items():
        with pikepdf.open(BytesIO(data)) as document:
            assert document.Root.Lang == language
    assert len(set(printed_small.values())) == 4


def test_the_numbers_are_those_of_the_result(whole, either):
    text = text_of(either)
    for line in whole.lines:
        numbers = line.numbers
        assert line.title in text
        for value in (numbers["calibrated"], numbers["mean"], *numbers["interval_90"]):
            assert f"{value:.2f}" in text
        assert f"{numbers['expected_rank']:.1f}" in text
        often = numbers["p_funded"] * 100
        words = "fewer than 1" if 0 < often < 1 else "more than 99" if 99 < often < 100 else ""
        assert f"{words or round(often)} of 100" in text
    for value in whole.result["model"].values():
        assert (
            value is None
            or f"{value:.2f}" in text
            or value == whole.result["model"]["reml_criterion"]
        )
    for name in ("alpha_interval", "alpha_ordinal", "icc_single", "icc_mean"):
        assert f"{whole.result['agreement'][name]:.2f}" in text


def test_the_money_is_that_of_the_result(whole, either):
    text = text_of(either)
    with printer().app_context(), speaking("en"):
        assert euros(whole.granted) in text
        assert euros(whole.budget) in text
        for line in whole.lines:
            assert euros(line.asked) in text
    assert whole.granted == round(whole.result["allocation"]["spent"] * 100)


def test_the_counts_of_each_score_are_printed(whole, either):
    text = text_of(either)
    for line in whole.lines:
        first, second = (" ".join(map(str, r.values())) for r in line.numbers["rounds"])
        scale = " ".join(line.numbers["rounds"][0])
        assert f"○ Alone {first} Score {scale} ● After {second}" in text


def test_the_data_is_attached(whole, either):
    with pikepdf.open(BytesIO(either)) as document:
        found = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    assert found == {
        "result.json": whole.result_text.encode(),
        "proposals.csv": open_data.proposals(whole).encode(),
    }


def test_comments_for_and_against_are_both_printed(whole, either):
    text = text_of(either)
    for line in whole.lines:
        for said in (*line.said_for, *line.said_against):
            assert re.sub(r"\W", "", said.text) in re.sub(r"\W", "", text)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://evil.example/a.svg", "static:///../keys.py",
                "static:///style.js", "//evil.example/a.css"],
)  # fmt: skip
def test_nothing_from_outside_is_fetched(address):
    with pytest.raises(FatalURLFetchingError, match="may not open"):
        OwnFilesOnly({}).fetch(address)


def test_our_style_sheet_and_data_are_fetched():
    assert b"@page" in OwnFilesOnly({}).fetch("static:///report.css").read()
    assert OwnFilesOnly({}).fetch("data:text/plain,ok").read() == b"ok"


def test_markup_in_titles_and_comments_is_printed_as_text():
    text = story.result_text(2, 100_000)
    document = json.loads(text)
    evil = '<img src="file:///etc/hostname"><link rel=attachment href="file:///etc/passwd">'
    document["proposals"][0]["title"] = evil
    document["proposals"][0]["comments"]["for"] = [f"{evil} url(http://evil.example)"]
    with printer().app_context():
        [data] = presses.print_all([lay_out(of_result(document, json.dumps(document)), "en")])

    assert "<link rel=attachment" in text_of(data)
    with pikepdf.open(BytesIO(data)) as found:
        assert set(found.attachments) == {"result.json", "proposals.csv"}


def test_what_is_not_known_is_said_in_a_sentence(printed_small):
    text = text_of(printed_small["en"])
    assert "made without a call" in text
    assert "made without a draw" in text
    assert "None. No juror asked" in text


def test_the_digest_covers_everything_that_is_printed(whole):
    other = replace(whole, lines=(replace(whole.lines[0], place="elsewhere"), *whole.lines[1:]))
    digests = {contents.digest(c, code) for c in (whole, other) for code in ("nl", "fr")}
    assert len(digests) == 4
    assert contents.digest(whole, "nl") == contents.digest(replace(whole), "nl")


def test_numbers_are_written_as_the_reader_writes_them():
    with printer().app_context(), speaking("fr"):
        assert (fixed(3.14159), fixed(-0.001), fixed(5.25, 0)) == ("3,14", "0,00", "5")
