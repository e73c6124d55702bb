"""Report of replacements: the chain from the first draw to the jury of today, for anybody."""

import json

import html5lib
import pytest

from sortition.__main__ import main
from sortition.account import account_of
from sortition.canonical import canonical
from sortition.record import Differs, text_value, verify_openings
from sortition.replacement import replace
from sortition.report import plain_report, technical_report
from sortition.report_formats import as_html, as_text
from sortition.vacancy import tokens_by_place


def ids(record, openings, tokens):
    """The ids of some tokens, in the tokens' order."""
    names = tokens_by_place(record, openings)
    known = {name: person["id"] for name, person in zip(names, openings["people"], strict=True)}
    return [known[name] for name in tokens]


@pytest.fixture
def chain(drawn):
    """Two replacements: two jurors leave; then one of the new ones, for whom an alternate moves up,
    a juror, and somebody who was never seated.
    """
    panel = ids(drawn.record, drawn.openings, drawn.record["panel"])
    once, openings = replace(drawn.record, drawn.openings, [panel[0], panel[3]], text_value("snow"))
    now = ids(once, openings, once["steps"][0]["panel"])
    came = ids(once, openings, once["steps"][0]["drawn"])
    waiting = next(i for i in ids(once, openings, once["draw"]["alternates"]) if i not in now)
    stayed = next(i for i in panel if i in now)
    seen = {*panel, *now, waiting}
    other = next(person["id"] for person in openings["people"] if person["id"] not in seen)
    gone = [came[0], stayed, other]
    return replace(once, openings, gone, text_value("hail <b>"), [waiting])


def test_each_replacement_is_told_by_places_that_anybody_can_look_up(chain):
    record, openings = chain
    first, second = account_of(record, openings).facts["replacements"]

    assert (first["number"], first["left"], first["others_gone"]) == (1, [1, 4], 0)
    assert (first["promoted"], first["seats"], first["value"]) == ([], 2, "snow")
    steps, alternates = record["steps"], record["draw"]["alternates"]
    assert {steps[0]["panel"][place - 1] for place in first["drawn"]} == set(steps[0]["drawn"])
    left = {steps[0]["panel"][place - 1] for place in second["left"]}
    assert left < set(steps[1]["gone"])
    assert (len(left), second["others_gone"], second["seats"]) == (2, 1, 1)
    assert [alternates[place - 1] for place in second["promoted"]] == steps[1]["promoted"]
    assert {steps[1]["panel"][place - 1] for place in second["drawn"]} == set(steps[1]["drawn"])
    for told, step in zip((first, second), steps, strict=True):
        assert {key: told[key] for key in ("digest", "seed", "ticket", "outcome")} == {
            key: step[key] for key in ("digest", "seed", "ticket", "outcome")
        }


def test_the_plain_account_goes_from_the_first_draw_to_the_last_replacement(chain):
    account = account_of(*chain)
    second = account.facts["replacements"][1]
    text = " ".join(as_text(plain_report(account)).split())

    parts = (
        "How the panel of “parks” was drawn and completed",
        "The public value was “4,1”. It picked ticket 41",
        "Who left, and who came instead",
        "Replacement 1: 2 people left the panel (place 1 and 4). The public value “snow” drew 2 "
        "people from the pool by lot (now place",
        "Replacement 2: 2 people left the panel",
        "and 1 person of the pool could no longer be drawn.",
        f"1 person moved up from the alternates (number {second['promoted'][0]}).",
        "The public value “hail <b>” drew 1 person from the pool by lot",
        "sortition verify next.json --digest",
    )
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count("Every quota is kept.") == 2


def test_the_technical_account_has_the_figures_of_each_replacement(chain):
    record, openings = chain
    account = account_of(record, openings)
    text = as_text(technical_report(account))

    for step in record["steps"]:
        for fact in ("digest", "seed", "ticket", "outcome"):
            assert str(step[fact]) in text
    assert "Replacement 2 seats those whom its value gives." in text
    assert account.as_json()["replacements"] == account.facts["replacements"]


def test_the_page_of_a_replacement_is_sound(chain):
    for report in (plain_report, technical_report):
        page = as_html(report(account_of(*chain)))

        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
        assert "hail &lt;b&gt;" in page


def test_a_report_of_replacements_holds_nothing_of_one_person(chain):
    record, openings = chain
    account = account_of(record, openings)
    text = json.dumps(account.as_json()) + as_text(plain_report(account))
    text += as_html(technical_report(account))

    for person, name in zip(openings["people"], tokens_by_place(record, openings), strict=True):
        for secret in (person["salt"], person["id"], name):
            assert secret not in text


def test_quotas_that_gave_way_are_counted_and_not_named(drawn):
    everyone = {p["id"]: p["answers"] for p in drawn.openings["people"]}
    panel = ids(drawn.record, drawn.openings, drawn.record["panel"])
    young = [i for i in everyone if everyone[i]["age"] == "young" and i not in panel]
    out = [i for i in panel if everyone[i]["age"] == "young"][:1]
    record, openings = replace(drawn.record, drawn.openings, [*out, *young], text_value("a"))
    audit = verify_openings(record, openings).sentences
    assert any("“age: young” (1 to 2)" in sentence for sentence in audit)

    account = account_of(record, openings)
    pages = as_text(plain_report(account)) + as_text(technical_report(account))
    pages = " ".join(pages.split())

    assert "The quotas gave way by 2 in all" in pages
    assert "quotas had to give way, by 2 in all." in pages
    assert "1 to 2" not in pages
    assert "1 to 2" not in json.dumps(account.as_json())


def test_a_draw_without_replacements_tells_of_none(drawn):
    account = account_of(drawn.record, drawn.openings)

    assert account.facts["replacements"] == []
    assert "Who left" not in as_text(plain_report(account))
    assert "Replacement" not in as_text(technical_report(account))


def test_nothing_is_told_of_a_chain_that_does_not_verify(chain):
    record, openings = chain
    record["steps"][0]["relaxed"] = 1

    with pytest.raises(Differs, match=r"No report is made of this record\. Replacement 1: digest"):
        account_of(record, openings)


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("r.txt", "How the panel of “parks” was drawn and completed"), ("r.html", "<!DOCTYPE html>")],
)
def test_the_command_tells_of_a_replacement(chain, tmp_path, name, beginning):
    for file, content in zip(("next.json", "secret.json"), chain, strict=True):
        (tmp_path / file).write_bytes(canonical(content))
    files = (tmp_path / "next.json", "--openings", tmp_path / "secret.json")

    assert main(["report", *map(str, files), "--out", str(tmp_path / name)]) == 0

    assert (tmp_path / name).read_text().startswith(beginning)
