"""Drawing: one value, one ticket, one panel, once."""

import json
from pathlib import Path

import pytest

from sortition.alternates import choose_alternates
from sortition.canonical import canonical, digest, token
from sortition.drawing import draw, pool_of, seated, ticket_for
from sortition.freezing import freeze
from sortition.public_values import DrawRefused, balls_value, beacon_value, named, text_value
from sortition.randomness import BeaconRefused, Stream, seed_of
from sortition.shapes import REHEARSAL
from sortition.structure import Differs

VECTORS = json.loads((Path(__file__).parent / "oracles" / "drand_vectors.json").read_text())
ROUND = next(v for v in VECTORS["vectors"] if v["round"] == 657413)
BEACON = {"round": ROUND["round"], "signature": ROUND["signature"]}


def test_words_pick_the_ticket_of_their_stream(frozen):
    record = draw(frozen.record, frozen.openings, text_value("rain on Sunday"))

    seed = seed_of("draw", "parks", digest(frozen.record), "rain on Sunday")
    assert record["seed"] == seed.hex()
    assert record["ticket"] == Stream(seed).uniform(100)
    assert record["panel"] == frozen.record["tickets"][record["ticket"]]


@pytest.mark.parametrize(
    ("balls", "ticket"), [([4, 1], 41), ([0, 0], 0), ([0, 7], 7), ([9, 9], 99)]
)
def test_with_balls_the_ticket_is_the_number_read_out(frozen, balls, ticket):
    record = draw(frozen.record, frozen.openings, balls_value(balls))

    assert record["ticket"] == ticket
    assert record["panel"] == frozen.record["tickets"][ticket]


@pytest.mark.parametrize("balls", [[4], [4, 1, 0]])
def test_balls_that_do_not_name_every_ticket_once_are_refused(frozen, balls):
    names = "1 ball names" if len(balls) == 1 else f"{len(balls)} balls name"
    names += f" one of {10 ** len(balls):,} tickets, but this lottery has 100"
    with pytest.raises(DrawRefused, match=names):
        draw(frozen.record, frozen.openings, balls_value(balls))


def test_a_beacon_picks_the_ticket_by_its_randomness(frozen):
    record = draw(frozen.record, frozen.openings, beacon_value(BEACON))

    seed = seed_of("draw", "parks", digest(frozen.record), ROUND["randomness"])
    assert record["ticket"] == Stream(seed).uniform(100)
    assert record["value"] == {"kind": "beacon", "chain": "quicknet", **BEACON}


def test_a_beacon_with_a_false_signature_draws_nothing(frozen):
    with pytest.raises(BeaconRefused):
        beacon_value({**BEACON, "round": BEACON["round"] + 1})
    forged = {"kind": "beacon", "chain": "quicknet", **BEACON, "round": BEACON["round"] + 1}
    with pytest.raises(BeaconRefused):
        draw(frozen.record, frozen.openings, forged)


@pytest.mark.parametrize(
    ("source", "fits"),
    [
        ("drand quicknet round 657413", True),
        ("drand quicknet round 657414", False),
        ("drand quicknet round 657410; if it fails, quicknet round 657413", True),
        ("three balls", True),
    ],
)
def test_a_round_that_was_not_announced_is_refused(frozen, source, fits):
    lottery = {**frozen.record, "source": source}

    if fits:
        assert 0 <= ticket_for(lottery, beacon_value(BEACON)) < 100
    else:
        sentence = "announced drand quicknet round 657414; this value is round 657413"
        with pytest.raises(DrawRefused, match=sentence):
            ticket_for(lottery, beacon_value(BEACON))


def test_words_are_taken_where_the_round_that_was_announced_never_came(frozen):
    lottery = {**frozen.record, "source": "drand quicknet round 657414, or else words"}

    seed = seed_of("draw", "parks", digest(lottery), "rain")
    assert ticket_for(lottery, text_value("rain")) == Stream(seed).uniform(100)


def test_the_alternates_are_those_of_a_stream_of_their_own(drawn):
    lottery, on = drawn.record["lottery"], drawn.openings["tickets"][41]
    seed = seed_of("draw-alternates", "parks", digest(lottery), "4,1")

    chosen = choose_alternates(drawn.instance, on, 4, Stream(seed))

    salts = [drawn.openings["people"][i]["salt"] for i in chosen]
    assert drawn.record["alternates"] == [token(salt, "parks", 1, 41) for salt in salts]


def test_a_second_value_is_refused_and_the_same_one_draws_the_same(frozen):
    first = draw(frozen.record, frozen.openings, balls_value([4, 1]))
    openings = {**frozen.openings, "drawn": balls_value([4, 1])}

    assert draw(frozen.record, openings, balls_value([4, 1])) == first
    others = {"4,2": balls_value([4, 2]), "4,1": text_value("4,1"),
              "drand round 657413": beacon_value(BEACON)}  # fmt: skip
    for spoken, other in others.items():
        with pytest.raises(DrawRefused) as refused:
            draw(frozen.record, openings, other)
        assert str(refused.value) == (
            "This freeze was drawn with the value “4,1”. A second value, "
            f"“{spoken}”, is refused: there is one draw a freeze."
        )


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_an_empty_value_is_refused(words):
    with pytest.raises(DrawRefused, match="empty"):
        text_value(words)


@pytest.mark.parametrize("balls", [[], [10], [-1]])
def test_balls_carry_one_digit_each(balls):
    with pytest.raises(DrawRefused, match="one digit"):
        balls_value(balls)


def test_a_draw_leaves_its_lottery_and_openings_as_they_were(frozen):
    before = canonical(frozen.record), canonical(frozen.openings)

    draw(frozen.record, frozen.openings, balls_value([4, 1]))

    assert (canonical(frozen.record), canonical(frozen.openings)) == before


@pytest.mark.parametrize(
    ("lottery", "openings", "value", "sentence"),
    [
        ({"seats": 0}, {}, {}, "The lottery: seats must be a whole number from 1"),
        ({}, {"number": 0}, {}, "The openings: number must be a whole number from 1"),
        ({}, {}, {"balls": []}, "The public value: balls must be a list of at least 1"),
    ],
)
def test_nothing_is_drawn_from_what_is_malformed(frozen, lottery, openings, value, sentence):
    with pytest.raises(Differs, match=f"^{sentence}"):
        draw({**frozen.record, **lottery}, {**frozen.openings, **openings},
             {**balls_value([4, 1]), **value})  # fmt: skip


def test_openings_of_another_lottery_are_refused(frozen):
    other, _ = freeze(
        frozen.instance, frozen.salts, "gardens", m=100, alternates=4, lottery=frozen.lottery
    )

    with pytest.raises(Differs) as refused:
        draw(other, frozen.openings, balls_value([4, 1]))

    assert str(refused.value) == (
        f"These openings belong to another lottery: their digest is {digest(frozen.record)}, "
        f"that of the lottery is {digest(other)}."
    )


@pytest.mark.parametrize("people", [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 99]])
def test_openings_that_name_other_people_on_the_ticket_are_refused(frozen, people):
    frozen.openings["tickets"][41] = people

    with pytest.raises(Differs, match="ticket 41"):
        draw(frozen.record, frozen.openings, balls_value([4, 1]))


def test_openings_with_too_few_tickets_are_refused(frozen):
    del frozen.openings["tickets"][41:]

    with pytest.raises(Differs, match="who is on ticket 41"):
        draw(frozen.record, frozen.openings, balls_value([4, 1]))


def test_the_seated_are_those_whose_tokens_were_drawn(drawn):
    panel, alternates = seated(drawn.record, drawn.openings)

    rows = [person["row"] for person in panel]
    assert rows == sorted(i + 1 for i in drawn.openings["tickets"][41])
    assert len(alternates) == 4
    assert not {p["id"] for p in panel} & {p["id"] for p in alternates}


def test_the_panel_meets_every_quota(drawn):
    panel, _ = seated(drawn.record, drawn.openings)

    answers = [person["answers"] for person in panel]
    assert sorted(a["gender"] for a in answers) == ["female"] * 3 + ["male"] * 3
    assert sorted(a["age"] for a in answers) == ["old"] * 4 + ["young"] * 2


def test_openings_of_another_draw_seat_nobody(drawn):
    for person in drawn.openings["people"]:
        person["salt"] = f"{int(person['salt'], 16) + 77:032x}"

    with pytest.raises(Differs, match="do not belong to this draw"):
        seated(drawn.record, drawn.openings)


def test_a_rehearsal_has_its_own_seed_and_watermark(frozen):
    lottery, openings = freeze(
        frozen.instance, frozen.salts, "parks", m=100, purpose="rehearsal", lottery=frozen.lottery
    )

    record = draw(lottery, openings, text_value("rain"))

    assert record["watermark"] == REHEARSAL
    seed = seed_of("rehearsal", "parks (rehearsal)", digest(lottery), "rain")
    assert record["seed"] == seed.hex()


def test_the_pool_of_the_openings_is_the_pool_that_was_frozen(frozen):
    pool = pool_of(frozen.record, frozen.openings)

    assert pool.ids == frozen.instance.ids
    assert pool.profiles == frozen.instance.profiles
    assert pool.profile_of.tolist() == frozen.instance.profile_of.tolist()


def test_a_drand_round_is_known_by_its_number():
    value = {"kind": "beacon", "chain": "quicknet", "round": 1000, "signature": "0" * 96}
    assert named(value) == "drand quicknet round 1000"
