"""Comments for and against."""

import pytest
from sqlalchemy import select

from jury.db import db
from jury.deliberation import comments, conflicts
from jury.deliberation.models import Comment
from jury.errors import RuleBroken


def test_a_juror_has_one_comment_for_and_one_against(juror, proposals, reading, now):
    comments.write(juror, proposals[0], "for", " Mooi. ", now, language="nl")
    comments.write(juror, proposals[0], "against", "Duur.", now, language="nl")
    comments.write(juror, proposals[0], "for", "Heel mooi.", now, language="fr")

    rows = db.session.scalars(select(Comment).order_by(Comment.id)).all()
    assert [(row.kind, row.text, row.language) for row in rows] == [
        ("for", "Heel mooi.", "fr"),
        ("against", "Duur.", "nl"),
    ]


def test_an_empty_comment_removes_it_and_the_ledger_tells_both(
    juror, proposals, reading, now, events
):
    comments.write(juror, proposals[0], "for", "Mooi.", now, language="nl")
    comments.write(juror, proposals[0], "for", "", now, language="nl")
    comments.write(juror, proposals[0], "for", "", now, language="nl")

    assert comments.own(juror, proposals[0]) == {}
    assert events()[-2:] == ["comment.written", "comment.removed"]


def test_a_comment_that_is_too_long_is_told_how_long(juror, proposals, reading, now):
    with pytest.raises(RuleBroken, match="601 characters"):
        comments.write(juror, proposals[0], "for", "a" * 601, now, language="nl")


def test_no_comments_when_scoring_is_closed(juror, proposals, decision, now):
    with pytest.raises(RuleBroken, match="Scoring closed on"):
        comments.write(juror, proposals[0], "for", "Mooi.", now, language="nl")


def test_a_comment_of_a_recused_juror_is_left_out_and_comes_back(
    call, juror, proposals, reading, now
):
    comments.write(juror, proposals[0], "for", "Mooi.", now, language="nl")

    conflicts.declare(juror, {proposals[0].id: "know"}, now)
    assert comments.of_call(call) == []
    with pytest.raises(RuleBroken, match="conflict of interest on “Banken”"):
        comments.write(juror, proposals[0], "for", "Toch mooi.", now, language="nl")

    conflicts.declare(juror, {}, now)
    assert [c.text for c in comments.of_call(call)] == ["Mooi."]
