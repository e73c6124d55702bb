"""Eligibility with a reason, a contact person and the right to correct."""

from datetime import timedelta

import pytest

from jury.errors import RuleBroken
from jury.proposals import drafting, eligibility, submission
from jury.roles import Role, grant


@pytest.fixture
def rik(call, person, now):
    """A contact person of the call."""
    made = person("rik")
    grant(made, Role.CONTACT, "parks", now, by="test")
    return made


@pytest.fixture
def submitted(complete, only, now):
    """A proposal that was handed in, in the days of the first check."""
    submission.submit(complete, now)
    only("eligibility")
    return complete


@pytest.fixture
def assigned(submitted, rik, now):
    eligibility.assign(submitted, rik, now, rik)
    return submitted


def test_the_applicant_hears_who_looks_after_the_proposal(submitted, rik, now, work, mailbox):
    assert eligibility.unassigned(submitted.call) == [submitted]

    eligibility.assign(submitted, rik, now, rik)
    work()

    assert eligibility.unassigned(submitted.call) == []
    assert "rik@people.example" in mailbox.text(mailbox.to("ann@people.example")[-1])


def test_only_a_contact_person_of_the_call_looks_after_it(submitted, person, now):
    grant(person("zoe"), Role.CONTACT, "other", now, by="test")

    with pytest.raises(RuleBroken):
        eligibility.assign(submitted, person("zoe"), now, person("zoe"))


def test_nobody_is_judged_without_a_contact_person(submitted, rik, now):
    with pytest.raises(RuleBroken):
        eligibility.find_eligible(submitted, "Past.", now, rik)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_is_judged_without_a_reason(assigned, rik, now, reason):
    with pytest.raises(RuleBroken):
        eligibility.find_eligible(assigned, reason, now, rik)
    with pytest.raises(RuleBroken):
        eligibility.find_ineligible(assigned, reason, now + timedelta(days=1), now, rik)


def test_an_eligible_proposal_goes_to_the_jury_and_the_applicant_hears_why(
    assigned, rik, now, work, mailbox, events
):
    eligibility.find_eligible(assigned, "Het past in de oproep.", now, rik)
    work()

    assert (assigned.state, assigned.judged_at) == ("eligible", now)
    assert events()[-1] == "proposal.found-eligible"
    assert "Het past in de oproep." in mailbox.text(mailbox.to("ann@people.example")[-1])


def test_a_proposal_sent_back_is_corrected_under_its_old_number(assigned, rik, now, work, mailbox):
    first = assigned.receipt
    eligibility.find_ineligible(assigned, "Zeg wie beslist.", now + timedelta(days=4), now, rik)
    drafting.write(assigned, {"how": "Wij beslissen."}, now)
    submission.hand_in_again(assigned, now + timedelta(days=1))
    work()

    assert (assigned.state, assigned.number) == ("submitted", 1)
    assert assigned.receipt != first
    texts = [mailbox.text(message) for message in mailbox.to("ann@people.example")]
    assert "Zeg wie beslist." in texts[2]
    assert assigned.receipt in texts[3]


def test_the_time_to_correct_ends(assigned, rik, now):
    day = now + timedelta(days=4)
    eligibility.find_ineligible(assigned, "Zeg wie beslist.", day, now, rik)

    with pytest.raises(RuleBroken):
        submission.hand_in_again(assigned, day)


@pytest.mark.parametrize("days", [0, -1, 11])
def test_the_time_to_correct_lies_ahead_and_before_the_reading(assigned, rik, now, days):
    with pytest.raises(RuleBroken):
        eligibility.find_ineligible(assigned, "Nee.", now + timedelta(days=days), now, rik)


def test_once_jurors_read_the_list_is_fixed(assigned, rik, only, now):
    only("reading")

    with pytest.raises(RuleBroken):
        eligibility.find_eligible(assigned, "Toch wel.", now, rik)


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_only_what_was_handed_in_is_judged(assigned, rik, now, state):
    assigned.state = state

    with pytest.raises(RuleBroken):
        eligibility.find_eligible(assigned, "Past.", now, rik)
