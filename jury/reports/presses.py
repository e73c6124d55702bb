"""Presses: several sheets printed at once, each in a process that gives its memory back."""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from jury.reports.sheet import Sheet


def print_all(sheets: Sequence[Sheet]) -> list[bytes]:
    """Return the PDF of every sheet in order, printing as many at once as there are cores.

    Raises RuntimeError with what the press said if one of them cannot be printed.
    """
    with ThreadPoolExecutor(min(len(sheets), os.cpu_count() or 1) or 1) as pool:
        return list(pool.map(_print_apart, sheets))


def _print_apart(sheet: Sheet) -> bytes:
    press = [sys.executable, "-m", "jury.reports.press"]
    done = subprocess.run(press, input=sheet.pack(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip().splitlines()[-1][:200])
    return done.stdout
