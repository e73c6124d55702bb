"""Publishing in Dutch and French together, or not at all."""

import pytest

from jury.calls import publishing, spending
from jury.db import db
from jury.errors import RuleBroken
from jury.scoring import case


def test_a_complete_call_becomes_public(complete, now, boss, events):
    publishing.publish(complete, now, boss)

    assert (complete.state, complete.published_at) == ("published", now)
    assert events()[-1] == "call.published"


def test_an_incomplete_call_stays_a_draft_and_hears_everything_at_once(draft, now, boss):
    with pytest.raises(RuleBroken) as refusal:
        publishing.publish(draft, now, boss)

    assert draft.state == "draft"
    assert "9" in refusal.value.sentence


def test_a_call_is_published_once(complete, now, boss):
    publishing.publish(complete, now, boss)

    with pytest.raises(RuleBroken):
        publishing.publish(complete, now, boss)


def test_the_digest_changes_with_every_promise(complete):
    before = publishing.digest(complete)
    db.session.refresh(complete)
    db.session.expire_all()
    assert publishing.digest(complete) == before
    complete.budget += 1
    dearer = publishing.digest(complete)
    complete.rule = "equal-shares"

    assert len({before, dearer, publishing.digest(complete)}) == 3


def test_the_rule_is_sealed_with_its_threshold_and_what_settles_ties(complete):
    complete.rule = "equal-shares"

    assert publishing.wording(complete)["spending"] == {
        "rule": "equal-shares",
        "in_favour_from": "the middle of the scale",
        "points_above": "the middle of the scale",
        "ties": ["lower cost", "more initial support", "a lot fixed beforehand"],
        "completion": "raised endowments, then best score first",
    }


def test_a_call_knows_the_rules_that_the_numbers_know():
    assert spending.RULES == case.RULES
