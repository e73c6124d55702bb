"""Command of replacement: announce who left, then draw others for the seats that are free."""

from __future__ import annotations

import argparse
from pathlib import Path

from sortition import terminal
from sortition.arguments import separated
from sortition.drawing_commands import panel_table, watermark
from sortition.files import (
    SECRET,
    read_openings,
    read_plain,
    read_record,
    write_openings,
    write_record,
    write_table,
)
from sortition.public_values import DrawRefused, beacon_value, text_value
from sortition.replacement import prepare, replace
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.succession import announced, draw_of, replacement, steps_of
from sortition.vacancy import tokens_by_place
from sortition.wording import counted

IDS = separated("give ids with commas between them: A7,B2; one with a comma in quotes.")


def add(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = acts.add_parser("replace", help="draw others for the seats of those who left")
    parser.add_argument("record", metavar="DRAW", type=Path, help="draw.json or its last follower")
    parser.add_argument("--gone", metavar="ID,ID", type=IDS, required=True, help="who left")
    parser.add_argument(
        "--promoted", metavar="ID,ID", type=IDS, default=[], help="alternates seated since"
    )
    value = parser.add_mutually_exclusive_group(required=True)
    value.add_argument("--announce", action="store_true", help="fix everything but the value")
    value.add_argument("--seed", metavar="TEXT", help="words called out in public")
    value.add_argument("--beacon", metavar="FILE", type=Path, help="a drand quicknet round, JSON")
    parser.add_argument("--openings", metavar="FILE", type=Path, required=True)
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="next.json")
    parser.add_argument("--panel", metavar="FILE", type=Path, help="panel.csv")
    parser.add_argument("--json", action="store_true", help="print results as JSON")
    parser.set_defaults(act=replace_jurors)


def replace_jurors(chosen: argparse.Namespace) -> bool:
    """Write the record of a replacement, or what is announced before its value is known."""
    before, openings = read_record(chosen.record), read_openings(chosen.openings)
    if not isinstance(before, dict):
        raise Differs(f"{chosen.record.name}: an object with named parts was expected.")
    if chosen.announce:
        return _announce(chosen, before, openings)
    value = beacon_value(read_plain(chosen.beacon)) if chosen.beacon else text_value(chosen.seed)
    with terminal.progress() as progress:
        record, bound = replace(
            before, openings, chosen.gone, value, chosen.promoted, progress=progress
        )
    _refuse_other(chosen.out, steps_of(record)[-1])
    write_openings(chosen.openings, bound)
    write_record(chosen.out, record)
    jurors, alternates = jury_of(record, bound)
    if chosen.panel:
        mark = record["draw"].get("watermark", "")
        write_table(chosen.panel, panel_table(jurors, alternates, mark), SECRET)
    _say_drawn(chosen, record, bound, [person["id"] for person in jurors])
    return True


def _refuse_other(out: Path, step: Record) -> None:
    """Raise DrawRefused if the file to be written holds this replacement with another value."""
    if not out.exists():
        return
    try:
        earlier = read_record(out)
        replacement("The file", earlier)
    except Differs:
        return
    for one in steps_of(earlier):
        if one["digest"] == step["digest"] and one["value"] != step["value"]:
            raise DrawRefused(
                f"{out.name} holds this replacement with another value. A second value is refused."
            )


def _announce(chosen: argparse.Namespace, before: Record, openings: Record) -> bool:
    with terminal.progress() as progress:
        question, bound = prepare(before, openings, chosen.gone, chosen.promoted, progress)
    write_openings(chosen.openings, bound)
    write_record(chosen.out, announced(question))
    terminal.say(watermark(draw_of(before)))
    terminal.say(
        [
            f"Replacement {question['number']}: "
            f"{counted(question['seats'], 'seat is', 'seats are')} free.",
            f"Digest: {question['digest']}",
            f"Publish {chosen.out}, the digest, and where the value will come from. Then run the "
            "command again with the value.",
            *_gave_way(bound["replacements"][-1]),
        ]
    )
    if chosen.json:
        relaxed = bound["replacements"][-1]["relaxed"]
        shown = {key: question[key] for key in ("digest", "number", "seats")}
        terminal.results({**shown, "relaxed": relaxed})
    return True


def _say_drawn(chosen: argparse.Namespace, record: Record, bound: Record, panel: list[str]) -> None:
    step, secret = steps_of(record)[-1], bound["replacements"][-1]
    names = dict(zip(tokens_by_place(record, bound), bound["people"], strict=True))
    terminal.say(watermark(record["draw"]))
    drawn = sorted(names[name]["id"] for name in step["drawn"])
    terminal.say(
        [
            f"Replacement {step['number']} was drawn: {', '.join(drawn)}.",
            *_gave_way(secret),
        ]
    )
    if chosen.json:
        shown = {key: step[key] for key in ("digest", "number", "seed", "seats", "outcome")}
        terminal.results({**shown, "drawn": drawn, "panel": panel, "relaxed": secret["relaxed"]})


def _gave_way(secret: Record) -> list[str]:
    """Return a sentence for each quota that the people left could not keep."""
    return [
        f"“{quota['category']}: {quota['value']}” could not be kept by anyone who is left: the "
        f"panel now has room for {quota['minimum']} to {quota['maximum']}."
        for quota in secret["relaxed"]
    ] or ["Every quota is kept."]


def jury_of(record: Record, openings: Record) -> tuple[list[Record], list[Record]]:
    """Return the jurors after the last replacement, in order of row, and who still waits."""
    names = dict(zip(tokens_by_place(record, openings), openings["people"], strict=True))
    steps = steps_of(record)
    left = {name for step in steps for name in step["gone"]} | set(steps[-1]["panel"])
    jurors = [names[name] for name in steps[-1]["panel"]]
    waiting = [names[name] for name in record["draw"]["alternates"] if name not in left]
    return sorted(jurors, key=lambda person: int(person["row"])), waiting
