"""`jury assign`: who reads what, from lists of jurors, proposals and conflicts of interest."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import click

from .assignment import BadAssignment, Plan, assign
from .case import Problem
from .command import READABLE, keep, refuse
from .reading_files import read_ids


@click.command("assign")
@click.option("--jurors", type=READABLE, required=True, help="A table with a column juror.")
@click.option("--proposals", type=READABLE, required=True, help="proposals.csv or .xlsx")
@click.option("--each", type=click.IntRange(min=1), required=True, help="Proposals a juror reads.")
@click.option("--conflicts", type=READABLE, help="A table with columns juror and proposal.")
@click.option("--seed", default="1", show_default=True, help="Fixes the order of chance.")
@click.option("--out", type=READABLE, required=True, help="readings.csv: juror, proposal")
def assign_readings(
    *, jurors: Path, proposals: Path, each: int, conflicts: Path | None, seed: str, out: Path
) -> None:
    """Say who reads what when nobody can read everything; balanced, and the same for a seed."""
    files = {"jurors": jurors, "proposals": proposals}
    files |= {} if conflicts is None else {"conflicts": conflicts}
    keep(files, out)
    columns = {"jurors": ("juror",), "proposals": ("proposal",), "conflicts": ("juror", "proposal")}
    rows: dict[str, list[tuple[str, ...]]] = {"conflicts": []}
    problems: list[Problem] = []
    for table, path in files.items():
        rows[table], found = read_ids(path, table, columns[table])
        problems += found
    if problems:
        refuse(problems, files)
    names, works = ([row[0] for row in rows[table]] for table in ("jurors", "proposals"))
    try:
        plan = assign(names, works, each, [(row[0], row[1]) for row in rows["conflicts"]], seed)
    except BadAssignment as problem:
        raise click.ClickException(str(problem)) from None
    _write(plan, out)
    for sentence in _account(plan, bool(rows["conflicts"])):
        click.echo(sentence)


def _write(plan: Plan, out: Path) -> None:
    """Write a row for each reading: add a column with scores, and it is scores.csv."""
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(["juror", "proposal"])
            lines.writerows((one, work) for one in plan.jurors for work in plan.of_juror(one))
    except OSError as error:
        raise click.ClickException(f"“{out}” cannot be written ({error.strerror}).") from None


def _account(plan: Plan, conflicts: bool) -> Iterator[str]:
    """Yield what the plan gives, and what conflicts of interest cost."""
    least, most = int(plan.readers.min()), int(plan.readers.max())
    often = str(least) if least == most else f"{least} to {most}"
    yield (
        f"{len(plan.jurors)} jurors read {plan.each} of {len(plan.proposals)} proposals each; "
        f"every proposal has {often} {'reader' if most == 1 else 'readers'}."
    )
    if plan.each > 1 and len(plan.proposals) > 1:
        share = 100 * (1 - plan.loss)
        yield f"The plan compares proposals {share:.1f} % as well as any plan of its size can."
    if conflicts and plan.missing:
        yield f"Conflicts of interest left {plan.missing} of the readings without a proposal."
    if plan.unevenness:
        yield (
            f"Conflicts of interest put {plan.unevenness} more readers between the most and the "
            "least read proposal than need be."
        )
