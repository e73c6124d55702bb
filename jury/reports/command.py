"""`jury report`: a selection report from a result file, as a PDF or a page; no database."""

from pathlib import Path

import click
from flask import Flask

from jury import drawings, languages
from jury.reports import alone, bare, folding, presses
from jury.reports.content import Content
from jury.reports.laying_out import lay_out

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)
PAGES = {".html", ".htm"}
TEMPLATES = Path(__file__).parents[2] / "templates"


def printer() -> Flask:
    """Return the little that printing needs of the application: templates and languages."""
    app = Flask("jury", template_folder=str(TEMPLATES))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    languages.init_app(app)
    drawings.init_app(app)
    folding.init_app(app)
    return app


def made(content: Content, language: str, out: Path) -> bytes:
    """Return the report in the form that the name of the file asks for: a page, or a PDF."""
    if out.suffix.lower() in PAGES:
        return alone.page(content, language).encode()
    return presses.print_all([lay_out(content, language)])[0]


@click.command("report")
@click.argument("result", type=READABLE)
@click.option("--out", type=WRITABLE, required=True, help="report.pdf or report.html")
@click.option(
    "--language", type=click.Choice(list(languages.LANGUAGES)), default="nl", show_default=True
)
def report(*, result: Path, out: Path, language: str) -> None:
    """Print the selection report on RESULT, the file that “jury score” made.

    A name that ends in “.html” gives one page with everything inside, any other name a PDF.
    """
    try:
        content = bare.read(result.read_bytes())
    except bare.NotAResult as wrong:
        raise click.ClickException(str(wrong)) from wrong
    with printer().app_context():
        data = made(content, language, out)
    try:
        out.write_bytes(data)
    except OSError as wrong:
        raise click.ClickException(f"“{out}” cannot be written ({wrong.strerror}).") from wrong
    click.echo(f"{out}: {len(data)} bytes.")
