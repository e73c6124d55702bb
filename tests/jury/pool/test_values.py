import json
from datetime import UTC, datetime

import pytest

from jury.errors import RuleBroken
from jury.languages import speaking
from jury.pool import values
from sortition.randomness import round_at

NOON = datetime(2027, 2, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize("given", ["7 4 1", "7,4,1", "741", " 7-4-1 ", "7; 4; 1"])
def test_balls_are_read_however_they_are_typed(app, given):
    value = values.parse("balls", given, NOON)

    assert value == {"kind": "balls", "balls": [7, 4, 1]}
    assert values.spoken(value) == "7,4,1"
    assert values.shown(value) == "7 4 1"


def test_words_keep_their_order_and_lose_spare_spaces(app):
    assert values.spoken(values.parse("words", "  appel \n peer", NOON)) == "appel peer"


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("words", "  "),
        ("balls", "٣"),
        ("balls", "-1 2 3"),
        ("balls", "7 -4 1"),
        ("balls", "--"),
        ("drand", "{}"),
        ("drand", "[1]"),
        ("drand", "x"),
    ],
)
def test_nothing_is_no_value(app, source, given):
    with pytest.raises(RuleBroken):
        values.parse(source, given, NOON)


def test_a_drand_round_of_another_moment_is_refused(app):
    with pytest.raises(RuleBroken):
        values.parse("drand", json.dumps({"round": 1, "signature": "00" * 48}), NOON)


@pytest.mark.parametrize(
    ("signature", "dutch"),
    [("00", "De “signature” in het drand-bestand"), ("00" * 48, "De handtekening is niet die van")],
)
def test_a_drand_file_that_was_changed_is_refused_in_the_readers_language(app, signature, dutch):
    changed = json.dumps({"round": round_at(NOON), "signature": signature})

    with app.test_request_context(), speaking("nl"), pytest.raises(RuleBroken, match=dutch):
        values.parse("drand", changed, NOON)
