"""Verification: what anyone can check, and that no damaged record passes."""

import copy
import json
import random
from pathlib import Path

import pytest

from sortition import shapes
from sortition.__main__ import main
from sortition.canonical import canonical, digest
from sortition.drawing import beacon_value, draw, text_value
from sortition.freezing import freeze
from sortition.shapes import REHEARSAL
from sortition.verification import verify_public
from tests.sortition.changes import STRANGE, changes, places

ORACLES = Path(__file__).parent / "oracles"


def sealed(record):
    """The record with digest and outcome made to fit again, as a forger would."""
    record["digest"] = digest(record["lottery"])
    record["outcome"] = digest({k: record[k] for k in record if k not in {"lottery", "outcome"}})
    return record


def test_a_draw_verifies_and_says_what_was_not_checked(drawn):
    verdict = verify_public(drawn.record)

    assert verdict.ok
    assert "30 people, 100 tickets and 6 seats" in verdict.sentences[0]
    assert "“4,1” leads to ticket 41" in verdict.sentences[1]
    assert drawn.record["digest"] in verdict.sentences[2]
    assert verdict.unchecked[0] == "Not compared with a digest published beforehand."
    assert "“two balls”" in verdict.unchecked[1]
    assert len(verdict.unchecked) == 3


def test_a_draw_with_the_announced_digest_leaves_less_unchecked(drawn):
    verdict = verify_public(drawn.record, drawn.record["digest"].upper() + "\n")

    assert verdict.ok
    assert not any("digest" in sentence for sentence in verdict.unchecked)


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
    record["value"]["round"] = 657414
    assert verify_public(record).sentences[-1].startswith("The signature is not")


def test_a_rehearsal_is_named_as_one(frozen):
    lottery, openings = freeze(
        frozen.instance, frozen.salts, "parks", m=100, purpose="rehearsal", lottery=frozen.lottery
    )
    record = draw(lottery, openings, text_value("rain"))

    assert verify_public(record).ok
    assert REHEARSAL in verify_public(record).unchecked
    del record["watermark"]
    assert "watermark" in verify_public(sealed(record)).sentences[-1]


def test_verify_names_what_differs(drawn):
    drawn.record["ticket"] = 14

    assert verify_public(drawn.record).sentences[-1] == (
        "The draw differs from its lottery: the ticket should be 41, it says 14."
    )


def twice(parts):
    parts.append(parts[0])


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda r: twice(r["lottery"]["commitments"]), "commitment is listed twice"),
        (lambda r: r["lottery"].update(seats=7), "Ticket 0 has 6 people; the panel has 7 seats"),
        (lambda r: r["lottery"].update(seats=28), "30 people cannot give 28 jurors and 4"),
        (lambda r: r["lottery"]["tickets"][3].reverse(), "ticket 3 are not in order"),
        (lambda r: twice(r["lottery"]["tickets"]), "comes twice"),
        (lambda r: twice(r["lottery"]["quotas"]), "quota is listed twice"),
        (lambda r: r["lottery"]["quotas"][0].update(minimum=4), "above its maximum"),
        (lambda r: r["lottery"]["quotas"].pop(), "“age” ask for 2 to 2 people"),
        (lambda r: r["alternates"].pop(), "number of alternates should be 4, it says 3"),
        (lambda r: r["alternates"].__setitem__(0, r["panel"][0]), "on the panel as well"),
        (lambda r: r["alternates"].__setitem__(0, r["alternates"][1]), "listed twice"),
        (lambda r: r["alternates"].reverse(), "outcome should be"),
        (lambda r: r.update(purpose="rehearsal"), "purpose should be draw"),
        (lambda r: r.update(value={"kind": "balls", "balls": [4]}), "this lottery has 100"),
        (lambda r: r.update(value={"kind": "balls", "balls": [4, 2]}), "seed should be"),
        (lambda r: r["lottery"].update(call="a/b"), "without a slash"),
        (lambda r: r["lottery"].update(watermark=REHEARSAL), "nothing else does"),
    ],
)  # fmt: skip
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


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: json.dumps(json.loads(data), indent=1).encode(),
        lambda data: data.replace(b"burgerjury", b"burger\\u006aury"),
        lambda data: data.replace(b'"ticket":41', b'"ticket":41.0'),
        lambda data: data.replace(b'"ticket":41', b'"ticket":NaN'),
        lambda data: data.replace(b'"ticket":41', b'"ticket":41,"ticket":41'),
        lambda data: b"[" * 50_000,
    ],
)
def test_a_record_written_in_another_way_is_refused(drawn, tmp_path, capsys, change):
    assert refused(change(canonical(drawn.record)), tmp_path / "draw.json", capsys)


def damaged(record, chance, spots):
    """The record with one part removed, replaced or doubled."""
    record = copy.deepcopy(record)
    *path, last = chance.choice(spots)
    inner = record
    for key in path:
        inner = inner[key]
    act = chance.randrange(3)
    if act == 0:
        del inner[last]
    elif act == 1 or isinstance(inner, dict):
        inner[last] = chance.choice([part for part in STRANGE if part != inner[last]])
    else:
        inner.insert(last, copy.deepcopy(inner[last]))
    return record


def test_a_field_changed_with_the_digests_made_to_fit_meets_the_mailed_digest(
    drawn, tmp_path, capsys
):
    chance, mailed = random.Random(3), drawn.record["digest"]
    spots = [path for path in places(drawn.record) if path[:1] == ("lottery",) and path[1:]]
    path = tmp_path / "draw.json"

    for turn in range(100):
        changed = sealed(damaged(drawn.record, chance, spots))
        assert refused(canonical(changed), path, capsys, "--digest", mailed), turn


def test_the_shape_of_a_record_knows_every_part(drawn):
    shapes.draw("The draw", drawn.record)
    for key in drawn.record:
        part = {name: drawn.record[name] for name in drawn.record if name != key}
        with pytest.raises(shapes.Differs, match=f"has no “{key}”"):
            shapes.draw("The draw", part)
