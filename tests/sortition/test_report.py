"""Report: what is told of a draw, in words, in figures and as a page."""

import json
import re
from functools import cache
from pathlib import Path

import html5lib
import numpy as np
import pytest

from sortition.__main__ import main
from sortition.account import account_of
from sortition.canonical import canonical
from sortition.instance import Quota, build
from sortition.leximin import leximin
from sortition.objectives import fairest
from sortition.record import Differs, balls_value, beacon_value, draw, freeze, text_value
from sortition.report import _alternates, plain_report, technical_report
from sortition.report_formats import as_html, as_text


@cache
def lopsided(old, purpose="draw", source=""):
    """A draw of 4 from 2 men and 6 women, 2 each, and ``old`` people for whom there is no seat."""
    quotas = [
        Quota("sex", "f", 2, 2),
        Quota("sex", "m", 2, 2),
        Quota("age", "y", 4, 4),
        Quota("age", "o", 0, 0),
    ]
    people = [(f"p{i}", {"sex": "m" if i < 2 else "f", "age": "y"}) for i in range(8)]
    people += [(f"q{i}", {"sex": "f", "age": "o"}) for i in range(old)]
    instance = build(quotas, people, 4)
    salts = {name: f"{place:032x}" for place, name in enumerate(instance.ids)}
    frozen = freeze(
        instance, salts, "parks & <trees>", m=100, purpose=purpose, source=source, mix="2 9 4"
    )
    return frozen, draw(*frozen, text_value("rain <b>"))


def account(old=1, **more):
    (_, openings), drawn = lopsided(old, **more)
    return account_of(drawn, openings)


def test_the_facts_are_those_of_a_pool_worked_out_by_hand():
    facts = account().facts

    assert (facts["pool"], facts["seats"], facts["alternates"], facts["tickets"]) == (9, 4, 0, 100)
    assert facts["call"] == "parks & <trees>"
    assert facts["chances"]["average"] == pytest.approx(4 / 9)
    assert facts["chances"]["lowest"] == pytest.approx(1 / 3)
    assert facts["chances"]["highest"] == pytest.approx(1)
    assert facts["chances"]["middle_half"] == pytest.approx([1 / 3, 1 / 3])
    assert facts["chances"]["on_no_panel"] == 1
    assert [(band["chance"], band["people"]) for band in facts["chances"]["bands"]] == [
        ("none", 1),
        ("less than half of the average", 0),
        ("from half of the average to the average", 6),
        ("from the average to twice the average", 0),
        ("more than twice the average", 2),
    ]
    assert facts["proof"]["upper_bound"] == pytest.approx(1 / 3)
    assert facts["proof"]["gap"] < 1e-6
    assert 0 <= facts["deviation"] <= 1
    assert [
        (quota["value"], quota["pool"], quota["expected"], quota["drawn"])
        for quota in facts["quotas"]
    ] == [("f", 7, 2.0, 2), ("m", 2, 2.0, 2), ("y", 8, 4.0, 4), ("o", 1, 0.0, 0)]
    assert facts["draw"]["value"] == "rain <b>"


def test_the_average_chance_is_in_one_band_though_rounding_moves_it():
    instance = build([Quota("a", "b", 3, 3)], [(str(i), {"a": "b"}) for i in range(7)], 3)
    salts = {str(i): f"{i:032x}" for i in range(7)}
    record, openings = freeze(instance, salts, "even", lottery=leximin(instance))

    bands = account_of(record, openings).facts["chances"]["bands"]

    assert [band["people"] for band in bands] == [0, 0, 7, 0]


def test_a_report_holds_nothing_of_one_person():
    (_, openings), drawn = lopsided(1)
    told = account_of(drawn, openings)
    text = (
        json.dumps(told.as_json()) + as_text(plain_report(told)) + as_html(technical_report(told))
    )

    for person in openings["people"]:
        assert person["salt"] not in text
        assert not re.search(rf"\b{person['id']}\b", text)
    for token in drawn["panel"]:
        assert token not in text


def test_the_expected_seats_are_those_of_the_lottery(first_freeze):
    facts = account_of(first_freeze.record, first_freeze.openings).facts

    instance, lottery = first_freeze.instance, first_freeze.lottery
    seats = (instance.counts * lottery.chances) @ instance.belongs
    assert [quota["expected"] for quota in facts["quotas"]] == pytest.approx(seats.tolist())
    assert facts["chances"]["lowest"] == pytest.approx(lottery.chances.min())
    assert facts["proof"]["upper_bound"] == lottery.certificate.upper_bound
    everyone = np.sort(lottery.chances[instance.profile_of])
    assert facts["chances"]["middle_half"] == pytest.approx([everyone[7], everyone[22]])


@pytest.mark.parametrize(
    ("objective", "sentence", "figure"),
    [
        ("maximin", "gives the person with the lowest chance more", "on the lowest chance"),
        ("nash", "has a greater product of all chances", "on the geometric mean"),
        ("goldilocks", "nearer to the average", "on the cost"),
    ],
)
def test_the_report_claims_what_the_objective_proves_and_no_more(
    tight, objective, sentence, figure
):
    lottery = fairest(tight.instance, objective)
    salts = {name: f"{place:032x}" for place, name in enumerate(tight.instance.ids)}
    told = account_of(*freeze(tight.instance, salts, "parks", m=100, objective=objective))

    assert told.facts["proof"]["upper_bound"] == pytest.approx(lottery.certificate.upper_bound)
    assert told.facts["proof"]["gap"] == pytest.approx(max(lottery.certificate.gap, 0), abs=1e-9)
    assert sentence in as_text(plain_report(told)).replace("\n", " ")
    assert figure in as_text(technical_report(told))


def test_sealed_tickets_are_told_too(tight):
    salts = {name: f"{place:032x}" for place, name in enumerate(tight.instance.ids)}
    lottery, openings = freeze(tight.instance, salts, "parks", m=100, sealed=True)

    account = account_of(draw(lottery, openings, text_value("rain")), openings)
    facts, told = account.facts, " ".join(as_text(plain_report(account)).split())

    assert "it fixes how many people sit with which answers" in told
    assert "the 6 people whom it seated for that ticket are the panel" in told
    assert "of an address" not in told
    made = np.zeros((100, len(tight.instance.profiles)))
    for row, ticket in zip(made, openings["tickets"], strict=True):
        np.add.at(row, ticket, 1)
    exact = leximin(tight.instance).chances
    away = np.abs(made.sum(axis=0) / tight.instance.counts - 100 * exact).max()
    assert facts["deviation"] == pytest.approx(away, abs=1e-6)


def test_a_report_tells_that_an_address_has_one_seat():
    people = [(f"p{i}", {"a": "b"}) for i in range(12)]
    pool = build([Quota("a", "b", 3, 3)], people, 3, [f"home {i % 8}" for i in range(12)])
    salts = {name: f"{place:032x}" for place, name in enumerate(pool.ids)}

    told = as_text(plain_report(account_of(*freeze(pool, salts, "parks", m=100))))

    assert "seats one person of an address at most" in " ".join(told.split())
    assert "the draw picks the people" not in " ".join(told.split())


def test_nothing_is_told_of_a_record_that_does_not_verify(drawn):
    drawn.record["ticket"] = 7

    with pytest.raises(Differs, match=r"No report is made of this record\. The draw differs"):
        account_of(drawn.record, drawn.openings)


def test_openings_of_another_draw_are_refused(drawn):
    (_, openings), _ = lopsided(1)

    with pytest.raises(Differs, match=r"No report is made of this record\. The openings belong"):
        account_of(drawn.record, openings)


def test_a_digest_that_was_announced_is_compared(drawn):
    found = account_of(drawn.record, drawn.openings, drawn.record["digest"])

    assert any("is the one published beforehand" in sentence for sentence in found.verified)
    assert not any("Not compared" in sentence for sentence in found.unchecked)
    with pytest.raises(Differs, match="is not the one that was announced"):
        account_of(drawn.record, drawn.openings, "00")


def test_the_plain_account_reads_from_the_draw_to_the_check():
    text = " ".join(as_text(plain_report(account())).split())

    for part in (
        "How the panel of “parks & <trees>” was drawn",
        "The pool has 9 people, for a panel of 4. Before the draw 100 tickets were made.",
        "The public value was “rain <b>”. It picked ticket",
        "No alternates were drawn.",
        "The average chance is 44.4 %: 4 seats for 9 people. The lowest chance is 33.3 %,",
        "1 person has no chance at all",
        "sex: f 7 2 to 2 2",
        "sortition verify draw.json --digest",
        "Not compared with a digest published beforehand.",
    ):
        assert " ".join(part.split()) in text
    assert "REHEARSAL" not in text


def test_several_people_without_a_chance_are_counted():
    assert "2 people have no chance at all" in as_text(plain_report(account(2)))
    assert "no chance at all" not in as_text(plain_report(account(0)))


def test_a_source_and_alternates_are_told(drawn):
    text = " ".join(as_text(plain_report(account_of(drawn.record, drawn.openings))).split())

    assert "The rules had announced: “two balls”." in text
    assert "4 alternates were drawn as well" in text


def test_a_lottery_still_to_be_drawn_has_no_draw_to_tell(first_freeze):
    found = account_of(first_freeze.record, first_freeze.openings)
    plain, technical = as_text(plain_report(found)), as_text(technical_report(found))

    assert found.facts["draw"] is None
    assert "How the panel of “parks” will be drawn" in plain
    assert "Nothing has been drawn yet." in plain
    assert "Seats drawn" not in plain
    assert "sortition verify lottery.json" in plain
    assert re.search(r"^gender: female +\d+ +3 +3 +3\.000 +-$", technical, re.MULTILINE)


def test_a_rehearsal_is_never_told_as_a_draw():
    found = account(purpose="rehearsal")

    for page in (as_text(plain_report(found)), as_html(technical_report(found))):
        assert "REHEARSAL: nothing is decided" in page


def test_a_drand_round_is_named_and_not_its_value():
    frozen, _ = lopsided(1)
    vectors = json.loads((Path(__file__).parent / "oracles" / "drand_vectors.json").read_text())
    signed = next(vector for vector in vectors["vectors"] if vector["round"] == 657413)
    value = beacon_value({key: signed[key] for key in ("round", "signature", "randomness")})

    found = account_of(draw(*frozen, value), frozen[1])

    assert found.facts["draw"]["kind"] == "beacon"
    assert found.facts["draw"]["value"] == "drand quicknet round 657413"


def test_the_technical_account_has_every_figure():
    found = account()
    text = as_text(technical_report(found))

    for fact in (
        found.facts["digest"],
        found.facts["draw"]["seed"],
        found.facts["draw"]["outcome"],
        "relax-and-decompose",
        "Gap, relative to seats / pool",
        "Largest deviation of a person, in tickets",
        "burgerjury/1",
        "2 9 4",
    ):
        assert fact in text
    assert "none was given" in text  # no source


@pytest.mark.parametrize("report", [plain_report, technical_report])
def test_the_page_is_sound_and_needs_nothing_from_elsewhere(report):
    page = as_html(report(account()))

    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert tree.get("lang") == "en"
    assert tree.findtext(".//title").startswith("How the panel of “parks & <trees>” was drawn")
    assert len(tree.findall(".//h1")) == 1
    used = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert used & {"script", "link", "img", "iframe", "object", "a", "b", "trees"} == set()
    assert not re.search(r"https?:|url\(|@import| on\w+=", page)
    for table in tree.findall(".//table"):
        assert table.findtext("caption")
        assert all(th.get("scope") == "col" for th in table.findall("thead/tr/th"))
        for row in table.findall("tbody/tr"):
            assert row[0].get("scope") == "row"
            assert len(row) == len(table.find("thead/tr"))
    assert "prefers-color-scheme: dark" in page


def test_dark_and_light_have_enough_contrast():
    page = as_html(plain_report(account()))

    pairs = re.findall(r"--ink: #(\w{6}); --paper: #(\w{6}); --rule: #(\w{6})", page)
    assert len(pairs) == 2
    for ink, paper, rule in pairs:
        assert contrast(ink, paper) >= 7  # WCAG 2.2, AAA for text
        assert contrast(rule, paper) >= 3  # and AA for lines


def contrast(one, other):
    """The contrast ratio of two colours as WCAG 2.2 defines it."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return np.dot(linear, [0.2126, 0.7152, 0.0722])

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def files(tmp_path, first_freeze):
    record = draw(first_freeze.record, first_freeze.openings, balls_value([4, 1]))
    for name, content in (
        ("draw.json", record),
        ("lottery.json", first_freeze.record),
        ("openings.json", first_freeze.openings),
    ):
        (tmp_path / name).write_bytes(canonical(content))
    return tmp_path


def report(files, *more, record="draw.json"):
    openings = str(files / "openings.json")
    return main(["report", str(files / record), "--openings", openings, *map(str, more)])


@pytest.mark.parametrize(
    ("more", "name", "beginning"),
    [
        ((), "r.txt", "How the panel of “parks” was drawn\n==="),
        (("--technical",), "r.txt", "How the panel of “parks” was drawn: technical account\n==="),
        ((), "r.html", "<!DOCTYPE html>"),
        (("--format", "html"), "r.txt", "<!DOCTYPE html>"),
        (("--format", "text"), "r.html", "How the panel"),
        ((), "r.json", '{\n "call": "parks"'),
    ],
)
def test_the_name_or_the_option_says_the_format(files, more, name, beginning):
    assert report(files, *more, "--out", files / name) == 0

    assert (files / name).read_text().startswith(beginning)


def test_without_a_file_the_report_is_printed(files, capsys):
    assert report(files, record="lottery.json") == 0
    assert capsys.readouterr().out.startswith("How the panel of “parks” will be drawn\n")


def test_programs_get_the_figures(files, capsys):
    assert report(files, "--format", "json") == 0

    found = json.loads(capsys.readouterr().out)
    assert found["draw"]["ticket"] == 41
    assert found["verified"]
    assert found["unchecked"]


def test_a_record_that_was_changed_leaves_no_report(files, capsys):
    content = (files / "draw.json").read_bytes().replace(b'"ticket":41', b'"ticket":40')
    (files / "draw.json").write_bytes(content)

    assert report(files, "--out", files / "r.html") == 1

    assert "No report is made of this record" in capsys.readouterr().err
    assert not (files / "r.html").exists()


def test_the_same_files_give_the_same_bytes(files):
    for name in ("one.html", "two.html"):
        report(files, "--out", files / name)

    assert (files / "one.html").read_bytes() == (files / "two.html").read_bytes()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "No alternates were drawn."),
        (1, "1 alternate was drawn as well, who moves up when a seat falls free."),
        (2, "2 alternates were drawn as well, in the order in which they move up when a seat "
            "falls free."),
    ],
)  # fmt: skip
def test_one_alternate_is_told_as_one(number, told):
    assert _alternates(number) == told


def test_a_table_that_folds_on_a_phone_names_the_column_in_every_cell():
    page = as_html(technical_report(account(0)))
    table = page[page.index("People and seats of each quota") :]
    table = table[: table.index("</table>")]
    header = re.findall(r"<th scope=.col.[^>]*>([^<]+)</th>", table)
    rows = table.split("<tr")[2:]

    assert header == ["Quota", "Pool", "Minimum", "Maximum", "Expected", "Drawn"]
    assert rows
    for row in rows:
        assert re.findall(r'data-label="([^"]+)"', row) == header[1:]
        assert (row.count('role="cell"'), row.count('role="rowheader"')) == (5, 1)
