"""Submission: once, complete, on time, with a receipt."""

import hashlib
import json
from datetime import timedelta

import pytest

from jury import languages
from jury.errors import RuleBroken
from jury.ledger import entries
from jury.proposals import drafting, submission
from jury.proposals.completeness import gaps
from tests.jury.proposals.conftest import fill


def test_an_empty_draft_hears_everything_that_is_missing_at_once(draft, now):
    with pytest.raises(RuleBroken, match="15"):
        submission.submit(draft, now)

    assert {gap.section for gap in gaps(draft)} == {
        "idea", "summary", "work", "interests", "partners", "money",
    }  # fmt: skip
    assert draft.state == "draft"


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=9)])
def test_a_late_proposal_hears_the_date_and_is_kept(complete, call, late):
    closes = call.phase("proposals").closes_at

    with pytest.raises(RuleBroken, match=f" {languages.at_home(closes).day} "):
        submission.submit(complete, closes + late)

    assert (complete.state, complete.title) == ("draft", "Banken voor iedereen")


def test_a_proposal_gets_its_number_receipt_copy_and_entry(complete, now, work, mailbox):
    submission.submit(complete, now)
    work()

    assert (complete.state, complete.number, complete.submitted_at) == ("submitted", 1, now)
    assert complete.receipt == hashlib.sha256(submission.canonical(complete)).hexdigest()
    copy = mailbox.text(mailbox.to("ann@people.example")[0])
    assert complete.receipt in copy
    assert "Waar rusten mensen in ons park?" in copy
    facts = entries("parks")[-1].facts
    assert (facts["number"], facts["receipt"]) == (1, complete.receipt)


def test_a_proposal_is_handed_in_once(complete, now):
    submission.submit(complete, now)

    with pytest.raises(RuleBroken):
        submission.submit(complete, now)
    with pytest.raises(RuleBroken):
        drafting.write(complete, {"title": "Anders"}, now)


def test_numbers_follow_the_order_of_handing_in(call, person, now):
    drafts = [drafting.start(call, person(name), "nl", now) for name in ("cis", "bea", "ann")]
    for draft in reversed(drafts):
        submission.submit(fill(draft, now), now)

    assert [draft.number for draft in drafts] == [3, 2, 1]


def test_the_receipt_covers_every_word(complete, now):
    submission.submit(complete, now)
    before = submission.receipt_of(complete)
    complete.partners[0].parts = ["agenda"]

    assert submission.receipt_of(complete) != before
    assert json.loads(submission.canonical(complete))["budget"] == [["Banken", "material", 90000]]


def test_more_than_the_whole_budget_is_too_much(complete, call, now):
    complete.budget_lines[0].amount = call.budget + 1

    with pytest.raises(RuleBroken):
        submission.submit(complete, now)


def test_a_withdrawn_proposal_is_out_for_good(complete, only, now, work, mailbox):
    submission.submit(complete, now)
    only("eligibility")
    submission.withdraw(complete, now)
    work()

    assert complete.state == "withdrawn"
    assert len(mailbox.to("ann@people.example")) == 2
    with pytest.raises(RuleBroken):
        submission.withdraw(complete, now)


def test_once_the_decision_begins_one_withdraws_by_telephone(complete, only, now):
    submission.submit(complete, now)
    only("decision")

    with pytest.raises(RuleBroken):
        submission.withdraw(complete, now)
