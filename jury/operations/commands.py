"""Commands of operations: doctor, backup, restore, purge, rotate-keys."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app

from jury import keys
from jury.db import db
from jury.operations import backups, doctor, purging, rotation


@click.command("doctor")
def examine() -> None:
    """Say what is wrong with this installation and how to mend it."""
    sick = False
    for finding in doctor.examine():
        click.echo(f"{'well ' if not finding.remedy else 'MEND '} {finding.name}")
        if finding.remedy:
            sick = True
            click.echo(f"      {finding.remedy}")
    sys.exit(1 if sick else 0)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Write database and files to a new folder below FOLDER; the keys are not in it."""
    made = backups.make(folder, datetime.now(UTC))
    click.echo(f"Backup in {made}. Keep the key file {keys.path(current_app.config)} elsewhere.")


@click.command()
@click.argument("backup", type=click.Path(exists=True, path_type=Path))
def restore(backup: Path) -> None:
    """Put BACKUP into this empty installation."""
    click.echo(f"Restored. The ledger ends with {backups.restore(backup) or 'nothing'}.")


@click.command()
def purge() -> None:
    """Delete personal data that is no longer needed, and report how much."""
    report = purging.purge(datetime.now(UTC))
    db.session.commit()
    for name, count in report.items():
        click.echo(f"{count:6d}  {name.replace('_', ' ')}")


@click.command("rotate-keys")
def rotate_keys() -> None:
    """Seal everything with a new key and forget the old one. Stop web server and worker first."""
    counts = rotation.rotate(keys.path(current_app.config))
    click.echo(f"Sealed again: {counts['values']} values, {counts['files']} files.")


ALL = [examine, backup, restore, purge, rotate_keys]
