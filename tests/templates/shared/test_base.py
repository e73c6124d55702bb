"""The page around every page: one way in, four languages, and nothing from elsewhere."""

import re

import pytest
from flask import flash, render_template_string

from jury import create_app

PAGE = """{% extends "shared/base.html" %}
{% block title %}A page{% endblock %}
{% block content %}<h1>A page</h1>{% endblock %}"""
BESIDE = PAGE + "{% block aside %}<p>Beside</p>{% endblock %}"
CALL = {
    "title": "Parks",
    "href": "/calls/parks",
    "contact": "Call Samira on 02 555 12 34",
    "phases": [
        {"name": "Proposals", "when": "until Friday", "state": "done", "who": "", "what": ""},
        {"name": "Reading", "when": "until Monday", "state": "now", "who": "", "what": "Read"},
    ],
}


@pytest.fixture
def show(app):
    """The HTML of a template as one reader gets it."""

    def render(page=PAGE, path="/somewhere", **context):
        with app.test_request_context(path, headers={"Accept-Language": "en"}):
            return render_template_string(page, **context)

    return render


def test_a_page_names_its_language_and_can_be_read_in_the_others(show):
    html = show()
    assert '<html lang="en">' in html
    for code in ("nl", "fr", "de", "en"):
        assert f'action="/language/{code}"' in html
    assert html.count("aria-current") == 1


def test_changing_the_language_comes_back_to_the_same_page_and_question(show):
    html = show(path="/calls?theme=parks")
    assert html.count('name="next" value="/calls?theme=parks"') == 4


def test_the_first_stop_of_the_keyboard_leads_past_the_header(show):
    first = re.search(r"<a [^>]*>", show()).group()
    assert 'href="#content"' in first


def test_nothing_is_styled_or_scripted_inside_the_page(show):
    html = show(call_bar=CALL)
    assert "style=" not in html
    assert "<style" not in html
    assert re.findall(r"<script(?![^>]*src=)", html) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []


def test_only_a_page_with_something_beside_it_has_an_aside(show):
    assert "<aside" not in show()
    assert show(BESIDE).count("<p>Beside</p>") == 1


def test_a_call_shows_where_it_stands_on_each_of_its_pages(show):
    html = show(call_bar=CALL)
    assert 'aria-current="step"' in html
    assert "until Monday" in html
    assert "Call Samira on 02 555 12 34" in html
    assert "timeline-bar" not in show()


def test_whoever_is_signed_in_can_sign_out_and_nobody_else(show):
    assert "/sign-out" not in show(me=None)
    assert "/sign-out" in show(me=object())


def test_only_the_demonstration_says_that_nothing_is_real(settings, show):
    assert "nothing here is real" not in show()
    demo = create_app(settings | {"DEMO": True})
    with demo.test_request_context("/", headers={"Accept-Language": "en"}):
        html = render_template_string(PAGE)
    assert "nothing here is real" in html
    assert 'href="/demo/outbox"' in html


def test_a_message_of_the_last_action_stands_above_the_page(app):
    with app.test_request_context("/"):
        flash("Your answers are kept.", "success")
        html = render_template_string(PAGE)
    assert re.search(r'class="notice notice--good"[^>]*role="status"', html)
    assert "Your answers are kept." in html
