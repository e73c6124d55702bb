"""Canonical JSON: one value, one way to write it, one digest."""

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sortition.canonical import (
    NotCanonical,
    canonical,
    commitment,
    digest,
    parse,
    token,
)
from sortition.randomness import Stream, seed_of

VALUES = st.recursive(
    st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(st.characters(codec="ascii")), parts),
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [2, "c"]}, '{"a":[2,"c"],"b":1}'),
        ({"Z": 1, "a": 2, "É": 3, "𝒜": 4, "ﬀ": 5}, '{"Z":1,"a":2,"É":3,"ﬀ":5,"𝒜":4}'),
        ("Cafe\u0301 Å", '"Café Å"'),
        ("one\r\ntwo\rthree\n", '"one\\ntwo\\nthree\\n"'),
        ('"\\/\b\f\t\x01\x7f', '"\\"\\\\/\\b\\f\\t\\u0001\x7f"'),
        ("<é & €>", '"<é & €>"'),
        ([], "[]"),
        (-7, "-7"),
    ],
)
def test_a_value_is_written_in_one_way(value, written):
    assert canonical(value) == written.encode() + b"\n"


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        True,
        None,
        2**53,
        -(2**53),
        {1: "a"},
        {"é": 1, "e\u0301": 2},
        "\ud800",
        {"a": [float("nan")]},
    ],
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_a_value_nested_without_end_is_refused():
    deep = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(NotCanonical, match="too deeply"):
        canonical(deep)


@given(VALUES)
def test_what_is_written_reads_back_and_is_written_the_same_again(value):
    written = canonical(value)

    assert canonical(parse(written)) == written


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff", b'{"a":1,"a":1}', b"[" * 100_000, b"9" * 5000, b"[1]x"],
)
def test_bytes_that_are_no_json_are_refused_with_a_sentence(data):
    with pytest.raises(NotCanonical, match=r"\.$"):
        parse(data)


def test_the_digest_is_that_of_the_file(tmp_path):
    file = tmp_path / "record.json"
    file.write_bytes(canonical({"seats": 24}))

    assert digest({"seats": 24}) == hashlib.sha256(b'{"seats":24}\n').hexdigest()
    assert digest({"seats": 24}) == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_commitment_is_the_digest_of_version_call_pseudonym_salt_and_answers():
    salt = "00112233445566778899aabbccddeeff"
    written = f'["burgerjury/1","parks","p7","{salt}",{{"age":"18-29","commune":"Ixelles"}}]\n'

    found = commitment("parks", "p7", salt, {"commune": "Ixelles", "age": "18-29"})

    assert found == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        ("gardens", "p7", "00" * 16, {"age": "18-29"}),
        ("parks", "p8", "00" * 16, {"age": "18-29"}),
        ("parks", "p7", "01" * 16, {"age": "18-29"}),
        ("parks", "p7", "00" * 16, {"age": "30-44"}),
    ],
)
def test_a_commitment_changes_with_each_of_its_parts(other):
    assert commitment("parks", "p7", "00" * 16, {"age": "18-29"}) != commitment(*other)


def test_a_token_is_the_keyed_digest_of_call_freeze_and_ticket():
    salt = "000102030405060708090a0b0c0d0e0f"

    expected = hmac.new(bytes.fromhex(salt), b'["parks",1,741]\n', hashlib.sha256).hexdigest()

    assert token(salt, "parks", 1, 741) == expected
    assert json.loads(b'["parks",1,741]\n') == ["parks", 1, 741]


def test_the_page_on_the_format_gives_the_answers_of_this_code():
    salt = "000102030405060708090a0b0c0d0e0f"
    seed = seed_of("draw", "parks", "0" * 64, "7,4,1")
    stream = Stream(seed)

    page = (Path(__file__).parents[2] / "docs" / "record-format.md").read_text()

    assert commitment("parks", "K7", salt, {"age": "30-44"}) in page
    assert token(salt, "parks", 1, 741) in page
    assert digest({"seats": 24, "call": "Café"}) in page
    assert seed.hex() in page
    assert ", ".join(str(stream.uniform(1000)) for _ in range(10)) in page
