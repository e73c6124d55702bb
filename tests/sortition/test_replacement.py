"""Replacement: free seats are drawn from the people left, chained, and everybody can check it."""

import copy
import json
from collections import Counter
from itertools import accumulate

import pytest

from sortition import succession
from sortition.auditing import verify_openings
from sortition.auditing_replacements import check_replacements
from sortition.canonical import canonical, digest, token
from sortition.drawing import draw, pool_of
from sortition.enumeration import every_panel
from sortition.freezing import freeze
from sortition.instance import InfeasibleQuotas
from sortition.participation import verify_receipt
from sortition.public_values import DrawRefused, text_value
from sortition.randomness import Stream, seed_of
from sortition.receipts import receipt_of
from sortition.replacement import chosen_people, prepare, replace
from sortition.shapes import REHEARSAL
from sortition.structure import Differs
from sortition.vacancy import tokens_by_place, vacancy
from sortition.verification import verify_public


def names(record, openings, tokens):
    """The ids behind tokens of the drawn ticket."""
    by_token = dict(zip(tokens_by_place(record, openings), openings["people"], strict=True))
    return [by_token[name]["id"] for name in tokens]


def jurors(record, openings):
    last = record["steps"][-1] if "steps" in record else record
    return sorted(names(record, openings, last["panel"]))


def answers(openings, identifier):
    return next(p["answers"] for p in openings["people"] if p["id"] == identifier)


def broken(record, openings):
    """By how much the panel misses its quotas, counted by hand."""
    lottery = record["draw"]["lottery"]
    missed = 0
    for quota in lottery["quotas"]:
        there = sum(
            answers(openings, i)[quota["category"]] == quota["value"]
            for i in jurors(record, openings)
        )
        missed += max(0, quota["minimum"] - there) + max(0, there - quota["maximum"])
    return missed


@pytest.fixture
def gone(drawn):
    """Two jurors who leave."""
    return jurors(drawn.record, drawn.openings)[:2]


@pytest.fixture
def replaced(drawn, gone):
    return replace(drawn.record, drawn.openings, gone, text_value("snow"))


def test_others_get_the_seats_and_every_quota_is_kept(drawn, gone, replaced):
    record, openings = replaced

    before, after = set(jurors(drawn.record, openings)), set(jurors(record, openings))
    assert before - after == set(gone)
    assert len(after - before) == 2
    assert broken(record, openings) == 0


def test_the_three_readers_accept_it(replaced):
    record, openings = replaced
    drawn = names(record, openings, record["steps"][0]["drawn"])
    out = names(record, openings, record["steps"][0]["gone"])

    public = verify_public(record)
    own = verify_receipt(record, receipt_of(record["draw"]["lottery"], openings, drawn[0]))
    left = verify_receipt(record, receipt_of(record["draw"]["lottery"], openings, out[0]))
    audit = verify_openings(record, openings)

    assert public.ok, public.sentences
    assert "2 gone, 0 promoted, 2 drawn by the value “snow”" in public.sentences[2]
    assert own.sentences[-2:] == ("At replacement 1 you were drawn.", "You are a juror now.")
    assert left.sentences[-2:] == (
        "At replacement 1 you are listed as gone.",
        "You are not a juror now.",
    )
    assert audit.ok, audit.sentences
    assert "people could be drawn for 2 seats; every quota can be kept." in audit.sentences[-4]
    assert audit.sentences[-1] == "Replacement 1 seats those whom its value gives."


def test_seed_ticket_and_people_follow_as_the_format_says(drawn, gone, replaced):
    record, openings = replaced
    step, secret = record["steps"][0], openings["replacements"][0]
    fixed = digest(
        {
            "format": "burgerjury/1",
            "gone": sorted(step["gone"]),
            "kind": "vacancy",
            "number": 1,
            "previous": drawn.record["outcome"],
            "promoted": [],
            "relaxed": 0,
            "sealed": step["sealed"],
            "seats": 2,
        }
    )
    seed = seed_of("draw-replacement-1", "parks", fixed, "snow")
    stream = Stream(seed)
    ticket = stream.uniform(10**12)
    ends = list(accumulate(secret["shares"]))
    panel = next(p for p, end in zip(secret["panels"], ends, strict=True) if ticket < end)
    people = [
        p for p, name in zip(openings["people"], tokens_by_place(record, openings), strict=True)
        if name not in drawn.record["panel"]
    ]  # fmt: skip
    kinds = sorted({(p["answers"]["gender"], p["answers"]["age"]) for p in people})
    chosen = []
    for t in sorted(set(panel)):
        alike = [p for p in people if (p["answers"]["gender"], p["answers"]["age"]) == kinds[t]]
        chosen += stream.shuffle(alike)[: panel.count(t)]

    assert (step["digest"], step["seed"], step["ticket"]) == (fixed, seed.hex(), ticket)
    assert sorted(p["id"] for p in chosen) == sorted(names(record, openings, step["drawn"]))
    assert step["drawn"] == sorted(token(p["salt"], "parks", 1, 41) for p in chosen)
    sealed = {
        "panels": secret["panels"],
        "people": [token(p["salt"], "parks/replacement-1", 1, 0) for p in people],
        "shares": secret["shares"],
    }
    assert step["sealed"] == digest(sealed)


def test_a_share_ends_where_the_next_one_begins(drawn, gone):
    by_id = dict(
        zip(
            [p["id"] for p in drawn.openings["people"]],
            tokens_by_place(drawn.record, drawn.openings),
            strict=True,
        )
    )
    found = vacancy(drawn.record, drawn.openings, [by_id[i] for i in gone])
    secret = {"panels": [[0, 0], [1, 1]], "shares": [400, 10**12 - 400]}

    def profiles(ticket):
        people = chosen_people(found, secret, ticket, Stream(b""))
        places = [found.remaining.index(i) for i in people]
        return found.instance.profile_of[places].tolist()

    assert [profiles(t) for t in (0, 399, 400, 10**12 - 1)] == [[0, 0], [0, 0], [1, 1], [1, 1]]


def test_people_left_with_the_same_answers_have_the_same_chance(drawn):
    out = jurors(drawn.record, drawn.openings)[0]
    _, bound = prepare(drawn.record, drawn.openings, [out])
    place = [p["id"] for p in bound["people"]].index(out)
    found = vacancy(drawn.record, bound, [tokens_by_place(drawn.record, bound)[place]])
    secret = bound["replacements"][0]
    times = Counter()
    for value in range(3000):
        stream = Stream(f"value {value}".encode())
        times.update(chosen_people(found, secret, stream.uniform(10**12), stream))

    same = [
        i for i, p in enumerate(bound["people"])
        if p["answers"] == answers(bound, out) and i in found.remaining
    ]  # fmt: skip
    assert sorted(times) == same  # the quotas of this pool leave no other choice
    expected = 3000 / len(same)
    chi_square = sum((times[i] - expected) ** 2 / expected for i in same)
    assert chi_square < len(same) - 1 + 4 * (2 * (len(same) - 1)) ** 0.5


def test_the_same_input_gives_the_same_bytes_and_the_openings_stay_private(drawn, gone, replaced):
    record, openings = replaced
    again, bound = replace(drawn.record, openings, gone, text_value("snow"))

    assert canonical(again) == canonical(record)
    assert canonical(bound) == canonical(openings)
    step = json.dumps(record["steps"])
    for person in openings["people"]:
        assert f'"{person["id"]}"' not in step
        assert person["salt"] not in step
    for answer in ("female", "male", "young", "old", "minimum", "gender"):
        assert answer not in step


def test_the_drawn_records_are_left_as_they_were(drawn, gone):
    before = canonical(drawn.record), canonical(drawn.openings)

    replace(drawn.record, drawn.openings, gone, text_value("snow"))

    assert (canonical(drawn.record), canonical(drawn.openings)) == before


def test_replacements_follow_each_other_and_nobody_who_left_comes_back(replaced):
    record, openings = replaced
    left = set(names(record, openings, record["steps"][0]["gone"]))
    for turn in range(4):
        out = jurors(record, openings)[turn % 3 : turn % 3 + 2]
        record, openings = replace(record, openings, out, text_value(f"hail {turn}"))
        left |= set(out)

        assert not left & set(jurors(record, openings))
        assert verify_public(record).ok
    assert len(record["steps"]) == 5
    assert verify_openings(record, openings).ok, verify_openings(record, openings).sentences


def test_an_older_record_is_audited_with_the_openings_of_a_newer_one(replaced):
    record, openings = replaced
    _, newer = replace(record, openings, jurors(record, openings)[:1], text_value("hail"))

    assert verify_openings(record, newer).ok
    assert verify_openings(record["draw"], newer).ok


def test_openings_without_the_replacement_are_refused(drawn, replaced):
    record, _ = replaced

    assert verify_openings(record, drawn.openings).sentences[-1] == (
        "The openings hold 0 replacements, the record 1."
    )
    with pytest.raises(Differs, match="do not hold replacement 1"):
        replace(record, drawn.openings, jurors(record, drawn.openings)[:1], text_value("a"))


def test_a_second_value_and_other_people_are_refused(drawn, gone, replaced):
    _, openings = replaced

    with pytest.raises(DrawRefused, match=r"“snow” already\. A second value is refused"):
        replace(drawn.record, openings, gone, text_value("sun"))
    with pytest.raises(DrawRefused, match="drawn already, for other people"):
        replace(drawn.record, openings, gone[:1], text_value("snow"))


def test_what_is_announced_binds_everything_but_the_value(drawn, gone):
    question, bound = prepare(drawn.record, drawn.openings, gone)

    record, _ = replace(drawn.record, bound, gone, text_value("snow"))

    assert record["steps"][0]["digest"] == question["digest"]
    assert digest(succession.announced(question)) == question["digest"]
    verdict = verify_public(record, question["digest"].upper())
    assert verdict.ok
    assert f"that of a replacement: {question['digest']}." in verdict.sentences[-2]
    assert not any("Whether the digest" in sentence for sentence in verdict.unchecked)


def test_until_there_is_a_value_somebody_else_may_leave(drawn, gone):
    first, bound = prepare(drawn.record, drawn.openings, gone)
    second, bound = prepare(drawn.record, bound, gone[:1])

    assert first["digest"] != second["digest"]
    assert len(bound["replacements"]) == 1
    record, _ = replace(drawn.record, bound, gone[:1], text_value("snow"))
    assert record["steps"][0]["digest"] == second["digest"]


def test_a_promoted_alternate_sits_and_one_seat_less_is_drawn(drawn, gone):
    waiting = names(drawn.record, drawn.openings, drawn.record["alternates"])

    record, openings = replace(drawn.record, drawn.openings, gone, text_value("snow"), waiting[:1])

    assert record["steps"][0]["seats"] == 1
    assert waiting[0] in jurors(record, openings)
    assert verify_public(record).ok
    assert verify_openings(record, openings).ok
    receipt = receipt_of(record["draw"]["lottery"], openings, waiting[0])
    assert "At replacement 1 you were promoted" in verify_receipt(record, receipt).sentences[-2]


def test_somebody_outside_the_panel_who_left_is_not_drawn(drawn, gone):
    others = [i for i in sorted(p["id"] for p in drawn.openings["people"])
              if i not in jurors(drawn.record, drawn.openings)]  # fmt: skip

    record, openings = replace(drawn.record, drawn.openings, [*gone, *others[5:]], text_value("a"))

    new = set(jurors(record, openings)) - set(jurors(drawn.record, openings))
    assert new <= set(others[:5])
    assert verify_openings(record, openings).ok


@pytest.mark.parametrize("kept", [2, 3])
def test_when_a_quota_cannot_be_kept_the_least_gives_way_and_is_named(drawn, kept):
    everyone = {p["id"]: p["answers"] for p in drawn.openings["people"]}
    panel = jurors(drawn.record, drawn.openings)
    young = [i for i in everyone if everyone[i]["age"] == "young" and i not in panel]
    out = [i for i in panel if everyone[i]["age"] == "young"][:1]
    old = [i for i in panel if everyone[i]["age"] == "old"][: kept - 2]

    record, openings = replace(drawn.record, drawn.openings, [*out, *old, *young], text_value("a"))

    assert record["steps"][0]["relaxed"] == 2  # one young juror less, one old one more
    assert broken(record, openings) == 2
    assert [
        (q["value"], q["minimum"], q["maximum"]) for q in openings["replacements"][0]["relaxed"]
    ] == [("young", 1, 2), ("old", 4, 5)]
    audit = verify_openings(record, openings)
    assert audit.ok, audit.sentences
    assert any("quotas had to give way, by 2 in all." in told for told in audit.sentences)
    assert (
        "Quotas that gave way at replacement 1: “age: young” (1 to 2), “age: old” (4 to 5)."
        in audit.sentences
    )
    assert (
        "Which quotas could not be kept at replacement 1, by 2"
        in verify_public(record).unchecked[2]
    )


def test_a_quota_loosened_without_need_is_found(drawn, gone, replaced):
    record, openings = replaced
    openings["replacements"][0]["relaxed"] = [
        {"category": "age", "value": "young", "minimum": 1, "maximum": 2}
    ]

    assert "other quotas had to give way" in verify_openings(record, openings).sentences[-1]


def test_too_few_people_left_is_told(drawn):
    panel = jurors(drawn.record, drawn.openings)
    others = [p["id"] for p in drawn.openings["people"] if p["id"] not in panel]

    with pytest.raises(InfeasibleQuotas, match="1 seat is free and 0 people are left"):
        replace(drawn.record, drawn.openings, [panel[0], *others], text_value("a"))


def test_everything_wrong_with_the_names_is_told_at_once(drawn, gone, replaced):
    waiting = names(drawn.record, drawn.openings, drawn.record["alternates"])
    with pytest.raises(DrawRefused) as refusal:
        replace(
            drawn.record, drawn.openings, [gone[0], gone[0], "nobody"], text_value("a"), gone[1:]
        )
    assert str(refusal.value).splitlines() == [
        "Nobody in the pool is called “nobody”.",
        f"“{gone[0]}” is listed twice.",
        f"“{gone[1]}” is no alternate who waits, and cannot be promoted.",
    ]
    with pytest.raises(DrawRefused, match="No seat is free"):
        replace(drawn.record, drawn.openings, gone[:1], text_value("a"), waiting[:1])
    with pytest.raises(DrawRefused, match="No seat is free"):
        replace(drawn.record, drawn.openings, waiting[:1], text_value("a"))
    with pytest.raises(DrawRefused, match=f"“{gone[0]}” was gone before this"):
        replace(*replaced, [gone[0]], text_value("a"))


def test_papers_that_do_not_belong_together_are_refused(drawn, frozen, gone):
    other, openings = freeze(
        frozen.instance, frozen.salts, "gardens", m=100, alternates=4, lottery=frozen.lottery
    )

    with pytest.raises(Differs, match="belong to another lottery"):
        replace(drawn.record, openings, gone, text_value("a"))
    with pytest.raises(Differs, match="was not drawn"):
        replace(other, openings, gone, text_value("a"))
    for person in drawn.openings["people"]:
        person["salt"] = person["salt"][::-1]
    with pytest.raises(Differs, match="do not belong to this draw"):
        replace(drawn.record, drawn.openings, gone, text_value("a"))


def test_a_rehearsal_is_replaced_in_rehearsal(frozen):
    lottery, openings = freeze(
        frozen.instance, frozen.salts, "parks", m=100, purpose="rehearsal", lottery=frozen.lottery
    )
    drawn = draw(lottery, openings, text_value("rain"))

    record, bound = replace(drawn, openings, jurors(drawn, openings)[:1], text_value("snow"))

    assert REHEARSAL in verify_public(record).unchecked
    fixed = record["steps"][0]["digest"]
    seed = seed_of("rehearsal-replacement-1", "parks (rehearsal)", fixed, "snow")
    assert record["steps"][0]["seed"] == seed.hex()
    assert verify_openings(record, bound).ok


def test_half_a_realistic_jury_is_replaced(mass):
    salts = {identifier: f"{i:032x}" for i, identifier in enumerate(mass.instance.ids)}
    lottery, openings = freeze(mass.instance, salts, "parks", m=100, lottery=mass.lottery)
    drawn = draw(lottery, openings, text_value("rain"))
    gone = jurors(drawn, openings)[:14]

    record, openings = replace(drawn, openings, gone, text_value("snow"))

    left = vacancy(drawn, openings, record["steps"][0]["gone"])
    assert every_panel(left.instance) is None  # too many panels to list them
    assert broken(record, openings) == record["steps"][0]["relaxed"] == 0
    assert verify_openings(record, openings).ok


def resealed(record):
    """A forger's work: digests, seed and ticket of the last replacement made to fit again."""
    step = record["steps"][-1]
    step["digest"] = digest(succession.announced(step))
    lottery, words = record["draw"]["lottery"], step["value"]["text"]
    seed = succession.seed_for(lottery, step["number"], step["digest"], words)
    step["seed"], step["ticket"] = seed.hex(), succession.ticket_for(seed)[0]
    step["outcome"] = succession.outcome_of(step)
    return record


def a_friend(record, openings):
    """Somebody else who was left, in the place of the one who was drawn."""
    step = record["steps"][-1]
    known = {*step["panel"], *step["gone"]}
    friend = next(n for n in tokens_by_place(record, openings) if n not in known)
    step["panel"] = sorted([friend, *(set(step["panel"]) - {step["drawn"][0]})])
    step["drawn"] = sorted([friend, *step["drawn"][1:]])


def a_list_of_friends(record, openings):
    record["steps"][-1]["sealed"] = "0" * 64


def another_share(record, openings):
    shares = openings["replacements"][0]["shares"]
    if len(shares) > 1:
        shares[0], shares[1] = shares[0] + 1, shares[1] - 1
    else:
        openings["replacements"][0]["panels"] *= 2
        openings["replacements"][0]["shares"] = [1, 10**12 - 1]


def another_value(record, openings):
    record["steps"][-1]["value"]["text"] = "sun"


def a_stranger_who_left(record, openings):
    step = record["steps"][-1]
    step["gone"] = sorted([*step["gone"], "f" * 64])


@pytest.mark.parametrize(
    ("forge", "sentence"),
    [
        (a_friend, "the value leads to other people"),
        (a_list_of_friends, "sealed should be"),
        (another_share, "sealed should be"),
        (another_value, "the openings hold another value"),
        (a_stranger_who_left, "somebody left or came who is not in the openings"),
    ],
)  # fmt: skip
def test_a_consistent_forgery_is_found_by_the_auditor(replaced, forge, sentence):
    record, openings = copy.deepcopy(replaced)
    forge(record, openings)
    forged = resealed(record)

    assert verify_public(forged).ok
    assert sentence in verify_openings(forged, openings).sentences[-1]


def test_a_household_that_sits_already_is_not_drawn(drawn, gone):
    for i, person in enumerate(drawn.openings["people"]):
        person["household"] = i // 2
    panel = set(jurors(drawn.record, drawn.openings)) - set(gone)
    by_id = {p["id"]: p["household"] for p in drawn.openings["people"]}
    names_of = dict(zip(by_id, tokens_by_place(drawn.record, drawn.openings), strict=True))

    found = vacancy(drawn.record, drawn.openings, [names_of[i] for i in gone])

    left = {drawn.openings["people"][i]["household"] for i in found.remaining}
    assert left
    assert not left & {by_id[i] for i in panel}


def test_an_auditor_finds_that_nobody_could_be_drawn(replaced):
    record, openings = replaced
    for person in openings["people"]:
        person["household"] = 1

    with pytest.raises(Differs, match="2 seats are free and 0 people are left"):
        check_replacements(record, openings, [], [])


def test_the_pool_of_the_first_draw_is_unchanged_by_replacements(replaced):
    record, openings = replaced

    assert len(pool_of(record["draw"]["lottery"], openings).ids) == 30
