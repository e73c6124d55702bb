"""Suspended, carried over, cancelled: each with a public reason."""

import pytest

from jury import ledger
from jury.calls import halting
from jury.errors import RuleBroken
from jury.roles import Role, grant

REASON = {"nl": "De raad vergadert.", "fr": "Le conseil se réunit."}
ACTS = [halting.suspend, halting.carry_over, halting.cancel]


@pytest.mark.parametrize(
    ("act", "state", "event"),
    [
        (halting.suspend, "suspended", "call.suspended"),
        (halting.carry_over, "carried_over", "call.carried-over"),
        (halting.cancel, "cancelled", "call.cancelled"),
    ],
)
def test_a_call_halts_with_its_reason(call, person, now, events, act, state, event):
    act(call, REASON, now, person("boss"))

    assert (call.state, call.state_reason) == (state, REASON)
    assert events() == [event]
    assert not call.is_open("proposals", now)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("reason", [{}, {"nl": "Zomaar."}, {"nl": "Zomaar.", "fr": "  "}])
def test_a_call_does_not_halt_without_a_reason_in_both_languages(call, person, now, act, reason):
    with pytest.raises(RuleBroken):
        act(call, reason, now, person("boss"))

    assert call.state == "published"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["draft", "cancelled", "carried_over"])
def test_only_a_call_that_runs_halts(call, person, now, act, state):
    call.state = state

    with pytest.raises(RuleBroken):
        act(call, REASON, now, person("boss"))


@pytest.mark.parametrize("act", ACTS)
def test_a_call_whose_outcome_is_public_does_not_halt(call, person, now, act):
    ledger.record("decision.published", now, call.slug, decision=1)

    with pytest.raises(RuleBroken, match="outcome is public"):
        act(call, REASON, now, person("boss"))

    assert call.state == "published"


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ("draft", []),
        ("published", ["suspended", "carried_over", "cancelled"]),
        ("suspended", ["carried_over", "cancelled"]),
        ("carried_over", []),
        ("cancelled", []),
    ],
)
def test_what_is_possible_is_what_the_verbs_do(call, person, now, state, left):
    call.state = state
    possible, done = halting.possible(call), []
    for act, to in zip(ACTS, halting.FROM, strict=True):
        call.state = state
        try:
            act(call, REASON, now, person("boss"))
            done.append(to)
        except RuleBroken:
            pass

    assert possible == done == left


def test_a_suspended_call_resumes_without_its_reason(call, person, now):
    halting.suspend(call, REASON, now, person("boss"))
    halting.resume(call, now, person("boss"))

    assert (call.state, call.state_reason) == ("published", None)
    assert call.is_open("proposals", now)


def test_a_call_that_runs_cannot_be_resumed(call, person, now):
    with pytest.raises(RuleBroken):
        halting.resume(call, now, person("boss"))


def test_everyone_involved_hears_it_once_in_their_own_language(call, person, now, work, mailbox):
    ann, bea = person("ann"), person("bea", "fr")
    grant(ann, Role.APPLICANT, "parks", now, by="test")
    grant(ann, Role.CONTACT, "parks", now, by="test")
    grant(bea, Role.VOLUNTEER, "parks", now, by="test")
    grant(person("cis"), Role.VOLUNTEER, "other", now, by="test")

    halting.suspend(call, REASON, now, person("boss"))
    work()

    assert len(mailbox.messages) == 2
    assert "De raad vergadert." in mailbox.text(mailbox.to("ann@people.example")[0])
    assert "Le conseil se réunit." in mailbox.text(mailbox.to("bea@people.example")[0])
    assert "+32 2 555 01 40" in mailbox.text(mailbox.messages[0])
