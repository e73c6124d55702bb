"""Verification: what anyone can check, and that no damaged record passes."""

import json
from pathlib import Path

import pytest

from sortition import shapes
from sortition.__main__ import main
from sortition.canonical import canonical, digest
from sortition.drawing import draw
from sortition.freezing import freeze
from sortition.public_values import beacon_value, text_value
from sortition.shapes import REHEARSAL
from sortition.verification import verify_public
from tests.sortition.changes import (
    CONTRADICTIONS,
    WRITTEN_OTHERWISE,
    changes,
    resealed_damages,
    sealed,
)

ORACLES = Path(__file__).parent / "oracles"


def test_a_draw_verifies_and_says_what_was_not_checked(drawn):
    verdict = verify_public(drawn.record)

    assert verdict.ok
    assert list(verdict.sentences) == [
        "The lottery has 30 people, 100 tickets and 6 seats on each, and no token comes twice.",
        "The value “4,1” leads to ticket 41, and its 6 tokens are the panel.",
        f"The digest of the lottery is {drawn.record['digest']}.",
    ]
    assert list(verdict.unchecked) == [
        "Not compared with a digest published beforehand.",
        "Whether this value is the one that was announced. The rules say: “two balls”.",
        "Who the tokens stand for, and whether quotas, chances and alternates are right: "
        "that takes the openings, which an auditor has.",
    ]


def test_a_draw_with_the_announced_digest_leaves_less_unchecked(drawn):
    verdict = verify_public(drawn.record, drawn.record["digest"].upper() + "\n")

    assert verdict.ok
    assert verdict.sentences[2] == (
        f"The digest is the one published beforehand: {drawn.record['digest']}."
    )
    assert len(verdict.unchecked) == 2
    assert not any("digest" in sentence for sentence in verdict.unchecked)


def test_another_digest_than_the_announced_one_is_named(drawn):
    verdict = verify_public(drawn.record, "F" * 70)

    assert not verdict.ok
    assert verdict.sentences[-1] == (
        "The lottery is not the one that was announced: its digest is "
        f"{drawn.record['digest']}, and the digest published beforehand is {'F' * 64}."
    )


def test_a_lottery_verifies_before_its_draw(frozen):
    verdict = verify_public(frozen.record, digest(frozen.record))

    assert verdict.ok
    assert "There is no draw yet: only the lottery was checked." in verdict.unchecked


def test_a_beacon_is_verified_again(frozen):
    vectors = json.loads((ORACLES / "drand_vectors.json").read_text())["vectors"]
    signed = next(v for v in vectors if v["round"] == 657413)
    value = beacon_value({"round": signed["round"], "signature": signed["signature"]})
    record = draw(frozen.record, frozen.openings, value)

    assert verify_public(record).ok
    assert "The signature of drand round 657413 is genuine." in verify_public(record).sentences
    assert verify_public(record).unchecked[1] == (
        "Whether drand round 657413 is the one that was announced. The rules say: “two balls”."
    )
    record["value"]["round"] = 657414
    assert verify_public(record).sentences[-1].startswith("The signature is not")


def test_a_rehearsal_is_named_as_one(frozen):
    lottery, openings = freeze(
        frozen.instance, frozen.salts, "parks", m=100, purpose="rehearsal", lottery=frozen.lottery
    )
    record = draw(lottery, openings, text_value("rain"))

    assert verify_public(record).ok
    assert REHEARSAL in verify_public(record).unchecked
    assert verify_public(record).unchecked[2] == (
        "Whether this value is the one that was announced. "
        "The rules do not say where it was to come from."
    )
    del record["watermark"]
    assert "watermark" in verify_public(sealed(record)).sentences[-1]


def test_verify_names_what_differs(drawn):
    drawn.record["ticket"] = 14

    assert verify_public(drawn.record).sentences[-1] == (
        "The draw differs from its lottery: the ticket should be 41, it says 14."
    )


def test_verify_names_a_panel_of_another_ticket(drawn):
    drawn.record["panel"] = drawn.record["lottery"]["tickets"][40]

    assert verify_public(drawn.record).sentences[-1] == (
        "The draw differs from its lottery: its panel is not the one of its ticket."
    )


@pytest.mark.parametrize(("damage", "sentence"), CONTRADICTIONS)
def test_each_contradiction_has_its_sentence(drawn, damage, sentence):
    damage(drawn.record)

    verdict = verify_public(drawn.record)

    assert not verdict.ok
    assert sentence in verdict.sentences[-1]


@pytest.mark.parametrize("garbage", [None, 1, "draw", [], {}, {"kind": "draw"}, {"kind": []}])
def test_garbage_gets_a_sentence(garbage):
    verdict = verify_public(garbage)

    assert not verdict.ok
    assert verdict.sentences[-1].endswith(".")


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ([], "The record must be an object with named parts."),
        ({"kind": "lottery"}, "The record has no “alternates”."),
        ({"kind": "draw"}, "The draw has no “alternates”."),
        ({"kind": "replacement"}, "The replacement has no “draw”."),
    ],
)
def test_what_is_malformed_is_named_by_what_it_calls_itself(record, sentence):
    assert verify_public(record).sentences[-1] == sentence


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda r: r["commitments"].append(r["commitments"][0]), "The same commitment is listed"),
        (lambda r: r["tickets"][7].reverse(), "The tokens of ticket 7 are not in order."),
        (lambda r: r.update(alternates=25), "30 people cannot give 6 jurors and 25 alternates."),
    ],
)
def test_a_lottery_that_contradicts_itself_is_refused_before_its_draw(frozen, damage, sentence):
    frozen.record["alternates"] = 24
    assert verify_public(frozen.record).ok
    damage(frozen.record)

    assert verify_public(frozen.record).sentences[-1].startswith(sentence)


def refused(data, path, capsys, *more):
    """Whether the command line refuses these bytes with exit 1 and one readable sentence."""
    path.write_bytes(data)
    code = main(["verify", str(path), *more])
    said = capsys.readouterr().err
    return code == 1 and "Traceback" not in said and said.rstrip().endswith("NOT verified.")


def test_500_changes_to_a_published_record_are_each_refused_with_a_sentence(
    drawn, tmp_path, capsys
):
    path = tmp_path / "draw.json"

    for turn, (kind, data) in enumerate(changes(drawn.record, 500, seed=1)):
        assert refused(data, path, capsys), (turn, kind)


@pytest.mark.parametrize("change", WRITTEN_OTHERWISE)
def test_a_record_written_in_another_way_is_refused(drawn, tmp_path, capsys, change):
    assert refused(change(canonical(drawn.record)), tmp_path / "draw.json", capsys)


def test_a_field_changed_with_the_digests_made_to_fit_meets_the_mailed_digest(
    drawn, tmp_path, capsys
):
    mailed, path = drawn.record["digest"], tmp_path / "draw.json"

    for turn, changed in enumerate(resealed_damages(drawn.record, 100)):
        assert refused(canonical(changed), path, capsys, "--digest", mailed), turn


def test_the_shape_of_a_record_knows_every_part(drawn):
    shapes.draw("The draw", drawn.record)
    for key in drawn.record:
        part = {name: drawn.record[name] for name in drawn.record if name != key}
        with pytest.raises(shapes.Differs, match=f"has no “{key}”"):
            shapes.draw("The draw", part)
