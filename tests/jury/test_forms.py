"""What is typed into forms: whole numbers as people write them, and one sentence where not."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired, Optional

from jury import languages
from jury.forms import WholeNumber, between
from jury.reports.command import printer


class Amounts(Form):
    """One amount that is needed, and one that may wait."""

    needed = WholeNumber("Needed", [InputRequired("Type an amount."), between(0, 2_000_000)])
    other = WholeNumber("Other", [Optional(), between(1, 9)])


@pytest.fixture
def typed():
    """Fill in the form in a language; give the form after its check."""

    def fill(text, language="en", other=""):
        with printer().test_request_context(), languages.speaking(language):
            form = Amounts(MultiDict({"needed": text, "other": other}))
            form.validate()
            return form

    return fill


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12500", 12500), ("12.500", 12500), ("12 500", 12500), ("12,500", 12500),
        ("12\N{NO-BREAK SPACE}500", 12500), ("12\N{NARROW NO-BREAK SPACE}500", 12500),
        ("€ 1.250.000,00", 1_250_000), ("12500.00 €", 12500), (" 0 ", 0), ("12’500", 12500),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed, text, number):
    form = typed(text)
    assert (form.errors, form.needed.data) == ({}, number)


@pytest.mark.parametrize(
    "text",
    ["abc", "1,5", "12.50", "1e9", "12..500", "1.00.000", "12.5000", "1_000", "--3", "€", " "],
)
def test_anything_else_is_refused_in_one_sentence_and_kept(typed, text):
    form = typed(text, "nl")
    assert form.errors == {"needed": ["Typ een geheel getal, in cijfers en zonder komma."]}
    assert f'value="{text}"' in form.needed()


@pytest.mark.parametrize("text", ["-1", "2.000.001", "9" * 5000])
def test_a_number_out_of_bounds_is_told_the_bounds_as_the_reader_writes_them(typed, text):
    form = typed(text, "nl", other="10")
    assert form.errors == {
        "needed": ["Typ een getal van 0 tot 2.000.000."],
        "other": ["Typ een getal van 1 tot 9."],
    }
    assert f'value="{text}"' in form.needed()


def test_an_empty_field_is_refused_only_where_a_number_is_needed(typed):
    form = typed("", other=" ")
    assert form.errors == {"needed": ["Type an amount."]}
    assert form.other.data is None


def test_a_phone_shows_digits_to_type_with(typed):
    assert 'inputmode="numeric"' in typed("1").needed()
