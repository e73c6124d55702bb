"""Presses: many sheets printed at once, in processes that give their memory back."""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from jury.reports.sheet import Sheet, pack, split


def print_all(sheets: Sequence[Sheet]) -> list[bytes]:
    """Return the PDF of every sheet in order; as many presses print as there are cores.

    Raises RuntimeError with what a press said if it cannot print one of them.
    """
    if not sheets:
        return []
    lanes = min(len(sheets), os.cpu_count() or 1)
    with ThreadPoolExecutor(lanes) as pool:
        piles = list(pool.map(_print_apart, [sheets[k::lanes] for k in range(lanes)]))
    return [piles[i % lanes][i // lanes] for i in range(len(sheets))]


def _print_apart(pile: Sequence[Sheet]) -> list[bytes]:
    press = [sys.executable, "-m", "jury.reports.press"]
    done = subprocess.run(press, input=pack(pile), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip().splitlines()[-1][:200])
    return split(done.stdout)
