"""Where the figures come from is said in the language of the reader."""

import json
from pathlib import Path

import pytest

import jury
from jury import languages
from jury.pool import sources

FIGURES = Path(jury.__file__).parent / "calls/reference/brussels.json"
NAMES = {
    " ".join([category["source"]["name"], category["source"]["reference_date"]])
    for category in json.loads(FIGURES.read_text())["categories"]
}


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
@pytest.mark.parametrize("source", sorted(NAMES))
def test_every_source_of_our_own_figures_has_its_name_in_each_language(app, source, language):
    with app.test_request_context(), languages.speaking("en"):
        in_english = sources.words(source)
    with app.test_request_context(), languages.speaking(language):
        said = sources.words(source)

    assert said not in (source, in_english)
    assert "Directorate" not in said


def test_the_day_of_the_figures_is_written_out(app):
    with app.test_request_context(), languages.speaking("nl"):
        assert sources.words(f"{sources.STATBEL} 2026-01-01").endswith(", 1 januari 2026")
        assert sources.words(f"{sources.BRIO} 2018").endswith(", 2018")


@pytest.mark.parametrize("source", ["", "Statbel 2026-01-01", "Onze eigen telling"])
def test_a_source_that_we_do_not_know_stays_as_it_is(app, source):
    with app.test_request_context():
        assert sources.words(source) == source
