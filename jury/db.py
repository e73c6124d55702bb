"""The database: sessions, the base of all models, and the column types that rooms share."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, overload

from flask import Flask, g, has_app_context, request
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, LargeBinary, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from jury import entropy, keys

Localised = dict[str, str]  # language code -> text


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored and returned in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC; SQLite stores it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """The base of every noun."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this as it stands
        datetime: Moment,
        Localised: JSON,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[Any]: JSON,
        list[Localised]: JSON,
        bytes: LargeBinary,
    }


class WithSealed:
    """A row that holds personal data: its own name is part of what seals it."""

    row_key: Mapped[str] = mapped_column(unique=True, default=lambda: entropy.token_hex(16))


class Sealed:
    """A text attribute kept encrypted in its column: ``name = Sealed("name_sealed")``."""

    def __init__(self, column: str) -> None:
        self.column = column

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, row: WithSealed, owner: type) -> str: ...
    def __get__(self, row: WithSealed | None, owner: type) -> "Sealed | str":
        """Return the text, or the empty text where there is none."""
        if row is None:
            return self
        blob = getattr(row, self.column)
        return "" if blob is None else keys.ring().open(blob, self.place(row)).decode()

    def __set__(self, row: WithSealed, text: str | None) -> None:
        """Seal ``text`` for this row and column; None and the empty text erase it."""
        if row.row_key is None:
            row.row_key = entropy.token_hex(16)
        blob = keys.ring().seal(text.encode(), self.place(row)) if text else None
        setattr(row, self.column, blob)

    def place(self, row: WithSealed) -> str:
        """Return table:row:column, the one place where the value can be opened."""
        return f"{type(row).__tablename__}:{row.row_key}:{self.column}"  # type: ignore[attr-defined]


def sealed_attributes() -> Iterator[tuple[type[Any], Sealed]]:
    """Yield every model and its sealed attributes: what a rotation of keys goes through."""
    for mapper in Model.registry.mappers:
        for attribute in vars(mapper.class_).values():
            if isinstance(attribute, Sealed):
                yield mapper.class_, attribute


db = SQLAlchemy(session_options={"expire_on_commit": False})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    writing = has_app_context() and g.get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def watch(engine: Engine) -> None:
    """Give SQLite its write-ahead log, and let a writing unit of work lock from its start."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)


def begin_writing() -> None:
    """Let every unit of work of this application context be a writing one.

    On SQLite it takes the lock at its start: a read that turns into a write is refused when
    somebody else wrote meanwhile. On PostgreSQL it changes nothing.
    """
    g.writing = True


@contextmanager
def reading() -> Iterator[None]:
    """Let units of work inside this block read only, so that others may write meanwhile."""
    before, g.writing = g.get("writing", False), False
    try:
        yield
    finally:
        g.writing = before


def url(settings: dict[str, Any]) -> str:
    """Return the address of the database that the settings name."""
    return settings["DATABASE_URL"] or f"sqlite:///{settings['DATA_FOLDER']}/jury.sqlite"


def init_app(app: Flask) -> None:
    """Connect the application to its database."""
    app.config["SQLALCHEMY_ENGINES"] = {"default": url(app.config)}
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            watch(engine)
    app.before_request(_write_when_posting)


def _write_when_posting() -> None:
    if request.method == "POST":
        begin_writing()
