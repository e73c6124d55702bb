"""`jury score`: from spreadsheets with scores to one result file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

# Before NumPy is loaded: with more threads, sums come in another order and cost more time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from . import checks, reading_files, result
from .case import GREEDY, RULES, BadScores, Problem, in_order
from .closeness import awaits_lot

Files = dict[str, Path]


class Euros(click.ParamType[int]):
    """An amount of euros, kept as whole cents."""

    name = "euros"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the cents in ``value``."""
        amount = reading_files.cents(str(value))
        if amount is None:
            self.fail(f"“{value}” is not an amount. Write it like 12500 or 12500.50.", param, ctx)
        return amount


class Scale(click.ParamType[tuple[float, float]]):
    """The two ends of a scale."""

    name = "min,max"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Return the ends in ``value``, lowest first."""
        try:
            low, high = (float(part) for part in str(value).split(","))
        except ValueError:
            low = high = 0.0
        if not -1e9 < low < high < 1e9:
            self.fail(f"“{value}” is not a scale. Write its two ends like 1,5.", param, ctx)
        return low, high


class Weights(click.ParamType[dict[str, Fraction]]):
    """How much each college weighs beside the others."""

    name = "college=weight,…"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> dict[str, Fraction]:
        """Return the weight of each college, exactly as written."""
        parts = [part.rpartition("=") for part in str(value).split(",")]
        found = {name.strip(): self._weight(number) for name, _, number in parts}
        if "" in found or None in found.values() or len(found) < len(parts):
            self.fail(
                f"“{value}” does not weigh colleges. Write each once, with a number above zero, "
                "like citizens=2,experts=1.",
                param,
                ctx,
            )
        return {name: weight for name, weight in found.items() if weight is not None}

    @staticmethod
    def _weight(text: str) -> Fraction | None:
        plain = re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text.strip())
        return (Fraction(text.strip()) or None) if plain else None


READABLE = click.Path(dir_okay=False, path_type=Path)


@click.command("score")
@click.option("--scores", type=READABLE, required=True, help="scores.csv or .xlsx")
@click.option("--proposals", type=READABLE, required=True, help="proposals.csv or .xlsx")
@click.option("--budget", type=Euros(), required=True, help="What there is to give, in euros.")
@click.option(
    "--criteria", type=READABLE, help="criteria.csv or .xlsx; without it all weigh the same."
)
@click.option("--comments", type=READABLE, help="comments.csv or .xlsx")
@click.option(
    "--rule",
    type=click.Choice(RULES),
    default=GREEDY,
    show_default=True,
    help="How the budget is spent: best score first, skipping what does not fit; the set with "
    "the most points; or an equal part of the money for each juror.",
)
@click.option(
    "--weights",
    type=Weights(),
    help="How much each college weighs, like citizens=2,experts=1. Without it all jurors count "
    "as one jury.",
)
@click.option("--scale", type=Scale(), help="Ends of the scale, like 1,5.")
@click.option("--threshold", type=float, help="The score from which a juror is in favour.")
@click.option("--seed", default="1", show_default=True, help="Fixes the lot for ties and draws.")
@click.option("--public-value", help="Draws the order of what is too close to call.")
@click.option("--full", is_flag=True, help="Add a row per juror. Not for publication.")
@click.option("--out", type=READABLE, required=True, help="result.json")
def score(
    *,
    scores: Path,
    proposals: Path,
    budget: int,
    criteria: Path | None,
    comments: Path | None,
    rule: str,
    weights: dict[str, Fraction] | None,
    scale: tuple[float, float] | None,
    threshold: float | None,
    seed: str,
    public_value: str | None,
    full: bool,
    out: Path,
) -> None:
    """Rank the proposals by the jury's scores and spend the budget."""
    if public_value is not None and rule != GREEDY:
        raise click.UsageError(
            f"Only the rule “{GREEDY}” draws a lot. Leave out --public-value or give that rule."
        )
    if public_value is not None and not public_value.strip():
        raise click.UsageError("The public value is empty. Give the value that was read out.")
    given = {"scores": scores, "proposals": proposals, "criteria": criteria, "comments": comments}
    files = {table: path for table, path in given.items() if path is not None}
    keep(files, out)
    settings: dict[str, Any] = {
        "budget_cents": budget,
        "scale": scale,
        "threshold": threshold,
        "rule": rule,
        "college_weights": weights,
    }
    rows = _read(files, settings)
    try:
        found = result.compute(**rows, **settings, seed=seed, full=full, public_value=public_value)
    except BadScores as error:
        refuse(list(error.problems), files)
    _write(found, out)


def keep(files: Files, out: Path) -> None:
    """Refuse to write over a file that was given."""
    if any(out.exists() and path.exists() and path.samefile(out) for path in files.values()):
        raise click.UsageError(f"“{out}” is one of the files given. Name another one with --out.")


def _write(found: dict[str, Any], out: Path) -> None:
    """Write the result and say in a sentence what became of the budget."""
    try:
        out.write_text(result.as_text(found), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"“{out}” cannot be written ({error.strerror}).") from None
    spent, total = (_money(found["allocation"][key]) for key in ("spent", "budget"))
    number = len(found["allocation"]["funded"])
    click.echo(f"{number} of {len(found['proposals'])} proposals funded: {spent} of {total} euros.")
    for sentence in _remarks(found):
        click.echo(sentence)


def _money(euros: float) -> str:
    """Return an amount with its cents, if it has any.

    >>> _money(190_003.5), _money(1500)
    ('190,003.50', '1,500')
    """
    return f"{euros:,.2f}".removesuffix(".00")


def _remarks(found: dict[str, Any]) -> Iterator[str]:
    """Yield what else the organiser must know of a result."""
    if awaits_lot(found):
        yield "Some proposals are too close to call. Give --public-value to draw their order."
    close = [row["id"] for row in found["proposals"] if row["too_close_to_call"]]
    if close and not found["lot"]["needed"]:
        yield f"Too close to call, with a chance from 25 to 75 %: {', '.join(close)}."
    colleges = found["colleges"]
    if len(colleges) > 1 and not found["inputs"]["weights"]:
        names = ", ".join(f"“{name}”" for name in colleges)
        yield (
            f"The scores come from {len(colleges)} colleges ({names}) without --weights: "
            "all jurors count as one jury, and each college is shown beside it."
        )
    for name, college in colleges.items():
        if college["problem"]:
            yield f"“{name}” is not shown on its own. {college['problem']}"


def _read(files: Files, settings: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of every file. Refuses with everything that is wrong in any of them."""
    readers = {
        "scores": reading_files.read_scores,
        "proposals": reading_files.read_proposals,
        "criteria": reading_files.read_criteria,
        "comments": reading_files.read_comments,
    }
    rows: dict[str, Any] = {}
    problems: list[Problem] = []
    for table, path in files.items():
        rows[table], found = readers[table](path)
        problems += found
    whole_files_missing = any(problem.line in (None, 1) for problem in problems)
    if not whole_files_missing:
        problems += checks.problems(result.case_of(**rows, **settings))
    if problems:
        refuse(problems, files)
    return rows


def refuse(problems: list[Problem], files: Files) -> None:
    """Print every problem with the name of its file, and leave with exit code 1."""
    for problem in in_order(problems):
        path = files.get(problem.table)
        click.echo(str(replace(problem, table=path.name if path else "")), err=True)
    raise click.exceptions.Exit(1)
