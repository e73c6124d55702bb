"""Four languages, complete: every sentence, every placeholder, the glossary's words."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parent.parent
LANGUAGES = ("nl", "fr", "de")
SAME = set((Path(__file__).parent / "same_in_other_languages.txt").read_text().splitlines())
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")

# English word -> what its translation must contain one of, in small letters
GLOSSARY = {
    "juror": {"nl": ["jurylid", "juryled"], "fr": ["juré"], "de": ["jurymitglied"]},
    "citizen jury": {"nl": ["burgerjury"], "fr": ["jury citoyen"], "de": ["bürgerjury"]},
    "alternate": {"nl": ["reserve"], "fr": ["suppléant"], "de": ["ersatzmitglied"]},
    "proposal": {"nl": ["voorstel"], "fr": ["projet"], "de": ["antr", "projektvorschl"]},
    "applicant": {"nl": ["indiener"], "fr": ["porteur", "porteuse"], "de": ["antragsteller"]},
    "contact person": {"nl": ["contactperso"], "fr": ["de contact"],
                       "de": ["ansprechperson"]},
    "criterion": {"nl": ["criteri"], "fr": ["critère"], "de": ["kriteri"]},
    "criteria": {"nl": ["criteri"], "fr": ["critère"], "de": ["kriteri"]},
    "quota": {"nl": ["quot"], "fr": ["quota"], "de": ["quote"]},
    "minority opinion": {"nl": ["minderheidsstandpunt"], "fr": ["avis minoritaire"],
                         "de": ["minderheitsvot"]},
    "eligib": {"nl": ["ontvankelijk"], "fr": ["recevab"], "de": ["zulässig", "zulassung"]},
    "facilitator": {"nl": ["facilitator", "gespreksbegeleid"], "fr": ["animat", "facilitat"],
                    "de": ["moderator", "moderation"]},
    "reserve list": {"nl": ["reservelijst"], "fr": ["liste de réserve"],
                     "de": ["warteliste", "reserveliste"]},
}  # fmt: skip


@pytest.fixture(scope="module")
def spoken(tmp_path_factory):
    """Every sentence that the code and the templates say."""
    pot = tmp_path_factory.mktemp("pot") / "messages.pot"
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "--mapping-file",
         "babel.cfg", "--keywords", "_l", "--keywords", "say", "--output-file", str(pot), "."],
        cwd=ROOT, check=True,
    )  # fmt: skip
    return {(entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(pot))}


def catalogue(language):
    return polib.pofile(str(ROOT / f"jury/translations/{language}/LC_MESSAGES/messages.po"))


def texts(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text):
    return {a or b for a, b in PLACEHOLDER.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(spoken, language):
    done = {
        (entry.msgid, entry.msgid_plural)
        for entry in catalogue(language)
        if not entry.fuzzy and not entry.obsolete and all(texts(entry))
    }
    assert spoken - done == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_kept_for_a_sentence_that_nobody_says(spoken, language):
    assert {(e.msgid, e.msgid_plural) for e in catalogue(language)} - spoken == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_equals_its_source(language):
    same = {e.msgid for e in catalogue(language) if e.msgid in texts(e) and e.msgid not in SAME}
    assert {text for text in same if re.search(r"[A-Za-z]{3}", PLACEHOLDER.sub("", text))} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_placeholders_of_its_source(language):
    wrong = [
        entry.msgid
        for entry in catalogue(language)
        for text in texts(entry)
        if not placeholders(text) <= placeholders(entry.msgid + (entry.msgid_plural or ""))
        or (not entry.msgid_plural and placeholders(text) != placeholders(entry.msgid))
        or text.count("%%") != entry.msgid.count("%%")
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", GLOSSARY)
def test_the_words_of_the_glossary_are_used(language, word):
    wrong = [
        (entry.msgid, text)
        for entry in catalogue(language)
        if re.search(rf"\b{word}", PLACEHOLDER.sub("", entry.msgid), re.IGNORECASE)
        for text in texts(entry)[:1]
        if not any(term in text.casefold() for term in GLOSSARY[word][language])
    ]
    assert wrong == []


def test_french_signs_never_begin_a_line():
    loose = re.compile(r"« | »| [:;?!]|(?<![\u00a0\u202f])[»;?!](?=\s|$)|«(?![\u00a0\u202f])")
    assert [text for e in catalogue("fr") for text in texts(e) if loose.search(text)] == []
