"""Reminding jurors who have not finished."""

from datetime import timedelta

import pytest

from jury.deliberation import reading as readings
from jury.deliberation import reminding
from jury.errors import RuleBroken


def test_only_those_who_have_not_finished_are_reminded(
    call, juror, proposals, reading, person, now, work, mailbox
):
    for proposal in proposals:
        readings.mark(juror, proposal, 1, True, now)

    assert reminding.remind(call, now, person("lea")) == 1

    work()
    (message,) = mailbox.messages
    assert message["To"] == "noise@people.example"
    assert "3" in mailbox.text(message)
    assert "/calls/parks/jury" in mailbox.text(message)


def test_once_a_day_is_enough(call, juror, reading, person, now):
    reminding.remind(call, now, person("lea"))

    with pytest.raises(RuleBroken, match="Wait a day"):
        reminding.remind(call, now + timedelta(hours=19), person("lea"))
    assert reminding.remind(call, now + timedelta(hours=20), person("lea")) == 2


def test_nobody_is_reminded_when_all_is_done(call, proposals, seat, reading, person, now):
    ann = seat("ann", 1)
    for proposal in proposals:
        readings.mark(ann, proposal, 1, True, now)

    with pytest.raises(RuleBroken, match="Every juror has finished"):
        reminding.remind(call, now, person("lea"))


def test_nobody_is_reminded_when_nothing_is_open(call, juror, decision, person, now):
    with pytest.raises(RuleBroken, match="No round of scores is open"):
        reminding.remind(call, now, person("lea"))
