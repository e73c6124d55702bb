"""Formats of a report: text for a terminal or a letter, HTML for a browser."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape

from sortition.report import Report, Section
from sortition.report_tables import Table
from sortition.terminal import aligned

WIDTH = 80  # characters of a line of text
STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --rule: #767676; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f2f2; --paper: #16181d; --rule: #9a9a9a; }
}
body { color: var(--ink); background: var(--paper); font: 1.05rem/1.6 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem; overflow-wrap: anywhere; }
h1, h2 { line-height: 1.25; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.4rem; }
th, td { border-bottom: 1px solid var(--rule); padding: 0.3rem 0.5rem; text-align: left; }
th, td { vertical-align: top; }
td.number, thead th { overflow-wrap: normal; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
pre { border-left: 3px solid var(--rule); padding-left: 0.8rem; white-space: pre-wrap; }
.warning { border: 3px solid currentcolor; font-weight: 700; padding: 0.8rem; }
@media screen and (max-width: 36rem) {
  .wide thead { position: absolute; clip-path: inset(50%); }
  .wide tr, .wide th, .wide td, .wide tbody { display: block; }
  .wide tr { border-bottom: 1px solid var(--rule); padding: 0.4rem 0; }
  .wide tbody th, .wide td { border: 0; padding: 0.1rem 0.5rem; }
  .wide td { display: flex; justify-content: space-between; gap: 1rem; }
  .wide td::before { content: attr(data-label); }
}
@media print { body { max-width: none; padding: 0; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_text(report: Report) -> str:
    """Return the report as text of at most 80 characters a line, but for tables and commands.

    Raises nothing of its own.

    >>> from sortition.account import account_of
    >>> from sortition.report import plain_report
    >>> from sortition.examples import small_draw
    >>> as_text(plain_report(account_of(*small_draw()))).splitlines()[:2]
    ['How the panel of “Parks 2026” was drawn', '=======================================']
    """
    lines = [report.title, "=" * len(report.title), ""]
    if report.warning:
        lines += [report.warning, ""]
    for section in report.sections:
        lines += [section.heading, "-" * len(section.heading), ""]
        for paragraph in section.paragraphs:
            lines += [*textwrap.wrap(paragraph, WIDTH, break_long_words=False), ""]
        for words, command in section.commands:
            lines += [*textwrap.wrap(words, WIDTH), f"    {command}", ""]
        for table in section.tables:
            lines += [table.caption, "", *aligned(table.header, table.rows, table.words), ""]
    return "\n".join(lines)


def as_html(report: Report) -> str:
    """Return the report as one page that needs no other file and runs no script.

    Raises nothing of its own.

    >>> from sortition.account import account_of
    >>> from sortition.report import plain_report
    >>> from sortition.examples import small_draw
    >>> as_html(plain_report(account_of(*small_draw()))).splitlines()[:2]
    ['<!DOCTYPE html>', '<html lang="en">']
    """
    warning = f'<p class="warning">{escape(report.warning)}</p>\n' if report.warning else ""
    sections = "".join(_section(number, one) for number, one in enumerate(report.sections, 1))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>{escape(report.title)}</h1>\n{warning}{sections}</main>\n</body>\n</html>\n"
    )


def _section(number: int, section: Section) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>\n" for text in section.paragraphs)
    paragraphs += "".join(
        f"<p>{escape(words)}</p>\n<pre><code>{escape(command)}</code></pre>\n"
        for words, command in section.commands
    )
    tables = "".join("".join(_table(table)) for table in section.tables)
    return (
        f'<section aria-labelledby="part-{number}">\n'
        f'<h2 id="part-{number}">{escape(section.heading)}</h2>\n{paragraphs}{tables}</section>\n'
    )


def _table(table: Table) -> Iterator[str]:
    """Yield a table; one with many columns says its roles, so that it may fold on a phone."""
    wide = len(table.header) > 2
    role = _role if wide else (lambda _name: "")
    yield f"<table{' class=wide' if wide else ''}{role('table')}>\n"
    yield f"<caption>{escape(table.caption)}</caption>\n<thead{role('rowgroup')}>\n"
    yield f"<tr{role('row')}>"
    for place, title in enumerate(table.header):
        yield f'<th scope="col"{role("columnheader")}{_number(table, place)}>{escape(title)}</th>'
    yield f"</tr>\n</thead>\n<tbody{role('rowgroup')}>\n"
    for first, *others in table.rows:
        yield f'<tr{role("row")}><th scope="row"{role("rowheader")}>{escape(first)}</th>'
        for place, cell in enumerate(others, 1):
            label = f' data-label="{escape(table.header[place])}"' if wide else ""
            yield f"<td{role('cell')}{label}{_number(table, place)}>{escape(cell)}</td>"
        yield "</tr>\n"
    yield "</tbody>\n</table>\n"


def _role(name: str) -> str:
    return f' role="{name}"'


def _number(table: Table, place: int) -> str:
    return "" if place < table.words else ' class="number"'
