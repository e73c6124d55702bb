"""Command line: check a pool, compute chances, freeze, draw and verify."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sortition import (
    bias_commands,
    check_commands,
    drawing_commands,
    invitation_commands,
    pool_commands,
    replacement_commands,
    report_commands,
    table_commands,
)
from sortition.arguments import separated, whole
from sortition.cancelling import Cancelled
from sortition.canonical import NotCanonical
from sortition.gaps import OBJECTIVES
from sortition.instance import InfeasibleQuotas, InputProblems, SearchStopped
from sortition.lottery import TooManyTickets
from sortition.public_values import DrawRefused
from sortition.randomness import BeaconRefused
from sortition.receipts import FreezeRefused
from sortition.structure import Differs

RULES = (
    BeaconRefused,
    Differs,
    DrawRefused,
    FreezeRefused,
    InfeasibleQuotas,
    InputProblems,
    NotCanonical,
    SearchStopped,
    TooManyTickets,
)  # each carries a whole sentence
DONE, BROKEN, USAGE, STOPPED = 0, 1, 2, 130
COLUMNS = separated("give different names of columns, with commas.", once=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a rule is broken, 2 wrong usage.

    130 means that somebody stopped it.
    """
    try:
        chosen = _parser().parse_args(arguments)
    except SystemExit as asked:
        return USAGE if asked.code else DONE
    try:
        done = chosen.act(chosen)
        sys.stdout.flush()
    except RULES as problem:
        print(problem, file=sys.stderr)
        return BROKEN
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN
    except OSError as problem:
        print(f"{problem.filename or 'The file'}: {problem.strerror}.", file=sys.stderr)
        return USAGE
    except (KeyboardInterrupt, Cancelled):
        print("Stopped. Nothing was decided, and no file was half written.", file=sys.stderr)
        return STOPPED
    return DONE if done else BROKEN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sortition",
        description="Draw a panel by lot, as fairly as its quotas allow, so that all can check it.",
    )
    acts = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _check(acts.add_parser("check", help="say whether any panel meets the quotas"))
    _chances(acts.add_parser("chances", help="compute everyone's chance in the fairest lottery"))
    _bias(acts.add_parser("bias", help="compare the pool and its panels with the population"))
    _freeze(acts.add_parser("freeze", help="fix the pool and its tickets before the draw"))
    _draw(acts.add_parser("draw", help="draw one ticket with a public value"))
    _verify(acts.add_parser("verify", help="check a draw, offline"))
    report_commands.add(acts.add_parser("report", help="tell a draw in words, figures or HTML"))
    replacement_commands.add(acts)
    invitation_commands.add(acts)
    table_commands.add(acts)
    return parser


def _pool(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("categories", metavar="CATEGORIES", type=Path, help="quotas, CSV or XLSX")
    parser.add_argument("respondents", metavar="RESPONDENTS", type=Path, help="pool, CSV or XLSX")
    parser.add_argument("--size", metavar="K", type=whole(), required=True, help="seats")
    parser.add_argument("--id", metavar="COL", help="column that identifies people (default: id)")
    parser.add_argument(
        "--address",
        metavar="COL,COL",
        type=COLUMNS,
        default=(),
        help="columns of the address, the street's first: at most one seat an address",
    )


def _objective(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--objective", choices=OBJECTIVES, default="leximin", help="what the fairest lottery is"
    )


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print results as JSON")


def _check(parser: argparse.ArgumentParser) -> None:
    _pool(parser)
    check_commands.add(parser)
    _json(parser)


def _chances(parser: argparse.ArgumentParser) -> None:
    _pool(parser)
    _objective(parser)
    parser.add_argument("--out", metavar="FILE", type=Path, help="chances.csv (default: print)")
    _json(parser)
    parser.set_defaults(act=pool_commands.chances)


def _bias(parser: argparse.ArgumentParser) -> None:
    _pool(parser)
    bias_commands.add(parser)
    _json(parser)


def _freeze(parser: argparse.ArgumentParser) -> None:
    _pool(parser)
    _objective(parser)
    parser.add_argument("--tickets", metavar="M", type=whole(), help="default: 1,000 or more")
    parser.add_argument("--alternates", metavar="A", type=whole(), default=0)
    parser.add_argument("--call", metavar="ID", default="call", help="name of the call")
    parser.add_argument("--source", metavar="TEXT", default="", help="where the value comes from")
    parser.add_argument("--mix", metavar="TEXT", default="", help="the first public value")
    parser.add_argument("--sealed", action="store_true", help="tickets fix profiles, not people")
    parser.add_argument("--rehearsal", action="store_true", help="try it out: nobody gets a seat")
    parser.add_argument("--openings", metavar="FILE", type=Path, help="the secret file")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="lottery.json")
    _json(parser)
    parser.set_defaults(act=drawing_commands.freeze_pool)


def _draw(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lottery", metavar="LOTTERY", type=Path, help="lottery.json")
    value = parser.add_mutually_exclusive_group(required=True)
    value.add_argument("--seed", metavar="TEXT", help="words called out in public")
    value.add_argument("--balls", metavar="7,4,1", type=_balls, help="digits read out in public")
    value.add_argument("--beacon", metavar="FILE", type=Path, help="a drand quicknet round, JSON")
    parser.add_argument("--openings", metavar="FILE", type=Path, required=True)
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="draw.json")
    parser.add_argument("--panel", metavar="FILE", type=Path, help="panel.csv")
    _json(parser)
    parser.set_defaults(act=drawing_commands.draw_lottery)


def _verify(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("record", metavar="DRAW", type=Path, help="draw.json or lottery.json")
    parser.add_argument("--digest", metavar="HEX", help="the digest that was announced")
    parser.add_argument("--receipt", metavar="FILE", type=Path, help="check one person's part")
    parser.add_argument("--openings", metavar="FILE", type=Path, help="check everything")
    _json(parser)
    parser.set_defaults(act=drawing_commands.verify)


def _balls(text: str) -> list[int]:
    balls = text.split(",")
    if not all(ball.isascii() and ball.isdigit() and len(ball) == 1 for ball in balls):
        raise argparse.ArgumentTypeError("give one digit a ball, with commas: 7,4,1.")
    return [int(ball) for ball in balls]


if __name__ == "__main__":
    sys.exit(main())
