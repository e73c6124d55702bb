"""Forgeries that fit together: every digest is made anew, and yet one reader finds each."""

import pytest

from sortition.auditing import verify_openings
from sortition.canonical import digest
from sortition.drawing import draw
from sortition.freezing import freeze
from sortition.participation import verify_receipt
from sortition.public_values import text_value
from sortition.receipts import receipt_of
from sortition.shapes import REHEARSAL
from sortition.verification import verify_public
from tests.sortition import forgeries
from tests.sortition.forgeries import NOT_ANNOUNCED, NOT_LISTED, Forger, forged

ALL = {
    *forgeries.BY_ANYONE, *forgeries.BY_THE_DIGEST, *forgeries.BY_THE_FIRST_RECEIPT,
    *forgeries.BY_THE_OPENINGS,
}  # fmt: skip


@pytest.fixture
def honest(first_freeze):
    """An honest draw by words, with its openings."""
    record, openings = first_freeze.record, first_freeze.openings
    return draw(record, openings, text_value("rain")), openings


def said(verdict):
    assert not verdict.ok
    return verdict.sentences[-1]


@pytest.mark.parametrize("forge", forgeries.BY_ANYONE, ids=lambda f: f.__name__)
def test_a_forgery_that_contradicts_itself_is_refused_by_anyone(honest, forge):
    record, _openings = forged(forge, *honest)

    assert forgeries.BY_ANYONE[forge] in said(verify_public(record))


@pytest.mark.parametrize("forge", forgeries.BY_THE_DIGEST, ids=lambda f: f.__name__)
def test_a_consistent_forgery_is_refused_against_the_mailed_digest(honest, forge):
    record, _openings = forged(forge, *honest)

    assert verify_public(record).ok
    sentence = said(verify_public(record, honest[0]["digest"]))
    assert NOT_ANNOUNCED in sentence
    assert digest(record["lottery"]) in sentence
    assert honest[0]["digest"] in sentence


@pytest.mark.parametrize("forge", forgeries.BY_THE_FIRST_RECEIPT, ids=lambda f: f.__name__)
def test_a_consistent_forgery_is_refused_by_the_holder_of_a_receipt(honest, forge):
    receipt = receipt_of(honest[0]["lottery"], honest[1], "p00")
    record, _openings = forged(forge, *honest)

    assert verify_public(record).ok
    assert verify_receipt(honest[0], receipt).ok
    assert forgeries.BY_THE_FIRST_RECEIPT[forge] in said(verify_receipt(record, receipt))
    assert NOT_ANNOUNCED in said(verify_public(record, honest[0]["digest"]))


@pytest.mark.parametrize("forge", forgeries.BY_THE_OPENINGS, ids=lambda f: f.__name__)
def test_a_consistent_forgery_of_the_draw_alone_is_refused_by_the_auditor(honest, forge):
    record, openings = forged(forge, *honest)

    assert verify_public(record, honest[0]["digest"]).ok
    assert verify_openings(*honest).ok
    assert forgeries.BY_THE_OPENINGS[forge] in said(verify_openings(record, openings))


def test_the_forgeries_are_twenty_or_more_and_none_leaves_the_draw_as_it_was(honest):
    made = [forged(forge, *honest)[0] for forge in ALL]

    assert len(ALL) >= 20
    assert honest[0] not in made
    assert (
        Forger(honest[0]["lottery"], honest[1], honest[0]["value"]).sealed()["panel"]
        == (honest[0]["panel"])
    )


@pytest.fixture
def rehearsed(tight, first_freeze):
    """A rehearsal with the salts of the draw."""
    lottery, openings = freeze(
        tight.instance, first_freeze.salts, "parks", m=100, alternates=4, purpose="rehearsal",
        lottery=tight.lottery,
    )  # fmt: skip
    return Forger(lottery, openings, text_value("rain"))


def test_a_rehearsal_is_sound_and_says_that_it_decides_nothing(rehearsed):
    record = draw(rehearsed.lottery, rehearsed.openings, rehearsed.value)

    assert verify_public(record).ok
    assert REHEARSAL in verify_public(record).unchecked
    assert verify_openings(record, rehearsed.openings).ok


def stripped(forger):
    """The rehearsal as a draw, without its watermark."""
    del forger.lottery["watermark"]
    forger.lottery["purpose"] = "draw"


def test_a_rehearsal_stripped_of_its_watermark_keeps_its_name(rehearsed):
    stripped(rehearsed)

    sentence = said(verify_public(rehearsed.sealed()))

    assert "the call of a rehearsal ends with “(rehearsal)”" in sentence


def test_a_rehearsal_stripped_of_mark_and_name_meets_digests_and_receipts(rehearsed, honest):
    mailed = [digest(rehearsed.lottery), honest[0]["digest"]]
    stripped(rehearsed)
    rehearsed.lottery["call"] = "parks"
    record = rehearsed.sealed()

    assert verify_public(record).ok
    for announced in mailed:
        assert NOT_ANNOUNCED in said(verify_public(record, announced))
    for pseudonym in ("p00", "p29"):
        receipt = receipt_of(honest[0]["lottery"], honest[1], pseudonym)
        assert NOT_LISTED in said(verify_receipt(record, receipt))


def test_a_rehearsal_made_into_a_draw_of_the_real_people_meets_the_mailed_digest(rehearsed, honest):
    stripped(rehearsed)
    rehearsed.lottery["call"] = "parks"
    rehearsed.remake_tokens()
    record = rehearsed.sealed()

    assert verify_public(record).ok
    assert NOT_ANNOUNCED in said(verify_public(record, honest[0]["digest"]))
