"""Commands of the draw: freeze a pool, draw its lottery, verify what came of it."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TypeAlias

from sortition import terminal
from sortition.auditing import verify_openings
from sortition.canonical import text
from sortition.drawing import draw, seated
from sortition.files import (
    SECRET,
    openings_beside,
    read_lottery,
    read_openings,
    read_plain,
    read_record,
    table,
    write_openings,
    write_record,
    write_table,
)
from sortition.freezing import by_pseudonym, freeze
from sortition.instance import Instance
from sortition.nearness import Nearness, nearness_of
from sortition.objectives import fairest
from sortition.participation import verify_receipt
from sortition.pool_commands import pool_of
from sortition.public_values import DrawRefused, balls_value, beacon_value, text_value
from sortition.receipts import FreezeRefused, new_salt
from sortition.sealing import is_sealed
from sortition.shapes import Record
from sortition.structure import Differs
from sortition.verdict import Verdict
from sortition.verification import NEEDS_OPENINGS, verify_public
from sortition.wording import counted

Frozen: TypeAlias = tuple[Record, Record]  # the public lottery and its secret openings


def freeze_pool(chosen: argparse.Namespace) -> bool:
    """Write the record of the lottery and its openings."""
    instance = pool_of(chosen)
    path = chosen.openings or openings_beside(chosen.out)
    earlier = read_openings(path) if path.exists() else None
    with terminal.progress() as progress:
        lottery = fairest(instance, chosen.objective, progress)
    make = partial(
        freeze,
        instance,
        _salts(instance, earlier),
        chosen.call,
        mix=chosen.mix,
        m=chosen.tickets,
        alternates=chosen.alternates,
        source=chosen.source,
        objective=chosen.objective,
        purpose="rehearsal" if chosen.rehearsal else "draw",
        sealed=True if chosen.sealed else None,
        lottery=lottery,
    )
    record, openings = _numbered(make, earlier)
    if chosen.rehearsal and earlier and earlier["digest"] != openings["digest"]:
        raise FreezeRefused(
            f"{path.name} holds the openings of another freeze, which a rehearsal must not "
            "overwrite. Give the rehearsal a file of its own with --openings."
        )
    write_openings(path, openings)
    write_record(chosen.out, record)
    near = nearness_of(by_pseudonym(instance), record, openings)
    _say_frozen(chosen, record, openings, path, near)
    return True


def _salts(instance: Instance, earlier: Record | None) -> dict[str, str]:
    """Return the salts of earlier openings, and a new one for everyone who is not in them."""
    known = {person["id"]: person["salt"] for person in earlier["people"]} if earlier else {}
    return {identifier: known.get(text(identifier)) or new_salt() for identifier in instance.ids}


def _numbered(
    make: partial[tuple[Record, Record]], earlier: Record | None
) -> tuple[Record, Record]:
    """Return the freeze under its number: the earlier one if nothing changed, else the next.

    Tokens depend on salt and number, so two different freezes never share one number.
    """
    if earlier is None:
        return make()
    record, openings = make(number=earlier["number"])
    if openings["digest"] == earlier["digest"]:
        kept = {k: v for k, v in earlier.items() if k in {"drawn", "replacements"}}
        return record, {**openings, **kept}
    if "drawn" in earlier:
        raise FreezeRefused(
            "These openings belong to a freeze that was drawn already. "
            "A changed pool or rule needs a new call and new openings."
        )
    return make(number=earlier["number"] + 1)


def _say_frozen(
    chosen: argparse.Namespace, record: Record, openings: Record, path: Path, near: Nearness
) -> None:
    terminal.say(watermark(record))
    terminal.say(
        [
            f"Frozen: {counted(len(record['commitments']), 'person', 'people')}, "
            f"{counted(record['seats'], 'seat', 'seats')}, "
            f"{counted(len(record['tickets']), 'ticket', 'tickets')}, "
            f"freeze number {record['number']}.",
            f"Nobody is further than {near.reached:.2f} tickets from the exact chance; no tickets "
            f"come nearer than {near.bound:.2f}.",
            f"Digest: {openings['digest']}",
            f"Publish {chosen.out} and the digest. Keep {path} secret.",
        ]
    )
    if is_sealed(record):
        terminal.say(["A ticket fixes profiles; the draw picks the people. An auditor opens them."])
    if not record["mix"]:
        terminal.say(["No first public value was given (--mix), so you alone chose the tickets."])
    if chosen.json:
        terminal.results(
            {
                "digest": openings["digest"],
                "purpose": record["purpose"],
                "number": record["number"],
                "size": record["seats"],
                "pool": len(record["commitments"]),
                "tickets": len(record["tickets"]),
                "alternates": record["alternates"],
                "deviation": near.reached,
                "deviation_bound": near.bound,
                "openings": str(path),
            }
        )


def draw_lottery(chosen: argparse.Namespace) -> bool:
    """Write the record of the draw and, if asked, the panel; a second value is refused."""
    lottery, openings = read_lottery(chosen.lottery), read_openings(chosen.openings)
    value = _value(chosen)
    record = draw(lottery, openings, value)
    _refuse_other(chosen.out, record)
    panel, alternates = seated(record, openings)
    write_openings(chosen.openings, {**openings, "drawn": value})
    write_record(chosen.out, record)
    if chosen.panel:
        mark = record.get("watermark", "")
        write_table(chosen.panel, panel_table(panel, alternates, mark), SECRET)
    terminal.say(watermark(record))
    jurors = counted(len(panel), "juror", "jurors")
    terminal.say([f"Ticket {record['ticket']} was drawn: {jurors}."])
    if chosen.json:
        terminal.results(
            {
                "digest": record["digest"],
                "purpose": record["purpose"],
                "seed": record["seed"],
                "ticket": record["ticket"],
                "panel": [person["id"] for person in panel],
                "alternates": [person["id"] for person in alternates],
            }
        )
    return True


def _value(chosen: argparse.Namespace) -> Record:
    if chosen.beacon:
        return beacon_value(read_plain(chosen.beacon))
    if chosen.balls:
        return balls_value(chosen.balls)
    return text_value(chosen.seed)


def _refuse_other(out: Path, record: Record) -> None:
    """Raise DrawRefused if the file to be written holds another draw of the same lottery."""
    if not out.exists():
        return
    try:
        earlier = read_record(out)
    except Differs:
        return
    if not isinstance(earlier, dict) or earlier.get("digest") != record["digest"]:
        return
    if earlier.get("value") != record["value"]:
        raise DrawRefused(
            f"{out.name} holds a draw of this freeze with another value. "
            "A second value is refused: there is one draw a freeze."
        )


def watermark(record: Record) -> list[str]:
    """Return the sentence of a rehearsal; nothing for a draw."""
    return [record["watermark"]] if "watermark" in record else []


def panel_table(panel: list[Record], alternates: list[Record], mark: str = "") -> str:
    """Return who was drawn as CSV: jurors in order of row, then the alternates in their order.

    With a watermark it stands first in every row, and nobody has the role of a juror.
    """
    people = [("juror", person) for person in panel]
    people += [("alternate", person) for person in alternates]
    header: tuple[str, ...] = ("order", "role", "id", "row")
    rows: list[tuple[object, ...]] = [
        (place + 1, role, person["id"], person["row"])
        for place, (role, person) in enumerate(people)
    ]
    if mark:
        header = ("watermark", *header)
        rows = [(mark, n, f"rehearsal of {role}", *rest) for n, role, *rest in rows]
    return table(header, rows)


def verify(chosen: argparse.Namespace) -> bool:
    """Check a record for the readers whose papers are given, and say what was not checked."""
    try:
        record = read_record(chosen.record)
        verdicts = {"public": verify_public(record, chosen.digest)}
        if chosen.receipt:
            receipt = read_plain(chosen.receipt)
            verdicts["receipt"] = verify_receipt(record, receipt)
        if chosen.openings:
            openings = read_record(chosen.openings)
            verdicts["openings"] = verify_openings(record, openings)
    except Differs as problem:
        verdicts = {"public": Verdict(ok=False, sentences=(str(problem),), unchecked=())}
    ok = all(verdict.ok for verdict in verdicts.values())
    for verdict in verdicts.values():
        terminal.say(verdict.sentences)
    terminal.say(f"Not checked: {sentence}" for sentence in _left_open(verdicts))
    terminal.say(["Verified." if ok else "NOT verified."])
    if chosen.json:
        terminal.results(
            {"ok": ok, **{name: verdict.as_json() for name, verdict in verdicts.items()}}
        )
    return ok


def _left_open(verdicts: dict[str, Verdict]) -> list[str]:
    """Return what none of the readers checked."""
    sentences = [sentence for verdict in verdicts.values() for sentence in verdict.unchecked]
    if "openings" in verdicts:
        sentences = [sentence for sentence in sentences if sentence != NEEDS_OPENINGS]
    return sentences
