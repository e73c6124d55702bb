"""The command of replacement, as an organiser uses it after a draw."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from sortition.receipts import receipt_of
from tests.sortition.command_line import small_files, sortition

ORACLES = Path(__file__).parent / "oracles"


def jurors(path, role="juror"):
    with path.open(newline="") as file:
        return [row["id"] for row in csv.DictReader(file) if row["role"] == role]


@pytest.fixture
def jury(tmp_path):
    """A folder with a draw: twenty people, four seats, two alternates."""
    small_files(tmp_path, 20)
    pool = ("categories.csv", "respondents.csv", "--size", "4", "--tickets", "100")
    more = ("--alternates", "2", "--out", "lottery.json")
    assert sortition(tmp_path, "freeze", *pool, *more) == 0
    assert sortition(tmp_path, "draw", "lottery.json", "--seed", "rain", *OPENINGS, "--out",
                     "draw.json", "--panel", "panel.csv") == 0  # fmt: skip
    return tmp_path


OPENINGS = ("--openings", "lottery.openings.json")


def replace(folder, before, gone, *more, out="next.json"):
    return sortition(
        folder, "replace", before, "--gone", ",".join(gone), *OPENINGS, "--out", out, *more
    )


def test_two_replacements_in_a_row_verify_for_everybody(jury, capsys):
    first = jurors(jury / "panel.csv")
    assert replace(jury, "draw.json", first[:1], "--seed", "snow", "--panel", "second.csv") == 0
    second = jurors(jury / "second.csv")
    capsys.readouterr()
    assert replace(
        jury, "next.json", second[:2], "--seed", "hail", "--panel", "third.csv", "--json",
        out="last.json",
    ) == 0  # fmt: skip
    found = json.loads(capsys.readouterr().out)
    third = jurors(jury / "third.csv")
    lottery, openings = (json.loads((jury / n).read_text()) for n in ("lottery.json", OPENINGS[1]))
    (jury / "receipt.json").write_text(json.dumps(receipt_of(lottery, openings, third[-1])))

    assert (jury / "third.csv").stat().st_mode & 0o777 == 0o600
    assert (jury / OPENINGS[1]).stat().st_mode & 0o777 == 0o600
    assert found["panel"] == third
    assert sorted(found["drawn"]) == sorted(set(third) - set(second))
    assert (found["number"], found["seats"], found["relaxed"]) == (2, 2, [])
    assert not set(third) & {*first[:1], *second[:2]}
    assert set(jurors(jury / "third.csv", "alternate")) <= set(
        jurors(jury / "panel.csv", "alternate")
    )
    more = ("--receipt", "receipt.json", *OPENINGS, "--digest", found["digest"])
    assert sortition(jury, "verify", "last.json", *more) == 0
    assert "You are a juror now." in capsys.readouterr().err


def test_the_digest_that_is_announced_is_that_of_the_file(jury, capsys):
    gone = jurors(jury / "panel.csv")[:2]
    capsys.readouterr()

    assert replace(jury, "draw.json", gone, "--announce", out="vacancy.json") == 0
    told = capsys.readouterr()
    assert replace(jury, "draw.json", gone, "--announce", "--json", out="vacancy.json") == 0

    said = json.loads(capsys.readouterr().out)
    assert told.out == ""
    assert f"Digest: {said['digest']}" in told.err
    assert said["digest"] == hashlib.sha256((jury / "vacancy.json").read_bytes()).hexdigest()
    assert (said["number"], said["seats"], said["relaxed"]) == (1, 2, [])
    assert replace(jury, "draw.json", gone, "--seed", "snow") == 0
    assert sortition(jury, "verify", "next.json", "--digest", said["digest"]) == 0


def test_one_seat_is_and_two_seats_are_free(jury, capsys):
    for gone, told in ((1, "1 seat is free."), (2, "2 seats are free.")):
        assert replace(jury, "draw.json", jurors(jury / "panel.csv")[:gone], "--announce") == 0
        assert f"Replacement 1: {told}\n" in capsys.readouterr().err


def test_a_beacon_replaces(jury):
    vectors = json.loads((ORACLES / "drand_vectors.json").read_text())["vectors"]
    signed = next(v for v in vectors if v["round"] == 657413)
    answer = {key: signed[key] for key in ("round", "signature", "randomness")}
    (jury / "beacon.json").write_text(json.dumps(answer))

    code = replace(jury, "draw.json", jurors(jury / "panel.csv")[:1], "--beacon", "beacon.json")

    assert code == 0
    assert sortition(jury, "verify", "next.json", *OPENINGS) == 0


def test_a_quota_that_cannot_be_kept_is_named(jury, capsys):
    panel = jurors(jury / "panel.csv")
    women = [f"r{i}" for i in range(0, 20, 2)]
    gone = [i for i in panel if i in women][:1] + [i for i in women if i not in panel]

    assert replace(jury, "draw.json", gone, "--seed", "snow", "--json") == 0

    said = capsys.readouterr()
    assert (
        "“sex: f” could not be kept by anyone who is left: the panel now has room for 1 to 2."
        in (said.err)
    )
    assert [quota["value"] for quota in json.loads(said.out)["relaxed"]] == ["f", "m"]
    assert sortition(jury, "verify", "next.json", *OPENINGS) == 0


def test_the_same_command_writes_the_same_bytes_and_a_second_value_nothing(jury, capsys):
    gone = jurors(jury / "panel.csv")[:1]
    before = (jury / OPENINGS[1]).read_bytes()
    assert replace(jury, "draw.json", gone, "--seed", "snow") == 0
    once = (jury / "next.json").read_bytes()

    assert replace(jury, "draw.json", gone, "--seed", "snow") == 0
    assert replace(jury, "draw.json", gone, "--seed", "sun") == 1
    (jury / OPENINGS[1]).write_bytes(before)
    assert replace(jury, "draw.json", gone, "--seed", "sun") == 1

    assert (jury / "next.json").read_bytes() == once
    said = capsys.readouterr().err
    assert "was drawn with the value “snow” already" in said
    assert "next.json holds this replacement with another value" in said


@pytest.mark.parametrize("content", [b"notes", b"[]\n"])
def test_a_file_that_is_no_replacement_is_replaced(jury, content):
    (jury / "next.json").write_bytes(content)

    assert replace(jury, "draw.json", jurors(jury / "panel.csv")[:1], "--seed", "snow") == 0
    assert sortition(jury, "verify", "next.json") == 0


def test_freezing_and_drawing_again_keeps_the_replacements(jury):
    assert replace(jury, "draw.json", jurors(jury / "panel.csv")[:1], "--seed", "snow") == 0
    openings = (jury / OPENINGS[1]).read_bytes()
    pool = ("categories.csv", "respondents.csv", "--size", "4", "--tickets", "100")

    assert sortition(jury, "freeze", *pool, "--alternates", "2", "--out", "lottery.json") == 0
    assert sortition(jury, "draw", "lottery.json", "--seed", "rain", *OPENINGS, "--out",
                     "draw.json") == 0  # fmt: skip

    assert (jury / OPENINGS[1]).read_bytes() == openings


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("draw.json", "--gone", "r1", "--out", "next.json"), 2),
        (("draw.json", "--gone", "r1", "--out", "next.json", *OPENINGS), 2),
        (("draw.json", "--gone", "r1,,r2", "--seed", "a", "--out", "next.json", *OPENINGS), 2),
        (("draw.json", "--gone", "nobody", "--seed", "a", "--out", "next.json", *OPENINGS), 1),
        (("draw.json", "--gone", "r1", "--seed", " ", "--out", "next.json", *OPENINGS), 1),
        (("lottery.json", "--gone", "r1", "--seed", "a", "--out", "next.json", *OPENINGS), 1),
        (("list.json", "--gone", "r1", "--seed", "a", "--out", "next.json", *OPENINGS), 1),
    ],
)
def test_wrong_usage_ends_with_2_and_a_broken_rule_with_1(jury, arguments, code):
    (jury / "list.json").write_bytes(b"[]\n")

    assert sortition(jury, "replace", *arguments) == code
    assert not (jury / "next.json").exists()
