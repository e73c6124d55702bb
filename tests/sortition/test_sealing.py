"""Sealed tickets: the ticket fixes the profiles, the stream of the draw picks the people."""

import copy
import hashlib
import hmac
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sortition.__main__ import main
from sortition.auditing import verify_openings
from sortition.canonical import canonical, digest, token
from sortition.drawing import draw, pool_of, seated, seed_for
from sortition.freezing import freeze
from sortition.instance import Quota, build
from sortition.leximin import leximin
from sortition.lottery import WHOLE, TooManyTickets, ticket_count
from sortition.participation import own_tickets, verify_receipt
from sortition.public_values import text_value
from sortition.randomness import Stream, seed_of
from sortition.receipts import receipt_of
from sortition.sealing import deviation_of_profiles, people_of, seals_of
from sortition.structure import Differs
from sortition.verification import SEALED_TICKETS, verify_public
from tests.sortition.changes import changes, sealed
from tests.sortition.conftest import Drawn


@pytest.fixture(scope="module")
def first_sealed(tight, first_freeze):
    """A sealed freeze of the tight pool, and its draw by words."""
    lottery, openings = freeze(
        tight.instance, first_freeze.salts, "parks", mix="2 9 4", m=100, alternates=4,
        source="words", sealed=True, lottery=tight.lottery,
    )  # fmt: skip
    return Drawn(draw(lottery, openings, text_value("rain")), openings, tight.instance)


@pytest.fixture
def drawn(first_sealed):
    """The same, free to be damaged."""
    return copy.deepcopy(first_sealed)


def said(verdict):
    assert not verdict.ok
    return verdict.sentences[-1]


def test_a_sealed_draw_verifies_for_three_readers_and_each_says_what_it_cannot_see(drawn):
    public = verify_public(drawn.record, drawn.record["digest"])
    audit = verify_openings(drawn.record, drawn.openings)

    assert public.ok
    assert "30 people and 100 sealed tickets with 6 seats" in public.sentences[0]
    assert SEALED_TICKETS in public.unchecked
    assert audit.ok, audit.sentences
    assert "100 tickets meets every quota, and its seal is right" in "".join(audit.sentences)
    assert "The profiles on the tickets are those" in "".join(audit.sentences)
    assert verify_openings(drawn.record["lottery"], drawn.openings).ok


def test_every_participant_finds_an_own_seat_and_the_seats_are_those_of_the_panel(drawn):
    lottery, outcomes = drawn.record["lottery"], Counter()
    for person in drawn.openings["people"]:
        verdict = verify_receipt(drawn.record, receipt_of(lottery, drawn.openings, person["id"]))
        assert verdict.ok
        assert SEALED_TICKETS in verdict.unchecked
        outcomes[verdict.sentences[-1].partition(": ")[2] or verdict.sentences[-1][-12:]] += 1
        assert own_tickets(lottery, person["salt"]) == []

    assert outcomes["you are a juror."] == 6
    assert sum(n for words, n in outcomes.items() if "number" in words) == 4
    panel, alternates = seated(drawn.record, drawn.openings)
    assert (len(panel), len(alternates)) == (6, 4)


def test_the_panel_has_the_profiles_of_its_ticket(drawn):
    pool = pool_of(drawn.record["lottery"], drawn.openings)
    panel, _alternates = seated(drawn.record, drawn.openings)
    place = {identifier: i for i, identifier in enumerate(pool.ids)}

    profiles = sorted(int(pool.profile_of[place[person["id"]]]) for person in panel)

    assert profiles == drawn.openings["tickets"][drawn.record["ticket"]]


def test_the_people_are_those_of_a_stream_of_their_own(drawn):
    pool = pool_of(drawn.record["lottery"], drawn.openings)
    seed = seed_of("draw-people", "parks", drawn.record["digest"], "rain")
    profiles = drawn.openings["tickets"][drawn.record["ticket"]]

    on = people_of(pool, profiles, Stream(seed))

    panel, _alternates = seated(drawn.record, drawn.openings)
    assert sorted(person["id"] for person in panel) == [pool.ids[i] for i in on]


def test_the_public_record_shows_no_ticket_and_equal_tickets_have_different_seals(drawn):
    lottery, tickets = drawn.record["lottery"], drawn.openings["tickets"]

    assert len({tuple(ticket) for ticket in tickets}) < 20
    assert len(set(lottery["tickets"])) == 100
    assert all(isinstance(seal, str) for seal in lottery["tickets"])


def test_a_seal_takes_the_salt_of_everyone(drawn):
    lottery, people = drawn.record["lottery"], drawn.openings["people"]
    tickets = drawn.openings["tickets"]
    assert seals_of(lottery, people, tickets) == lottery["tickets"]
    assert seals_of(lottery, people, tickets[7:8], 7) == lottery["tickets"][7:8]

    for i in (0, 29):
        others = copy.deepcopy(people)
        others[i]["salt"] = "ff" * 16
        assert not set(seals_of(lottery, others, tickets)) & set(lottery["tickets"])


def test_a_seal_is_that_of_the_record_format():
    page = (Path(__file__).parents[2] / "docs" / "record-format.md").read_text()
    people = [{"salt": "000102030405060708090a0b0c0d0e0f"}, {"salt": "ff" * 16}]

    (made,) = seals_of({"call": "parks", "number": 1}, people, [[0, 0, 1]], 41)

    key = hashlib.sha256(
        b'["burgerjury/1","seals","parks",1,["000102030405060708090a0b0c0d0e0f","'
        + b"ff" * 16 + b'"]]\n'
    ).digest()  # fmt: skip
    assert made == hmac.digest(key, b'["parks",1,41,[0,0,1]]\n', "sha256").hex()
    assert f"`{made}`" in page


def test_people_with_the_same_answers_are_seated_equally_often(drawn):
    lottery, pool = drawn.record["lottery"], pool_of(drawn.record["lottery"], drawn.openings)
    profiles, rounds, held = drawn.openings["tickets"][41], 3000, Counter()
    for i in range(rounds):
        seed = seed_for(lottery, text_value(f"value {i}"), "-people")
        held.update(people_of(pool, profiles, Stream(seed)))

    for t, count in enumerate(pool.counts.tolist()):
        chance = profiles.count(t) / count
        spread = (rounds * chance * (1 - chance)) ** 0.5
        for i in (pool.profile_of == t).nonzero()[0].tolist():
            assert abs(held[i] - rounds * chance) <= 4.5 * spread, (t, i)


@pytest.fixture(scope="module")
def street():
    """Twenty-four people, sixteen of them two at an address, and the profiles of six of them."""
    people = [(f"p{i:02}", {"age": ["old", "young"][i % 3 > 0]}) for i in range(24)]
    quotas = [Quota("age", "old", 2, 4), Quota("age", "young", 2, 4)]
    pool = build(quotas, people, 6, [f"home {i % 16}" for i in range(24)])
    return pool, sorted(pool.profile_of[[0, 1, 2, 9, 11, 20]].tolist())


def test_neighbours_are_seated_one_a_household_with_the_profiles_of_the_ticket(street):
    pool, profiles = street
    drawn = [people_of(pool, profiles, Stream(f"value {i}".encode())) for i in range(100)]

    for on in drawn:
        assert on == sorted(set(on))
        assert sorted(pool.profile_of[on].tolist()) == profiles
        assert len(set(pool.households.of[on].tolist())) == 6
    for t in range(len(pool.profiles)):
        (alone,) = people_of(pool, [t], Stream(b"alone"))
        assert pool.profile_of[alone] == t
    assert digest(drawn)[:16] == "af48dcd436052c58"  # the same on every computer


def test_the_order_in_which_profiles_are_named_changes_nobodys_seat(tight, street):
    for pool, profiles in ((tight.instance, [3, 0, 2, 1, 0]), street):
        there = people_of(pool, profiles, Stream(b"order"))
        assert people_of(pool, profiles[::-1], Stream(b"order")) == there
        assert people_of(pool, sorted(profiles), Stream(b"order")) == there


def test_kinds_of_household_are_dealt_in_order_and_then_their_households():
    answers = [f"v{i // 6}" for i in range(60)]  # ten kinds of three homes with two people each
    people = [(f"p{i:02}", {"a": value}) for i, value in enumerate(answers)]
    quotas = [Quota("a", f"v{g}", 0, 1) for g in range(10)]
    pool = build(quotas, people, 2, [f"home {i // 2}" for i in range(60)])
    stream, expected = Stream(b"kinds"), []
    for g in (1, 8):
        home = stream.shuffle([3 * g, 3 * g + 1, 3 * g + 2])[0]
        expected.append(stream.shuffle([2 * home, 2 * home + 1])[0])

    profiles = [int(pool.profile_of[6 * g]) for g in (8, 1)]

    assert people_of(pool, profiles, Stream(b"kinds")) == expected


def test_how_far_sealed_tickets_are_from_a_chance_is_told_in_tickets(tight):
    pool, parts = tight.instance, np.array([WHOLE // 10, 0, 0, 2 * WHOLE])
    made = np.array([[1, 0, 0, 2]] * 10)

    assert pool.counts[0] != pool.counts[3]
    assert deviation_of_profiles(pool, made, parts) == pytest.approx(9 / pool.counts[0])
    made[:, 3] += 1
    assert deviation_of_profiles(pool, made, parts) == pytest.approx(
        max(9 / pool.counts[0], 10 / pool.counts[3])
    )


def test_the_draw_and_the_freeze_are_the_same_every_time(drawn, tight, first_freeze):
    again = freeze(
        tight.instance, first_freeze.salts, "parks", mix="2 9 4", m=100, alternates=4,
        source="words", sealed=True, lottery=tight.lottery,
    )  # fmt: skip

    assert canonical(again[0]) == canonical(drawn.record["lottery"])
    assert canonical(draw(*again, text_value("rain"))) == canonical(drawn.record)


def a_friend_on_the_panel(drawn):
    ticket, people = drawn.record["ticket"], drawn.openings["people"]
    names = [token(person["salt"], "parks", 1, ticket) for person in people]
    taken = {*drawn.record["panel"], *drawn.record["alternates"]}
    friend = next(one for one in names if one not in taken)
    drawn.record["panel"] = sorted([*drawn.record["panel"][1:], friend])


def resealed(drawn):
    """A forger's seals for the tickets that the openings now hold."""
    lottery = drawn.record["lottery"]
    lottery["tickets"] = seals_of(lottery, drawn.openings["people"], drawn.openings["tickets"])
    drawn.openings["digest"] = digest(lottery)
    fresh = draw(lottery, drawn.openings, drawn.record["value"])
    drawn.record.clear()
    drawn.record.update(fresh)


def another_panel_of_profiles(drawn):
    """Two legal tickets exchanged, every seal made anew."""
    tickets = drawn.openings["tickets"]
    other = next(i for i, ticket in enumerate(tickets) if ticket != tickets[41])
    tickets[41], tickets[other] = tickets[other], tickets[41]
    resealed(drawn)


def a_ticket_against_the_quotas(drawn):
    tickets = drawn.openings["tickets"]
    tickets[41] = [tickets[41][0]] * 6
    resealed(drawn)


@pytest.mark.parametrize(
    ("forge", "sentence"),
    [
        (a_friend_on_the_panel, "not the people whom the value seats"),
        (another_panel_of_profiles, "does not hold the profiles whom the first public value"),
        (a_ticket_against_the_quotas, "Ticket 41 seats"),
        (lambda d: d.record["alternates"].reverse(), "Alternate number 1 should be"),
        (lambda d: d.openings["tickets"][7].reverse(), "The seal of ticket 7"),
        (lambda d: d.openings["tickets"][7].__setitem__(5, 99), "Ticket 7 of the openings names"),
    ],
)
def test_the_auditor_finds_what_the_seals_hide(drawn, forge, sentence):
    honest = drawn.record["digest"]
    forge(drawn)
    record = sealed(drawn.record)

    assert verify_public(record).ok
    assert sentence in said(verify_openings(record, drawn.openings))
    if record["digest"] != honest:
        assert "not the one that was announced" in said(verify_public(record, honest))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda r: r["panel"].pop(), "must be 6 tokens in order"),
        (lambda r: r["panel"].reverse(), "must be 6 tokens in order"),
        (lambda r: r["panel"].__setitem__(0, r["panel"][1]), "must be 6 tokens in order"),
        (lambda r: r["lottery"]["tickets"].append(r["lottery"]["tickets"][0]), "seal is listed"),
        (lambda r: r["lottery"]["tickets"].append(["0" * 64] * 6), "seals where its kind is"),
        (lambda r: r["lottery"].update(kind="lottery"), "seals where its kind is"),
        (lambda r: r["lottery"]["tickets"].append("x"), "64 hexadecimal digits"),
    ],
)
def test_the_public_finds_what_contradicts_itself(drawn, damage, sentence):
    damage(drawn.record)

    assert sentence in said(verify_public(sealed(drawn.record)))


def test_200_changes_to_a_sealed_record_are_each_refused(drawn, tmp_path, capsys):
    path = tmp_path / "draw.json"
    for kind, data in changes(drawn.record, 200, seed=8):
        path.write_bytes(data)
        assert main(["verify", str(path)]) == 1, kind
        assert capsys.readouterr().err.rstrip().endswith("NOT verified.")


def test_openings_of_other_tickets_draw_nothing(drawn):
    drawn.openings["tickets"][drawn.record["ticket"]][0] += 1

    with pytest.raises(Differs, match="another seal on ticket"):
        draw(drawn.record["lottery"], drawn.openings, drawn.record["value"])


@pytest.fixture(scope="module")
def crowd():
    """Twenty thousand people for two seats: each chance is one in ten thousand."""
    quotas = [Quota("sex", "f", 1, 1), Quota("sex", "m", 1, 1)]
    return build(quotas, [(f"p{i:05}", {"sex": "fm"[i % 2]}) for i in range(20_000)], 2)


def test_a_pool_too_large_for_named_people_is_sealed_by_itself(crowd):
    lottery = leximin(crowd)
    with pytest.raises(TooManyTickets, match="asks for 1,000,000 tickets"):
        ticket_count(lottery)
    salts = {identifier: f"{i:032x}" for i, identifier in enumerate(crowd.ids)}

    record, openings = freeze(crowd, salts, "parks", alternates=3, lottery=lottery)
    drawn = draw(record, openings, text_value("rain"))

    assert record["kind"] == "sealed-lottery"
    assert len(record["tickets"]) == 1000
    assert openings["tickets"] == [[0, 1]] * 1000
    assert verify_public(drawn, digest(record)).ok
    assert verify_openings(drawn, openings).ok


def test_whoever_says_how_many_tickets_there_are_gets_people_on_them():
    quotas = [Quota("sex", "f", 1, 1), Quota("sex", "m", 1, 1)]
    pool = build(quotas, [(f"p{i:03}", {"sex": "fm"[i % 2]}) for i in range(600)], 2)
    salts = {identifier: f"{i:032x}" for i, identifier in enumerate(pool.ids)}
    rare = replace(leximin(pool), chances=np.full(2, 0.00019))  # as if most could never sit

    by_itself, _ = freeze(pool, salts, "parks", lottery=rare)
    as_told, _ = freeze(pool, salts, "parks", lottery=rare, m=6000)
    unsealed, _ = freeze(pool, salts, "parks", lottery=leximin(pool))

    assert (by_itself["kind"], len(by_itself["tickets"])) == ("sealed-lottery", 1000)
    assert (as_told["kind"], len(as_told["tickets"])) == ("lottery", 6000)
    assert (unsealed["kind"], len(unsealed["tickets"])) == ("lottery", 10_000)


def test_a_profile_too_rare_for_sealed_tickets_is_refused_in_words(crowd, tight):
    lottery = leximin(crowd)
    with pytest.raises(TooManyTickets, match="asks for 1,000,000 tickets"):
        ticket_count(lottery, np.ones(2, dtype=np.int64))
    salts = {identifier: f"{i:032x}" for i, identifier in enumerate(tight.instance.ids)}
    with pytest.raises(TooManyTickets, match="1 to 100,000 tickets"):
        freeze(tight.instance, salts, "parks", sealed=True, m=100_001, lottery=tight.lottery)


def test_the_command_line_seals_when_asked(tmp_path, capsys):
    (tmp_path / "c.csv").write_text("category,feature,min,max\nsex,f,2,2\nsex,m,2,2\n")
    rows = "".join(f"r{i},{'fm'[i % 2]}\n" for i in range(12))
    (tmp_path / "r.csv").write_text(f"id,sex\n{rows}")
    names = {name: str(tmp_path / f"{name}.json") for name in ("lottery", "lottery.openings", "d")}

    pool = (str(tmp_path / "c.csv"), str(tmp_path / "r.csv"), "--size", "4", "--tickets", "10")
    assert main(["freeze", *pool, "--sealed", "--out", names["lottery"]]) == 0
    openings = ("--openings", names["lottery.openings"])
    assert main(["draw", names["lottery"], "--balls", "7", *openings, "--out", names["d"]]) == 0
    assert main(["verify", names["d"], *openings]) == 0

    assert "A ticket fixes profiles; the draw picks the people" in capsys.readouterr().err
