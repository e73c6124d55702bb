"""Auditing: whoever holds the openings finds every fraud."""

import copy
import random

import pytest

from sortition.auditing import verify_openings
from sortition.canonical import canonical, digest, token
from sortition.drawing import draw, seed_for
from sortition.freezing import commitments_of, freeze, tokens_of
from sortition.instance import Quota, build
from sortition.public_values import balls_value
from sortition.shapes import openings as openings_shape
from sortition.structure import Differs
from sortition.verification import verify_public
from tests.sortition.changes import places


def resealed(drawn, balls=(4, 1)):
    """A forger's work: record and openings made to fit each other again."""
    lottery = drawn.record["lottery"]
    drawn.openings["digest"] = digest(lottery)
    record = {k: v for k, v in drawn.record.items() if k not in {"lottery", "outcome"}}
    ticket = balls[0] * 10 + balls[1]
    record.update(digest=digest(lottery), ticket=ticket, panel=lottery["tickets"][ticket])
    record["seed"] = seed_for(lottery, record["value"]).hex()
    return {**record, "lottery": lottery, "outcome": digest(record)}


def audit(drawn, record=None):
    return verify_openings(drawn.record if record is None else record, drawn.openings)


def test_an_honest_draw_passes_and_says_what_was_checked(drawn):
    verdict = audit(drawn)

    assert verdict.ok, verdict.sentences
    assert verdict.sentences[0] == "All 30 commitments follow from the openings."
    assert "100 tickets meets every quota" in verdict.sentences[2]
    assert "prove that no lottery is fairer" in verdict.sentences[5]
    assert "4 alternates and their order" in verdict.sentences[6]
    assert len(verdict.unchecked) == 1


def test_a_lottery_can_be_audited_before_its_draw(frozen):
    assert verify_openings(frozen.record, frozen.openings).ok


@pytest.mark.parametrize("size", [24])
def test_a_realistic_draw_passes(mass, size):
    salts = {identifier: f"{i:032x}" for i, identifier in enumerate(mass.instance.ids)}
    lottery, openings = freeze(
        mass.instance, salts, "parks", mix="a", alternates=8, lottery=mass.lottery
    )
    record = draw(lottery, openings, balls_value([7, 4, 1]))

    assert verify_public(record).ok
    assert verify_openings(record, openings).ok
    assert lottery["seats"] == size


def test_an_answer_changed_after_registration_is_found(drawn):
    person = drawn.openings["people"][5]
    person["answers"]["age"] = {"old": "young", "young": "old"}[person["answers"]["age"]]

    assert "commitment of “p05” should be" in audit(drawn).sentences[-1]


def exchanged(drawn, ticket, friend, juror):
    """The friend in place of the juror on a ticket, every token right."""
    people, lottery = drawn.openings["people"], drawn.record["lottery"]
    on = [friend if i == juror else i for i in drawn.openings["tickets"][ticket]]
    drawn.openings["tickets"][ticket] = sorted(on)
    lottery["tickets"][ticket] = tokens_of(lottery, people, on, ticket)


def friends(drawn):
    """Two people with the same answers, the second of them on the drawn ticket."""
    people, on = drawn.openings["people"], drawn.openings["tickets"][41]
    pairs = ((i, j) for i in range(30) if i not in on for j in on)
    return next((i, j) for i, j in pairs if people[i]["answers"] == people[j]["answers"])


def test_a_friend_on_more_tickets_than_others_is_found(drawn):
    friend, juror = friends(drawn)
    for number, on in enumerate(drawn.openings["tickets"]):
        if juror in on and friend not in on:
            exchanged(drawn, number, friend, juror)
    record = resealed(drawn)

    assert verify_public(record).ok
    assert "people gave the same answers, but one" in audit(drawn, record).sentences[-1]


def test_a_friend_on_the_drawn_ticket_in_exchange_for_another_is_found(drawn):
    friend, juror = friends(drawn)
    tickets = drawn.openings["tickets"]
    other = next(n for n, on in enumerate(tickets) if friend in on and juror not in on)
    exchanged(drawn, 41, friend, juror)
    exchanged(drawn, other, juror, friend)
    record = resealed(drawn)

    assert verify_public(record).ok
    assert "does not hold the people whom" in audit(drawn, record).sentences[-1]


def test_a_ticket_that_breaks_a_quota_is_found(drawn):
    people, lottery = drawn.openings["people"], drawn.record["lottery"]
    on = drawn.openings["tickets"][41]
    other = next(
        i for i in range(30)
        if i not in on and people[i]["answers"] != people[on[0]]["answers"]
    )  # fmt: skip
    drawn.openings["tickets"][41] = sorted([*on[1:], other])
    lottery["tickets"][41] = tokens_of(lottery, people, drawn.openings["tickets"][41], 41)

    assert "Ticket 41 seats" in audit(drawn, resealed(drawn)).sentences[-1]


def test_a_token_of_nobody_is_found(drawn):
    lottery = drawn.record["lottery"]
    lottery["tickets"][7] = sorted([*lottery["tickets"][7][1:], token("ee" * 16, "parks", 1, 7)])

    assert "tokens of ticket 7 are not those" in audit(drawn, resealed(drawn)).sentences[-1]


def test_another_first_value_than_the_announced_one_is_found(drawn):
    drawn.record["lottery"]["mix"] = "2 9 5"

    assert "first public value puts on it" in audit(drawn, resealed(drawn)).sentences[-1]


def test_an_alternate_out_of_turn_is_found(drawn):
    drawn.record["alternates"].reverse()

    assert "Alternate number 1 should be" in audit(drawn, resealed(drawn)).sentences[-1]


def test_a_second_draw_is_found(drawn):
    drawn.openings["drawn"] = balls_value([4, 2])

    assert "drawn with another value before" in audit(drawn).sentences[-1]


def test_an_unfair_lottery_is_found(drawn):
    """One panel on every ticket: legal, and as unfair as can be."""
    lottery, openings = drawn.record["lottery"], drawn.openings
    openings["panels"], openings["shares"] = openings["panels"][:1], [10**12]
    remade(drawn)

    assert "fairer lottery may exist" in audit(drawn, resealed(drawn)).sentences[-1]
    assert lottery["objective"] == "leximin"


def remade(drawn):
    """Tickets made again from the panels and shares in the openings, as an organiser would."""
    import numpy as np

    from sortition.drawing import pool_of
    from sortition.freezing import mixing_stream
    from sortition.lottery import seat_people
    from sortition.rounding import tickets_of

    lottery, openings = drawn.record["lottery"], drawn.openings
    pool, stream = pool_of(lottery, openings), mixing_stream(lottery)
    panels = np.array(
        [np.bincount(row, minlength=len(pool.profiles)) for row in openings["panels"]]
    )
    made = tickets_of(pool, panels, np.array(openings["shares"]), 100, stream)
    openings["tickets"] = [list(on) for on in seat_people(pool, made, stream)]
    lottery["tickets"] = [
        tokens_of(lottery, openings["people"], on, n) for n, on in enumerate(openings["tickets"])
    ]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda o: o.update(digest="00" * 32), "another digest"),
        (lambda o: o.update(number=2), "another digest"),
        (lambda o: o["people"].pop(), "hold 29 people, the record 30"),
        (lambda o: o["people"].reverse(), "not in order of pseudonym"),
        (lambda o: o["people"][1].update(salt=o["people"][0]["salt"]), "share a salt"),
        (lambda o: o["panels"].append([0, 0, 0, 0, 0, 99]), "names a profile above"),
        (lambda o: o["panels"][0].pop(), "Panel 0 has 5 people"),
        (lambda o: o["panels"].append([2] * 6), "Panel"),
        (lambda o: o["shares"].__setitem__(0, 0), "sum to 1000000000000"),
        (lambda o: o["shares"].append(0), "one a panel"),
        (lambda o: o["tickets"].pop(), "hold 99 tickets, the record 100"),
        (lambda o: o["tickets"][0].__setitem__(0, 30), "names nobody, or somebody twice"),
        (lambda o: o["tickets"][0].__setitem__(0, o["tickets"][0][1]), "somebody twice"),
        (lambda o: o.update(levels=[]), "leave profiles unsettled"),
        (lambda o: o["levels"][0].update(value="many"), "“many”, which is no number"),
        (lambda o: o["levels"][0].update(bound="nan"), "“nan”, which is no number"),
        (lambda o: o["levels"][0]["prices"].pop(), "one price a profile"),
        (lambda o: o["levels"][0]["settled"].append(99), "profile that does not exist"),
        (lambda o: o["levels"][0].update(bound="0.0"), "prove less than it claims"),
        (lambda o: o["levels"][0]["prices"].__setitem__(0, "-1"), "price is negative"),
        (lambda o: o["people"][0].update(salt="secret"), "must be 32 hexadecimal digits"),
        (lambda o: o.update(drawn={"kind": "dice"}), "must have a kind"),
    ],
)  # fmt: skip
def test_each_damage_to_the_openings_has_its_sentence(drawn, damage, sentence):
    damage(drawn.openings)

    verdict = audit(drawn)

    assert not verdict.ok
    assert sentence in verdict.sentences[-1]


def test_a_panel_that_seats_somebody_twice_is_found():
    quotas = [Quota("sex", "f", 0, 2), Quota("sex", "m", 0, 2)]
    people = [(str(i), {"sex": sex}) for i, sex in enumerate("fmm")]
    pool = build(quotas, people, 2)
    lottery, openings = freeze(pool, {str(i): f"{i:032x}" for i in range(3)}, "parks", m=10)
    openings["panels"][0] = [0, 0]

    verdict = verify_openings(lottery, openings)

    assert "seats more people with the same answers than the pool has" in verdict.sentences[-1]


def test_an_answer_without_a_quota_is_found(drawn):
    lottery, people = drawn.record["lottery"], drawn.openings["people"]
    people[0]["answers"]["age"] = "ageless"
    lottery["commitments"] = commitments_of("parks", people)

    verdict = audit(drawn, resealed(drawn))

    assert "The pool in the openings is broken" in verdict.sentences[-1]


def test_a_level_that_only_a_solver_can_check_is_named(drawn):
    for level in drawn.openings["levels"]:
        level["quotas"] = []

    verdict = audit(drawn)

    assert verdict.ok
    assert "integer program" in verdict.unchecked[0]


def test_a_broken_record_is_not_audited(drawn):
    drawn.record["ticket"] = 14

    assert "ticket should be 41" in audit(drawn).sentences[-1]


def test_openings_damaged_at_random_never_end_in_a_traceback(drawn):
    chance, spots = random.Random(5), list(places(drawn.openings))
    strange = [0, -1, 2**53 - 1, "", "0" * 32, "é", [], {}, [[]], [0], "1e999", "inf", True, None]
    refused = 0

    for _ in range(150):
        openings = copy.deepcopy(drawn.openings)
        *path, last = chance.choice(spots)
        inner = openings
        for key in path:
            inner = inner[key]
        inner[last] = chance.choice(strange)
        verdict = verify_openings(drawn.record, openings)
        refused += not verdict.ok
        assert verdict.sentences[-1].endswith(".")

    assert refused > 140


@pytest.mark.parametrize("garbage", [None, 3, "x", [], {}, {"kind": "openings"}])
def test_garbage_for_openings_gets_a_sentence(drawn, garbage):
    assert not verify_openings(drawn.record, garbage).ok
    with pytest.raises(Differs):
        openings_shape("The openings", garbage)


def test_the_openings_are_written_like_every_record(drawn):
    assert b"." not in canonical({k: drawn.openings[k] for k in ("panels", "shares", "tickets")})
