"""Succession: no damaged record of a replacement passes, and each fault has its sentence."""

import copy
import random

import pytest

from sortition import succession
from sortition.__main__ import main
from sortition.canonical import canonical, digest
from sortition.public_values import text_value
from sortition.replacement import replace
from sortition.verification import verify_public
from tests.sortition.changes import damaged, places


@pytest.fixture(scope="module")
def first_chain(first_draw):
    """Two replacements, one after the other, and the openings."""
    record, openings = copy.deepcopy(first_draw.record), copy.deepcopy(first_draw.openings)
    for turn, words in enumerate(("snow", "hail")):
        panel = record["steps"][-1]["panel"] if turn else record["panel"]
        left = [p["id"] for p in openings["people"] if token_of(record, p) in panel]
        record, openings = replace(record, openings, left[:2], text_value(words))
    return record


def token_of(record, person):
    drawn = succession.draw_of(record)
    lottery = drawn["lottery"]
    return succession.token(person["salt"], lottery["call"], lottery["number"], drawn["ticket"])


@pytest.fixture
def chain(first_chain):
    """The same record, free to be damaged."""
    return copy.deepcopy(first_chain)


def fitting(record):
    """The record with all digests, seeds and tickets of its steps made to fit again."""
    before = record["draw"]["outcome"]
    for step in record["steps"]:
        step["previous"] = before
        step["digest"] = digest(succession.announced(step))
        seed = succession.seed_for(
            record["draw"]["lottery"], step["number"], step["digest"], step["value"]["text"]
        )
        step["seed"], step["ticket"] = seed.hex(), succession.ticket_for(seed)[0]
        step["outcome"] = before = succession.outcome_of(step)
    return record


def test_an_honest_chain_verifies_and_says_what_is_left_open(chain):
    verdict = verify_public(chain, chain["draw"]["digest"])

    assert verdict.ok
    assert "Replacement 2 follows the record before it: 2 gone" in verdict.sentences[3]
    open_ones = [s for s in verdict.unchecked if s.startswith("Whether the digest of replacement")]
    assert len(open_ones) == 2
    assert verify_public(fitting(chain)).ok


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda s: s[1].update(number=3), "Replacement 2: number should be 2, it says 3."),
        (lambda s: s[1].update(previous="0" * 64), "Replacement 2: previous should be"),
        (lambda s: s[0].update(sealed="0" * 64), "Replacement 1: digest should be"),
        (lambda s: s[0].update(relaxed=1), "Replacement 1: digest should be"),
        (lambda s: s[0].update(outcome="0" * 64), "Replacement 1: outcome should be"),
        (lambda s: s[1].update(ticket=7), "Replacement 2: outcome should be"),
        (lambda s: s.pop(0), "Replacement 1: number should be 1, it says 2."),
    ],
)  # fmt: skip
def test_each_broken_link_has_its_sentence(chain, damage, sentence):
    damage(chain["steps"])

    verdict = verify_public(chain)

    assert not verdict.ok
    assert sentence in verdict.sentences[-1]


def waiting(record):
    return sorted(record["draw"]["alternates"][:2])


def one_seat_lost(record, steps):
    lost = steps[0]["drawn"].pop()
    steps[0]["panel"].remove(lost)
    steps[0]["seats"] = 1


def moved(step, old, new):
    step["panel"] = sorted({*step["panel"], new} - {old})


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda r, s: s[0]["panel"].reverse(), "tokens of “panel” are not in order"),
        (lambda r, s: s[0]["gone"].append(s[0]["gone"][1]), "tokens of “gone” are not in order"),
        (
            lambda r, s: s[1].update(gone=sorted([*s[1]["gone"], s[0]["gone"][0]])),
            "Replacement 2: somebody is gone who was gone before.",
        ),
        (lambda r, s: s[0].update(promoted=["0" * 64]), "promoted who is no alternate"),
        (
            lambda r, s: s[1].update(drawn=sorted([s[1]["drawn"][0], s[0]["gone"][0]])),
            "somebody gets a seat who has one or has left",
        ),
        (
            lambda r, s: s[0].update(drawn=waiting(r), promoted=waiting(r)[:1]),
            "somebody gets two seats",
        ),
        (lambda r, s: s[0].update(seats=1), "1 seat was free, and 2 people were drawn"),
        (lambda r, s: moved(s[0], s[0]["drawn"][0], "0" * 64), "the panel is not the one before"),
        (one_seat_lost, "the panel has 5 people; there are 6 seats"),
    ],
)  # fmt: skip
def test_people_who_do_not_add_up_are_named_though_all_digests_fit(chain, damage, sentence):
    damage(chain, chain["steps"])

    verdict = verify_public(fitting(chain))

    assert not verdict.ok
    assert sentence in verdict.sentences[-1]


@pytest.mark.parametrize(("key", "other"), [("seed", "0" * 64), ("ticket", 7)])
def test_a_seed_or_ticket_that_the_value_does_not_give_is_refused(chain, key, other):
    chain["steps"][1][key] = other
    chain["steps"][1]["outcome"] = succession.outcome_of(chain["steps"][1])

    assert f"Replacement 2: {key} should be" in verify_public(chain).sentences[-1]


def test_a_consistent_forgery_is_refused_against_the_announced_digest(chain):
    announced = chain["steps"][1]["digest"]
    chain["steps"][1]["sealed"] = "0" * 64

    assert verify_public(fitting(chain)).ok
    assert "not the one that was announced" in verify_public(chain, announced).sentences[-1]


@pytest.mark.parametrize(
    "garbage",
    [
        {"kind": "replacement"},
        {"kind": "replacement", "format": "burgerjury/1", "draw": {}, "steps": []},
    ],
)
def test_garbage_gets_a_sentence(garbage):
    verdict = verify_public(garbage)

    assert not verdict.ok
    assert verdict.sentences[-1].endswith(".")


def test_every_changed_field_of_a_replacement_is_refused(chain, tmp_path, capsys):
    chance, file = random.Random(5), tmp_path / "next.json"
    spots = [("steps", *path) for path in [(), *places(chain["steps"])]]

    for turn in range(150):
        path = chance.choice(spots)
        file.write_bytes(canonical(damaged(chain, chance, [path])))
        code = main(["verify", str(file)])
        said = capsys.readouterr().err
        # the last step may be taken away: that leaves the record of the first replacement
        whole = path == ("steps", 1) and "Replacement 2" not in said
        assert (code == 1 and said.rstrip().endswith("NOT verified.")) or whole, (turn, path)
