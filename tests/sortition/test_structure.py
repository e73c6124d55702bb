"""Structure and shapes: each check takes what it must, and names what it does not take."""

import re

import pytest

from sortition import shapes
from sortition.canonical import LARGEST
from sortition.structure import (
    Differs,
    digits,
    exactly,
    list_of,
    loosely,
    object_of,
    read,
    whole,
    words,
)


def said(check, value):
    """What a check says of a value: nothing where it is right."""
    try:
        check("It", value)
    except Differs as found:
        return str(found)
    return None


@pytest.mark.parametrize("value", [2, 3, 5])
def test_a_whole_number_within_its_bounds_is_right(value):
    assert said(whole(2, 5), value) is None


@pytest.mark.parametrize("value", [1, 6, -2, True, 2.0, "2", None, [2]])
def test_anything_else_is_not_that_number(value):
    assert said(whole(2, 5), value) == "It must be a whole number from 2 to 5."


def test_true_and_false_are_no_numbers():
    assert said(whole(0, 1), 0) is said(whole(0, 1), 1) is None
    for value in (False, True):
        assert said(whole(0, 1), value) == "It must be a whole number from 0 to 1."


def test_a_whole_number_is_at_most_what_every_language_holds():
    assert said(whole(0), LARGEST) is None
    assert said(whole(0), 2**53) == f"It must be a whole number from 0 to {LARGEST}."


def test_words_are_text():
    assert said(words, "") is None
    assert said(words, 1) == "It must be text."


@pytest.mark.parametrize("value", ["c", "", "A", 1, None, ["a"]])
def test_a_text_out_of_a_few_is_exactly_one_of_them(value):
    assert said(exactly("a", "b"), "a") is said(exactly("a", "b"), "b") is None
    assert said(exactly("a", "b"), value) == "It must be “a” or “b”."


@pytest.mark.parametrize("value", ["", "abc", "abcde", "abcG", "ABCD", "abc\n", "abcd\n", 1234])
def test_hexadecimal_digits_are_so_many_and_small(value):
    check = digits(re.compile(r"[0-9a-f]{4}"))

    assert said(check, "09af") is None
    assert said(check, value) == "It must be 4 hexadecimal digits in small letters."


@pytest.mark.parametrize("value", [[], "ab", {"a": 1}, None])
def test_a_list_has_so_many_parts(value):
    assert said(list_of(words, 1), ["a"]) is None
    assert said(list_of(words), []) is None
    assert said(list_of(words, 1), value) == "It must be a list of at least 1."


def test_the_part_of_a_list_that_is_wrong_is_named_by_its_place():
    assert said(list_of(words), ["a", "b", 3, 4]) == "It 3 must be text."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"a": 1, "b": "x"}, None),
        ({"a": 1}, None),
        ([], "It must be an object with named parts."),
        ({"b": "x"}, "It has no “a”."),
        ({}, "It has no “a”."),
        ({"a": 1, "d": 1, "c": 1}, "It has “c”, which the record format does not know."),
        ({"a": 1, "k" * 50: 1}, f"It has “{'k' * 40}”, which the record format does not know."),
        ({"a": "1"}, "It: a must be a whole number from 0 to 9."),
        ({"a": 1, "b": 1}, "It: b must be text."),
        ({"b": 1, "a": "1"}, "It: a must be a whole number from 0 to 9."),
        ({"d": 1}, "It has no “a”."),
    ],
)
def test_an_object_has_these_parts_and_no_others(value, sentence):
    check = object_of({"a": whole(0, 9), "b": words}, optional=frozenset({"b"}))

    assert said(check, value) == sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"a": 1}\n', "The file: byte 6 is not as the record format writes it. "),
        (b'{"a":1}', "The file: byte 8 is not as the record format writes it. "),
        (b'{"a":1}\n\n', "The file: byte 9 is not as the record format writes it. "),
        (b'{"a":1.5}\n', "The file: A record holds text, whole numbers, lists and objects"),
        (b"{", "The file: The file is not JSON: see line 1, column 2."),
    ],
)
def test_a_file_is_read_only_as_the_format_writes_it(data, sentence):
    assert read(b'{"a":1}\n', "The file") == loosely(b' {"a": 1}', "The file") == {"a": 1}
    with pytest.raises(Differs, match=f"^{re.escape(sentence)}"):
        read(data, "The file")


VALUES = [
    {"kind": "text", "text": "rain"},
    {"kind": "balls", "balls": [0, 9]},
    {"kind": "beacon", "chain": "quicknet", "round": 1, "signature": "0a" * 48},
]


@pytest.mark.parametrize("value", VALUES)
def test_a_public_value_is_text_balls_or_a_beacon(value):
    assert said(shapes.public_value, value) is None
    for key in value:
        part = {name: value[name] for name in value if name != key}
        missing = f"It has no “{key}”."
        unknown = "It must have a kind: “text”, “balls” or “beacon”."
        assert said(shapes.public_value, part) == (unknown if key == "kind" else missing)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("rain", "It must have a kind: “text”, “balls” or “beacon”."),
        ({"kind": "dice"}, "It must have a kind: “text”, “balls” or “beacon”."),
        ({"kind": ["text"]}, "It must have a kind: “text”, “balls” or “beacon”."),
        ({**VALUES[0], "text": 1}, "It: text must be text."),
        ({**VALUES[1], "balls": []}, "It: balls must be a list of at least 1."),
        ({**VALUES[1], "balls": [-1]}, "It: balls 1 must be a whole number from 0 to 9."),
        ({**VALUES[1], "balls": [0, 10]}, "It: balls 2 must be a whole number from 0 to 9."),
        ({**VALUES[2], "chain": "x"}, "It: chain must be “quicknet”."),
        ({**VALUES[2], "round": 0}, f"It: round must be a whole number from 1 to {LARGEST}."),
        (
            {**VALUES[2], "signature": "0a" * 47},
            "It: signature must be 96 hexadecimal digits in small letters.",
        ),
    ],
)
def test_what_is_no_public_value_gets_its_sentence(value, sentence):
    assert said(shapes.public_value, value) == sentence


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\nb", "a\x00", "\u200b"])
def test_a_call_is_named_in_one_line_without_a_slash(name):
    assert said(shapes.call_name, "Parks 2026") is None
    assert (
        said(shapes.call_name, name)
        == "It must be text of one line without a slash or hidden marks."
    )
    assert said(shapes.call_name, 1) == said(shapes.call_name, None) == "It must be text."


def test_answers_are_texts_by_name():
    assert said(shapes.answers, {}) is said(shapes.answers, {"age": "old"}) is None
    for value in ([], "old", {"age": 1}, {"age": "old", "sex": None}):
        assert said(shapes.answers, value) == "It must be an object with one text an answer."


HEX = "0a" * 32
RULES = {
    "alternates": 0, "call": "c", "commitments": [HEX], "format": "burgerjury/1",
    "kind": "lottery", "mix": "", "number": 1, "objective": "leximin", "purpose": "draw",
    "quotas": [{"category": "", "value": "", "minimum": 0, "maximum": 0}], "seats": 1,
    "source": "", "tickets": [[HEX]],
}  # fmt: skip
MARKED = {"purpose": "rehearsal", "call": "c (rehearsal)", "watermark": shapes.REHEARSAL}
LEVEL = {"bound": "", "prices": [], "quotas": [], "seats": "", "settled": [0], "value": ""}
OPENED = {
    "digest": HEX, "format": "burgerjury/1", "kind": "openings", "levels": [LEVEL], "number": 1,
    "panels": [[0]], "route": "", "shares": [0], "tickets": [[0]],
    "people": [{"answers": {}, "id": "", "row": 1, "salt": "0a" * 16}],
}  # fmt: skip
DRAWN = {
    "alternates": [], "digest": HEX, "format": "burgerjury/1", "kind": "draw", "lottery": RULES,
    "outcome": HEX, "panel": [HEX], "purpose": "draw", "seed": HEX, "ticket": 0,
    "value": VALUES[0],
}  # fmt: skip
RECEIPT = {
    "answers": {}, "call": "c", "pseudonym": "", "salt": "0a" * 16, "version": "burgerjury/1",
}  # fmt: skip
SMALLEST = {"lottery": RULES, "openings": OPENED, "draw": DRAWN, "receipt": RECEIPT}


@pytest.mark.parametrize("name", SMALLEST)
def test_the_smallest_record_of_each_kind_is_taken_and_every_part_of_it_is_needed(name):
    check, record = getattr(shapes, name), SMALLEST[name]

    assert said(check, record) is None
    assert said(check, {**record, "more": 1}) == (
        "It has “more”, which the record format does not know."
    )
    for key in record:
        part = {k: record[k] for k in record if k != key}
        assert said(check, part) == f"It has no “{key}”."


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("lottery", MARKED),
        ("lottery", {"household_seats": 1}),
        ("lottery", {"kind": "sealed-lottery", "tickets": [HEX]}),
        *(("lottery", {"objective": aim}) for aim in ("maximin", "nash", "goldilocks")),
        ("openings", {"drawn": VALUES[0], "replacements": []}),
        ("openings", {"people": [{**OPENED["people"][0], "household": 0}]}),
        ("openings", {"levels": [{**LEVEL, "households": ["0.5"]}]}),
        ("openings", {"levels": []}),
        ("draw", {"alternates": [HEX], "watermark": shapes.REHEARSAL}),
        ("receipt", {"commitment": HEX}),
    ],
)
def test_what_a_record_may_hold_besides_is_taken(name, changes):
    assert said(getattr(shapes, name), {**SMALLEST[name], **changes}) is None


REPLACED = {
    "digest": HEX, "levels": [], "number": 1, "panels": [[0]], "relaxed": [], "route": "",
    "shares": [0],
}  # fmt: skip
MARK = "It: a rehearsal carries a watermark, and nothing else does."
ENDING = "It: the call of a rehearsal ends with “(rehearsal)”, and no other."
SEALS = "It: the tickets are seals where its kind is “sealed-lottery”, and only there."


def number(name, least, most=LARGEST):
    return f"It: {name} must be a whole number from {least} to {most}."


@pytest.mark.parametrize(
    ("name", "changes", "sentence"),
    [
        ("lottery", {"alternates": -1}, number("alternates", 0)),
        ("lottery", {"commitments": []}, "It: commitments must be a list of at least 1."),
        ("lottery", {"commitments": [HEX[1:]]},
         "It: commitments 1 must be 64 hexadecimal digits in small letters."),
        ("lottery", {"format": "burgerjury/2"}, "It: format must be “burgerjury/1”."),
        ("lottery", {"household_seats": 0}, number("household_seats", 1, 1)),
        ("lottery", {"household_seats": 2}, number("household_seats", 1, 1)),
        ("lottery", {"kind": "draw"}, "It: kind must be “lottery” or “sealed-lottery”."),
        ("lottery", {"number": 0}, number("number", 1)),
        ("lottery", {"objective": "luck"},
         "It: objective must be “leximin” or “maximin” or “nash” or “goldilocks”."),
        ("lottery", {"purpose": "fun"}, "It: purpose must be “draw” or “rehearsal”."),
        ("lottery", {"quotas": []}, "It: quotas must be a list of at least 1."),
        ("lottery", {"quotas": [{**RULES["quotas"][0], "minimum": -1}]},
         number("quotas 1: minimum", 0)),
        ("lottery", {"quotas": [{**RULES["quotas"][0], "maximum": -1}]},
         number("quotas 1: maximum", 0)),
        ("lottery", {"seats": 0}, number("seats", 1)),
        ("lottery", {"tickets": []}, "It: tickets must be a list of at least 1."),
        ("lottery", {"tickets": [[]]}, "It: tickets 1 must be a list of at least 1."),
        ("lottery", {"watermark": "x"}, f"It: watermark must be “{shapes.REHEARSAL}”."),
        ("lottery", {"watermark": shapes.REHEARSAL}, MARK),
        ("lottery", {**MARKED, "purpose": "draw"}, MARK),
        ("lottery", {**MARKED, "call": "c"}, ENDING),
        ("lottery", {"call": "c (rehearsal)"}, ENDING),
        ("lottery", {"tickets": [HEX]}, SEALS),
        ("lottery", {"kind": "sealed-lottery"}, SEALS),
        ("lottery", {"kind": "sealed-lottery", "tickets": [HEX, [HEX]]}, SEALS),
        ("draw", {"kind": "lottery"}, "It: kind must be “draw”."),
        ("draw", {"panel": []}, "It: panel must be a list of at least 1."),
        ("draw", {"ticket": -1}, number("ticket", 0)),
        ("draw", {"lottery": {**RULES, "seats": 0}}, number("lottery: seats", 1)),
        ("receipt", {"salt": HEX}, "It: salt must be 32 hexadecimal digits in small letters."),
        ("openings", {"kind": "draw"}, "It: kind must be “openings”."),
        ("openings", {"number": 0}, number("number", 1)),
        ("openings", {"panels": []}, "It: panels must be a list of at least 1."),
        ("openings", {"panels": [[]]}, "It: panels 1 must be a list of at least 1."),
        ("openings", {"panels": [[-1]]}, number("panels 1 1", 0)),
        ("openings", {"shares": []}, "It: shares must be a list of at least 1."),
        ("openings", {"shares": [-1]}, number("shares 1", 0)),
        ("openings", {"people": []}, "It: people must be a list of at least 1."),
        ("openings", {"people": [{**OPENED["people"][0], "row": 0}]}, number("people 1: row", 1)),
        ("openings", {"people": [{**OPENED["people"][0], "household": -1}]},
         number("people 1: household", 0)),
        ("openings", {"levels": [{**LEVEL, "settled": [-1]}]}, number("levels 1: settled 1", 0)),
        ("openings", {"tickets": []}, "It: tickets must be a list of at least 1."),
        ("openings", {"tickets": [[]]}, "It: tickets 1 must be a list of at least 1."),
        ("openings", {"tickets": [[-1]]}, number("tickets 1 1", 0)),
        ("openings", {"replacements": [REPLACED]}, None),
        ("openings", {"replacements": [{**REPLACED, "value": VALUES[1]}]}, None),
        ("openings", {"replacements": [{**REPLACED, "number": 0}]},
         number("replacements 1: number", 1)),
    ],
)  # fmt: skip
def test_a_part_just_beyond_its_bounds_is_named(name, changes, sentence):
    assert said(getattr(shapes, name), {**SMALLEST[name], **changes}) == sentence
