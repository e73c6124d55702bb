"""The stage: the demonstration, stopped at nine moments; each is an installation of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from jury import create_app, keys, migrations
from jury.calls import find
from jury.db import begin_writing, db
from jury.demo import cast, chance, content, opening, post
from jury.demo.play import ACTS
from jury.demo.story import Story
from jury.pool import find as pool
from jury.scoring import lots
from jury.worker import drain
from tests.conftest import free_port

LAST = 160  # day of the story that is today, as it is played
RESIDENTS = 150  # enough for the quotas of 24 seats
MOMENTS = {  # name -> the day of the story that is made today in the copy
    "new": 1,
    "open": 54,  # a day before the last one, which ends at 17:00
    "announced": 73,
    "asked": 75,
    "reading": 95,
    "judged": 128,
    "computed": 135,
    "decided": 141,
    "published": LAST,
}
TAKEN = {  # scene, and how often it paused -> the moment that is then kept
    ("register", 1): "open",
    ("draw", 3): "announced",
    ("take_seats", 1): "asked",
    ("declare", 1): "reading",
    ("stand_apart", 1): "judged",
    ("compute", 1): "computed",
    ("decide", 1): "decided",
    ("publish", 1): "published",
}


@dataclass(frozen=True)
class Installation:
    """One folder of data with its keys, and where its mail goes."""

    data: Path
    keys_file: Path
    outbox: Path
    mail_port: int = 9

    def settings(self, port=80):
        """What this installation is set to, by the names of config.py."""
        return {
            "DATA_FOLDER": str(self.data),
            "KEYS_FILE": str(self.keys_file),
            "OUTBOX_FOLDER": str(self.outbox),
            "BASE_URL": f"http://localhost:{port}",
            "SERVER_NAME": f"localhost:{port}",
            "MAIL_PORT": self.mail_port,
            "DEMO": 1,
        }

    @contextmanager
    def inside(self, port=80):
        """The application of this installation, for verbs; what they did is committed."""
        app = create_app(self.settings(port))
        with app.app_context():
            begin_writing()
            yield app
            db.session.commit()
        with app.app_context():
            db.engine.dispose()

    def do(self, verb):
        """Do something inside the application."""
        with self.inside():
            verb()

    def environment(self, port):
        """The environment of a program of this installation."""
        named = {f"JURY_{name}": str(value) for name, value in self.settings(port).items()}
        return os.environ | named

    @contextmanager
    def serving(self):
        """The real web server on this installation; gives its address when it listens."""
        port = free_port()
        with self._running("serve", "--port", str(port), "--workers", "1", port=port) as server:
            said = []
            while not any("Listening at" in line for line in said):
                said.append(server.stderr.readline())
                assert said[-1], f"The server did not start:\n{''.join(said)}"
            yield f"http://localhost:{port}"

    @contextmanager
    def answering(self):
        """The application behind a server in this process: sooner there than the real one."""
        port = free_port()
        app = create_app(self.settings(port))
        server = make_server("localhost", port, app, threaded=True, request_handler=Silent)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(server.serve_forever)
            yield app, f"http://localhost:{port}"
            server.shutdown()
        server.server_close()
        with app.app_context():
            db.engine.dispose()

    @contextmanager
    def working(self, address):
        """The real worker on this installation; it takes up what waits when it is ready."""
        with self._running("worker", port=int(address.rpartition(":")[2])):
            yield

    @contextmanager
    def _running(self, *command, port):
        """A program of ours, until it was told to stop; what it says is read to the end."""
        program = subprocess.Popen(
            [sys.executable, "-m", "jury.cli", *command],
            env=self.environment(port), stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            yield program
        finally:
            program.terminate()
            program.communicate(timeout=60)


class Silent(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log_request(self, *_facts):
        """Write nothing."""


class Camera:
    """Keeps a copy of the installation at each moment."""

    def __init__(self, app, folder, installation):
        self.app, self.folder, self.installation = app, folder, installation
        self.scene, self.pauses = "", 0

    def begin(self, scene):
        self.scene, self.pauses = scene.__name__, 0

    def settle(self):
        """Do what waits."""
        drain(self.app)
        self.pauses += 1
        if moment := TAKEN.get((self.scene, self.pauses)):
            self.take(moment)

    def take(self, moment):
        db.session.commit()
        target = self.folder / moment
        target.mkdir()
        if (self.installation.data / "files").is_dir():
            shutil.copytree(self.installation.data / "files", target / "files")
        source = sqlite3.connect(self.installation.data / "jury.sqlite")
        copy = sqlite3.connect(target / "jury.sqlite")
        source.backup(copy)
        source.close()
        copy.close()


def play(folder):
    """Play the whole demonstration in ``folder`` and keep every moment of it."""
    keys.create(folder / "keys.json")
    office = post.open_office(folder / "outbox", port := free_port())
    whole = Installation(folder / "whole", folder / "keys.json", folder / "outbox", port)
    with whole.inside() as app:
        migrations.upgrade()
    with whole.inside() as app:
        app.extensions["entropy"] = chance.Entropy("browser")
        camera = Camera(app, folder, whole)
        first_day = date.today() - timedelta(days=LAST)  # noqa: DTZ011 - the story has its own clock
        story = Story("browser", first_day, camera.settle, RESIDENTS)
        cast.hire(story)
        call = opening.open_call(story)
        camera.take("new")
        for scenes in ACTS.values():
            for scene in scenes:
                camera.begin(scene)
                scene(story, call)
    office.stop()
    for moment, day in MOMENTS.items():
        bring_to_today(moment_in(folder, moment), timedelta(days=LAST - day))
    promise_experts(moment_in(folder, "reading"))


def promise_experts(installation):
    """Let experts score too at this moment, so that their page is seen."""
    with installation.inside():
        find.by_slug(slug()).expert_weight = 1


def bring_to_today(installation, days):
    """Move the dates of the call, so that its moment is now."""
    with installation.inside():
        call = find.by_slug(slug())
        call.answer_by += days
        for phase in call.phases:
            phase.opens_at, phase.closes_at = phase.opens_at + days, phase.closes_at + days
        if rules := pool.rules(call):
            rules.first_at, rules.second_at = rules.first_at + days, rules.second_at + days
        if lot := lots.of_call(call):
            lot.announced_at, lot.moment = lot.announced_at + days, lot.moment + days


def moment_in(folder, moment):
    """The installation at that moment."""
    return Installation(folder / moment, folder / "keys.json", folder / "outbox")


def slug():
    """The name of the call in its addresses."""
    return content.read("call")["slug"]
