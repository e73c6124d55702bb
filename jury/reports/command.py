"""`jury report`: a selection report from a result file, as a PDF or a page; no database."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask

from jury import drawings, languages
from jury.files import digest
from jury.reports import alone, bare, folding, presses
from jury.reports.content import Content
from jury.reports.laying_out import lay_out
from jury.reports.paper import LARGE_PRINT, USUAL, Paper

if TYPE_CHECKING:
    from jury.reports.signing import Signature

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)
PAGES, PDF = {".html", ".htm"}, ".pdf"
TEMPLATES = Path(__file__).parents[2] / "templates"


class Language(click.ParamType[str]):
    """A language that reports are printed in, by its code."""

    name = "|".join(languages.LANGUAGES)

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the code in ``value``, which may be in capitals as the help shows it."""
        value = str(value).lower()
        if value not in languages.LANGUAGES:
            named = [f"{code} ({name})" for code, name in languages.LANGUAGES.items()]
            choices = f"{', '.join(named[:-1])} or {named[-1]}"
            self.fail(f"No report is printed in “{value}”. Write {choices}.", param, ctx)
        return str(value)


def printer() -> Flask:
    """Return the little that printing needs of the application: templates and languages."""
    app = Flask("jury", template_folder=str(TEMPLATES))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    languages.init_app(app)
    drawings.init_app(app)
    folding.init_app(app)
    return app


def made(content: Content, language: str, out: Path, paper: Paper) -> bytes:
    """Return the report in the form that the name of the file asks for: a page, or a PDF."""
    if out.suffix.lower() in PAGES:
        return alone.page(content, language).encode()
    return presses.print_all([lay_out(content, language, paper)])[0]


@click.command("report")
@click.argument("result", type=READABLE)
@click.option("--out", type=WRITABLE, required=True, help="report.pdf or report.html")
@click.option("--language", type=Language(), default="nl", show_default=True)
@click.option("--large-print", is_flag=True, help="Print a PDF for readers with low vision.")
def report(*, result: Path, out: Path, language: str, large_print: bool) -> None:
    """Print the selection report on RESULT, the file that “jury score” made.

    A name that ends in “.pdf” gives a PDF, one in “.html” one page with everything inside.
    """
    if out.suffix.lower() not in PAGES | {PDF}:
        raise click.UsageError(
            f"“{out.name}” names no kind of report. Let the name end in “.pdf” or “.html”."
        )
    if large_print and out.suffix.lower() in PAGES:
        raise click.UsageError(
            "“--large-print” is for a PDF: the letters of a page grow in the browser. "
            f"Leave it out, or give “{out.stem}.pdf”."
        )
    try:
        content = bare.read(result.read_bytes())
    except bare.NotAResult as wrong:
        raise click.ClickException(str(wrong)) from wrong
    with printer().app_context():
        data = made(content, language, out, LARGE_PRINT if large_print else USUAL)
    try:
        out.write_bytes(data)
    except OSError as wrong:
        raise click.ClickException(f"“{out}” cannot be written ({wrong.strerror}).") from wrong
    click.echo(f"{out}: {len(data)} bytes.")


@click.command("verify-report")
@click.argument("path", metavar="FILE", type=READABLE)
@click.option("--digest", "published", help="The digest that the outcome page shows.")
def verify_report(path: Path, published: str | None) -> None:
    """Check the signature of the report FILE, and compare it with a published digest."""
    from jury.reports import signing  # noqa: PLC0415  # pyHanko takes most of a second

    data = path.read_bytes()
    try:
        found = signing.read(data)
    except ValueError as wrong:
        raise click.ClickException(f"“{path}” is not a PDF that can be read ({wrong}).") from wrong
    click.echo(f"Digest of the file: {digest(data)}")
    if found is None:
        click.echo("It is not signed.")
    else:
        click.echo(f"Digest before it was signed: {found.digest_before}")
        click.echo(f"Signed by {found.signer}; certificate issued by {found.issuer}.")
    if problems := _problems(data, found, published):
        raise click.ClickException(" ".join(problems))
    click.echo(_good_words(found, published))


def _problems(data: bytes, found: "Signature | None", published: str | None) -> list[str]:
    known = {digest(data), found.digest_before if found else ""}
    problems = []
    if published and published.strip().lower() not in known:
        problems.append("This is not the report of that digest: it was changed, or is another one.")
    if found and not found.holds:
        problems.append("The signature does not hold: the report was changed after signing.")
    elif found and not found.covers_all:
        problems.append("Something was added to the report after signing.")
    return problems


def _good_words(found: "Signature | None", published: str | None) -> str:
    words = ["The digest is the published one."] if published else []
    if found:
        words.append("The signature holds: nothing was changed since.")
        words.append("Not checked: whether the issuer of the certificate can be trusted.")
    if not published:
        words.append("Not compared with a published digest: give it with --digest.")
    return " ".join(words)
