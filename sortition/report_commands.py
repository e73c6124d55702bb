"""Command report: a draw told in plain language, or for specialists."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sortition.account import account_of
from sortition.files import read_record, write_table
from sortition.report import plain_report, technical_report
from sortition.report_formats import as_html, as_text

FORMATS = {".html": "html", ".htm": "html", ".json": "json"}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments and options."""
    parser.add_argument(
        "record", metavar="DRAW", type=Path, help="draw.json, lottery.json or next.json"
    )
    parser.add_argument("--openings", metavar="FILE", type=Path, required=True)
    parser.add_argument(
        "--format", choices=["text", "html", "json"], help="default: what the name of --out says"
    )
    parser.add_argument("--digest", metavar="HEX", help="the digest that was announced")
    parser.add_argument("--technical", action="store_true", help="every figure and digest")
    parser.add_argument("--out", metavar="FILE", type=Path, help="default: print")
    parser.set_defaults(act=report)


def report(chosen: argparse.Namespace) -> bool:
    """Write the report of a record that verifies; its JSON holds both accounts' figures."""
    record, openings = read_record(chosen.record), read_record(chosen.openings)
    account = account_of(record, openings, chosen.digest)
    suffix = chosen.out.suffix.lower() if chosen.out else ""
    kind = chosen.format or FORMATS.get(suffix, "text")
    told = technical_report(account) if chosen.technical else plain_report(account)
    if kind == "json":
        text = json.dumps(account.as_json(), ensure_ascii=False, indent=1) + "\n"
    else:
        text = as_html(told) if kind == "html" else as_text(told)
    if chosen.out:
        write_table(chosen.out, text)
    else:
        sys.stdout.write(text)
    return True
