"""Rehearsals on the command line: marked wherever they come out, and never in a draw's way."""

import csv
import json
from functools import partial

import pytest

from sortition.shapes import REHEARSAL
from tests.sortition import command_line


@pytest.fixture
def sortition(tmp_path):
    """One command in a folder with eight people and four seats; files are named in short."""
    return partial(command_line.sortition, command_line.small_files(tmp_path, 8))


POOL = ("categories.csv", "respondents.csv", "--size", "4", "--tickets", "100", "--call", "parks")
TRY = ("freeze", *POOL, "--alternates", "2", "--rehearsal", "--out", "try.json")


def rehearse(sortition, *more):
    assert sortition(*TRY, *more) == 0
    return sortition(
        "draw", "try.json", "--seed", "rain", "--openings", "try.openings.json",
        "--out", "tried.json", "--panel", "panel.csv", *more,
    )  # fmt: skip


def test_a_rehearsal_is_marked_in_every_output(sortition, tmp_path, capsys):
    assert rehearse(sortition) == 0
    said = capsys.readouterr().err

    assert said.count(REHEARSAL) == 2
    for name in ("try.json", "tried.json"):
        record = json.loads((tmp_path / name).read_text())
        assert (record["purpose"], record["watermark"]) == ("rehearsal", REHEARSAL)
        assert record.get("lottery", record)["call"] == "parks (rehearsal)"
        assert sortition("verify", name) == 0
        assert f"Not checked: {REHEARSAL}" in capsys.readouterr().err


def test_the_table_of_a_rehearsal_carries_the_watermark_in_every_row_and_seats_nobody(
    sortition, tmp_path
):
    rehearse(sortition)

    with (tmp_path / "panel.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert list(rows[0]) == ["watermark", "order", "role", "id", "row"]
    assert {row["watermark"] for row in rows} == {REHEARSAL}
    roles = ["rehearsal of juror"] * 4 + ["rehearsal of alternate"] * 2
    assert [row["role"] for row in rows] == roles
    assert [row["order"] for row in rows] == list("123456")


def test_programs_read_the_purpose(sortition, capsys):
    rehearse(sortition, "--json")

    found = capsys.readouterr().out
    assert found.count('"purpose": "rehearsal"') == 2


def test_a_rehearsal_never_overwrites_the_openings_of_a_draw(sortition, tmp_path, capsys):
    assert sortition("freeze", *POOL, "--out", "lottery.json") == 0
    before = (tmp_path / "lottery.openings.json").read_bytes()

    assert sortition(*TRY, "--openings", "lottery.openings.json") == 1

    assert "holds the openings of another freeze" in capsys.readouterr().err
    assert (tmp_path / "lottery.openings.json").read_bytes() == before
    assert not (tmp_path / "try.json").exists()


def test_the_same_rehearsal_again_gives_the_same_bytes(sortition, tmp_path):
    sortition(*TRY)
    before = (tmp_path / "try.json").read_bytes()

    assert sortition(*TRY) == 0

    assert (tmp_path / "try.json").read_bytes() == before


def test_a_draw_has_no_watermark_anywhere(sortition, tmp_path, capsys):
    assert sortition("freeze", *POOL, "--out", "lottery.json") == 0
    assert sortition(
        "draw", "lottery.json", "--seed", "rain", "--openings", "lottery.openings.json",
        "--out", "draw.json", "--panel", "panel.csv",
    ) == 0  # fmt: skip

    files = ["lottery.json", "draw.json", "panel.csv"]
    written = [(tmp_path / name).read_text() for name in files]
    assert "rehearsal" not in "".join([*written, capsys.readouterr().err]).lower()
