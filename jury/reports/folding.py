"""Folding: tables whose cells name their column, so that rows can be blocks as on a phone."""

import re

from flask import Flask

TABLE = re.compile(r'<table(?: class="([^"]*)")?>(.*?)</table>', re.DOTALL)
HEADER = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
CELL = re.compile(r"<t([dh])(?=[ >])")
TAG = re.compile(r"<[^>]*>")


def fold(page: str) -> str:
    """Return the page, in which each table folds on a narrow screen.

    A table that has the class “table” folds already.

    >>> head = '<thead><tr><th scope="col">Nr.</th><th scope="col">Asks</th></tr></thead>'
    >>> rows = "<tbody><tr><td>3</td><td>5</td></tr></tbody>"
    >>> print(fold(f"<table>{head}{rows}</table>").partition("</thead>")[2])
    <tbody><tr><td>3</td><td data-label="Asks">5</td></tr></tbody></table>
    """
    return TABLE.sub(_folding, page)


def _folding(table: re.Match[str]) -> str:
    kind, inside = table[1] or "", table[2]
    if "table" in kind.split():
        return table[0]
    names = [TAG.sub("", name).replace('"', "&quot;") for name in HEADER.findall(inside)]
    head, end, body = inside.partition("</thead>")
    rows = ROW.sub(lambda row: _named(row[0], names), body)
    return f'<table class="{f"table {kind}".strip()}">{head}{end}{rows}</table>'


def _named(row: str, names: list[str]) -> str:
    """Return a row in which every cell but the first names its column."""
    columns = iter(["", *names[1:]])

    def cell(found: re.Match[str]) -> str:
        name = next(columns, "")
        return f'{found[0]} data-label="{name}"' if name and found[1] == "d" else found[0]

    return CELL.sub(cell, row)


def init_app(app: Flask) -> None:
    """Give templates the way of folding tables."""
    app.jinja_env.filters["folded"] = fold
