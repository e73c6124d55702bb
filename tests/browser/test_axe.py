"""Every page, for everyone who may see it, at every moment: no barrier, nothing off the screen."""

import pytest

from tests.browser import stage, visits

MISSING_ON_PURPOSE = {  # pages that are not there at some moments, and why
    "pool.draw_hall": "there is nothing to show in the hall before the pool is frozen",
    "pool.letter": "only who has no e-mail gets a letter",
}


EVERY_MOMENT = pytest.mark.parametrize("moment", stage.MOMENTS)


@EVERY_MOMENT
def test_no_page_has_a_barrier(visited, moment):
    problems = {
        f"{note['reader']} at {note['address']}": note["problems"]
        for note in visited(moment)
        if note["problems"]
    }
    assert problems == {}


@EVERY_MOMENT
def test_every_page_answers_whom_it_is_for(visited, moment):
    expected = {200, 302, 403}  # 302 leads to where the reader can go on, 403 tells a juror why not
    wrong = [
        f"{note['reader']} at {note['address']}: {note['status']}"
        for note in visited(moment)
        if note["status"] not in expected
        and not (note["status"] == 404 and note["endpoint"] in MISSING_ON_PURPOSE)
    ]
    assert wrong == []


@pytest.fixture
def app(folder):
    """The application as the visits see it, with the pages of the demonstration."""
    with stage.moment_in(folder, "new").inside() as found:
        yield found


def test_every_page_of_the_site_was_seen(visited, app):
    seen = {
        note["endpoint"]
        for moment in stage.MOMENTS
        for note in visited(moment)
        if note["status"] == 200
    }
    assert {rule.endpoint for rule in visits.pages(app)} - seen == set()


def test_what_is_not_a_page_is_still_on_the_map(app):
    assert set(visits.NOT_PAGES) <= set(app.view_functions)
