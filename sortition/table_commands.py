"""Command of the tables: mixed groups for several rounds, and how well they are mixed."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sortition import terminal
from sortition.arguments import separated, whole
from sortition.files import SECRET, table, write_table
from sortition.table_reading import read_seating
from sortition.table_search import seat
from sortition.tables import Seating, quality
from sortition.wording import counted

NUMBER = whole(1, 1000)  # of tables or rounds
COLUMNS = separated("name columns with commas: age,district.")


def add(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = acts.add_parser("tables", help="seat a jury at mixed tables for several rounds")
    parser.add_argument("panel", metavar="PANEL", type=Path, help="jurors, CSV or XLSX")
    parser.add_argument("--tables", metavar="T", type=NUMBER, required=True)
    parser.add_argument("--rounds", metavar="R", type=NUMBER, required=True)
    parser.add_argument("--mix", metavar="COL,COL", type=COLUMNS, help="answers to mix")
    parser.add_argument("--id", metavar="COL", help="column that identifies people (default: id)")
    parser.add_argument("--seed", metavar="TEXT", default="", help="another seed, other tables")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="tables.csv")
    parser.add_argument("--json", action="store_true", help="print results as JSON")
    parser.set_defaults(act=seat_jurors)


def seat_jurors(chosen: argparse.Namespace) -> bool:
    """Write who sits where in each round, and say how well people are mixed."""
    seating, mixed = read_seating(
        chosen.panel, chosen.tables, chosen.rounds, mix=chosen.mix, id_column=chosen.id
    )
    plan = seat(seating, chosen.seed)
    write_table(chosen.out, plan_table(seating, plan), SECRET)
    found = quality(seating, plan)
    share = found.met / found.possible if found.possible else 1.0
    names = ", ".join(f"“{name}”" for name in mixed) or "nothing"
    terminal.say(
        [
            f"{counted(len(seating.ids), 'juror', 'jurors')} at "
            f"{counted(chosen.tables, 'table', 'tables')} in "
            f"{counted(chosen.rounds, 'round', 'rounds')}, "
            f"mixed by {names}.",
            f"{counted(found.met, 'pair meets', 'pairs meet')}, "
            f"of {found.possible} at most ({share:.0%}).",
            f"Furthest from its share: {found.where}.",
        ]
    )
    if chosen.json:
        terminal.results(
            {
                "jurors": len(seating.ids),
                "mixed": mixed,
                "met": found.met,
                "possible": found.possible,
                "imbalance": round(found.imbalance, 6),
            }
        )
    return True


def plan_table(seating: Seating, plan: NDArray[np.int64]) -> str:
    """Return a plan as CSV: a row for each round, table and juror, in this order."""
    rows = (
        (r + 1, t + 1, seating.ids[i])
        for r, at in enumerate(plan)
        for t in range(len(seating.sizes))
        for i in np.flatnonzero(at == t).tolist()
    )
    return table(("round", "table", "id"), rows)
