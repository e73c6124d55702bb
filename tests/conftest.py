"""Fixtures that all rooms share: a real database, a real mail server, a client."""

import socket
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.orm import close_all_sessions
from sqlalchemy.pool import QueuePool
from xdist.scheduler import LoadScopeScheduling

from jury import create_app, jobs, keys
from jury import db as jury_db
from jury.db import db
from jury.ledger import entries
from jury.people import links, sessions
from jury.roles import Role, grant
from jury.worker import drain
from tests import chromium
from tests.shelves import PostgresShelf, SqliteShelf, row_counts

settings.register_profile(
    "whatever the machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("whatever the machine")  # a busy machine makes no claim wrong


def pytest_addoption(parser):
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


class ByWhatIsShared(LoadScopeScheduling):
    """Keeps tests that share what takes long to make on one worker."""

    def _split_scope(self, nodeid):
        """Return the file of the test, and of the visits the moment that they are paid at."""
        file, _, test = nodeid.partition("::")
        if file.endswith("test_axe.py"):
            return f"{file}{test.partition('[')[1:]}"  # a moment, or what asks for all of them
        for other in ("command", "page", "letters", "signing"):  # one printed report
            file = file.replace(f"reports/test_{other}.py", "reports/test_pdf.py")
        return file


def pytest_xdist_make_scheduler(config, log):
    return ByWhatIsShared(config, log)


EARLY = ["test_axe.py::test_no_page_has_a_barrier[new]", "demo/test_play.py"]  # both take long
LATE = ["_of_the_site_was_seen", "_still_on_the_map", "test_html.py"]  # the first needs every visit


def turn(item):
    """When a test is run: nobody waits for the stage, or for visits, that another one makes."""
    early = (i for i, part in enumerate(EARLY) if part in item.nodeid)
    return next(early, len(EARLY)) + any(part in item.nodeid for part in LATE)


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, run the tests that have a database."""
    if config.getoption("--database") == "postgresql":
        items[:] = [item for item in items if "settings" in item.fixturenames]
    items.sort(key=turn)


class Mailbox:
    """What the mail server received, oldest first."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, _server, _session, envelope):
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def to(self, address):
        return [m for m in self.messages if m["To"] == address]

    @staticmethod
    def text(message):
        return message.get_body(("plain",)).get_content()


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def mail_server():
    mailbox = Mailbox()
    mailbox.port = free_port()
    controller = Controller(mailbox, "127.0.0.1", mailbox.port, server_hostname="test")
    controller.start()
    yield mailbox
    controller.stop()


@pytest.fixture
def mailbox(mail_server):
    mail_server.messages.clear()
    return mail_server


@pytest.fixture(scope="session")
def keys_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    keys.create(path)
    return path


@pytest.fixture(scope="session")
def shelf(request, tmp_path_factory, keys_file):
    kind = {"sqlite": SqliteShelf, "postgresql": PostgresShelf}
    return kind[request.config.getoption("--database")](tmp_path_factory.mktemp("shelf"), keys_file)


STEADY = {
    "WTF_CSRF_ENABLED": False,
    "TESTING": True,
    "BASE_URL": "http://localhost",
    "SERVER_NAME": "localhost",
}


@pytest.fixture
def settings(shelf, keys_file, tmp_path, mailbox):
    """The settings of one test's own installation."""
    data = tmp_path / "data"
    data.mkdir()
    address = shelf.fresh(data)
    yield {
        "DATA_FOLDER": str(data),
        "KEYS_FILE": str(keys_file),
        "DATABASE_URL": address,
        "MAIL_PORT": mailbox.port,
        **STEADY,
    }
    shelf.drop(address)


@pytest.fixture(scope="session")
def house(keys_file, tmp_path_factory):
    """One application for all tests: its routes and templates are compiled once."""
    folder = tmp_path_factory.mktemp("house")
    made = create_app({**STEADY, "DATA_FOLDER": str(folder), "KEYS_FILE": str(keys_file)})
    made.extensions["queue"].storage.close()
    with made.app_context():
        db.engine.dispose()
    return made


@pytest.fixture(scope="session")
def engine(house, request):
    """One engine for all tests, so that no statement is compiled anew; it connects where the
    settings of the test say."""
    dialect = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}
    made = create_engine(dialect[request.config.getoption("--database")], poolclass=QueuePool)
    jury_db.watch(made)

    @event.listens_for(made, "do_connect")
    def connect_to_the_test(dialect, _record, words, options):
        words[:], found = dialect.create_connect_args(make_url(jury_db.url(house.config)))
        options.clear()
        options.update(found)

    return made


@pytest.fixture
def app(house, engine, settings):
    """The application in an installation of this test's own."""
    before = dict(house.config)
    house.config.update(settings)
    jobs.init_app(house)
    with house.app_context():
        db.engines["default"] = engine
        db.sessionmaker.configure(bind=engine)
        yield house
        db.session.rollback()
        close_all_sessions()
        engine.dispose()
    house.extensions["queue"].storage.close()
    house.extensions.pop("entropy", None)
    house.config.clear()
    house.config.update(before)


@pytest.fixture(scope="module")
def browser():
    """A real browser for a file whose tests are outside of the application."""
    with chromium.running() as found:
        yield found


@pytest.fixture
def client(app):
    """Somebody who reads English, unless a test says otherwise."""
    made = app.test_client()
    made.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return made


@pytest.fixture(scope="module")
def now():
    """The moment of a file's tests: what one of them prepared serves the others."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="session")
def prepared():
    """What took long to prepare, by name, moment and what was there before."""
    return {}


@pytest.fixture
def once(app, shelf, mailbox, now, prepared):
    """Prepare something only once: once("pool", fill) fills, or brings back what fill() left."""
    folder = Path(app.config["DATA_FOLDER"])

    def bring(name, act):
        db.session.commit()
        key = name, now, row_counts()
        signed_in = dict(key[2])["session"]  # with a secret of this test
        if signed_in or key not in prepared:
            act()
            db.session.commit()
            if not signed_in:
                files = {p.relative_to(folder): p.read_bytes() for p in others(folder)}
                prepared[key] = shelf.keep(), files, list(mailbox.messages)
            return
        kept, files, messages = prepared[key]
        db.session.rollback()
        shelf.put_back(kept)
        db.session.expire_all()
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        mailbox.messages[:] = messages
        app.extensions["queue"].flush()
        jobs.sweep(now)

    return bring


def others(folder):
    """The files of an installation beside its database."""
    return [p for p in folder.rglob("*") if p.is_file() and ".sqlite" not in p.name]


@pytest.fixture
def person(app, now):
    """Make (or find) a person by first name: person("ann")."""

    def make(name, language="nl"):
        return links.welcome(f"{name}@people.example", now, language, name=name.capitalize())

    return make


@pytest.fixture
def sign_in(app, client, now):
    """Sign a person in on the client: sign_in(ann), or sign_in(ann, Role.MANAGER, "parks")."""

    def sign(who, role=None, call=None, second_factor=True):
        if role is not None:
            grant(who, Role(role), call, now, by="test")
        token = sessions.start(who, now, "Firefox Linux", second_factor)
        db.session.commit()
        client.set_cookie(sessions.COOKIE, token, domain="localhost")
        return who

    return sign


@pytest.fixture
def work(app):
    """Let the worker do everything that waits."""

    def drain_all():
        db.session.commit()
        done = drain(app)
        db.session.expire_all()
        return done

    return drain_all


@pytest.fixture
def events(app):
    """The names of the ledger's entries, oldest first."""
    return lambda: [entry.event for entry in entries()]
