"""Receipts: one person's proof of having been in the pool."""

import pytest

from sortition.receipts import new_salt, receipt_of


def test_a_salt_is_a_fresh_secret_of_128_bits():
    salts = {new_salt() for _ in range(100)}

    assert len(salts) == 100
    assert {len(bytes.fromhex(salt)) for salt in salts} == {16}


def test_a_receipt_holds_what_its_commitment_is_made_of(frozen):
    receipt = receipt_of(frozen.record, frozen.openings, "p07")

    assert receipt == {
        "version": "burgerjury/1",
        "call": "parks",
        "pseudonym": "p07",
        "salt": frozen.salts["p07"],
        "answers": frozen.openings["people"][7]["answers"],
    }


def test_nobody_elses_name_gives_a_receipt(frozen):
    with pytest.raises(KeyError):
        receipt_of(frozen.record, frozen.openings, "p30")
