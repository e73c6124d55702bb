"""The command line: `jury` and its commands."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

import click
from flask import Flask, current_app

from jury import create_app, db, keys, ledger, migrations
from jury.demo.command import demo
from jury.errors import RuleBroken
from jury.operations import commands as operations
from jury.operations.backups import BackupRefused
from jury.people import links
from jury.reports.command import report, verify_report
from jury.roles import Role, grant
from jury.scoring.assign_command import assign_readings
from jury.scoring.command import score


@click.group()
def main() -> None:
    """Burgerjury: calls, juries drawn by lot, scores and reports."""


def in_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the application; show broken rules as sentences."""

    @wraps(command)
    def inside(**arguments: Any) -> Any:
        try:
            app = create_app()
            with app.app_context():
                db.begin_writing()
                return command(**arguments)
        except (RuleBroken, keys.KeysUnusable, BackupRefused) as problem:
            raise click.ClickException(str(problem)) from problem

    return inside


@main.command()
def migrate() -> None:
    """Make or upgrade the database; make the key file when there is none."""
    settings = Flask("jury", root_path=".").config
    settings.from_object("config")
    settings.from_prefixed_env("JURY")
    path = keys.path(settings)
    if not path.exists():
        keys.create(path)
        click.echo(f"Made the key file {path}. Keep a copy elsewhere: without it data is lost.")
    with create_app().app_context():
        migrations.upgrade()
    click.echo("The database is up to date.")


@main.command("grant")
@click.argument("email")
@click.argument(
    "role", type=click.Choice([r.value for r in Role if r not in ("anyone", "signed_in")])
)
@click.option("--call", help="Slug of the call; without it the role holds everywhere.")
@in_app
def grant_role(email: str, role: str, call: str | None) -> None:
    """Give the person with EMAIL a ROLE; this makes the first administrator."""
    now = datetime.now(UTC)
    grant(links.welcome(email, now), Role(role), call, now, by="command-line")
    db.db.session.commit()
    click.echo(f"{email} is now {role}.")


@main.command("verify-ledger")
@in_app
def verify_ledger() -> None:
    """Prove that no entry of the ledger was changed, moved or removed."""
    chain = ledger.entries()
    problems = ledger.broken_links(chain)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    click.echo(f"{len(chain)} entries, unbroken. Head: {chain[-1].digest if chain else 'none'}")


@main.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
@click.option("--workers", default=2)
def serve(host: str, port: int, workers: int) -> None:
    """Start the web server."""
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("workers", workers)
            self.cfg.set("threads", 4)
            self.cfg.set("worker_class", "gthread")

        def load(self) -> Flask:
            return create_app()

    Server().run()


@main.command()
@in_app
def worker() -> None:
    """Do the jobs: mail, draws, reports."""
    from jury.worker import work

    work(current_app._get_current_object())  # type: ignore[attr-defined]


for command in operations.ALL:
    command.callback = in_app(command.callback) if command.callback else None
    main.add_command(command)

main.add_command(demo)
main.add_command(score)
main.add_command(assign_readings)
main.add_command(report)
main.add_command(verify_report)


if __name__ == "__main__":
    main()
