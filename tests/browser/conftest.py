"""Fixtures of the browser: the stage played once, real servers, a real mailbox, a phone."""

import fcntl
import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Condition

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from tests.browser import stage, visits
from tests.conftest import Mailbox, free_port

PATIENCE = 30  # seconds that a busy machine may take for one mail or one page
PHONE = {"width": 360, "height": 740}  # pixels


class Postbox(Mailbox):
    """A mailbox in which one can wait for a message."""

    def __init__(self):
        super().__init__()
        self.arrival = Condition()

    async def handle_DATA(self, server, session, envelope):
        with self.arrival:
            answer = await super().handle_DATA(server, session, envelope)
            self.arrival.notify_all()
        return answer

    def forget(self, address):
        """Throw away what came for this address, so that the next message is a new one."""
        with self.arrival:
            self.messages[:] = [m for m in self.messages if m["To"] != address]

    def newest(self, address, words):
        """The text of the newest message to the address with these words in it."""

        def found():
            return [text for text in map(self.text, self.to(address)) if words in text]

        with self.arrival:
            came = self.arrival.wait_for(found, PATIENCE)
            assert came, (words, address, [(m["To"], m["Subject"]) for m in self.messages[-5:]])
            return found()[-1]

    def link(self, address, path):
        """The address on our site, with this path in it, that a message asks to open."""
        return re.search(rf"http://localhost\S+{path}\S+", self.newest(address, path)).group()


@pytest.fixture(scope="session")
def postbox():
    """The mail server of the walk-throughs."""
    box = Postbox()
    box.port = free_port()
    controller = Controller(box, "127.0.0.1", box.port, server_hostname="test")
    controller.start()
    yield box
    controller.stop()


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id):
    """A folder that the workers of one test run share."""
    base = tmp_path_factory.getbasetemp()
    found = (base if worker_id == "master" else base.parent) / "browser"
    found.mkdir(exist_ok=True)
    return found


@contextmanager
def alone(path):
    """Only one worker at a time is here."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def folder(shared):
    """The demonstration, played once, with a copy of every moment."""
    played = shared / "stage"
    with alone(played):
        if not (played / "whole.done").exists():
            played.mkdir()
            stage.play(played)
            (played / "whole.done").touch()
    return played


@pytest.fixture(scope="session")
def visited(shared, folder):
    """Visit every page of a moment, once in the whole test run: visited("open")."""

    def visit(moment):
        notes = shared / f"visits_{moment}.json"
        with alone(notes):
            if not notes.exists():
                copied = copy_of(folder, moment, shared / f"visiting_{moment}")
                found = visits.make(copied, moment, shared / "seen.json")
                notes.write_text(json.dumps(found))
        return json.loads(notes.read_text())

    return visit


def copy_of(folder, moment, target, mail_port=9):
    """A copy of a moment that may be changed."""
    shutil.copytree(folder / moment, target / "data")
    found = stage.moment_in(folder, moment)
    return stage.Installation(target / "data", found.keys_file, found.outbox, mail_port)


@pytest.fixture(scope="module")
def stand(folder, postbox, tmp_path_factory):
    """A real server and a real worker on a copy of a moment: stand("open") gives its address."""
    with ExitStack() as open_stands:
        known = {}

        def at(moment, prepare=None):
            if moment not in known:
                target = tmp_path_factory.mktemp(moment)
                installation = copy_of(folder, moment, target, postbox.port)
                if prepare:
                    with ThreadPoolExecutor(1) as thread:  # the browser keeps this one
                        thread.submit(installation.do, prepare).result()
                known[moment] = open_stands.enter_context(installation.serving())
                open_stands.enter_context(installation.working(known[moment]))
            return known[moment]

        yield at


@pytest.fixture
def phone(browser):
    """Somebody's phone at an address: phone(stand("open")); it reads English."""
    expect.set_options(timeout=PATIENCE * 1000)
    with ExitStack() as contexts:

        def open_phone(site, **more):
            options = {"base_url": site, "viewport": PHONE, "locale": "en-GB", "has_touch": True}
            context = browser.new_context(**options | more)
            contexts.callback(context.close)
            context.set_default_timeout(PATIENCE * 1000)
            return context.new_page()

        yield open_phone
