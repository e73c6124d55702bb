"""Publishing in Dutch and French together, or not at all."""

import pytest

from jury.calls import publishing
from jury.db import db
from jury.errors import RuleBroken


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

    assert publishing.digest(complete) != before
