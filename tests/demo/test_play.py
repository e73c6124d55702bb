"""The play: through the verbs alone, and the same for the same seed."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from jury import ledger
from jury.calls.models import PhaseKind
from jury.db import db
from jury.demo import encore, table
from jury.demo.chance import Entropy
from jury.demo.command import demo
from jury.demo.play import play
from jury.demo.story import Story, first_day
from jury.jobs import Job
from jury.pool import find, registering
from jury.worker import drain

DEMO = Path(__file__).parents[2] / "jury" / "demo"
WRITES = {"add", "add_all", "merge", "bulk_save_objects", "execute", "delete", "insert", "update"}


@pytest.mark.parametrize("module", sorted(path.name for path in DEMO.glob("*.py")))
def test_the_demonstration_writes_no_row_beside_the_verbs(module):
    calls = [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse((DEMO / module).read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in WRITES
    ]
    assert [call for call in calls if "session" in call or "connection" in call] == []


@pytest.fixture
def told(app):
    """Tell the story until the jury sits, with 150 residents, from a seed."""

    def tell(seed):
        app.extensions["entropy"] = Entropy(seed)
        story = Story(seed, first_day(seed), lambda: drain(app), residents=150)
        return play(story, until="drawn")

    return tell


def test_the_story_goes_through_every_room_and_its_chain_holds(told, events):
    call = told("one")
    db.session.commit()

    rows = dict(table.rows(call))
    assert rows["proposals"] == "24 eligible"
    assert rows["jury"] == "24 seated, of whom 2 alternates who moved up"
    assert ledger.broken_links(ledger.entries()) == []
    assert {
        "call.opened", "call.published", "role.granted", "proposal.submitted", "rules.sealed",
        "volunteer.registered", "volunteer.excluded", "pool.frozen", "draw.announced",
        "draw.drawn", "seat.accepted", "seat.declined",
    } <= set(events())  # fmt: skip


def test_whoever_looks_on_finds_a_call_to_take_part_in(app, now):
    app.extensions["entropy"] = Entropy("two")
    story = Story("two", first_day("two"), lambda: drain(app), residents=150)
    first = play(story, until="open")

    second = encore.play(story, first)

    assert second.slug != first.slug
    asked = {job.kind: job.input.get("languages") for job in db.session.query(Job)}
    assert asked["report.make"] == ["de", "en"]
    assert asked["large-print.make"] == ["nl", "fr"]
    assert second.is_open(PhaseKind.REGISTRATION, now)
    assert second.is_open(PhaseKind.PROPOSALS, now)
    draft = registering.begin(second, "me@people.example", "nl", now)
    assert {category.key for category in find.categories(draft.call)} >= {"age", "sex"}


def test_the_check_says_what_was_made_and_keeps_nothing(tmp_path):
    done = check(tmp_path, "C", residents=150)

    assert list(tmp_path.iterdir()) == []
    names = [line.split()[0] for line in done.splitlines()]
    assert names == ["call", "proposals", "pool", "quotas", "jury", "chances", "scores", "funded",
                     "report", "ledger"]  # fmt: skip


def check(home, language, residents):
    """What `jury demo --check` prints, in this folder and with this language of the machine."""
    command = [sys.executable, "-m", "jury.cli", "demo", "--check", "--seed", "one"]
    environment = {n: v for n, v in os.environ.items() if not n.startswith("JURY_")}
    done = subprocess.run(
        [*command, "--residents", str(residents)],
        cwd=home, env=environment | {"LANG": language}, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def test_a_port_that_something_else_answers_at_is_refused_before_the_story(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = CliRunner().invoke(demo, ["--port", str(port), "--folder", str(tmp_path / "demo")])

    assert answer.exit_code == 1
    assert f"Port {port} is taken" in answer.output
    assert f"like --port {port + 1}." in answer.output
    assert list(tmp_path.iterdir()) == []
