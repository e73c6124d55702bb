"""Files: records, openings and tables on disk, written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from sortition import shapes, structure
from sortition.canonical import pieces
from sortition.shapes import Record
from sortition.structure import Differs

PUBLIC, SECRET = 0o644, 0o600  # who may read a file


def openings_beside(out: Path) -> Path:
    """Return where openings stand when nobody says: lottery.json, lottery.openings.json."""
    return out.with_name(out.stem + ".openings.json")


def read_record(path: Path) -> object:
    """Return what a file of canonical JSON holds; raises Differs if it holds anything else."""
    return structure.read(path.read_bytes(), path.name)


def read_openings(path: Path) -> Record:
    """Return the openings in a file; raises Differs if they are malformed."""
    found = read_record(path)
    shapes.openings(path.name, found)
    assert isinstance(found, dict)  # shapes.openings has checked it
    return found


def read_lottery(path: Path) -> Record:
    """Return the record of a lottery in a file; raises Differs if it is malformed."""
    found = read_record(path)
    shapes.lottery(path.name, found)
    assert isinstance(found, dict)  # shapes.lottery has checked it
    return found


def read_plain(path: Path) -> dict[str, object]:
    """Return the object in a JSON file that another program wrote, such as a beacon."""
    found = structure.loosely(path.read_bytes(), path.name)
    if not isinstance(found, dict):
        raise Differs(f"{path.name}: an object with named parts was expected.")
    return found


def write_record(path: Path, record: Record) -> None:
    """Write a public record."""
    _write(path, pieces(record), PUBLIC)


def write_openings(path: Path, openings: Record) -> None:
    """Write openings so that only their owner can read them."""
    _write(path, pieces(openings), SECRET)


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV, its lines ending with LF."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return lines.getvalue()


def write_table(path: Path, text: str, mode: int = PUBLIC) -> None:
    """Write a table as UTF-8."""
    _write(path, [text.encode()], mode)


def _write(path: Path, parts: Iterable[bytes], mode: int) -> None:
    """Write a file beside its place, then put it there in one step."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as problem:
        raise OSError(problem.errno, problem.strerror, str(path)) from problem
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
