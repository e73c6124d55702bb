"""The command line, from two files to a verified panel, as a stranger would use it."""

import csv
import hashlib
import json
import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sortition import __main__ as command
from sortition.__main__ import main
from sortition.receipts import receipt_of
from tests.sortition.command_line import small_files, sortition

INSTANCES = Path(__file__).parent / "instances"


def run(*arguments, cwd=None):
    """One command in a process of its own."""
    command = [sys.executable, "-m", "sortition", *map(str, arguments)]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env={"PYTHONPATH": root}, check=False
    )
    assert "Traceback" not in done.stderr
    return done


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "size", "files"),
    [
        ("mass_like_24", 24, ("categories.csv", "respondents.csv")),
        ("fixture_22", 22, ("features.csv", "candidates.csv")),
    ],
)
def test_a_draw_from_two_files_to_a_verified_panel(tmp_path, name, size, files):
    pool = [INSTANCES / name / file for file in files]
    if name == "fixture_22":
        pool += ["--id", "nationbuilder_id"]
    lottery, record, panel = (tmp_path / n for n in ("lottery.json", "draw.json", "panel.csv"))
    openings = tmp_path / "lottery.openings.json"

    frozen = run(
        "freeze", *pool, "--size", size, "--alternates", 6, "--call", "parks", "--mix", "2 9 4",
        "--source", "three balls", "--out", lottery, "--json",
    )  # fmt: skip
    digest = json.loads(frozen.stdout)["digest"]
    drawn = run(
        "draw", lottery, "--balls", "7,4,1", "--openings", openings, "--out", record,
        "--panel", panel, "--json",
    )  # fmt: skip
    (tmp_path / "receipt.json").write_text(
        json.dumps(
            receipt_of(
                json.loads(lottery.read_text()),
                json.loads(openings.read_text()),
                rows(panel)[0]["id"],
            )
        )
    )
    checked = run(
        "verify", record, "--digest", digest, "--receipt", tmp_path / "receipt.json",
        "--openings", openings, "--json",
    )  # fmt: skip

    assert (frozen.returncode, drawn.returncode, checked.returncode) == (0, 0, 0)
    assert digest == hashlib.sha256(lottery.read_bytes()).hexdigest()
    assert openings.stat().st_mode & 0o777 == 0o600
    assert json.loads(drawn.stdout)["ticket"] == 741
    seats = rows(panel)
    assert list(seats[0]) == ["order", "role", "id", "row"]
    assert [seat["role"] for seat in seats] == ["juror"] * size + ["alternate"] * 6
    assert [seat["order"] for seat in seats] == [str(i + 1) for i in range(size + 6)]
    assert len({seat["id"] for seat in seats}) == size + 6
    found = json.loads(checked.stdout)
    assert found["ok"]
    assert [found[reader]["ok"] for reader in ("public", "receipt", "openings")] == [True] * 3
    assert "you are a juror" in found["receipt"]["sentences"][-1]
    assert checked.stderr.endswith("Verified.\n")
    unsure = [line for line in checked.stderr.splitlines() if line.startswith("Not checked: ")]
    assert len(unsure) == 3


@pytest.fixture
def files(tmp_path):
    """Two small files: eight people, four seats."""
    return small_files(tmp_path, 8)


def freeze_small(files, *more):
    pool = ("categories.csv", "respondents.csv", "--size", "4", "--tickets", "100")
    return sortition(files, "freeze", *pool, "--out", "lottery.json", *more)


def draw_small(files, *value, out="draw.json"):
    openings = ("--openings", "lottery.openings.json")
    return sortition(files, "draw", "lottery.json", *value, *openings, "--out", out)


def test_freezing_again_with_the_same_openings_gives_the_same_bytes(files, capsys):
    assert freeze_small(files, "--mix", "a") == 0
    before = [(files / n).read_bytes() for n in ("lottery.json", "lottery.openings.json")]

    assert freeze_small(files, "--mix", "a") == 0

    assert [(files / n).read_bytes() for n in ("lottery.json", "lottery.openings.json")] == before
    assert "freeze number 1" in capsys.readouterr().err


def test_a_changed_rule_keeps_the_salts_and_takes_the_next_number(files, capsys):
    freeze_small(files, "--mix", "a")
    first = json.loads((files / "lottery.openings.json").read_text())

    assert freeze_small(files, "--mix", "b") == 0

    second = json.loads((files / "lottery.openings.json").read_text())
    assert [p["salt"] for p in first["people"]] == [p["salt"] for p in second["people"]]
    assert (first["number"], second["number"]) == (1, 2)
    assert "freeze number 2" in capsys.readouterr().err


def test_somebody_who_comes_later_gets_a_salt_and_the_others_keep_theirs(files):
    freeze_small(files)
    first = json.loads((files / "lottery.openings.json").read_text())["people"]
    with (files / "respondents.csv").open("a") as pool:
        pool.write("r9,f,y\n")

    assert freeze_small(files) == 0

    second = json.loads((files / "lottery.openings.json").read_text())["people"]
    assert [p["salt"] for p in second[:8]] == [p["salt"] for p in first]
    assert len({p["salt"] for p in second}) == 9


def test_a_second_value_is_refused_wherever_the_draw_is_written(files, capsys):
    freeze_small(files)

    assert draw_small(files, "--seed", "rain") == 0
    once = (files / "draw.json").read_bytes()
    assert draw_small(files, "--seed", "rain", out="again.json") == 0
    assert draw_small(files, "--seed", "sun") == 1
    assert draw_small(files, "--seed", "sun", out="other.json") == 1

    assert "one draw a freeze" in capsys.readouterr().err
    assert (files / "draw.json").read_bytes() == (files / "again.json").read_bytes() == once
    assert not (files / "other.json").exists()


def test_fresh_openings_do_not_hide_the_first_draw(files, capsys):
    freeze_small(files)
    openings = (files / "lottery.openings.json").read_bytes()
    draw_small(files, "--seed", "rain")
    (files / "lottery.openings.json").write_bytes(openings)

    assert draw_small(files, "--seed", "sun") == 1

    assert "draw.json holds a draw of this freeze with another value" in capsys.readouterr().err


def test_a_freeze_that_was_drawn_is_not_frozen_differently(files, capsys):
    freeze_small(files, "--mix", "a")
    draw_small(files, "--seed", "rain")

    assert freeze_small(files, "--mix", "a") == 0
    assert draw_small(files, "--seed", "sun") == 1
    assert freeze_small(files, "--mix", "b") == 1
    assert "was drawn already" in capsys.readouterr().err


def test_a_beacon_draws_and_verifies(files, capsys):
    vectors = json.loads((Path(__file__).parent / "oracles" / "drand_vectors.json").read_text())
    signed = next(v for v in vectors["vectors"] if v["round"] == 657413)
    answer = {key: signed[key] for key in ("round", "signature", "randomness")}
    (files / "beacon.json").write_text(json.dumps(answer, indent=2))
    (files / "false.json").write_text(json.dumps({**answer, "round": 657414}))
    freeze_small(files)

    assert draw_small(files, "--beacon", "false.json") == 1
    assert draw_small(files, "--beacon", "beacon.json") == 0
    assert sortition(files, "verify", "draw.json", "--openings", "lottery.openings.json") == 0
    assert "drand round 657413 is genuine" in capsys.readouterr().err


def test_chances_are_written_in_the_order_of_the_file(files, capsys):
    pool = ("chances", "categories.csv", "respondents.csv", "--size", "4")

    assert sortition(files, *pool, "--out", "chances.csv", "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert set(found) == {
        "size", "pool", "objective", "minimum", "gini", "geometric_mean", "certificate",
        "panels", "seconds", "excluded",
    }  # fmt: skip
    assert set(found["certificate"]) == {"route", "upper_bound", "gap"}
    assert found["minimum"] == pytest.approx(0.5)
    assert found["geometric_mean"] == pytest.approx(0.5)
    assert found["gini"] == pytest.approx(0, abs=1e-6)
    table = rows(files / "chances.csv")
    assert [(r["row"], r["id"]) for r in table] == [(str(i + 1), f"r{i}") for i in range(8)]
    assert all(float(r["chance"]) == pytest.approx(0.5) for r in table)


def test_chances_without_a_file_are_printed(files, capsys):
    pool = ("chances", "categories.csv", "respondents.csv", "--size", "4")

    assert sortition(files, *pool) == 0

    said = capsys.readouterr()
    assert said.out.startswith("row,id,chance\n1,r0,0.500000000\n")
    assert "The smallest chance is 0.500000" in said.err


def test_somebody_on_no_panel_has_chance_0_and_a_reason(files, capsys):
    (files / "categories.csv").write_text(
        "category,feature,min,max\nsex,f,2,2\nsex,m,2,2\nage,y,4,4\nage,o,0,0\n"
    )

    code = sortition(files, "chances", "categories.csv", "respondents.csv", "--size", "4", "--json")

    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [one["id"] for one in found["excluded"]] == ["r4", "r5", "r6", "r7"]
    assert all("m, o" in one["because"] or "f, o" in one["because"] for one in found["excluded"])
    assert found["minimum"] == pytest.approx(1)


def test_results_for_programs_are_json_and_nothing_else(files, capsys):
    freeze_small(files, "--alternates", "1", "--json")
    frozen = json.loads(capsys.readouterr().out)
    draw_small(files, "--seed", "rain", "--json")
    drawn = json.loads(capsys.readouterr().out)
    code = sortition(files, "verify", "draw.json", "--json")
    verified = json.loads(capsys.readouterr().out)

    assert code == 0
    assert frozen["digest"] == drawn["digest"]
    assert (frozen["pool"], frozen["size"], frozen["tickets"], frozen["alternates"]) == (
        8,
        4,
        100,
        1,
    )
    assert len(drawn["panel"]) == 4
    assert len(drawn["alternates"]) == 1
    assert verified["ok"]
    assert set(verified["public"]) == {"ok", "sentences", "unchecked"}


def test_a_draw_replaces_a_file_that_is_no_draw_of_this_freeze(files):
    freeze_small(files)
    for content in (b"notes", b"[]\n", b'{"digest":"00"}\n'):
        (files / "draw.json").write_bytes(content)
        assert draw_small(files, "--seed", "rain") == 0

    assert draw_small(files, "--seed", "rain") == 0
    assert sortition(files, "verify", "draw.json") == 0


def test_a_reader_who_stops_reading_is_no_fault(files, monkeypatch, capsys):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        code = sortition(files, "chances", "categories.csv", "respondents.csv", "--size", "4")

    assert code == 1
    assert "smallest chance" in capsys.readouterr().err


def test_the_package_run_as_a_program_ends_with_the_exit_of_its_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["sortition", "fly"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(command.__file__, run_name="__main__")

    assert ended.value.code == 2
    assert "invalid choice: 'fly'" in capsys.readouterr().err


def test_a_person_who_interrupts_reads_that_nothing_was_decided(tmp_path):
    pipe = tmp_path / "draw.json"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "sortition", "verify", str(pipe)]

    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - as at a terminal
    ) as program:  # fmt: skip
        with pipe.open("wb"):  # returns when the command has opened its end; then the file ends
            program.send_signal(signal.SIGINT)
        _, told = program.communicate()

    assert program.returncode == 130
    assert told == "Stopped. Nothing was decided, and no file was half written.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["check"],
        ["check", "a", "b", "--size", "many"],
        ["check", "a", "b", "--size", "-1"],
        ["chances", "a", "b", "--size", "4", "--objective", "luck"],
        ["check", "missing", "missing", "--size", "4"],
        ["draw", "missing", "--seed", "a", "--openings", "b", "--out", "c"],
        ["draw", "a", "--openings", "b", "--out", "c"],
        ["draw", "a", "--seed", "x", "--balls", "1", "--openings", "b", "--out", "c"],
        ["draw", "a", "--balls", "10,1", "--openings", "b", "--out", "c"],
        ["draw", "a", "--balls", "", "--openings", "b", "--out", "c"],
        ["verify", "missing"],
        ["verify", "."],
    ],
)
def test_wrong_usage_ends_with_2(arguments, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert main(arguments) == 2

    said = capsys.readouterr()
    assert said.err
    assert not said.out


def test_help_ends_with_0(capsys):
    assert main(["--help"]) == 0
    assert "freeze" in capsys.readouterr().out


def test_a_broken_pool_ends_with_1_and_every_problem(files, capsys):
    (files / "respondents.csv").write_text("id,sex,age\nr0,x,y\nr1,f,z\n")

    assert freeze_small(files) == 1

    assert len(capsys.readouterr().err.splitlines()) == 2
    assert not (files / "lottery.json").exists()


def test_more_alternates_than_people_end_with_1(files, capsys):
    assert freeze_small(files, "--alternates", "5") == 1
    assert "4 people are left" in capsys.readouterr().err


def test_a_damaged_receipt_or_openings_end_with_1(files, capsys):
    freeze_small(files)
    draw_small(files, "--seed", "rain")
    (files / "receipt.json").write_text("{")
    (files / "torn.json").write_bytes((files / "lottery.openings.json").read_bytes()[:-9])

    assert sortition(files, "verify", "draw.json", "--receipt", "receipt.json") == 1
    assert sortition(files, "verify", "draw.json", "--openings", "torn.json") == 1
    assert sortition(files, "verify", "draw.json", "--digest", "00") == 1
    assert capsys.readouterr().err.count("NOT verified.") == 3


def test_a_panel_is_written_for_its_owner_only(files):
    freeze_small(files, "--alternates", "2")

    assert draw_small(files, "--seed", "rain", "--panel", "panel.csv") == 0

    assert (files / "panel.csv").stat().st_mode & 0o777 == 0o600
    assert len(rows(files / "panel.csv")) == 6
