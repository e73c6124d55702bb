"""Freezing: what the public record holds, and what nobody can learn from it."""

import json
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from sortition.canonical import canonical, commitment, digest, parse, token
from sortition.certificate import Certificate, Level
from sortition.freezing import by_pseudonym, freeze
from sortition.instance import Quota, build
from sortition.lottery import TooManyTickets
from sortition.receipts import FreezeRefused
from sortition.shapes import REHEARSAL


def refreeze(frozen, call="parks", **changes):
    settings = {"mix": "2 9 4", "m": 100, "alternates": 4, "source": "two balls"}
    salts = changes.pop("salts", frozen.salts)
    instance = changes.pop("instance", frozen.instance)
    return freeze(instance, salts, call, **{**settings, "lottery": frozen.lottery, **changes})


def test_the_same_pool_salts_and_value_freeze_to_the_same_bytes(frozen):
    record, openings = refreeze(frozen)

    assert canonical(record) == canonical(frozen.record)
    assert canonical(openings) == canonical(frozen.openings)


def test_a_freeze_finds_the_fairest_lottery_by_itself_and_tells_how_far_it_is(frozen):
    heard = []

    record, _ = refreeze(frozen, lottery=None, progress=lambda phase, part: heard.append(part))

    assert record == frozen.record
    assert heard


def test_the_record_reads_back_from_a_file_as_it_is(frozen):
    assert parse(canonical(frozen.record)) == frozen.record
    assert parse(canonical(frozen.openings)) == frozen.openings


def test_the_record_holds_these_parts_and_no_others(frozen):
    assert set(frozen.record) == {
        "alternates", "call", "commitments", "format", "kind", "mix", "number", "objective",
        "purpose", "quotas", "seats", "source", "tickets",
    }  # fmt: skip


def test_the_record_holds_no_salt_no_name_no_answer_and_no_floating_point_number(frozen):
    record = {key: part for key, part in frozen.record.items() if key != "quotas"}
    written = canonical(record).decode()

    assert not any(salt in written for salt in frozen.salts.values())
    assert not re.search(r'"p\d\d"', written)
    assert not any(word in written for word in ("female", "young", "gender", 'age"'))
    assert not re.search(r"\d\.\d|\de[+-]?\d", re.sub(r'"[^"]*"', "", written))


def test_the_commitments_are_those_of_the_receipts_in_order_of_pseudonym(frozen):
    answers = {
        identifier: dict(zip(frozen.instance.categories, frozen.instance.profiles[t], strict=True))
        for identifier, t in zip(frozen.instance.ids, frozen.instance.profile_of, strict=True)
    }

    assert frozen.record["commitments"] == [
        commitment("parks", pseudonym, frozen.salts[pseudonym], answers[pseudonym])
        for pseudonym in sorted(answers)
    ]


def test_the_tokens_of_a_ticket_are_in_an_order_that_says_nothing(frozen):
    tickets = frozen.record["tickets"]

    assert all(tokens == sorted(tokens) for tokens in tickets)
    assert [len(tokens) for tokens in tickets] == [6] * 100
    assert len({name for tokens in tickets for name in tokens}) == 600


def test_each_token_is_that_of_the_person_in_the_openings(frozen):
    people = frozen.openings["people"]

    for ticket, on in enumerate(frozen.openings["tickets"]):
        names = [token(people[i]["salt"], "parks", 1, ticket) for i in on]
        assert sorted(names) == frozen.record["tickets"][ticket]


def left_open(tickets):
    """What equations of one sum a ticket leave open: names, and the projector on it."""
    names = sorted({name for ticket in tickets for name in ticket})
    place = {name: i for i, name in enumerate(names)}
    equations = np.zeros((len(tickets), len(names)))
    for row, ticket in enumerate(tickets):
        equations[row, [place[name] for name in ticket]] = 1
    return names, np.eye(len(names)) - np.linalg.pinv(equations) @ equations


@pytest.fixture
def betrayed():
    """A freeze whose only quota is tight: three women and three men."""
    people = [(f"p{i:02}", {"gender": "female" if i % 5 < 3 else "male"}) for i in range(30)]
    quotas = [Quota("gender", "female", 3, 3), Quota("gender", "male", 3, 3)]
    instance = build(quotas, people, 6)
    return freeze(instance, {p: f"{i:032x}" for i, (p, _) in enumerate(people)}, "parks", m=100)


def test_stable_names_would_betray_everyone(betrayed):
    _, openings = betrayed

    names, projector = left_open(openings["tickets"])

    women = {i for i, person in enumerate(openings["people"]) if int(person["id"][1:]) % 5 < 3}
    assert projector.trace() == pytest.approx(1)
    assert {frozenset(np.flatnonzero(projector[0] * side > 0)) for side in (1, -1)} == {
        frozenset(women),
        frozenset(set(range(30)) - women),
    }
    assert names == list(range(30))


def test_the_equations_of_the_public_record_betray_nobody(betrayed):
    record, _ = betrayed

    names, projector = left_open(record["tickets"])

    ticket_of = {name: n for n, tokens in enumerate(record["tickets"]) for name in tokens}
    own = np.array([ticket_of[name] for name in names])
    assert projector.trace() == pytest.approx(600 - 100)
    assert np.allclose(projector.diagonal(), 5 / 6)
    assert np.allclose(projector[own[:, None] != own], 0)


def test_two_freezes_of_one_call_share_no_token(frozen):
    again, _ = refreeze(frozen, number=2)

    names = Counter(n for record in (frozen.record, again) for t in record["tickets"] for n in t)
    assert set(names.values()) == {1}


def test_another_first_value_puts_other_people_on_the_tickets(frozen):
    _, openings = refreeze(frozen, mix="2 9 5")

    assert openings["tickets"] != frozen.openings["tickets"]


def test_whoever_makes_the_salts_cannot_choose_the_tickets(frozen):
    others = {
        identifier: f"{int(salt, 16) + 999:032x}" for identifier, salt in frozen.salts.items()
    }

    record, openings = refreeze(frozen, salts=others)

    assert openings["tickets"] == frozen.openings["tickets"]
    assert not set(record["commitments"]) & set(frozen.record["commitments"])


def test_the_order_of_the_file_changes_nothing_but_the_rows(frozen):
    instance = frozen.instance
    backwards = replace(
        instance, ids=instance.ids[::-1], profile_of=np.ascontiguousarray(instance.profile_of[::-1])
    )

    record, openings = refreeze(frozen, instance=backwards)

    assert record == frozen.record
    assert [person["row"] for person in openings["people"]] == list(range(30, 0, -1))
    assert by_pseudonym(backwards).ids == instance.ids


def test_a_rehearsal_says_so_and_shares_nothing_with_the_draw(frozen):
    record, openings = refreeze(frozen, purpose="rehearsal")

    assert record["watermark"] == REHEARSAL
    assert record["call"] == "parks (rehearsal)"
    assert openings["tickets"] != frozen.openings["tickets"]
    assert not set(record["commitments"]) & set(frozen.record["commitments"])
    names = {name for tokens in frozen.record["tickets"] for name in tokens}
    assert not names & {name for tokens in record["tickets"] for name in tokens}


def test_a_receipt_may_bind_more_than_the_quotas_ask(frozen):
    answers = {p["id"]: {**p["answers"], "language": "nl"} for p in frozen.openings["people"]}

    record, openings = refreeze(frozen, answers=answers)

    assert openings["people"][0]["answers"] == answers["p00"]
    assert record["commitments"] != frozen.record["commitments"]


def test_accents_are_frozen_in_one_spelling(frozen):
    one, _ = refreeze(frozen, call="caf\u00e9", source="e\u0301")
    other, _ = refreeze(frozen, call="cafe\u0301", source="\u00e9")

    assert one == other
    assert one["source"] == "é"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"call": ""}, "The name of the call must be text of one line without a slash"),
        ({"call": "a/b"}, "without a slash"),
        ({"call": "a\nb"}, "of one line"),
        ({"call": "parks (rehearsal)"}, "cannot end with"),
        ({"purpose": "fun"}, "for a draw or a rehearsal"),
        ({"alternates": 25}, "^25 alternates were asked for, but 24 people are left in the pool"),
        ({"alternates": -1}, "-1 alternates"),
        ({"salts": {}}, "There is no salt for “p00”"),
        ({"answers": {f"p{i:02}": {} for i in range(30)}}, "answers of “p00” are not those"),
    ],
)
def test_what_would_not_verify_is_not_frozen(frozen, changes, sentence):
    with pytest.raises(FreezeRefused, match=sentence):
        refreeze(frozen, **changes)


@pytest.mark.parametrize("salt", ["", "00" * 15, "0G" * 16, "AB" * 16, f"{1:032x}"])
def test_a_salt_that_is_weak_malformed_or_used_twice_is_refused(frozen, salt):
    sentence = "Two people have the same salt" if len(salt) == 32 and salt == salt.lower() else (
        "^The salt of “p00” must be 32 hexadecimal digits in small letters"
    )  # fmt: skip
    with pytest.raises(FreezeRefused, match=sentence):
        refreeze(frozen, salts={**frozen.salts, "p00": salt})


def test_two_ids_that_are_one_text_are_refused(frozen):
    ids = ("\u00e9", "e\u0301", *frozen.instance.ids[2:])
    salts = dict(zip(ids, frozen.salts.values(), strict=True))

    with pytest.raises(FreezeRefused, match="same id"):
        refreeze(frozen, instance=replace(frozen.instance, ids=ids), salts=salts)


def test_too_few_tickets_are_refused(frozen):
    with pytest.raises(TooManyTickets):
        refreeze(frozen, m=2)


def test_the_digest_in_the_openings_is_that_of_the_record(frozen):
    assert frozen.openings["digest"] == digest(frozen.record)
    assert json.loads(canonical(frozen.record)) == frozen.record


@pytest.fixture
def by_hand(frozen):
    """A lottery of two panels and its proof in round numbers, which no solver has touched."""
    level = Level(0.2, (0, 3), (0.75, 0.25, 0.0, 0.0), 0.2, 0.125, (0.5, -0.5, 0.0, 0.25), (0.5,))
    return replace(
        frozen.lottery,
        panels=np.array([[2, 1, 0, 3], [1, 2, 1, 2], [0, 3, 2, 1], [3, 0, -1, 4]]),
        share=np.array([0.25, 0.75, 1e-12, 0.0]),
        certificate=Certificate("column-generation", 0.2, 0.0, (level,)),
    )


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({}, "901d7ad58cb3e14e"),
        ({"purpose": "rehearsal", "m": 10, "number": 2}, "694c3beb4501f12c"),
        ({"sealed": True, "mix": "2 9 5"}, "e844e3ab4105b18a"),
    ],
)
def test_a_known_lottery_is_frozen_to_the_known_records(frozen, by_hand, changes, known):
    """A digest that changes with any byte: a new one means that old records read differently."""
    record, openings = refreeze(frozen, lottery=by_hand, **changes)

    assert openings["digest"] == digest(record)
    assert digest(openings)[:16] == known
