"""Measuring: ours and the peer's, each in a process of its own, in CPU seconds of one thread."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
INSTANCES = ROOT / "tests/sortition/instances"
PEER = ROOT / ".venv-bench"
PEERS_OF_SCORING = ROOT / ".venv-bench-scoring"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
PATIENCE = 1800  # seconds for the peer on one instance
OUT_OF_TIME = -signal.SIGXCPU

Files = tuple[Path, Path, int]


def install_peer(
    place: Path = PEER, lock: str = "bench.lock", names: str = "sortition-algorithms"
) -> None:
    """Make an environment of its own for the peers ``names``, once, from their lock file."""
    if (place / "ready").exists():
        return
    print(f"Installing the peers ({names}) in an environment of their own", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    file = str(ROOT / "requirements" / lock)
    pip = [str(place / "bin/pip"), "install", "--quiet", "--require-hashes", "-r", file]
    subprocess.run(pip, check=True)
    (place / "ready").touch()


def files(name: str) -> Files:
    """Return quotas, people and seats of an instance, or of a folder; its name ends with the seats.

    Raises SystemExit, with a sentence, if there is no such instance.
    """
    folder = Path(name) if Path(name).is_dir() else INSTANCES / name
    size = folder.name.rpartition("_")[2]
    if not (folder / "categories.csv").exists() or not size.isdigit():
        known = ", ".join(sorted(path.name for path in INSTANCES.iterdir() if path.is_dir()))
        raise SystemExit(f"“{name}” is no instance. Name a folder that ends in _SEATS, or: {known}")
    return folder / "categories.csv", folder / "respondents.csv", int(size)


def ours(instance: Files, objective: str = "leximin", address: str = "") -> dict[str, Any]:
    """Return what ``bench.one`` measures: seconds without imports, memory in MB, and the gap."""
    asked = [*map(str, instance), objective, *([address] if address else [])]
    done = subprocess.run(
        [sys.executable, "-m", "bench.one", *asked],
        cwd=ROOT,
        env=os.environ | ONE_THREAD,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def theirs(instance: Files, goal: str) -> float | None:
    """Return the peer's CPU seconds; None where it gave no answer."""
    command = [str(PEER / "bin/python"), str(ROOT / "bench/peer.py"), *map(str, instance), goal]
    try:
        done = subprocess.run(
            command, env=os.environ | ONE_THREAD, capture_output=True, timeout=PATIENCE, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return float(done.stdout.splitlines()[-1])


def told(command: Sequence[str | Path], given: bytes = b"") -> dict[str, Any] | None:
    """Return the JSON that a program prints, on one thread; None if it ran out of CPU time."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT, env=os.environ | ONE_THREAD, input=given, stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    if done.returncode == OUT_OF_TIME:
        return None
    done.check_returncode()
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def has_lme4() -> bool:
    """Tell whether R is there with its package lme4."""
    if shutil.which("Rscript") is None:
        return False
    asking = ["Rscript", "-e", "quit(status = !requireNamespace('lme4', quietly = TRUE))"]
    return subprocess.run(asking, capture_output=True, check=False).returncode == 0


def from_the_shell(arguments: Sequence[str]) -> float:
    """Return the CPU seconds of one ``sortition`` command, everything included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [str(Path(sys.executable).with_name("sortition")), *arguments],
        env=os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
