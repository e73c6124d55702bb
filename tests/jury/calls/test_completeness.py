"""Everything a call still needs, all of it at once."""

from datetime import timedelta

import pytest

from jury import languages
from jury.calls import completeness


@pytest.fixture(autouse=True)
def _english(app):
    with languages.speaking("en"):
        yield


def sentences(call, now):
    return {gap.sentence for gap in completeness.gaps(call, now)}


def test_a_fresh_draft_hears_every_gap_with_its_language(draft, now):
    assert sentences(draft, now) == {
        "Question: not written in French.",
        "Who decides: not written in Dutch.",
        "Who decides: not written in French.",
        "What jurors need to know: not written in Dutch.",
        "What jurors need to know: not written in French.",
        "The budget is not filled in.",
        "The name of the desk that answers questions is missing.",
        "The phone number is missing, or has fewer than 8 digits.",
        "The e-mail address for questions is missing.",
    }


def test_a_complete_call_has_no_gaps(complete, now):
    assert sentences(complete, now) == set()


def test_every_template_keeps_its_own_dates_in_order(complete, now):
    assert completeness.date_problems(complete.phases) == []


@pytest.mark.parametrize(
    ("weight", "expected"),
    [(30, set()), (31, {"The weights add up to 101. Change them until they add up to 100."})],
)
def test_weights_must_add_up_to_100(complete, now, weight, expected):
    complete.criteria[0].weight = weight

    assert sentences(complete, now) == expected


def test_a_mark_without_french_words_is_named(complete, now):
    complete.criteria[1].scale = [{"nl": "ja"}, *complete.criteria[1].scale[1:]]

    assert sentences(complete, now) == {"Criterion 2, mark 1: not written in French."}


def test_reading_may_not_begin_before_proposals_close(complete, now):
    reading, proposals = complete.phase("reading"), complete.phase("proposals")
    reading.opens_at = proposals.closes_at - timedelta(seconds=1)

    assert "“Reading and scoring” begins before “Proposals” ends." in sentences(complete, now)


def test_a_call_whose_proposals_closed_already_cannot_be_published(complete, now):
    late = complete.phase("proposals").closes_at

    assert sentences(complete, late) == {"The last day for proposals is already over."}


@pytest.mark.parametrize(
    ("text", "dials"),
    [
        ("+32 2 555 01 40", True),
        ("0800 12 345", True),
        ("02/555.01.40", True),
        ("1700", False),
        ("bel ons", False),
        ("", False),
    ],
)
def test_a_phone_number_can_be_dialled(text, dials):
    assert completeness.is_phone_number(text) is dials
