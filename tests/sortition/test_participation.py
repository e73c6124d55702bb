"""Participation: what a receipt finds, for its holder and for nobody else."""

import pytest

from sortition.canonical import canonical, commitment
from sortition.freezing import freeze
from sortition.participation import own_tickets, verify_receipt
from sortition.receipts import receipt_of


def receipt(drawn, place):
    pseudonym = drawn.openings["people"][place]["id"]
    return receipt_of(drawn.record["lottery"], drawn.openings, pseudonym)


def test_everyone_finds_exactly_their_own_tickets(drawn):
    tickets = drawn.openings["tickets"]

    for place in range(30):
        held = own_tickets(drawn.record["lottery"], receipt(drawn, place)["salt"])
        assert held == [number for number, on in enumerate(tickets) if place in on]


def test_a_juror_reads_that_he_or_she_is_one(drawn):
    juror = drawn.openings["tickets"][41][0]

    verdict = verify_receipt(drawn.record, receipt(drawn, juror))

    assert verdict.ok
    assert f"Your commitment is number {juror + 1} of 30" in verdict.sentences[0]
    assert "of the 100 tickets" in verdict.sentences[1]
    assert verdict.sentences[2] == "Ticket 41 was drawn and you are on it: you are a juror."


def test_the_outcome_of_everyone_is_read_from_the_receipt_alone(drawn):
    said = [verify_receipt(drawn.record, receipt(drawn, i)).sentences[2] for i in range(30)]

    assert sum("you are a juror" in sentence for sentence in said) == 6
    for place in (1, 2, 3, 4):
        assert sum(f"alternate number {place}." in sentence for sentence in said) == 1
    assert sum(sentence.endswith("you are not on it.") for sentence in said) == 20


def test_before_the_draw_a_receipt_finds_its_tickets(frozen):
    verdict = verify_receipt(frozen.record, receipt_of(frozen.record, frozen.openings, "p00"))

    assert verdict.ok
    assert len(verdict.sentences) == 2


def test_whoever_has_no_ticket_reads_none(drawn):
    own = receipt(drawn, 0)
    own["salt"] = "ab" * 16
    new = commitment(own["call"], own["pseudonym"], own["salt"], own["answers"])
    drawn.record["lottery"]["commitments"][0] = new

    verdict = verify_receipt(drawn.record["lottery"], own)

    assert verdict.sentences[1] == "You are on 0 of the 100 tickets: none."


def test_someone_with_two_receipts_is_in_the_pool_with_the_newest_only(drawn):
    newest = receipt(drawn, 3)
    oldest = {**newest, "answers": {**newest["answers"], "age": "young"}, "salt": "cd" * 16}

    assert verify_receipt(drawn.record, newest).ok
    verdict = verify_receipt(drawn.record, oldest)
    assert not verdict.ok
    assert "use the newest receipt" in verdict.sentences[-1]


def test_someone_with_two_receipts_learns_about_two_people_and_no_third(drawn):
    lottery, tickets = drawn.record["lottery"], drawn.openings["tickets"]
    salts = [receipt(drawn, place)["salt"] for place in (3, 8)]

    both = {number for salt in salts for number in own_tickets(lottery, salt)}

    assert both == {number for number, on in enumerate(tickets) if 3 in on or 8 in on}
    assert verify_receipt(drawn.record, {**receipt(drawn, 3), "salt": salts[1]}).ok is False


def test_one_receipt_cannot_be_given_to_a_second_person(drawn):
    handed_on = {**receipt(drawn, 3), "pseudonym": "p31"}

    assert not verify_receipt(drawn.record, handed_on).ok


def test_a_receipt_of_another_call_is_refused(drawn):
    verdict = verify_receipt(drawn.record, {**receipt(drawn, 3), "call": "gardens"})

    assert verdict.sentences[-1] == (
        "This receipt is for the call “gardens”; the record is of “parks”."
    )


def test_a_receipt_whose_commitment_is_not_its_own_is_refused(drawn):
    own = receipt(drawn, 3)
    listed = drawn.record["lottery"]["commitments"]

    assert verify_receipt(drawn.record, {**own, "commitment": listed[3]}).ok
    verdict = verify_receipt(drawn.record, {**own, "commitment": listed[4]})
    assert "does not belong to its answers" in verdict.sentences[-1]


def test_accents_in_a_receipt_may_be_written_in_either_way(frozen):
    answers = {
        p["id"]: {**p["answers"], "caf\u00e9": "Li\u00e8ge"} for p in frozen.openings["people"]
    }
    record, openings = freeze(
        frozen.instance,
        frozen.salts,
        "\u00e9t\u00e9",
        m=100,
        answers=answers,
        lottery=frozen.lottery,
    )
    own = receipt_of(record, openings, "p00")
    own["answers"].pop("caf\u00e9")
    own["answers"]["cafe\u0301"] = "Lie\u0300ge"

    assert verify_receipt(record, {**own, "call": "e\u0301te\u0301"}).ok


@pytest.mark.parametrize(
    "change",
    [
        {"salt": "xyz"},
        {"salt": None},
        {"answers": []},
        {"answers": {"age": 3}},
        {"version": "burgerjury/2"},
        {"call": 7},
        {"extra": "thing"},
    ],
)
def test_a_malformed_receipt_gets_a_sentence(drawn, change):
    verdict = verify_receipt(drawn.record, {**receipt(drawn, 3), **change})

    assert not verdict.ok
    assert verdict.sentences[-1].startswith("The receipt")


def test_a_receipt_is_not_trusted_with_a_broken_record(drawn):
    drawn.record["ticket"] = 14

    verdict = verify_receipt(drawn.record, receipt(drawn, 3))

    assert not verdict.ok
    assert "ticket should be 41" in verdict.sentences[-1]


def test_the_record_holds_nothing_of_a_receipt_but_its_commitment(drawn):
    own, written = receipt(drawn, 3), canonical(drawn.record).decode()

    assert own["salt"] not in written
    assert written.count(commitment("parks", "p03", own["salt"], own["answers"])) == 1
