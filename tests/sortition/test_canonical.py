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
        (["e\u0301", "a\rb", "c"], '["é","a\\nb","c"]'),
        (("a", 1, []), '["a",1,[]]'),
        ({"a\r": {"e\u0301": 1}}, '{"a\\n":{"é":1}}'),
        ([], "[]"),
        (-7, "-7"),
        (2**53 - 1, "9007199254740991"),
        (1 - 2**53, "-9007199254740991"),
    ],
)
def test_a_value_is_written_in_one_way(value, written):
    assert canonical(value) == written.encode() + b"\n"


OTHER = "A record holds text, whole numbers, lists and objects, but not "


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.0, f"{OTHER}'1.0'."),
        (True, f"{OTHER}'True'."),
        ([None], f"{OTHER}'None'."),
        ({"a": [float("nan")]}, f"{OTHER}'nan'."),
        (b"a" * 50, f'{OTHER}"b\'{"a" * 38}".'),
        (2**53, "The number 9007199254740992… is too large for a record."),
        (-(2**53), "The number -9007199254740992… is too large for a record."),
        ([10**30], f"The number 1{'0' * 19}… is too large for a record."),
        ({1: "a"}, "The key '1' of a record is not text."),
        ({("a" * 50,): "a"}, f'The key "(\'{"a" * 38}" of a record is not text.'),
        ({"é": 1, "e\u0301": 2}, "Two keys of one object are the same text."),
        ("\ud800", "The record holds half of a character, which is not text."),
    ],
)
def test_what_has_no_canonical_form_is_refused(value, sentence):
    with pytest.raises(NotCanonical) as refused:
        canonical(value)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("number", [63, 64, 65, 128, 200])
def test_a_long_list_is_written_as_a_short_one(number):
    value = {"inside": {"list": list(range(number))}, "texts": ["é"] * number}
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
    assert canonical(value) == plain.encode()
    assert canonical(value["texts"]) == ("[" + ",".join(['"é"'] * number) + "]\n").encode()


def test_a_value_nested_without_end_is_refused():
    deep = []
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(NotCanonical, match="too deeply"):
        canonical(deep)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is not JSON: see line 1, column 1."),
        (b"{\n", "The file is not JSON: see line 2, column 1."),
        (b"[1]x", "The file is not JSON: see line 1, column 4."),
        (b"\xff", "The file is not text in UTF-8."),
        (b'[{"a":1,"a":1}]', "The file names the same key twice in one object."),
        (b"[" * 100_000, "The file is nested too deeply to be read."),
        (b"9" * 5000, "The file holds a number too long to be read."),
    ],
)
def test_bytes_that_are_no_json_are_refused_with_a_sentence(data, sentence):
    with pytest.raises(NotCanonical) as refused:
        parse(data)

    assert str(refused.value) == sentence


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


@given(VALUES)
def test_what_is_written_reads_back_and_is_written_the_same_again(value):
    written = canonical(value)

    assert canonical(parse(written)) == written
