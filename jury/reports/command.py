"""`jury report`: a selection report from a result file, without a database."""

from pathlib import Path

import click
from flask import Flask

from jury import drawings, languages
from jury.reports import bare, presses
from jury.reports.laying_out import lay_out

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)
TEMPLATES = Path(__file__).parents[2] / "templates"


def printer() -> Flask:
    """Return the little that printing needs of the application: templates and languages."""
    app = Flask("jury", template_folder=str(TEMPLATES))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    languages.init_app(app)
    drawings.init_app(app)
    return app


@click.command("report")
@click.argument("result", type=READABLE)
@click.option("--out", type=WRITABLE, required=True, help="report.pdf")
@click.option(
    "--language", type=click.Choice(list(languages.LANGUAGES)), default="nl", show_default=True
)
def report(*, result: Path, out: Path, language: str) -> None:
    """Print the selection report on RESULT, the file that “jury score” made."""
    try:
        content = bare.read(result.read_bytes())
    except bare.NotAResult as wrong:
        raise click.ClickException(str(wrong)) from wrong
    with printer().app_context():
        [data] = presses.print_all([lay_out(content, language)])
    try:
        out.write_bytes(data)
    except OSError as wrong:
        raise click.ClickException(f"“{out}” cannot be written ({wrong.strerror}).") from wrong
    click.echo(f"{out}: {len(data)} bytes.")
