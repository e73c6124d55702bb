"""Inputs as printed: label, hint and error are tied together for a screen reader."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from wtforms import (
    BooleanField,
    DecimalField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

FOLDER = Path(__file__).parents[3] / "templates"


class Answers(Form):
    title = StringField("Title", [InputRequired(), Length(max=120)])
    summary = TextAreaField("Summary", [Length(max=1500)])
    phone = StringField("Phone", [MayBeEmpty()])
    budget = DecimalField("Budget")
    place = SelectField("Place", choices={"a": "Anneessens", "b": "Cureghem"})
    diploma = RadioField("Diploma", choices={"1": "None", "2": "<Some>", "0": "Not said"})
    agreed = BooleanField("I agree", [InputRequired()])


class Posted(dict):
    """A form as a browser sends it."""

    def getlist(self, name):
        return [self[name]] if name in self else []


@pytest.fixture
def macros():
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)
    env.globals["csrf_token"] = lambda: "proof"
    return env.get_template("shared/_form.html").module


@pytest.fixture
def refused():
    form = Answers(Posted(place="a", diploma="2"))
    assert not form.validate()
    return form


@pytest.mark.parametrize("name", ["title", "summary", "phone", "budget", "place", "agreed"])
def test_every_input_has_its_label(macros, name):
    html = str(macros.field(Answers()[name]))
    assert f'for="{name}"' in html
    assert len(re.findall(rf'id="{name}"', html)) == 1


def test_what_describes_an_input_is_on_the_page(macros, refused):
    for html in (
        str(macros.field(refused.title, "In ten words.")),
        str(macros.field(refused.summary, "As if to a neighbour.")),
        str(macros.choice_cards(refused.diploma, "Why we ask.")),
        str(macros.field(refused.agreed, "You can stop at any time.")),
    ):
        described = re.search(r'aria-describedby="([^"]+)"', html).group(1).split()
        assert described
        for identity in described:
            assert html.count(f'id="{identity}"') == 1


def test_a_wrong_answer_is_marked_and_explained(macros, refused):
    html = str(macros.field(refused.title))
    assert 'aria-invalid="true"' in html
    assert "This field is required." in html
    assert "aria-invalid" not in str(macros.field(refused.phone))


def test_only_a_long_text_tells_its_limit(macros):
    form = Answers()
    assert "At most 1500 characters" in str(macros.field(form.summary))
    assert "At most" not in str(macros.field(form.title))


def test_what_may_stay_empty_says_so(macros):
    form = Answers()
    assert "(not required)" in str(macros.field(form.phone))
    assert "(not required)" not in str(macros.field(form.title))


def test_each_answer_is_a_card_and_not_saying_is_one_like_the_others(macros, refused):
    html = str(macros.choice_cards(refused.diploma, heading=True))
    assert re.findall(r'<label class="choice" for="(diploma-\d)">', html) == [
        "diploma-0",
        "diploma-1",
        "diploma-2",
    ]
    assert html.count("<h1") == 1
    assert html.count(" checked") == 1
    assert "&lt;Some&gt;" in html


def test_an_answer_can_be_explained(macros):
    html = str(macros.choice_cards(Answers().diploma, hints={"1": "Primary school counts here."}))
    assert html.count("Primary school counts here.") == 1


def test_money_shows_its_currency(macros):
    assert '<span class="affix">€</span>' in str(macros.money(Answers().budget))


def test_the_summary_of_errors_leads_to_each_input(macros, refused):
    html = str(macros.form_errors(refused))
    assert re.findall(r'href="#(\w+)"', html) == ["title", "agreed"]
    assert str(macros.form_errors(Answers())).strip() == ""
