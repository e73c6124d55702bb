"""Minority opinions: written, signed, taken back, and fixed at the decision."""

from datetime import timedelta

import pytest

from jury.deliberation import conflicts, opinions
from jury.errors import RuleBroken
from jury.ledger import head


@pytest.fixture
def opinion(juror, proposals, deliberation, now):
    """An opinion by ann on the first proposal."""
    return opinions.write(juror, proposals[0], "Dit lost niets op.", "nl", now)


def test_an_opinion_is_signed_by_its_author_and_told_to_the_others(
    call, opinion, juror, seat, work, mailbox
):
    assert opinions.standing(call) == [opinion]
    assert opinions.signers(opinion) == 1
    work()
    assert [m["To"] for m in mailbox.messages] == ["noise@people.example"]
    assert "Dit lost niets op" not in mailbox.text(mailbox.messages[0])


def test_without_opinions_there_are_none(call, juror):
    assert opinions.standing(call) == []


def test_others_sign_once_and_can_take_it_back(opinion, seat, now):
    bob = seat("bob", 2)
    opinions.sign(opinion, bob, now)
    assert opinions.signers(opinion) == 2

    with pytest.raises(RuleBroken, match="signed this opinion already"):
        opinions.sign(opinion, bob, now)

    opinions.unsign(opinion, bob, now)
    assert opinions.signers(opinion) == 1
    with pytest.raises(RuleBroken, match="no signature of yours"):
        opinions.unsign(opinion, bob, now)


def test_only_the_author_withdraws(call, opinion, juror, seat, now):
    with pytest.raises(RuleBroken, match="Only the juror who wrote"):
        opinions.withdraw(opinion, seat("bob", 2), now)

    opinions.withdraw(opinion, juror, now)

    assert opinions.standing(call) == []
    with pytest.raises(RuleBroken, match="was withdrawn on"):
        opinions.sign(opinion, seat("cleo", 3), now)


def test_a_recused_juror_neither_reads_nor_signs(opinion, seat, proposals, now):
    bob = seat("bob", 2)
    conflicts.declare(bob, {proposals[0].id: "family"}, now)

    assert opinions.open_to(bob) == []
    with pytest.raises(RuleBroken, match="conflict of interest"):
        opinions.sign(opinion, bob, now)


def test_a_signature_of_somebody_recused_later_no_longer_counts(opinion, seat, proposals, now):
    bob = seat("bob", 2)
    opinions.sign(opinion, bob, now)
    conflicts.declare(bob, {proposals[0].id: "family"}, now)

    assert opinions.signers(opinion) == 1


def test_the_decision_fixes_opinions(call, opinion, juror, seat, now, events):
    opinions.close(call, now)
    opinions.close(call, now + timedelta(hours=1))

    assert events().count("opinions.closed") == 1
    for act in (opinions.withdraw, opinions.unsign):
        with pytest.raises(RuleBroken, match="Opinions were fixed on"):
            act(opinion, juror, now)
    with pytest.raises(RuleBroken, match="Opinions were fixed on"):
        opinions.sign(opinion, seat("bob", 2), now)
    assert opinions.standing(call) == [opinion]


def test_an_opinion_waits_for_the_talks(juror, reading, now):
    with pytest.raises(RuleBroken, match="You can write an opinion from"):
        opinions.write(juror, None, "Te vroeg.", "nl", now)


def test_an_opinion_can_be_on_the_result_as_a_whole(call, juror, decision, now):
    opinions.write(juror, None, "Alles te duur.", "nl", now)

    assert [o.proposal for o in opinions.standing(call)] == [None]


@pytest.mark.parametrize(("text", "sentence"), [("  ", "still empty"), ("a" * 3001, "3001")])
def test_an_opinion_has_a_length(juror, deliberation, now, text, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        opinions.write(juror, None, text, "nl", now)


def test_the_ledger_holds_a_digest_of_the_opinion_not_its_text(opinion):
    assert set(head().facts) == {"by", "opinion", "digest", "signatures"}
