"""Backups: one folder with the database, the sealed files and a manifest; never the keys."""

import hashlib
import json
import shutil
import subprocess
import tarfile
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import inspect, make_url

from jury import files, ledger
from jury.db import db, url

MANIFEST = "manifest.json"


class BackupRefused(RuntimeError):
    """The backup cannot be made or put back; nothing was changed."""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _address() -> str:
    address = make_url(url(current_app.config)).set(drivername="postgresql")
    return address.render_as_string(hide_password=False)


def _run(program: str, *arguments: str) -> None:
    found = current_app.config.get("POSTGRES_PROGRAMS", "")
    command = str(Path(found) / program) if found else program
    try:
        subprocess.run([command, *arguments], check=True, capture_output=True)
    except FileNotFoundError as missing:
        raise BackupRefused(f"{program} is not installed. Install postgresql-client.") from missing
    except subprocess.CalledProcessError as wrong:
        raise BackupRefused(f"{program} failed: {wrong.stderr.decode()[-300:]}") from wrong


def _dump_database(folder: Path) -> str:
    if db.engine.dialect.name == "sqlite":
        target = folder / "jury.sqlite"
        with db.engine.connect() as connection:
            raw = connection.connection.driver_connection
            connection.rollback()
            raw.execute("VACUUM INTO ?", (str(target),))  # type: ignore[union-attr]
    else:
        target = folder / "jury.pgdump"
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}", _address())
    return target.name


def make(folder: Path, now: datetime) -> Path:
    """Write a backup of this moment into a new folder below ``folder`` and return it.

    The database comes first: a file that is added meanwhile is kept, never missed.
    """
    target = folder / f"jury-{now:%Y%m%d-%H%M%S}"
    if target.exists():
        raise BackupRefused(f"{target} exists already. Wait a second and try again.")
    target.mkdir(parents=True, mode=0o700)
    parts = [_dump_database(target), "files.tar"]
    with tarfile.open(target / "files.tar", "w") as tar:
        tar.add(files.folder(), arcname="files")
    head = ledger.head()
    manifest = {
        "made_at": now.isoformat(),
        "database": parts[0],
        "ledger_head": head.digest if head else "",
        "sha256": {part: _sha256(target / part) for part in parts},
    }
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1))
    return target


def _checked(backup: Path) -> dict[str, str]:
    try:
        manifest = json.loads((backup / MANIFEST).read_text())
        for part, digest in manifest["sha256"].items():
            if _sha256(backup / part) != digest:
                raise BackupRefused(f"{part} differs from the manifest. Use another backup.")
    except (OSError, ValueError, KeyError) as broken:
        raise BackupRefused(f"{backup} is not a whole backup: {broken}") from broken
    return dict(manifest)


def _unpack(archive: Path, folder: Path) -> None:
    """Put the sealed files of ``archive`` into ``folder``, by their bare names.

    The safe filter of ``tarfile`` is missing in Python 3.11.2, which Debian 12 has.
    """
    with tarfile.open(archive) as tar:
        for member in tar:
            if sealed := tar.extractfile(member):
                with sealed, (folder / Path(member.name).name).open("wb") as file:
                    shutil.copyfileobj(sealed, file)


def _refuse_full() -> None:
    if inspect(db.engine).has_table("entry") and ledger.head() is not None:
        raise BackupRefused(
            "This installation is not empty. Restore into a new data folder or a new database."
        )


def restore(backup: Path) -> str:
    """Put ``backup`` into this empty installation; return the ledger's head in it.

    Raises BackupRefused, before anything is changed, for a damaged backup or a full installation.
    """
    manifest = _checked(backup)
    _refuse_full()
    db.session.rollback()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        target = Path(db.engine.url.database or "")
        for suffix in ("-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        shutil.copy(backup / manifest["database"], target)
    else:
        dump = str(backup / manifest["database"])
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={_address()}", dump)
    _unpack(backup / "files.tar", files.folder())
    head = ledger.head()
    if (head.digest if head else "") != manifest["ledger_head"]:
        raise BackupRefused("The restored ledger does not end where the backup says it does.")
    return manifest["ledger_head"]
