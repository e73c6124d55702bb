"""The command `jury demo`: plays the demonstration and serves it."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask

from jury.calls.models import Call
from jury.db import begin_writing, db
from jury.demo import encore, house, table
from jury.demo.chance import DEFAULT_SEED
from jury.demo.play import play
from jury.demo.story import Story, first_day
from jury.demo.visitors import links_for
from jury.people import links

RESIDENTS = 1200


def _story(worker: subprocess.Popen[bytes], seed: str, residents: int) -> Story:
    return Story(seed, first_day(seed), lambda: house.settle(worker), residents)


def _tell(scene: str) -> None:
    click.echo(f"  {scene}", err=True)


def _show(call: Call) -> None:
    for name, value in table.rows(call):
        click.echo(f"{name:10} {value}")


@click.command("demo")
@click.option("--port", default=8000, show_default=True, help="Where to serve it.")
@click.option("--check", is_flag=True, help="Do all but serve, and keep nothing.")
@click.option(
    "--seed", default=DEFAULT_SEED, show_default=True, help="The same seed, the same story."
)
@click.option("--residents", default=RESIDENTS, show_default=True, help="How many register.")
@click.option("--folder", default="demo", type=click.Path(path_type=Path), show_default=True)
def demo(port: int, check: bool, seed: str, residents: int, folder: Path) -> None:
    """Play a whole call with invented people, then serve it with a sign-in link for each role."""
    if not check:
        _refuse_taken(port)
    home = Path(tempfile.mkdtemp(prefix="burgerjury-")) if check else folder.resolve()
    try:
        house.clear(home)
        click.echo(f"Playing the demonstration in {home}", err=True)
        environment = house.furnish(home, seed, port)
        with house.opened(environment, seed) as (app, worker):
            story = _story(worker, seed, residents)
            with app.app_context():
                begin_writing()
                call = play(story, on_scene=_tell)
                _show(call)
                second = "" if check else encore.play(story, call).slug
            if second:
                _serve(app, environment, port, second)
    except FileExistsError as refused:
        raise click.ClickException(str(refused)) from refused
    finally:
        if check:
            shutil.rmtree(home, ignore_errors=True)


def _refuse_taken(port: int) -> None:
    """Say before the story begins that something else answers at this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sentence = f"Port {port} is taken ({error.strerror}). Give another one"
            raise click.ClickException(f"{sentence}, like --port {port + 1}.") from error


def _serve(app: Flask, environment: dict[str, str], port: int, second: str) -> None:
    """Print the way in for each role, and serve until somebody presses Ctrl-C."""
    with app.app_context():
        begin_writing()
        base, now = environment["JURY_BASE_URL"], datetime.now(UTC)
        click.echo(f"\nOpen {base}   (mail that was sent: {base}/demo/outbox)\n")
        click.echo(f"  {'register yourself':20} {base}/calls/{second}/register")
        for name, person, path in links_for():
            token = links.make(person, now, path, counts_as_second_factor=True)
            click.echo(f"  {name:20} {base}/sign-in/link/{token}")
        db.session.commit()
    click.echo("\nEach link works once. Stop with Ctrl-C.")
    server = house.start("serve", environment, "--port", str(port))
    with contextlib.suppress(KeyboardInterrupt):
        server.wait()
    server.terminate()
    server.wait()
